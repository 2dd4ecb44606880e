"""Rows of the provider's events, and how far they were read.

Works in the caller's transaction; refuses to know what an event means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from academy_cli.db.among import among
from academy_cli.db.bulk import insert_rows
from academy_cli.models import Order, Payment, StripeEvent, SyncCursor
from academy_cli.payments.gateway import ProviderEvent

EVENTS = "events"
"""The cursor of what happened."""
COLUMNS = ("id", "type", "object_id", "related_id", "is_live", "created", "source", "received_at")


def keep(connection: Connection, events: Iterable[ProviderEvent], source: str, at: datetime) -> int:
    """Write events down that are not known yet; returns how many those were."""
    rows = (
        (one.id, one.type, one.object_id, one.related_id, one.is_live, one.created, source, at)
        for one in events
    )
    return insert_rows(connection, StripeEvent, COLUMNS, rows, skip_existing=True)


def known(connection: Connection, names: Sequence[str]) -> Mapping[str, bool]:
    """Those of some names that are payments', by intent and charge, and whether all is done for each."""
    named = or_(
        among(connection, Payment.intent_id, names), among(connection, Payment.charge_id, names)
    )
    query = (
        select(Payment.intent_id, Payment.charge_id, Order.paid_at, Order.fulfilled_at)
        .join(Order, Order.id == Payment.order_id)
        .where(named)
    )
    found = dict[str, bool]()
    for one in connection.execute(query):
        is_let_in = one.paid_at is None or one.fulfilled_at is not None
        is_done = one.charge_id is not None and is_let_in
        found |= {name: is_done for name in (one.intent_id, one.charge_id) if name is not None}
    return found


def pending(
    connection: Connection, limit: int, after: tuple[datetime, str] | None
) -> Sequence[Row[Any]]:
    """Events that were not applied yet, in the order they happened, behind one."""
    query = select(StripeEvent.__table__).where(StripeEvent.applied_at.is_(None))
    if after is not None:
        at, number = after
        is_later = (StripeEvent.created == at) & (StripeEvent.id > number)
        query = query.where((StripeEvent.created > at) | is_later)
    ordered = query.order_by(StripeEvent.created, StripeEvent.id).limit(limit)
    return connection.execute(ordered).all()


def applied(connection: Connection, events: Sequence[str], at: datetime) -> None:
    """Note that events were applied."""
    mine = update(StripeEvent).where(among(connection, StripeEvent.id, events))
    connection.execute(mine.values(applied_at=at, error=None, attempts=StripeEvent.attempts + 1))


def failed(connection: Connection, number: str, error: str) -> None:
    """Note why an event could not be applied; it is tried again by the next sync."""
    mine = update(StripeEvent).where(StripeEvent.id == number)
    connection.execute(mine.values(error=error[:2000], attempts=StripeEvent.attempts + 1))


def stuck(connection: Connection) -> int:
    """How many events could not be applied."""
    mine = (StripeEvent.applied_at.is_(None), StripeEvent.error.is_not(None))
    return connection.scalar(select(func.count()).select_from(StripeEvent).where(*mine)) or 0


def cursor(connection: Connection, name: str) -> datetime | None:
    """How far something was read."""
    found: datetime | None = connection.scalar(
        select(SyncCursor.created).where(SyncCursor.name == name)
    )
    return found


def read_at(connection: Connection, name: str) -> datetime | None:
    """When something was read last, whether or not there was anything new."""
    found: datetime | None = connection.scalar(
        select(SyncCursor.updated_at).where(SyncCursor.name == name)
    )
    return found


def advance(connection: Connection, name: str, created: datetime, at: datetime) -> None:
    """Note how far something was read, never back, and when."""
    known = cursor(connection, name)
    if known is None:
        values = {"name": name, "created": created, "updated_at": at}
        connection.execute(insert(SyncCursor).values(**values))
    else:
        mine = update(SyncCursor).where(SyncCursor.name == name)
        connection.execute(mine.values(created=max(created, known), updated_at=at))
