"""What came in lately, what Stripe said that was not heard yet, and what goes back and waits for somebody.

Works in the caller's transaction. Amounts of two currencies are two figures, never a sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from academy_cli.health.standing.views import Figure, Pen
from academy_cli.kit.money import Money, written
from academy_cli.kit.saying import say, say_so_many
from academy_cli.kit.timespan import told
from academy_cli.models import (
    Dispute,
    Installation,
    LedgerEntry,
    Order,
    Refund,
    StripeEvent,
    SyncCursor,
)
from academy_cli.payments import receiving
from academy_cli.payments.refunds.listing import needs_person

DAY, MONTH = timedelta(days=1), timedelta(days=30)
UNHEARD = timedelta(hours=26)
"""Stripe is read every day at least, and a day's run may begin late."""
SALES, STRIPE, REFUNDS = Pen(say("sales")), Pen(say("stripe")), Pen(say("refunds"))
ASKED = ("needs_response", "warning_needs_response")
"""Disputes that can still be answered, as Stripe calls them."""


def sales(connection: Connection, now: datetime) -> Iterator[Figure]:
    """What came in less what went back, in a day and in thirty, of each currency; and whether it is real."""
    is_live = connection.scalar(select(Installation.is_live))
    play = say(" of test money") if is_live is False else ""
    for name, span, words in (("24h", DAY, say("in 24 hours")), ("30d", MONTH, say("in 30 days"))):
        query = (
            select(LedgerEntry.currency, func.sum(LedgerEntry.amount).label("total"))
            .where(LedgerEntry.at >= now - span, LedgerEntry.at <= now)
            .group_by(LedgerEntry.currency)
            .order_by(LedgerEntry.currency)
        )
        rows = connection.execute(query).all()
        for row in rows:
            net = Money(int(row.total), row.currency)
            said = say("{}{} {}, less refunds", written(net), play, words)
            yield SALES.ok(f"sales_{name}", net, said, "academy payment list")
        if not rows:
            yield SALES.ok(f"sales_{name}", None, say("nothing {}", words))
    stuck = select(func.count()).select_from(Order).where(receiving.stuck())
    count = connection.scalar(stuck) or 0
    said = say_so_many(
        "{:,} order paid that gives no access", "{:,} orders paid that give no access", count
    )
    yield SALES.zero_or("orders_stuck", count, said, "academy order list --stuck")


def stripe(connection: Connection, now: datetime, *, has_key: bool) -> Iterator[Figure]:
    """How far Stripe was read, and what of it could not be applied; nothing where Stripe is not used."""
    read = connection.scalar(select(SyncCursor.updated_at).where(SyncCursor.name == "events"))
    unread = select(func.count()).select_from(StripeEvent).where(StripeEvent.applied_at.is_(None))
    waiting = connection.scalar(unread) or 0
    failed = connection.scalar(unread.where(StripeEvent.error.is_not(None))) or 0
    sync = "academy payment sync"
    if has_key or read is not None:
        yield _read(read, now, sync)
    yield STRIPE.ok(
        "events_waiting",
        waiting,
        say_so_many("{:,} event not applied yet", "{:,} events not applied yet", waiting),
    )
    said = say_so_many(
        "{:,} event that could not be applied", "{:,} events that could not be applied", failed
    )
    yield STRIPE.zero_or("events_failed", failed, said, sync)


def _read(at: datetime | None, now: datetime, sync: str) -> Figure:
    if at is None:
        return STRIPE.attention("stripe_read", None, say("Stripe was never read"), sync)
    said = say("Stripe was read {} ago", told(now - at))
    write = STRIPE.attention if now - at > UNHEARD else STRIPE.ok
    return write("stripe_read", at, said, sync)


def refunds(connection: Connection, now: datetime) -> Iterator[Figure]:
    """Refunds that somebody has to look at, and disputes that wait for an answer."""
    query = select(func.count()).select_from(Refund).where(needs_person(now))
    count = connection.scalar(query) or 0
    said = say_so_many("{:,} refund that needs a person", "{:,} refunds that need a person", count)
    yield REFUNDS.zero_or("refunds_attention", count, said, "academy refund list --needs-attention")
    asked = select(func.count(), func.min(Dispute.due_at)).where(
        Dispute.closed_at.is_(None), Dispute.state.in_(ASKED)
    )
    open_, due = connection.execute(asked).one()
    until = say(", the first until {:%Y-%m-%d %H:%M} UTC", due) if due else ""
    said = say_so_many(
        "{:,} dispute to answer at Stripe{}", "{:,} disputes to answer at Stripe{}", open_, until
    )
    yield REFUNDS.zero_or("disputes_open", open_, said, "academy payment list --disputed")
