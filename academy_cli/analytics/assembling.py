"""From the rows of several queries to the rows of one answer: brought together, filled up, derived, compared.

Knows figures and stretches of time; refuses to know queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from academy_cli.analytics.asking import By
from academy_cli.analytics.calendar import Clock, Period, is_whole, starts
from academy_cli.analytics.definitions import Figure, Measure, percent
from academy_cli.kit.money import Money

Place: TypeAlias = tuple[object, str | None]
"""What a row is for, as a first day or a name, and its currency if it has one."""
Counted: TypeAlias = Mapping[Place, Mapping[str, Any]]
"""What was counted of each place, by the names of figures."""


class Part(NamedTuple):
    """What one query told of one place."""

    key: object
    currency: str | None
    values: Mapping[str, Any]


def together(parts: Iterable[Part], figures: Sequence[Figure]) -> dict[Place, dict[str, Any]]:
    """Everything that is known of each place; money of several currencies stays apart."""
    listed = {one.name for one in figures if one.measure is Measure.MONIES}
    found: dict[Place, dict[str, Any]] = {}
    for one in parts:
        apart = one.currency if one.currency and not listed & set(one.values) else None
        mine = found.setdefault((one.key, apart), {})
        for name, value in one.values.items():
            if name in listed:
                mine[name] = (*mine.get(name, ()), Money(int(value), one.currency or ""))
            else:
                mine[name] = value if value is None or isinstance(value, float) else int(value)
    return found


def filled(found: Counted, keys: Sequence[object]) -> list[tuple[Place, Mapping[str, Any]]]:
    """Places in their order, with those in between of which there is nothing, in each currency there is."""
    named = sorted({currency for _, currency in found if currency})
    currencies: Sequence[str | None] = named or [None]
    order = [
        *keys,
        *sorted({key for key, _ in found} - set(keys), key=lambda key: (not key, str(key))),
    ]
    known = set(keys)
    return [
        ((key, currency), found.get((key, currency), {}))
        for key in order
        for currency in currencies
        if key in known or (key, currency) in found
    ]


def finished(values: Mapping[str, Any], figures: Sequence[Figure]) -> dict[str, Any]:
    """The figures of one place in their order, with those that follow from others."""
    told: dict[str, Any] = dict(values)
    for one in figures:
        if one.made is None and told.get(one.name) is None:
            told[one.name] = one.measure.nothing
    for one in figures:
        if one.made is not None:
            told[one.name] = one.made(told)
    return {one.name: told[one.name] for one in figures}


def change(now: Any, before: Any) -> float | None:
    """By how many percent a figure grew; unknown where there was nothing before."""
    if not isinstance(now, int) or not isinstance(before, int):
        return None
    return percent(now - before, abs(before))


def label(by: By, key: object) -> str | None:
    """What people call what a row is for."""
    if by.unit is not None and isinstance(key, date):
        return by.unit.label(key)
    return str(key) or None


def stretches(by: By, period: Period) -> Sequence[object]:
    """The stretches of a period where there is a row for each; else nothing."""
    return starts(by.unit, period) if by.unit is not None else ()


def is_over(by: By, key: object, period: Period, clock: Clock) -> bool | None:
    """Whether all of a stretch is counted; unknown of everything else."""
    if by.unit is None or not isinstance(key, date):
        return None
    return is_whole(by.unit, key, period, clock)
