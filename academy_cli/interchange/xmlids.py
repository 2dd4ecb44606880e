"""Ids as XML has them (NCName), and back: an id with other letters is spelt out, so that nothing is lost.

Knows the letters of both; refuses to know what is called by an id.
"""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
_FIRST = "academy_"
_SPELT = re.compile(r"_([0-9A-F]+)_")


def as_xml_id(name: str) -> str:
    """An id as an XML id; the same where it is one already."""
    if _PLAIN.fullmatch(name) and not name.startswith(_FIRST):
        return name
    return _FIRST + re.sub(r"[^A-Za-z0-9.-]", lambda sign: f"_{ord(sign[0]):X}_", name)


def from_xml_id(name: str) -> str:
    """The id that an XML id was made of; the same where it was none of ours."""
    if not name.startswith(_FIRST):
        return name
    return _SPELT.sub(_letter, name.removeprefix(_FIRST))


def _letter(sign: re.Match[str]) -> str:
    number = int(sign[1], 16)
    return chr(number) if number < 0x110000 else sign[0]
