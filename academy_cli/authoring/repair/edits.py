"""Edits: ranges of bytes and what shall stand there instead, and files as they are with them.

Pure functions of bytes; refuses to know why anything is edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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

    The same edit twice is one; insertions at one place stand beside each other. What is moved goes along with
    nothing but what is moved elsewhere by itself.
    """
    taken: dict[str, dict[Edit, None]] = {}
    chosen: list[Repair] = []
    moves: _Moves | None = None
    for repair in repairs:
        edits, moved = repair.mended.edits, bool(repair.mended.moves)
        if moves is not None:
            chosen += [repair] if moves.takes(repair) else []
            continue
        if moved and chosen:
            continue
        if any(_meets(one, taken.get(one.file, {})) for one in edits):
            continue
        for one in edits:
            taken.setdefault(one.file, {})[one] = None
        chosen.append(repair)
        moves = _Moves(repair) if moved else None
    return chosen


class _Moves:
    """The moves of one round, none of which meets another."""

    def __init__(self, first: Repair) -> None:
        self.is_closed = not _is_move(first)
        self.held: set[str] = set()
        self.around: set[str] = set()
        self._hold(first)

    def takes(self, repair: Repair) -> bool:
        """Take a move along, if it is one, and neither path of it is in the way of those there are."""
        if self.is_closed or not _is_move(repair):
            return False
        paths = (repair.mended.moves[0].old, repair.mended.moves[0].new)
        if any(path in self.around or not self.held.isdisjoint(_up(path)) for path in paths):
            return False
        self._hold(repair)
        return True

    def _hold(self, repair: Repair) -> None:
        for move in repair.mended.moves:
            for path in (move.old, move.new):
                self.held.add(path)
                self.around.update(_up(path))


def _is_move(repair: Repair) -> bool:
    return len(repair.mended.moves) == 1 and not repair.mended.edits


def _up(path: str) -> Iterator[str]:
    """A path and all above it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


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
