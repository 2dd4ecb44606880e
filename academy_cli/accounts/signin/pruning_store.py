"""The rows of sessions, refresh tokens and links that prove nothing any more, counted and removed.

Knows the tables; refuses transactions. Each is found by an index or in the order of its numbers.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, select

from academy_cli.kit.batches import batches
from academy_cli.models import OneTimeToken, RefreshToken, Session


def count_tokens(connection: Connection, used_before: datetime, _: int) -> int:
    """How many refresh tokens ``remove_tokens`` would remove."""
    return _count(connection, select(RefreshToken.id).where(_is_spent(used_before)))


def remove_tokens(connection: Connection, used_before: datetime, most: int) -> int:
    """Remove refresh tokens that were used before a moment; the one that a session goes on with stays."""
    spent = select(RefreshToken.id).where(_is_spent(used_before)).order_by(RefreshToken.id)
    return _delete(connection, RefreshToken, spent.limit(most))


def count_sessions(connection: Connection, before: datetime, _: int) -> int:
    """How many sessions ``remove_sessions`` would remove."""
    return _count(connection, select(Session.id).where(Session.expires_at < before))


def remove_sessions(connection: Connection, before: datetime, most: int) -> int:
    """Remove sessions that nobody could go on with since a moment, with the tokens that are left of them."""
    over = select(Session.id).where(Session.expires_at < before).order_by(Session.expires_at)
    ids = connection.scalars(over.limit(most)).all()
    for some in batches(ids):
        connection.execute(delete(RefreshToken).where(RefreshToken.session_id.in_(some)))
        connection.execute(delete(Session).where(Session.id.in_(some)))
    return len(ids)


def count_links(connection: Connection, before: datetime, _: int) -> int:
    """How many links ``remove_links`` would remove."""
    return _count(connection, select(OneTimeToken.id).where(*_is_over(before)))


def remove_links(connection: Connection, before: datetime, most: int) -> int:
    """Remove links that expired before a moment, whether they were used or not."""
    over = select(OneTimeToken.id).where(*_is_over(before)).order_by(OneTimeToken.expires_at)
    return _delete(connection, OneTimeToken, over.limit(most))


def _is_spent(used_before: datetime) -> ColumnElement[bool]:
    return RefreshToken.used_at < used_before


def _is_over(before: datetime) -> tuple[ColumnElement[bool], ...]:
    """The newest link stays: SQLite would give its number again, and mail is told apart by such numbers."""
    newest = select(func.max(OneTimeToken.id)).scalar_subquery()
    return OneTimeToken.expires_at < before, OneTimeToken.id < newest


def _delete(connection: Connection, model: Any, wanted: Select[Any]) -> int:
    ids = connection.scalars(wanted).all()
    for some in batches(ids):
        connection.execute(delete(model).where(model.id.in_(some)))
    return len(ids)


def _count(connection: Connection, query: Select[Any]) -> int:
    return connection.scalar(select(func.count()).select_from(query.subquery())) or 0
