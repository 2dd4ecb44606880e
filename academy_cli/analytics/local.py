"""Moments in the database as days, weeks and months of an academy's own clock.

Knows how each engine counts them; refuses to know which moments. A time zone has few shifts in a period, so
each is a case of its own, and both engines use the same ones, whatever time zones they know themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Interval,
    SQLColumnExpression,
    String,
    case,
    cast,
    func,
    literal,
    literal_column,
    type_coerce,
)

from academy_cli.analytics.calendar import Shift, Unit


def stretch(
    moment: SQLColumnExpression[Any], unit: Unit, shifts: Sequence[Shift], *, is_sqlite: bool
) -> ColumnElement[Any]:
    """The first day of the stretch that a moment lies in: a text on SQLite, a date on PostgreSQL."""
    if is_sqlite:
        return _of_sqlite(moment, unit, shifts)
    return _of_postgresql(moment, unit, shifts)


def _of_sqlite(
    moment: SQLColumnExpression[Any], unit: Unit, shifts: Sequence[Shift]
) -> ColumnElement[Any]:
    if _is_utc(shifts):
        day: ColumnElement[Any] = type_coerce(moment, String)
    else:
        said = [(literal(f"{one.seconds:+d} seconds"), one) for one in shifts]
        day = func.date(_seconds(moment), _by_shift(moment, said))
    match unit:
        case Unit.DAY:
            return func.substr(day, 1, 10)
        case Unit.WEEK:
            return func.date(func.substr(day, 1, 10), "-6 days", "weekday 1")
        case Unit.MONTH:
            return func.substr(day, 1, 7).concat("-01")


def _of_postgresql(
    moment: SQLColumnExpression[Any], unit: Unit, shifts: Sequence[Shift]
) -> ColumnElement[Any]:
    in_utc: ColumnElement[Any] = func.timezone("UTC", moment)
    if not _is_utc(shifts):
        ahead = [(literal(timedelta(seconds=one.seconds), Interval), one) for one in shifts]
        in_utc += _by_shift(moment, ahead)
    # The word is written out, for it may not be another one where rows are grouped by it.
    word = literal_column(f"'{unit.value}'", String)
    return cast(func.date_trunc(word, in_utc), Date)


def _is_utc(shifts: Sequence[Shift]) -> bool:
    return all(not one.seconds for one in shifts)


def _by_shift(
    moment: SQLColumnExpression[Any], said: Sequence[tuple[ColumnElement[Any], Shift]]
) -> ColumnElement[Any]:
    *early, (last, _) = said
    if not early:
        return last
    return case(*((moment < one.until, value) for value, one in early), else_=last)


def epoch(moment: SQLColumnExpression[Any], *, is_sqlite: bool) -> ColumnElement[Any]:
    """A moment as whole seconds since 1970, rounded down."""
    if is_sqlite:
        return func.unixepoch(_seconds(moment))
    return func.floor(func.extract("epoch", moment))


def _seconds(moment: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    """A moment of SQLite without its fraction, which would be rounded, at midnight to another day."""
    return func.substr(type_coerce(moment, String), 1, 19)
