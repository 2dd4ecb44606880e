"""QR codes as few rectangles.

Knows segno; refuses to know what is encoded. The mask is fixed: scoring all eight takes most of the time,
and any of them is read (ISO/IEC 18004, 7.8).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

MASK = 2
LEAST_MODULE_MM = 0.4
"""Smaller squares are lost on an office printer, or to a telephone's camera."""
QUIET = 4
"""Squares that have to be free on all sides (ISO/IEC 18004, 6.3.8)."""
SIGNED, URL = (49, 77), (25, 41)
"""Squares on a side of the smallest and the largest codes: a signed certificate with the shortest and the
longest name and title, an address of up to a hundred characters."""


class Bar(NamedTuple):
    """Dark squares side by side: row and column from the upper left corner, and how many."""

    row: int
    column: int
    many: int


class Matrix(NamedTuple):
    """A code: how many squares it has on a side, and its dark ones."""

    side: int
    bars: tuple[Bar, ...]


def matrix(text: str) -> Matrix:
    """The code of a text, which is still read when 15 percent of it are lost (level M)."""
    import segno

    rows = segno.make(text, micro=False, error="m", boost_error=False, mask=MASK).matrix
    return Matrix(len(rows), tuple(_bars(rows)))


def _bars(rows: tuple[bytearray, ...]) -> Iterator[Bar]:
    for number, row in enumerate(rows):
        column = row.find(1)
        while column >= 0:
            end = row.find(0, column)
            end = len(row) if end < 0 else end
            yield Bar(number, column, end - column)
            column = row.find(1, end)
