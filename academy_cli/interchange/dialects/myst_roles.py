"""MyST's roles and references within a line: links to pages and labels, mathematics, citations.

Knows how they are written; refuses to look for what they do when they are run.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote

from academy_cli.interchange.dialects.myst_book import Book, anchor, relative
from academy_cli.interchange.dialects.rewriting import Spot

_ROLE = re.compile(
    r"(?<!\\)\{(?P<kind>[\w:-]+)\}(?P<mark>`+)(?!`)(?P<said>.+?)(?<!`)(?P=mark)(?!`)"
    r"|(?P<run>`+)(?!`).*?(?<!`)(?P=run)(?!`)",
    re.DOTALL,
)
"""A role, or code, in which none is looked for."""
_REFERENCE = re.compile(r"^(.*?)\s*<([^<>]+)>$", re.DOTALL)
_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(<?(#?)([\w:./-]+)>?\)")
_EMPTY = re.compile(r"(?<!!)\[\]\(<?([^()<>\s#]+\.(?:md|ipynb))(#[\w:.-]+)?>?\)")
_OWN_SCHEME = re.compile(r"(\]\(<?)(?:project|doc|path):|<project:([^<>\s]+)>")
_SPAN = re.compile(r"(?<![\]\\])\[([^\[\]]+)\]\{#([\w:.-]+)\}")
_SUBSTITUTION = re.compile(r"\{\{\s*([\w-]+)\s*\}\}")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_REFERENCES = frozenset({"ref", "numref", "eq", "prf:ref", "math:numref", "std:ref"})
_TAGS = {
    "sub": "sub", "sup": "sup", "subscript": "sub", "superscript": "sup", "kbd": "kbd",
    "u": "u", "underline": "u", "del": "del", "strike": "del", "sc": "span", "smallcaps": "span",
}  # fmt: skip
_WORDS = frozenset({"emphasis", "term", "abbr", "dfn"})


def rewritten(text: str, spot: Spot, book: Book) -> str:
    """Some lines outside code with their roles and references as Markdown has them."""
    if "}`" in text:
        text = _ROLE.sub(lambda found: _role(found, _at(spot, text, found), book), text)
    if "](" in text or "<project:" in text:
        text = _links(text, spot, book)
    if "]{" in text:
        text = _SPAN.sub(r'<span id="\2">\1</span>', text)
    if "{{" in text and book.substitutions:
        text = _SUBSTITUTION.sub(lambda found: book.substitutions.get(found[1], found[0]), text)
    return text


def _at(spot: Spot, text: str, found: re.Match[str]) -> Spot:
    return spot._replace(line=spot.line + text.count("\n", 0, found.start()))


def _role(role: re.Match[str], spot: Spot, book: Book) -> str:
    if role["run"]:
        return role[0]
    kind, said = role["kind"].lower(), " ".join(role["said"].split())
    named = _REFERENCE.match(said)
    words, target = (named[1], named[2]) if named else ("", said)
    if kind == "math":
        return f"${said}$"
    if kind in ("doc", "download"):
        return f"[{words or _title(target, spot, book)}](<{relative(book, target, spot.file)}>)"
    if kind in _REFERENCES:
        return _reference(words, target, spot, book)
    return _shown(role, kind, words or said, spot)


def _shown(role: re.Match[str], kind: str, said: str, spot: Spot) -> str:
    """The words of a role that leads nowhere."""
    if kind in _TAGS:
        return f"<{_TAGS[kind]}>{said}</{_TAGS[kind]}>"
    why = "its words stay, what it does is not"
    spot.source.approximate("role", spot.file, why, line=spot.line, name=role[0][:60])
    if kind in _WORDS:
        return f"*{said}*"
    return f"({said})" if kind.startswith("cite") else f"`{said.lstrip('~')}`"


def _title(target: str, spot: Spot, book: Book) -> str:
    """What a page is called that is named without words: by its label if it has one, else by its name."""
    start = posixpath.join(posixpath.dirname(spot.file), relative(book, target, spot.file))
    stem = posixpath.splitext(posixpath.normpath(start))[0]
    pages = (
        one
        for one in book.labels.values()
        if posixpath.splitext(one.file)[0] == stem and one.is_page
    )
    return next((one.words for one in pages), posixpath.basename(target))


def _reference(words: str, label: str, spot: Spot, book: Book) -> str:
    """A link to what a label stands before; its words alone where there is no such label."""
    place = book.labels.get(anchor(label))
    called = place.words if place else label
    shown = re.sub(r"%s|\{number\}", "", words.replace("{name}", called)).strip() or called
    if place is None:
        why = "there is no such label; its words stay"
        spot.source.approximate("reference", spot.file, why, line=spot.line, name=label)
        return shown
    spot.source.keep("reference", spot.file, line=spot.line, name=label)
    path = posixpath.relpath(place.file, posixpath.dirname(spot.file) or ".")
    there = "" if place.file == spot.file else quote(path)
    rest = "" if place.is_page and there else f"#{anchor(label)}"
    return f"[{shown}]({there}{rest})"


def _codes(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _CODE.finditer(text)] if "`" in text else []


def _without_schemes(text: str) -> str:
    """Links that say by a scheme that they are to the same book, without it: ``<project:#label>``."""
    codes = _codes(text)

    def one(found: re.Match[str]) -> str:
        if any(start <= found.start() < end for start, end in codes):
            return found[0]
        return found[1] or f"[]({found[2]})"

    return _OWN_SCHEME.sub(one, text)


def _links(text: str, spot: Spot, book: Book) -> str:
    """Links to labels as links to their pages; links without words with the words of what they lead to."""
    text = _without_schemes(text)
    codes = _codes(text)

    def label(found: re.Match[str]) -> str:
        words, is_anchor, name = found[1], found[2], found[3]
        is_code = any(start <= found.start() < end for start, end in codes)
        place = book.labels.get(anchor(name))
        if is_code or place is None or (place.file == spot.file and words and is_anchor):
            return found[0]
        return _reference(words, name, _at(spot, text, found), book)

    def page(found: re.Match[str]) -> str:
        if any(start <= found.start() < end for start, end in codes):
            return found[0]
        return f"[{_title(found[1], spot, book)}]({found[1]}{found[2] or ''})"

    return _LINK.sub(label, _EMPTY.sub(page, text) if "[](" in text and not codes else text)
