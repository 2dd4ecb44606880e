"""One question to the database, from its queries to the rows that are answered.

Works on the caller's connection; knows neither who asks nor whether they may.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from academy_cli.analytics import assembling, store
from academy_cli.analytics.asking import By, Subject
from academy_cli.analytics.assembling import Part, Place
from academy_cli.analytics.calendar import Period
from academy_cli.analytics.definitions import Figure, Measure
from academy_cli.analytics.errors import VisitsUnknownError
from academy_cli.analytics.grouping import Asked, Piece
from academy_cli.analytics.labels import MEASURES
from academy_cli.analytics.rates import Rates
from academy_cli.analytics.subjects import Told
from academy_cli.analytics.views import Explained, Row
from academy_cli.analytics.visits import Visit, Visits
from academy_cli.kit.money import Money

BEFORE, CHANGE, CONVERTED, RATE = "before", "change", "converted", "rate"
IS_OVER = "is_over"


def rows(
    connection: Connection,
    subject: Subject,
    told: Told,
    asked: Asked,
    *,
    before: Period | None = None,
    visits: Visits | None = None,
) -> Sequence[Row]:
    """The rows of an answer, in the order of time, else those with the most first."""
    found = _counted(connection, told, asked)
    if visits is not None:
        _visit(found, connection, asked, visits)
    keys = _keys(connection, subject, asked)
    earlier: Mapping[Place, Mapping[str, Any]] = {}
    if before is not None:
        there = asked._replace(period=before)
        then = _counted(connection, told, there)
        if visits is not None:
            _visit(then, connection, there, visits)
        earlier = _moved(asked, there, then)
    places = {place: found.get(place, {}) for place in (*found, *earlier)}
    told_rows = []
    has_money = any(one.measure is Measure.MONEY for one in told.figures)
    for place, values in assembling.filled(places, keys):
        if has_money and place[1] is None:
            continue  # in no currency at all
        mine = assembling.finished(values, told.figures)
        was = None
        if before is not None:
            was = assembling.finished(earlier.get(place, {}), told.figures)
        told_rows.append(_row(asked, told, place, mine, was))
    if not asked.by.unit:
        told_rows.sort(key=lambda row: _rank(row[told.lead]), reverse=True)
    return told_rows


def columns(
    told: Told, by: By, *, compares: bool, converts: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns that people see, and all there are."""
    has_money = any(one.measure is Measure.MONEY for one in told.figures)
    first = (head(by), *(["currency"] if has_money else []))
    names = tuple(one.name for one in told.figures)
    more = (BEFORE, CHANGE) if compares else ()
    rest = (CONVERTED, RATE) if converts else ()
    over = (IS_OVER,) if by.unit else ()
    was = tuple(f"{BEFORE}_{name}" for name in names) if compares else ()
    shown = tuple(name for name in first if name != "currency" or by is not By.CURRENCY)
    known = tuple(dict.fromkeys((*first, *names, *more, *rest, *over, *was)))
    return tuple(dict.fromkeys((*shown, *told.shown, *more, *rest))), known


def head(by: By) -> str:
    """What the first column is called."""
    return "period" if by is By.TOTAL else by.value


def converted(answered: Sequence[Row], lead: str, rates: Rates) -> tuple[Sequence[Row], Money]:
    """The rows with their leading amount in one currency and the rate it was told at, and the sum of all.

    Raises NoRateError.
    """
    told: list[Row] = []
    whole = Money(0, rates.currency)
    for row in answered:
        money = row[lead]
        assert isinstance(money, Money)
        mine = rates.converted(money)
        whole = Money(whole.amount + mine.amount, rates.currency)
        told.append({**row, CONVERTED: mine, RATE: rates.said(money.currency)})
    return told, whole


def explained(connection: Connection, told: Told, asked: Asked) -> Sequence[Explained]:
    """What each figure means, and the query that tells it."""
    queries: dict[str, str] = {}
    for piece in told.pieces(asked):
        text = store.written(connection, piece.query)
        queries |= dict.fromkeys(piece.figures, text)
    return [
        Explained(one.name, MEASURES[one.measure], one.meaning, queries.get(one.column or one.name))
        for one in told.figures
    ]


def _counted(connection: Connection, told: Told, asked: Asked) -> dict[Place, dict[str, Any]]:
    parts = [one for piece in told.pieces(asked) for one in _parts(connection, asked, piece)]
    return assembling.together(parts, told.figures)


def _visit(
    found: dict[Place, dict[str, Any]], connection: Connection, asked: Asked, visits: Visits
) -> None:
    """Put visits beside what was counted. Raises VisitsUnknownError."""
    unit = asked.by.unit
    if asked.by is By.COUNTRY or asked.country is not None:
        raise VisitsUnknownError(By.COUNTRY)
    if asked.by is By.INSTRUCTOR or (asked.is_by_course and not visits.knows_courses):
        raise VisitsUnknownError(By.INSTRUCTOR if asked.by is By.INSTRUCTOR else By.COURSE)
    period, only = asked.period, None
    if asked.courses is not None:
        every = store.every_course(connection)
        only = {slug for number, slug in every if number in asked.courses}
    mine = visits._replace(
        rows=tuple(one for one in visits.rows if period.since <= one.day < period.end)
    )

    def key(one: Visit) -> object:
        if unit is not None:
            return unit.start(one.day)
        return one.course or "" if asked.by is By.COURSE else "all"

    for place, many in mine.counted(key, only).items():
        found.setdefault((place, None), {})["visits"] = many


def _parts(connection: Connection, asked: Asked, piece: Piece) -> Sequence[Part]:
    found = []
    for row in store.counted(connection, piece):
        values = row._asdict()
        key = store.day(values["key"]) if asked.by.unit else values["key"]
        currency = values["currency"] if piece.has_currency else None
        found.append(Part(key, currency, {name: values[name] for name in piece.figures}))
    return found


def _keys(connection: Connection, subject: Subject, asked: Asked) -> Sequence[object]:
    """What there is a row for even if nothing is to be told of it."""
    if asked.by is By.TOTAL:
        return ("all",)
    if subject is Subject.COURSES and asked.by is By.COURSE:
        every = store.every_course(connection)
        return [slug for number, slug in every if asked.courses is None or number in asked.courses]
    return assembling.stretches(asked.by, asked.period)


def _moved(
    asked: Asked, there: Asked, found: Mapping[Place, Mapping[str, Any]]
) -> Mapping[Place, Mapping[str, Any]]:
    """What was before, in the places that it is compared with: the first month with the first."""
    if not asked.by.unit:
        return found
    now = assembling.stretches(asked.by, asked.period)
    then = assembling.stretches(there.by, there.period)
    places = dict(zip(then, now, strict=False))
    return {
        (places[key], currency): values
        for (key, currency), values in found.items()
        if key in places
    }


def _row(
    asked: Asked, told: Told, place: Place, mine: Mapping[str, Any], was: Mapping[str, Any] | None
) -> Row:
    key, currency = place
    said = asked.period.said if asked.by is By.TOTAL else assembling.label(asked.by, key)
    row: dict[str, object] = {head(asked.by): said}
    if currency is not None:
        row["currency"] = currency
    row |= _amounts(told.figures, mine, currency)
    if was is not None:
        then = _amounts(told.figures, was, currency)
        row |= {BEFORE: then[told.lead], CHANGE: assembling.change(mine[told.lead], was[told.lead])}
        row |= {f"{BEFORE}_{name}": value for name, value in then.items()}
    if asked.by.unit:
        row[IS_OVER] = assembling.is_over(asked.by, key, asked.period, asked.clock)
    return row


def _amounts(
    figures: Sequence[Figure], values: Mapping[str, Any], currency: str | None
) -> dict[str, object]:
    """The figures as they are shown: amounts with their currency."""
    return {
        one.name: Money(values[one.name], currency or "")
        if one.measure is Measure.MONEY and values[one.name] is not None
        else values[one.name]
        for one in figures
    }


def _rank(value: object) -> float:
    amount = value.amount if isinstance(value, Money) else value
    return amount if isinstance(amount, int | float) else 0
