"""Small numbers of people, which a report does not say: they may point at somebody.

Knows which figures count people; refuses to hide money. Whoever holds the whole against its parts may
still find some: a report narrows no further than courses and months.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from academy_cli.analytics.definitions import Figure, Measure
from academy_cli.analytics.views import Row

_FOLLOWS = (Measure.PERCENT, Measure.DAYS, Measure.HOURS)


class Hidden(NamedTuple):
    """In the place of a number that is not said."""

    below: int
    """The number of people that is not said is less than this; 0 for what follows from such a one."""

    def __str__(self) -> str:
        return f"<{self.below}" if self.below else "hidden"


def hidden(rows: Sequence[Row], figures: Sequence[Figure], least: int) -> Sequence[Row]:
    """Rows without numbers of people from 1 up to a least one, and without what such would follow from.

    Where fewer people than that are counted at all, nothing but money is said.
    """
    return [_hidden(row, figures, least) for row in rows]


def _hidden(row: Row, figures: Sequence[Figure], least: int) -> Row:
    people = {one.name: row.get(one.name) for one in figures if one.is_of_people}
    small = {name for name, value in people.items() if isinstance(value, int) and 0 < value < least}
    if not small:
        return row
    counts = [value for value in people.values() if isinstance(value, int)]
    is_few = max(counts) < least
    gone = {one.name for one in figures if _goes(one, small, is_few=is_few)}
    return {
        name: _in_its_place(name, small, least)
        if name in gone and value not in {0, None}
        else value
        for name, value in _plain(row).items()
    }


def _in_its_place(name: str, small: set[str], least: int) -> Hidden:
    """A percentage of few people is not below their number: it is not said at all."""
    return Hidden(least if name in small else 0)


def _plain(row: Row) -> Mapping[str, object]:
    return {name: value for name, value in row.items() if not name.startswith("before")}


def _goes(figure: Figure, small: set[str], *, is_few: bool) -> bool:
    if figure.name in small or figure.measure in _FOLLOWS:
        return True
    return is_few and figure.measure is Measure.COUNT
