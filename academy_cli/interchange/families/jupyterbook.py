"""Jupyter Book and MyST: pages and notebooks in the order of _toc.yml or myst.yml.

After https://jupyterbook.org and https://mystmd.org. Of a notebook the text, the code and what it wrote are
kept; nothing is run. reStructuredText is not converted.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from academy_cli.authoring.markdown import first_heading
from academy_cli.authoring.names import natural_key, readable
from academy_cli.interchange.dialects import myst
from academy_cli.interchange.families.jupyterbook_notebook import notebook
from academy_cli.interchange.outline import Item, Lesson, Module, Outline
from academy_cli.interchange.sources import Mapped, Source

_SUFFIXES = (".md", ".ipynb", ".myst.md")
_BELOW = ("chapters", "sections", "children", "parts", "subtrees", "entries")


def read(source: Source) -> Outline:
    """The pages that a table of contents names."""
    toc = next((path for path in sorted(source.paths, key=len) if _is_toc(path)), None)
    if toc is None:
        return Outline("", (), lacks="there is neither _toc.yml nor myst.yml")
    folder, text = posixpath.dirname(toc), source.text(toc) or ""
    is_list = text.lstrip().startswith("- ")
    said = source.mapping(f"chapters:\n{text}" if is_list else text, toc, 0 if is_list else 1)
    if said is None:
        return Outline("", (), lacks=f"{toc} cannot be read")
    reader = _Reader(source, said, toc, folder)
    title, fields = _course(source, said, folder)
    return Outline(title, tuple(reader.course()), posixpath.basename(toc), fields=fields)


def resolve(source: Source, base: str, target: str) -> str | None:
    """Where a link leads: pages may be named without suffix, or by their address."""
    if found := source.at(base, target):
        return found
    path = re.sub(r"\.html$", "", re.split(r"[?#]", target, maxsplit=1)[0])
    return next((one for end in _SUFFIXES if path and (one := source.at(base, path + end))), None)


def _is_toc(path: str) -> bool:
    return posixpath.basename(path) in ("_toc.yml", "myst.yml")


def _course(source: Source, said: Mapped, folder: str) -> tuple[str, dict[str, Any]]:
    """The title of a book, from _config.yml or the project of myst.yml."""
    project = said.value.get("project")
    if isinstance(project, dict):
        for key in project:
            if key not in ("title", "toc", "description"):
                source.drop(
                    "key", f"{folder}/myst.yml".lstrip("/"), "ours has no such key", name=key
                )
        about = project.get("description")
        return str(project.get("title") or ""), {"summary": about[:1000]} if isinstance(
            about, str
        ) else {}
    path = posixpath.join(folder, "_config.yml")
    config = source.yaml(path) if path in source.known else None
    if config is None:
        return "", {}
    for key in config.value:
        if key != "title":
            source.drop("key", path, "ours has no such key", line=config.line(key), name=key)
    return str(config.value.get("title") or ""), {}


class _Reader:
    def __init__(self, source: Source, said: Mapped, toc: str, folder: str) -> None:
        self.source = source
        self.said = said
        self.toc = toc
        self.folder = folder
        self.taken: set[str] = set()

    def course(self) -> Iterator[Item]:
        """The front page, then everything in order."""
        value = self.said.value
        if isinstance(value.get("root"), str) and (
            lesson := self._lesson(value, ("root",), "root")
        ):
            yield lesson
        project = value.get("project")
        if isinstance(project, dict):
            yield from self._items(project.get("toc"), ("project", "toc"))
        for key in _BELOW:
            yield from self._items(value.get(key), (key,))

    def _items(self, entries: Any, keys: tuple[str | int, ...]) -> Iterator[Item]:
        for number, one in enumerate(entries if isinstance(entries, list) else []):
            here = (*keys, number)
            entry = {"file": one} if isinstance(one, str) else one
            if not isinstance(entry, dict):
                continue
            if isinstance(entry.get("glob") or entry.get("pattern"), str):
                yield from self._globbed(entry, here)
                continue
            lesson = self._lesson(entry, here, "file") if entry.get("file") else None
            below = tuple(
                made for key in _BELOW for made in self._items(entry.get(key), (*here, key))
            )
            title = str(entry.get("caption") or entry.get("title") or entry.get("part") or "")
            if below:
                inside = (lesson, *below) if lesson else below
                where = lesson.source if lesson else self.toc
                name = title or (lesson.title if lesson else "")
                yield Module(name, where, inside, line=self.said.line(*here), slug=name)
            elif lesson:
                yield lesson
            elif entry.get("url"):
                yield self._link(entry, here)

    def _link(self, entry: dict[str, Any], keys: tuple[str | int, ...]) -> Lesson:
        address, line = str(entry["url"]), self.said.line(*keys)
        title = str(entry.get("title") or address)
        body = f"[{title}](<{address}>)"
        return Lesson(title, self.toc, body, line=line, slug=title, fields={"kind": "link"})

    def _globbed(self, entry: dict[str, Any], keys: tuple[str | int, ...]) -> Iterator[Item]:
        pattern = str(entry.get("glob") or entry.get("pattern"))
        wanted = re.compile(re.escape(posixpath.join(self.folder, pattern)).replace(r"\*", "[^/]*"))
        found = [
            path for path in self.source.paths if wanted.match(path) and path.endswith(_SUFFIXES)
        ]
        why = "files of a pattern go by name"
        self.source.approximate("order", self.toc, why, line=self.said.line(*keys), name=pattern)
        for path in sorted(found, key=natural_key):
            if path not in self.taken and (lesson := self._page(path, "")):
                yield lesson

    def _lesson(
        self, entry: dict[str, Any], keys: tuple[str | int, ...], key: str
    ) -> Lesson | None:
        name, line = str(entry[key]), self.said.line(*keys)
        start = posixpath.normpath(posixpath.join(self.folder, name))
        path = next(
            (one for end in ("", *_SUFFIXES) if (one := start + end) in self.source.known), None
        )
        if path is None or not path.endswith(_SUFFIXES) or path in self.taken:
            why = "there is no such page" if path is None else "it is no page of Markdown"
            why = "it stands in the table of contents twice" if path in self.taken else why
            self.source.drop("reference", self.toc, why, line=line, name=name)
            return None
        return self._page(path, str(entry.get("title") or ""))

    def _page(self, path: str, title: str) -> Lesson | None:
        self.taken.add(path)
        slug = posixpath.basename(path).partition(".")[0]
        if path.endswith(".ipynb"):
            text = notebook(self.source, path)
            if text is None:
                return None
            body = myst.converted(text, self.source, path, 1)
            return Lesson(title or first_heading(body) or readable(slug), path, body, slug=slug)
        page = self.source.page(path)
        if page is None:
            return None
        for key in page.front.value:
            if key != "title":
                line = page.front.line(key)
                self.source.drop("key", path, "ours has no such key", line=line, name=key)
        body = myst.converted(page.body, self.source, path, page.line)
        said = str(page.front.value.get("title") or "")
        own = title or said or first_heading(body) or readable(slug)
        return Lesson(own, path, body, line=page.line, slug=slug)
