"""Edits: ranges of bytes and what shall stand there instead, and files as they are with them.

Pure functions of bytes; refuses to know why anything is edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from academy_cli.formats.problems import Problem


class Edit(NamedTuple):
    """Bytes from ``start`` to ``end`` of a file give way to ``text``; several insertions go by ``rank``."""

    file: str
    start: int
    end: int
    text: bytes
    rank: str = ""


class Move(NamedTuple):
    """A file or folder gets another name, or another place in the course."""

    old: str
    new: str


class Mended(NamedTuple):
    """What mends a finding: edits, or a move, and in one sentence what they do."""

    what: str
    edits: tuple[Edit, ...] = ()
    moves: tuple[Move, ...] = ()


class Unsafe(NamedTuple):
    """A finding whose kind can be mended, but not this one, and why."""

    why: str


Offer: TypeAlias = Mended | Unsafe | None
"""What a fix makes of a finding; None where nothing mechanical would mend it."""


class Repair(NamedTuple):
    """A finding and what mends it."""

    finding: Problem
    mended: Mended


def together(repairs: Iterable[Repair]) -> list[Repair]:
    """The repairs that can be made at once: of two that meet in a range of bytes only the first.

    The same edit twice is one; insertions at one place stand beside each other.
    """
    taken: dict[str, dict[Edit, None]] = {}
    chosen: list[Repair] = []
    moves = False
    for repair in repairs:
        edits, moved = repair.mended.edits, bool(repair.mended.moves)
        if (moved and chosen) or moves:
            continue
        if any(_meets(one, taken.get(one.file, {})) for one in edits):
            continue
        for one in edits:
            taken.setdefault(one.file, {})[one] = None
        chosen.append(repair)
        moves = moved
    return chosen


def _meets(edit: Edit, others: Iterable[Edit]) -> bool:
    return any(
        edit != other
        and edit.start < max(other.end, other.start + (edit.start != edit.end))
        and other.start < max(edit.end, edit.start + (other.start != other.end))
        for other in others
    )


def applied(data: bytes, edits: Iterable[Edit]) -> bytes:
    """A file's bytes with edits that do not meet."""
    parts: list[bytes] = []
    at = 0
    for edit in in_order(edits):
        parts += [data[at : edit.start], edit.text]
        at = edit.end
    return b"".join([*parts, data[at:]])


def in_order(edits: Iterable[Edit]) -> Sequence[Edit]:
    """Edits by place, each once; insertions at one place by rank, and before what is replaced there."""
    return sorted(dict.fromkeys(edits), key=lambda one: (one.start, one.end, one.rank))
