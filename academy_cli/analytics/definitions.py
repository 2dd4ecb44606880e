"""Figures: what each is called, what it is counted in, and what it means in words.

Knows how a figure follows from others; refuses to know queries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, NamedTuple, TypeAlias

from academy_cli.kit.saying import say

Known: TypeAlias = Mapping[str, Any]
"""Figures of one row that are known already, by name; amounts as smallest units."""


class Measure(Enum):
    """What a figure is counted in."""

    COUNT = "count"
    MONEY = "money"
    MONIES = "money per currency"
    PERCENT = "percent"
    DAYS = "days"
    HOURS = "hours"

    @property
    def nothing(self) -> object:
        """What a row says of which there is nothing; a part of nothing is unknown."""
        return {Measure.COUNT: 0, Measure.MONEY: 0, Measure.HOURS: 0.0, Measure.MONIES: ()}.get(
            self
        )


class Figure(NamedTuple):
    """One figure; ``made`` tells it from others of its row, where no query does.

    ``is_of_people`` says that it counts people, so that a small one may point at somebody; ``column`` is what
    a query calls it that is made from nothing else.
    """

    name: str
    measure: Measure
    meaning: str
    made: Callable[[Known], object] | None = None
    is_of_people: bool = False
    column: str | None = None


def counted(name: str, meaning: str, *, people: bool = False) -> Figure:
    """How many."""
    return Figure(name, Measure.COUNT, meaning, is_of_people=people)


def summed(name: str, meaning: str) -> Figure:
    """How much money."""
    return Figure(name, Measure.MONEY, meaning)


def part(name: str, some: str, whole: str, meaning: str) -> Figure:
    """Some of a whole, as a percentage with one decimal; unknown of nothing."""

    def made(known: Known) -> float | None:
        return percent(known.get(some), known.get(whole))

    return Figure(name, Measure.PERCENT, say("{} ({} / {})", meaning, some, whole), made)


def percent(some: int | None, whole: int | None) -> float | None:
    """A part of a whole in percent, with one decimal, halves rounded up; None of nothing."""
    if not whole or some is None:
        return None
    sign = -1 if (some < 0) != (whole < 0) else 1
    return sign * ((2000 * abs(some) + abs(whole)) // (2 * abs(whole))) / 10


def average(total: int | None, count: int | None) -> int | None:
    """An amount shared by so many, in smallest units, halves rounded away from zero; None among nobody."""
    if not count or total is None:
        return None
    shared = (2 * abs(total) + count) // (2 * count)
    return shared if total >= 0 else -shared


def tenths(amount: float | None, size: int) -> float | None:
    """So many seconds in days or hours of a size, with one decimal, halves rounded up."""
    return None if amount is None else ((20 * int(amount) + size) // (2 * size)) / 10
