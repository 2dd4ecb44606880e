"""What became of each thing in a source: kept, approximated or dropped, where it stood, and why.

Knows how such notes are counted; refuses to know any format.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import NamedTuple


class Fate(Enum):
    """What became of something."""

    KEPT = "kept"
    APPROXIMATED = "approximated"
    DROPPED = "dropped"


class Note(NamedTuple):
    """What became of one thing; ``what`` is the word it is counted by, ``to`` the file it is in now."""

    fate: Fate
    what: str
    file: str
    line: int = 1
    name: str = ""
    why: str = ""
    to: str = ""


class Count(NamedTuple):
    """How many things of one word were kept, approximated and dropped."""

    what: str
    kept: int
    approximated: int
    dropped: int


def counts(notes: Iterable[Note]) -> tuple[Count, ...]:
    """How many things there are of each word, in the order in which the words first came."""
    found: dict[str, Counter[Fate]] = {}
    for note in notes:
        found.setdefault(note.what, Counter())[note.fate] += 1
    return tuple(
        Count(what, each[Fate.KEPT], each[Fate.APPROXIMATED], each[Fate.DROPPED])
        for what, each in found.items()
    )


def total(notes: Iterable[Note]) -> Mapping[str, int]:
    """How many things there are of each word, whatever became of them."""
    return Counter(note.what for note in notes)
