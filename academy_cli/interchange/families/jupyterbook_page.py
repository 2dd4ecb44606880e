"""One page of a book: Markdown with MyST, a notebook, or reStructuredText.

Knows what pages say of themselves; refuses to know their order.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any

from academy_cli.authoring.markdown import first_heading
from academy_cli.authoring.names import readable
from academy_cli.interchange.dialects import myst, rst
from academy_cli.interchange.dialects.myst_book import Book, book
from academy_cli.interchange.embedded import taken_out
from academy_cli.interchange.families.jupyterbook_notebook import notebook
from academy_cli.interchange.outline import Lesson
from academy_cli.interchange.shapes import mapping
from academy_cli.interchange.sources import Page, Source
from academy_cli.kit.saying import say

SUFFIXES = (".md", ".ipynb", ".myst.md", ".rst")
"""What pages are called that can be read."""
_OWN = frozenset({"title", "description", "substitutions", "myst"})


class Pages:
    """The pages of a book, each of which stands in the course once."""

    def __init__(self, source: Source, folder: str, substitutions: Mapping[str, str]) -> None:
        self.source = source
        self.folder = folder
        self.taken: set[str] = set()
        self.book: Book = book(source, folder, substitutions)

    def find(self, name: str) -> str | None:
        """The file of a page that is named with or without its suffix."""
        start = posixpath.normpath(posixpath.join(self.folder, name))
        return next(
            (one for end in ("", *SUFFIXES) if (one := start + end) in self.source.known), None
        )

    def lesson(self, path: str, title: str = "") -> Lesson | None:
        """A page as a lesson; None, noted, where it cannot be read."""
        self.taken.add(path)
        slug = posixpath.basename(path).partition(".")[0]
        if path.endswith((".ipynb", ".rst")):
            is_rst = path.endswith(".rst")
            text = self.source.text(path) if is_rst else notebook(self.source, path)
            if text is None:
                return None
            make = rst.converted if is_rst else myst.converted
            body = make(text, self.source, path, 1, self.book)
            return Lesson(title or first_heading(body) or readable(slug), path, body, slug=slug)
        page = self.source.page(path)
        if page is None:
            return None
        fields, names = self._front(page, path)
        text = taken_out(page.body, self.source, path, page.line)
        book_of = self.book._replace(substitutions={**self.book.substitutions, **names})
        body = myst.converted(text, self.source, path, page.line, book_of)
        said = str(page.front.value.get("title") or "")
        own = title or said or first_heading(body) or readable(slug)
        return Lesson(own, path, body, line=page.line, slug=slug, fields=fields)

    def _front(self, page: Page, path: str) -> tuple[dict[str, Any], dict[str, str]]:
        """What a page says of itself: its summary, and texts that stand for names in it."""
        said = page.front.value
        for key in said:
            if key not in _OWN:
                line = page.front.line(key)
                self.source.drop("key", path, say("ours has no such key"), line=line, name=key)
        about = said.get("description")
        fields = (
            {"summary": about.strip()[:1000]} if isinstance(about, str) and about.strip() else {}
        )
        named = {
            **mapping(mapping(said.get("myst")).get("substitutions")),
            **mapping(said.get("substitutions")),
        }
        return fields, {
            name: str(one) for name, one in named.items() if isinstance(one, str | int | float)
        }
