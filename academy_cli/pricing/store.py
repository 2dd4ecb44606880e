"""Rows of prices.

Knows queries; refuses to commit and to decide.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from academy_cli.kit.batches import batches
from academy_cli.kit.pricelist import Listed
from academy_cli.models import Course, Price

_LISTED = (Price.id, Price.currency, Price.amount, Price.starts_at)


def listed(connection: Connection, courses: Collection[int]) -> Mapping[int, Sequence[Listed]]:
    """Every price of some courses that was not taken back."""
    found: dict[int, list[Listed]] = {course: [] for course in courses}
    for some in batches(sorted(courses)):
        mine = (Price.course_id.in_(some), Price.withdrawn_at.is_(None))
        query = select(Price.course_id, *_LISTED).where(*mine).order_by(Price.id)
        for course, number, currency, amount, starts_at in connection.execute(query):
            found[course].append(Listed(number, currency, amount, starts_at))
    return found


def every(connection: Connection, course: int | None, currency: str | None) -> Sequence[Row[Any]]:
    """Prices with their courses, those taken back included, by course, currency and beginning."""
    columns = (Course.slug, Course.status, Course.publish_at, Course.unpublished_at)
    query = select(Price.__table__, *columns).join_from(Price, Course, Course.id == Price.course_id)
    if course is not None:
        query = query.where(Price.course_id == course)
    if currency is not None:
        query = query.where(Price.currency == currency)
    order = (Course.slug, Price.currency, Price.starts_at, Price.id)
    return connection.execute(query.order_by(*order)).all()


def add(connection: Connection, row: Mapping[str, object]) -> None:
    """Let a price follow those there are."""
    connection.execute(insert(Price), row)


def withdraw(connection: Connection, numbers: Collection[int], at: datetime) -> None:
    """Take prices back that have not begun."""
    if numbers:
        taken = update(Price).where(Price.id.in_(sorted(numbers)), Price.starts_at > at)
        connection.execute(taken.values(withdrawn_at=at))
