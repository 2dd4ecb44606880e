"""The documents of a book: each page's content as XHTML, and the way through them all.

Knows what a document of EPUB begins with; refuses to know what is on a page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from academy_cli.interchange.exporting.epub.names import relative
from academy_cli.interchange.exporting.epub.placing import Target
from academy_cli.interchange.exporting.xmltext import sayable
from academy_cli.pages.drawing import BOOK

NAV = "nav.xhtml"


class Leaf(NamedTuple):
    """One document of a book: its name, what it is called, its text, the places on it, and where it leads."""

    name: str
    title: str
    text: str
    ids: frozenset[str]
    targets: Sequence[Target]


class Spoken(NamedTuple):
    """A language, and whether it runs from the right."""

    tag: str
    is_right_to_left: bool


class Branch(NamedTuple):
    """A page in the way through a book, and those below it."""

    title: str
    name: str
    inside: Sequence[Branch] = ()


def document(title: str, body: str, name: str, language: Spoken) -> str:
    """A document of EPUB."""
    tag = quoteattr(language.tag)
    side = "rtl" if language.is_right_to_left else "ltr"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang={tag} xml:lang={tag} dir="{side}">\n<head>\n<meta charset="utf-8"/>\n'
        f"<title>{escape(sayable(title)) or '·'}</title>\n"
        f'<link rel="stylesheet" type="text/css" href="{relative(BOOK, name)}"/>\n</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def without_dead_ends(leaf: Leaf, ids: Mapping[str, frozenset[str]]) -> str:
    """A leaf's text whose links lead to pages where the place on them is not there."""
    text = leaf.text
    for target in leaf.targets:
        if target.id not in ids.get(target.name, frozenset()):
            whole = target.written.partition("#")[0]
            instead = f" href={quoteattr(whole)}" if whole else ""
            text = text.replace(f" href={quoteattr(target.written)}", instead)
    return text


def way_through(title: str, branches: Sequence[Branch], language: Spoken) -> str:
    """The navigation document: every page by its title, those of a module below it."""
    heading = f"<h1>{escape(sayable(title))}</h1>"
    listed = _listed(branches)
    body = f'<nav epub:type="toc" role="doc-toc" id="toc">\n{heading}\n{listed}\n</nav>'
    return document(title, body, NAV, language)


def _listed(branches: Sequence[Branch]) -> str:
    return "<ol>\n" + "".join(map(_item, branches)) + "</ol>"


def _item(branch: Branch) -> str:
    from urllib.parse import quote

    inside = f"\n{_listed(branch.inside)}" if branch.inside else ""
    title = escape(sayable(branch.title).strip()) or "…"
    return f'<li><a href="{quote(relative(branch.name, NAV))}">{title}</a>{inside}</li>\n'
