"""Prices as people see them: which one holds, which are planned, and which are over.

Joins rows and views; refuses to change anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.service import called
from academy_cli.kit.money import Money
from academy_cli.kit.pricelist import Listed, holding
from academy_cli.kit.visibility import Publication
from academy_cli.pricing.views import CURRENT, PAST, SCHEDULED, WITHDRAWN, PriceView


def views(
    connection: Connection, rows: Sequence[Row[Any]], at: datetime, *, history: bool
) -> tuple[PriceView, ...]:
    """Rows of ``store.every`` as they are at a moment; a ``history`` has what is over, and what never was."""
    said = called(connection, (row.actor for row in rows))
    found = [_view(row, state, said[row.actor]) for row, state in _stated(rows, at)]
    return tuple(one for one in found if history or _is_worth_telling(one))


def public(
    found: Sequence[PriceView], rows: Sequence[Row[Any]], now: datetime
) -> tuple[PriceView, ...]:
    """Of some prices those that hold now in published courses."""
    published = {row.slug for row in rows if is_public(row, now)}
    return tuple(one for one in found if one.course in published and one.state == CURRENT)


def _stated(rows: Sequence[Row[Any]], at: datetime) -> Iterator[tuple[Row[Any], str]]:
    """Each row with its state at a moment."""
    valid: dict[int, list[Listed]] = defaultdict(list)
    for row in rows:
        if row.withdrawn_at is None:
            valid[row.course_id].append(Listed(row.id, row.currency, row.amount, row.starts_at))
    current = {one.number for some in valid.values() for one in holding(some, at).values()}
    for row in rows:
        yield row, _state(row, at, is_current=row.id in current)


def _state(row: Row[Any], at: datetime, *, is_current: bool) -> str:
    if row.withdrawn_at is not None:
        return WITHDRAWN
    if row.starts_at > at:
        return SCHEDULED
    return CURRENT if is_current else PAST


def _is_worth_telling(one: PriceView) -> bool:
    """Whether it holds, or will; that a course is not sold in a currency goes without saying."""
    return one.state == SCHEDULED or (one.state == CURRENT and one.price is not None)


def is_public(course: Row[Any], now: datetime) -> bool:
    """Whether everybody sees a course."""
    return status(course, now) == "published"


def status(course: Row[Any], now: datetime) -> str:
    """The status of a course that holds at a moment."""
    return Publication(course.status, course.publish_at, course.unpublished_at).status_at(now)


def _view(row: Row[Any], state: str, set_by: str) -> PriceView:
    return PriceView(
        number=row.id,
        course=row.slug,
        currency=row.currency,
        price=None if row.amount is None else Money(row.amount, row.currency),
        state=state,
        starts_at=row.starts_at,
        origin=row.origin,
        set_by=set_by,
        set_at=row.created_at,
        withdrawn_at=row.withdrawn_at,
    )
