"""The schema's foundations: one metadata, one naming convention, one type for moments in time.

Knows how values are stored alike on both engines; refuses behaviour.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, MetaData
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraint names; Alembic needs them to alter constraints on SQLite."""

SECONDS_LONG = len("2026-11-22 08:33:05")

NUMBERED_ONCE = {"sqlite_autoincrement": True}
"""For tables whose numbers stand elsewhere when their row is gone: in journals, the audit log, in what mail
is about. Such a number must never be somebody else's; PostgreSQL sees to that by itself."""

DERIVED = {"info": {"is_derived": True}}
"""For tables that are made from others, so that no backup needs them."""

OF_POSTGRESQL = "postgresql"
"""Where an index keeps what PostgreSQL is told of it: saying so loads its dialect, which few have use for."""


class Base(DeclarativeBase):
    """The one schema; on PostgreSQL it lives in the schema named by the connection's search path."""

    metadata = MetaData(naming_convention=NAMES)


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC; a naive value is refused, because SQLite would drop its zone silently."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive time cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None]:
        """How a moment is read: in one step, for lists have millions of them."""
        return _from_text if dialect.name == "sqlite" else _in_utc


def _from_text(stored: str | None) -> datetime | None:
    if stored is None:
        return None
    if len(stored) < SECONDS_LONG:  # written by other hands: a zone behind a day would be its hour
        return datetime.fromisoformat(stored).replace(tzinfo=UTC)
    return datetime.fromisoformat(f"{stored}+00:00")


def _in_utc(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)
