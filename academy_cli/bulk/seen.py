"""Which keys a file has named already, and in which line first, in a few bytes per row.

Knows digests of keys alone; refuses to hold the keys, of which there may be millions.
"""

from __future__ import annotations

from array import array

_LEAST = 1 << 10


class Seen:
    """The line of the first row of each key: an open hash table of row numbers."""

    def __init__(self) -> None:
        self._slots = array("I", bytes(4 * _LEAST))
        self._digests = array("q", [0])
        """By row number; 0 for a row without a key."""
        self._lines = array("I", [0])
        self._count = 0

    def first(self, key: str, number: int, line: int) -> int:
        """Where a key stood first: in this row's line, unless another named it; asking again changes nothing.

        Rows come in their order; two keys are one if their digests are, which no two of a billion files
        would have.
        """
        digest = hash(key) or 1
        digests = self._digests
        if number < len(digests):
            if digests[number] == digest:
                return line
        else:
            missing = number + 1 - len(digests)
            digests.extend([0] * missing)
            self._lines.extend([0] * missing)
        slots = self._slots
        mask = len(slots) - 1
        place = digest & mask
        while found := slots[place]:
            if digests[found] == digest:
                return self._lines[found]
            place = (place + 1) & mask
        digests[number], self._lines[number] = digest, line
        slots[place] = number
        self._count += 1
        if self._count * 3 > len(slots) * 2:
            self._grow()
        return line

    def _grow(self) -> None:
        slots = array("I", bytes(4 * 2 * len(self._slots)))
        mask = len(slots) - 1
        for number, digest in enumerate(self._digests):
            if digest:
                place = digest & mask
                while slots[place]:
                    place = (place + 1) & mask
                slots[place] = number
        self._slots = slots
