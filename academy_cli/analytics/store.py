"""Queries as they are run, and as people read them.

Knows how a query of either engine is written out with its values; refuses to know what it counts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select

from academy_cli.analytics.grouping import Piece, Query
from academy_cli.models import Course, Payment, User, UserRole


def counted(connection: Connection, piece: Piece) -> Sequence[Row[Any]]:
    """The rows of a piece: what each is for, its currency if it has one, and its figures."""
    return connection.execute(piece.query).all()


def written(connection: Connection, query: Query) -> str:
    """A query with its values, as it can be pasted into the engine's own shell."""
    compiled = query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    doubles = connection.dialect.paramstyle in {"format", "pyformat"}
    return str(compiled).replace("%%", "%") if doubles else str(compiled)


def day(key: object) -> date:
    """The first day of a stretch, as the engine says it."""
    return key if isinstance(key, date) else date.fromisoformat(str(key))


def course_numbers(connection: Connection, slugs: Collection[str]) -> dict[str, int]:
    """The numbers of courses that there are."""
    query = select(Course.slug, Course.id).where(Course.slug.in_(sorted(slugs)))
    return {row.slug: row.id for row in connection.execute(query)}


def every_course(connection: Connection) -> Sequence[tuple[int, str]]:
    """Every course that is not archived: its number and its slug, by slug."""
    query = select(Course.id, Course.slug).where(Course.status != "archived")
    return [(row.id, row.slug) for row in connection.execute(query.order_by(Course.slug))]


def taught(connection: Connection, email: str) -> frozenset[int]:
    """The numbers of the courses that somebody teaches."""
    query = (
        select(UserRole.course_id)
        .join(User, User.id == UserRole.user_id)
        .where(User.email == email, UserRole.role == "instructor", UserRole.course_id.is_not(None))
    )
    return frozenset(int(row.course_id) for row in connection.execute(query))


def modes(connection: Connection) -> frozenset[bool]:
    """Whether there are payments that are real, and payments in test mode."""
    return frozenset(row.is_live for row in connection.execute(select(Payment.is_live).distinct()))


def first_day(connection: Connection, column: Any) -> Any:
    """The earliest moment that a column has."""
    return connection.scalar(select(func.min(column)))
