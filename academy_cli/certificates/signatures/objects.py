"""The objects of a page as academy writes it: its catalog, its one page, its table of places.

Reads what reportlab writes, and nothing else. Knows bytes; refuses to know what signing adds to them.
Source: ISO 32000-2, 7.5 (file structure).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from academy_cli.kit.saying import say

_END = re.compile(rb"startxref\n(\d{1,10})\n%%EOF\n\Z")
_TABLE = re.compile(rb"xref\n0 (\d{1,6})\n")
_ID = re.compile(rb"/ID \n\[<([0-9a-f]{32})><[0-9a-f]{32}>\]\n")
_REFERENCE = rb"/%s (\d{1,6}) 0 R"
_KID = re.compile(rb"/Count 1 /Kids \[ (\d{1,6}) 0 R \]")
_OBJECT = re.compile(rb"(\d{1,6}) 0 obj\n<<\n(.*?)\n>>\nendobj\n", re.DOTALL)
_ENTRY = 20
_LARGEST_OBJECT = 100_000


class BadUpdateError(ValueError):
    """Something behind a page that is no signature as academy appends it; says why."""


class Numbered(NamedTuple):
    """An object's number, and what stands between the brackets of its dictionary."""

    number: int
    inner: bytes


class Parts(NamedTuple):
    """What an update of a page refers to."""

    catalog: Numbered
    page: Numbered
    info: int
    size: int
    """One more than the highest number of an object."""
    table_at: int
    identifier: bytes
    """The first half of the file's ID, in hexadecimal."""


def parts(document: bytes) -> Parts:
    """Find them. Raises BadUpdateError for what is not written as academy writes pages."""
    end = _END.search(document, max(0, len(document) - 64))
    if end is None:
        raise BadUpdateError(say("what is before its signature has no end"))
    table_at = int(end[1])
    table = _TABLE.match(document, table_at)
    if table is None:
        raise BadUpdateError(say("what is before its signature has no table"))
    size, first = int(table[1]), table.end()
    trailer = document[first + _ENTRY * size : end.start()]
    identifier = _ID.search(trailer)
    if not trailer.startswith(b"trailer\n") or identifier is None or b"/Prev" in trailer:
        raise BadUpdateError(say("what is before its signature has no trailer"))

    def place(number: int) -> Numbered:
        if not 0 < number < size:
            raise BadUpdateError(say("what is before its signature lacks an object"))
        entry = first + _ENTRY * number
        return _object(document, number, document[entry : entry + 10])

    catalog = place(_named(b"Root", trailer))
    pages = place(_named(b"Pages", catalog.inner))
    kid = _KID.search(pages.inner)
    if kid is None:
        raise BadUpdateError(say("there is more than one page before it"))
    info = _named(b"Info", trailer)
    return Parts(catalog, place(int(kid[1])), info, size, table_at, identifier[1])


def _object(document: bytes, number: int, at: bytes) -> Numbered:
    if not at.isdigit():
        raise BadUpdateError(say("what is before its signature has a broken table"))
    found = _OBJECT.match(document, int(at), int(at) + _LARGEST_OBJECT)
    if found is None or int(found[1]) != number:
        raise BadUpdateError(say("what is before its signature has a broken table"))
    return Numbered(number, found[2])


def _named(name: bytes, inside: bytes) -> int:
    """The number of the object that a member refers to."""
    found = re.findall(_REFERENCE % name, inside)
    if len(found) != 1:
        raise BadUpdateError(say("what is before its signature has no /{}", name.decode("ascii")))
    return int(found[0])
