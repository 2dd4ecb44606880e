"""How far learners are after the rows of a plan that were looked at so far, in a few bytes for each.

What a row does to a course depends on the rows before it, which nobody has written yet. Refuses to hold
objects, of which there may be a million.
"""

from __future__ import annotations

from array import array

from academy_cli.progress.importing.deciding import Running
from academy_cli.progress.syllabus import Done

_LEAST = 1 << 10
_MOST = (1 << 16) - 1
"""Lessons of one stage that are told apart: more than any course has."""


class Standings:
    """Learners by the number of their enrollment: an open hash table of packed numbers."""

    def __init__(self) -> None:
        self._keys = array("q", bytes(8 * _LEAST))
        self._values = array("q", bytes(8 * _LEAST))
        self._count = 0

    def get(self, enrollment: int) -> Running | None:
        """How far a learner is; None for one whom no row has changed yet."""
        place = self._place(enrollment)
        return _unpacked(self._values[place]) if self._keys[place] else None

    def put(self, enrollment: int, running: Running) -> None:
        """Remember how far a learner is."""
        place = self._place(enrollment)
        if not self._keys[place]:
            self._keys[place] = enrollment
            self._count += 1
        self._values[place] = _packed(running)
        if self._count * 3 > len(self._keys) * 2:
            self._grow()

    def _place(self, enrollment: int) -> int:
        keys, mask = self._keys, len(self._keys) - 1
        place = (enrollment * 0x9E3779B1) & mask
        while (found := keys[place]) and found != enrollment:
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        keys, values = self._keys, self._values
        self._keys = array("q", bytes(16 * len(keys)))
        self._values = array("q", bytes(16 * len(keys)))
        for enrollment, value in zip(keys, values, strict=True):
            if enrollment:
                place = self._place(enrollment)
                self._keys[place], self._values[place] = enrollment, value


def _packed(one: Running) -> int:
    opened, coming, hidden = (min(count, _MOST) for count in one.done)
    flags = one.is_complete | one.was_complete << 1 | one.is_told << 2
    return opened | coming << 16 | hidden << 32 | flags << 48


def _unpacked(value: int) -> Running:
    done = Done(value & _MOST, value >> 16 & _MOST, value >> 32 & _MOST)
    flags = value >> 48
    return Running(done, bool(flags & 1), bool(flags & 2), bool(flags & 4))
