"""What a page of MyST may refer to: the labels of its book, its folder, and what stands for a name.

Knows how labels are written; refuses to know what becomes of a page.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from academy_cli.interchange.shapes import items, mapping, mappings
from academy_cli.interchange.sources import Source

LABEL = re.compile(r"^\s*\(([^()\s][^()]*)\)=\s*$")
NOTEBOOK_BYTES = 64 * 1024 * 1024
"""The most that is read of one notebook: pictures are written into it as text."""
_TARGET = re.compile(r"^\.\. _`?([^`:][^`]*?)`?:\s*$")
_UNDERLINE = re.compile(r"^([=\-~^\"'#*+.`:_])\1{2,}\s*$")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*\s*$")
_OPENING = re.compile(r"^\s*(?:`{3,}|~{3,}|:{3,})\{([\w:+.-]+)\}\s*(.*?)\s*$")
_NAME = re.compile(r"^\s*:?(?:label|name):\s*[\"']?([^\s\"'].*?)[\"']?\s*$")
_EQUATION = re.compile(r"^.*\$\$\s*\(([^()\s]+)\)\s*$")
_OWN = re.compile(r"^#{1,6}\s+(.*?)\s*\{#([\w:.-]+)[^}]*\}\s*$")


class Place(NamedTuple):
    """Where a label leads: the page, the words it is called by, and whether it is the page as a whole."""

    file: str
    words: str
    is_page: bool = False


class Book(NamedTuple):
    """The labels of a book, the folder its paths begin at, and texts that stand for names."""

    labels: Mapping[str, Place]
    folder: str
    substitutions: Mapping[str, str]


NO_BOOK = Book({}, "", {})
"""What a page by itself may refer to."""


def anchor(label: str) -> str:
    """A label as the anchor that links lead to."""
    return re.sub(r"[^\w:.-]+", "-", label.strip().lower()).strip("-")


def book(source: Source, folder: str, substitutions: Mapping[str, str]) -> Book:
    """The labels of every page in a folder; of those that stand twice the first counts."""
    found: dict[str, Place] = {}
    for path in source.below(folder, (".md", ".ipynb", ".rst")):
        find = _targets if path.endswith(".rst") else _labels
        for label, place in find(path, _text(source, path)):
            found.setdefault(anchor(label), place)
    return Book(found, folder, substitutions)


def _text(source: Source, path: str) -> str:
    """The texts of a page, without looking at them for anything else."""
    if not path.endswith(".ipynb"):
        return source.peek(path, source.limits.text_bytes)
    try:
        said = mapping(json.loads(source.peek(path, NOTEBOOK_BYTES)))
    except (ValueError, RecursionError):
        return ""
    cells = (cell for cell in mappings(said.get("cells")) if cell.get("cell_type") == "markdown")
    texts = (cell.get("source") for cell in cells)
    return "\n\n".join(
        "".join(map(str, items(one))) if isinstance(one, list) else str(one) for one in texts
    )


def _labels(path: str, text: str) -> Iterator[tuple[str, Place]]:
    """Every label of a page, with what it stands before."""
    lines = text.split("\n")
    title = next((found[1] for line in lines if (found := _HEADING.match(line))), "")
    is_begun = False
    for number, line in enumerate(lines):
        if found := LABEL.match(line):
            words, is_title = _below(lines, number + 1)
            yield found[1], Place(path, words or title, is_title and not is_begun)
        elif found := _OWN.match(line):
            yield found[2], Place(path, found[1])
        elif found := _EQUATION.match(line):
            yield found[1], Place(path, f"({found[1]})")
        elif opening := _OPENING.match(line):
            yield from _named(path, opening, lines, number + 1)
        is_begun = is_begun or bool(_HEADING.match(line))


def _targets(path: str, text: str) -> Iterator[tuple[str, Place]]:
    """Every label of a page of reStructuredText, with the heading it stands before."""
    lines = text.split("\n")
    title = ""
    for number, line in enumerate(lines):
        if not title and number and _UNDERLINE.match(line) and lines[number - 1].strip():
            title = lines[number - 1].strip()
        if found := _TARGET.match(line):
            after = [
                one for one in lines[number + 1 : number + 9] if one.strip() and one[:4] != ".. _"
            ]
            words = next((one.strip() for one in after if not _UNDERLINE.match(one)), "")
            is_heading = any(_UNDERLINE.match(one) for one in after[:2])
            yield found[1], Place(path, words if is_heading else title, is_heading and not title)


def _below(lines: list[str], start: int) -> tuple[str, bool]:
    """What a label stands before: the words of a heading or of a directive, and whether it is a heading."""
    for line in lines[start:]:
        if heading := _HEADING.match(line):
            return heading[1], True
        if opening := _OPENING.match(line):
            return opening[2], False
        if line.strip() and not LABEL.match(line):
            break
    return "", False


def _named(
    path: str, opening: re.Match[str], lines: list[str], start: int
) -> Iterator[tuple[str, Place]]:
    """The label of a directive, among its options."""
    for line in lines[start : start + 12]:
        if not re.match(r"^\s*(?::[\w-]+:|---\s*$|[\w-]+:)", line):
            break
        if name := _NAME.match(line):
            is_file = opening[1] in ("figure", "image", "code-cell", "code-block", "math")
            words = "" if is_file else opening[2]
            yield name[1], Place(path, words or opening[1].rpartition(":")[2].capitalize())


def relative(book_of: Book, target: str, file: str) -> str:
    """A path of the book as seen from one of its files: those that begin with a slash start at its folder."""
    if not target.startswith("/"):
        return target
    path = posixpath.join(book_of.folder, target.lstrip("/"))
    return posixpath.relpath(path, posixpath.dirname(file) or ".")
