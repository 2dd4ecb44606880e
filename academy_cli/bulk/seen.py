"""Which keys a file has named already, and in which row first, in a few bytes per row.

Knows digests of keys alone; refuses to hold the keys, of which there may be millions.
"""

from __future__ import annotations

from array import array

_LEAST = 1 << 10


class Seen:
    """The first row of each key: an open hash table of row numbers."""

    def __init__(self) -> None:
        self._slots = array("I", bytes(4 * _LEAST))
        self._digests = array("q", [0])
        """By row number; 0 for a row without a key."""
        self._count = 0

    def first(self, key: str, number: int) -> int:
        """The row that named a key first: this one, unless another did; asking again changes nothing.

        Rows come in their order; two keys are one if their digests are, which no two of a billion files
        would have.
        """
        digest = hash(key) or 1
        slots, digests = self._slots, self._digests
        if number < len(digests) and digests[number] == digest:
            return number
        mask = len(slots) - 1
        place = digest & mask
        while found := slots[place]:
            if digests[found] == digest:
                return found
            place = (place + 1) & mask
        while len(digests) <= number:
            digests.append(0)
        digests[number] = digest
        slots[place] = number
        self._count += 1
        if self._count * 3 > len(slots) * 2:
            self._grow()
        return number

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
