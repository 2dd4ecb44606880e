"""Which part of a list is wanted, and in which order.

Knows sort keys and limits and applies them to rows in memory; refuses to know where rows come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from academy_cli.kit.record import Record, cell


class SortKey(NamedTuple):
    """One field to order by."""

    field: str
    is_descending: bool = False

    @classmethod
    def parse(cls, text: str) -> tuple[SortKey, ...]:
        """Read ``name,-created``: fields by importance, a minus for the largest first."""
        words = (word.strip() for word in text.split(","))
        return tuple(cls(word.lstrip("-"), word.startswith("-")) for word in words if word)

    def ordered(self, rows: Sequence[Record]) -> list[Record]:
        """The rows by this field alone; equal ones keep their order, missing values come last."""
        known = [row for row in rows if row[self.field] is not None]
        unknown = [row for row in rows if row[self.field] is None]
        known.sort(key=lambda row: _rank(row[self.field]), reverse=self.is_descending)
        return known + unknown


PAGE_SIZE = 50
"""Rows of a page, where nobody says how many."""


class Page(NamedTuple):
    """A wish for a list: the order, the greatest number of rows (None for all), and which page of them.

    ``number`` counts from 1; None is the first page too, but one that has everything unless ``limit`` says
    otherwise.
    """

    sort: tuple[SortKey, ...] = ()
    limit: int | None = None
    number: int | None = None

    @property
    def size(self) -> int | None:
        """How many rows there are on a page; None for all."""
        return PAGE_SIZE if self.limit is None and self.number is not None else self.limit

    @property
    def offset(self) -> int:
        """How many rows come before the page."""
        return (self.size or 0) * ((self.number or 1) - 1)

    @property
    def reach(self) -> int | None:
        """How many rows it takes to show the page, from the first in the order they are found in.

        None is all: for no end, and for another order, which only all of them have.
        """
        return None if self.sort or self.size is None else self.offset + self.size

    def of(self, rows: Sequence[Record]) -> list[Record]:
        """The wanted rows in the wanted order."""
        ordered = list(rows)
        for key in reversed(self.sort):
            ordered = key.ordered(ordered)
        return ordered[self.offset :][: self.size]


class Cut(NamedTuple):
    """A wish for a part of a list: in which order, how many rows (None for all), and how many come before."""

    sort: tuple[SortKey, ...] = ()
    limit: int | None = None
    offset: int = 0


def _rank(value: object) -> tuple[int, float, str]:
    """Numbers before text, so that a column of both still has one order."""
    if isinstance(value, int | float):
        return 0, value, ""
    return 1, 0, cell(value).casefold()
