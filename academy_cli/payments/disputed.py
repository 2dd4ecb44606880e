"""Disputes as people look at them: which are open and until when, and what was lost for good.

Reads rows; refuses to change anything, and to know what follows from a dispute.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, func, literal, select

from academy_cli.db.among import among
from academy_cli.kit.money import Money, written
from academy_cli.kit.saying import say
from academy_cli.models import Dispute, LedgerEntry, Order, Payment
from academy_cli.payments.disputes import CLOSED, LOST, of_payment
from academy_cli.payments.views import DisputeNews, DisputeView

_BACK = LedgerEntry.source == literal("dispute_reversal:") + Dispute.provider_id
_GONE = func.coalesce(func.sum(Dispute.amount - func.coalesce(LedgerEntry.amount, 0)), 0)
LOST_FOR_GOOD = (
    select(_GONE)
    .select_from(Dispute)
    .join(LedgerEntry, _BACK, isouter=True)
    .where(Dispute.payment_id == Payment.id, Dispute.state.in_(LOST))
    .correlate(Payment)
    .scalar_subquery()
)
"""How much of a payment its bank gave back to the payer for good, in minor units."""
IS_OPEN = and_(
    Payment.is_disputed,
    exists().where(Dispute.payment_id == Payment.id, Dispute.state.not_in(CLOSED)),
)
"""Whether a bank still decides about a payment."""


def lost(connection: Connection, payment_id: int) -> int:
    """How much of a payment was lost in disputes, in minor units."""
    found = connection.scalar(select(LOST_FOR_GOOD).where(Payment.id == payment_id))
    return int(found or 0)


def views(connection: Connection, payment_id: int) -> tuple[DisputeView, ...]:
    """The disputes of a payment, oldest first."""
    return tuple(map(_view, of_payment(connection, payment_id)))


def trouble(connection: Connection, payment: Row[Any]) -> Iterator[str]:
    """What the open disputes of a payment ask of whoever looks after it."""
    for one in views(connection, payment.id):
        if one.is_open:
            yield say("{} is disputed ({}): {}.", payment.reference, written(one.amount), one.asks)


def news(connection: Connection, provider_ids: Collection[str]) -> tuple[DisputeNews, ...]:
    """Disputes that were just heard of, by their names, as they stand by now; the oldest first."""
    about = (
        select(Dispute.__table__, Payment.reference, Order.reference.label("order"))
        .join(Payment, Payment.id == Dispute.payment_id)
        .join(Order, Order.id == Payment.order_id)
        .where(among(connection, Dispute.provider_id, sorted(provider_ids)))
        .order_by(Dispute.opened_at, Dispute.id)
    )
    return tuple(map(_news, connection.execute(about))) if provider_ids else ()


def _news(one: Row[Any]) -> DisputeNews:
    seen = _view(one)
    return DisputeNews(
        one.order,
        one.reference,
        seen.provider_id,
        seen.amount,
        seen.reason,
        seen.state,
        seen.due_at,
        seen.is_open,
        seen.asks,
    )


def _view(one: Row[Any]) -> DisputeView:
    is_open = one.state not in CLOSED
    return DisputeView(
        one.provider_id,
        Money(one.amount, one.currency),
        one.reason,
        one.state,
        one.opened_at,
        one.due_at,
        one.closed_at,
        is_open,
        _asks(one) if is_open else "",
    )


def _asks(one: Row[Any]) -> str:
    """What is to be done about an open dispute; once it was answered, nothing."""
    if not one.state.endswith("needs_response"):
        return say("its bank decides")
    until = say(" by {:%Y-%m-%d}", one.due_at) if one.due_at else ""
    return say("answer it{} in Stripe's dashboard", until)
