"""Ids of a source as ids of ours: the same where its letters allow, and never two alike.

Knows which letters an id may have; refuses to know whose ids they are.
"""

from __future__ import annotations

import hashlib
import re

from academy_cli.formats.patterns import NODE_ID

_ALLOWED = re.compile(NODE_ID.regex)
_LONGEST = 128


class Ids:
    """The ids of one course that were given out."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def give(self, wanted: str) -> str:
        """An id for what a source calls ``wanted``; empty where it calls it nothing."""
        if not wanted.strip():
            return ""
        name = allowed(wanted)
        if name in self._taken:
            name = _marked(name, f"{len(self._taken)} {wanted}")
        self._taken.add(name)
        return name


def allowed(wanted: str) -> str:
    """Some text with the letters of an id; a mark of the whole text where it has others.

    Slashes become colons, so that a path can still be read.
    """
    if _ALLOWED.fullmatch(wanted):
        return wanted
    colons = wanted.strip("/").replace("/", ":")
    if _ALLOWED.fullmatch(colons) and ":" not in wanted:
        return colons
    plain = re.sub(r"[^A-Za-z0-9._:-]+", "_", colons).lstrip("._:-")
    return _marked(plain or "id", wanted)


def _marked(name: str, whole: str) -> str:
    mark = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{name[: _LONGEST - 7]}-{mark}"
