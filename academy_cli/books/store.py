"""Rows of the provider's objects as last seen, how far they were read, and closings.

Reads and writes them in the caller's transaction; refuses to decide anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, insert, literal, or_, select, update

from academy_cli.db.bulk import upsert_rows
from academy_cli.models import (
    Closing,
    Installation,
    Invoice,
    Order,
    Payment,
    Plan,
    StripeObject,
    SyncCursor,
)

RECONCILED = "reconcile"
"""The cursor of what was read to be compared."""
COLUMNS = (
    *("kind", "parent_id", "type", "status", "amount", "refunded", "fee", "net", "currency"),
    *("is_live", "academy_reference", "installation", "created", "seen_at"),
)
UNSETTLED = ("pending", "requires_action", "needs_response", "under_review")
UNSETTLED_INQUIRIES = ("warning_needs_response", "warning_under_review")
UNPAID = ("draft", "open")
"""States of a subscription's invoice that may be paid yet."""
TRIED = timedelta(days=90)
"""How long after it was made a subscription's invoice is asked for again; Stripe tries for two months at most
(docs.stripe.com/billing/revenue-recovery/smart-retries)."""


def keep(connection: Connection, rows: Iterable[tuple[Any, ...]]) -> int:
    """Write objects down as they are now: each its id, then ``COLUMNS``; returns how many."""
    return upsert_rows(connection, StripeObject, ["id"], COLUMNS, rows)


def unseen(connection: Connection, seen_at: datetime) -> Sequence[Row[Any]]:
    """Objects that may have changed and were not read at a time: ``id`` and ``kind``.

    Those about which something moved since, and those that were not settled when they were last seen.
    """
    table: Any = StripeObject.__table__
    moved, about = table.alias("moved"), table.alias("about")
    named = (
        select(moved.c.parent_id.label("id"), moved.c.type.label("type"), about.c.kind)
        .outerjoin(about, about.c.id == moved.c.parent_id)
        .where(
            moved.c.kind == "balance_transaction",
            moved.c.seen_at == seen_at,
            moved.c.parent_id.is_not(None),
            about.c.seen_at.is_(None) | (about.c.seen_at < seen_at),
        )
    )
    is_unsettled = and_(
        table.c.kind.in_(["charge", "refund", "dispute"]),
        table.c.status.in_([*UNSETTLED, *UNSETTLED_INQUIRIES]),
    )
    is_unpaid = and_(
        table.c.kind == "invoice", table.c.parent_id.is_not(None), table.c.status.in_(UNPAID),
        table.c.created >= seen_at - TRIED,
    )  # fmt: skip
    open_ones = select(table.c.id, table.c.type, table.c.kind).where(
        table.c.seen_at < seen_at, or_(is_unsettled, is_unpaid)
    )
    return connection.execute(named.union(open_ones).order_by("id")).all()


def unpaid_invoices(connection: Connection) -> Sequence[Row[Any]]:
    """The invoices of orders that are not paid, but for those known to be void: as ``unseen``."""
    said: Any = StripeObject.__table__
    query = (
        select(Order.session_id.label("id"), said.c.type, literal("invoice").label("kind"))
        .outerjoin(said, said.c.id == Order.session_id)
        .where(
            Order.due_at.is_not(None), Order.session_id.is_not(None), Order.paid_at.is_(None),
            said.c.status.is_(None) | (said.c.status != "void"),
        )
        .order_by(Order.id)
    )  # fmt: skip
    return connection.execute(query).all()


def cursor(connection: Connection) -> datetime | None:
    """When everything was read last, if ever."""
    found: datetime | None = connection.scalar(
        select(SyncCursor.created).where(SyncCursor.name == RECONCILED)
    )
    return found


def advance(connection: Connection, at: datetime) -> None:
    """Note when everything was read."""
    mine = update(SyncCursor).where(SyncCursor.name == RECONCILED)
    if connection.execute(mine.values(created=at, updated_at=at)).rowcount == 0:
        values = {"name": RECONCILED, "created": at, "updated_at": at}
        connection.execute(insert(SyncCursor).values(**values))


def installation(connection: Connection, *, is_held: bool = False) -> str:
    """What this academy's objects are marked with; nothing before it sold anything."""
    query = select(Installation.key)
    return connection.scalar(query.with_for_update(key_share=True) if is_held else query) or ""


def has_plans(connection: Connection) -> bool:
    """Whether anybody can have a subscription."""
    return bool(connection.scalar(select(exists().where(Plan.id.is_not(None)))))


def sells_by_stripe(connection: Connection) -> bool:
    """Whether any payment came through Stripe."""
    return bool(connection.scalar(select(exists().where(Payment.provider == "stripe"))))


def has_documents(connection: Connection) -> bool:
    """Whether any document was ever issued."""
    return bool(connection.scalar(select(exists().where(Invoice.id.is_not(None)))))


def closings(connection: Connection) -> Sequence[Row[Any]]:
    """All closings, oldest first."""
    return connection.execute(select(Closing.__table__).order_by(Closing.id)).all()


def newest_closing(connection: Connection, month: str | None = None) -> Row[Any] | None:
    """The newest closing of all, or of a month."""
    query = select(Closing.__table__).order_by(Closing.id.desc()).limit(1)
    if month is not None:
        query = query.where(Closing.month == month)
    return connection.execute(query).one_or_none()


def add_closing(connection: Connection, values: Mapping[str, object]) -> None:
    """Write a closing down, for good."""
    connection.execute(insert(Closing).values(**values))
