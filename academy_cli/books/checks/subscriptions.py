"""Paid periods of subscriptions against the orders that our books make of them.

Their charges carry no mark of an order: what is paid is known by its invoice, and that by its subscription,
which is in our books or marked as begun here. Knows rows only; refuses to change any.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import literal, or_, select

from academy_cli.books.checks.check import Check, Span, always, objects
from academy_cli.books.views import Found
from academy_cli.models import Order, Subscription
from academy_cli.payments.subscriptions.following import PERIOD


def checks(span: Span) -> Iterator[Check]:
    """What differs on subscriptions."""
    yield _period_not_here(span)


def _period_not_here(span: Span) -> Check:
    said, is_invoice = objects("invoice", "said")
    is_ours = or_(Subscription.id.is_not(None), said.c.installation == span.key)
    query = (
        select(
            said.c.id.label("about"), said.c.amount, said.c.currency,
            Subscription.reference.label("r1"), Order.reference.label("r2"),
            said.c.parent_id.label("r3"), said.c.id.label("r4"),
        )
        .outerjoin(Subscription, Subscription.provider_id == said.c.parent_id)
        .outerjoin(Order, Order.request_key == literal(PERIOD) + said.c.id)
        .where(
            is_invoice, said.c.parent_id.is_not(None), said.c.status == "paid", said.c.amount > 0,
            is_ours, Order.paid_at.is_(None), span.made(said.c.created),
        )
        .order_by(said.c.created, said.c.id)
    )  # fmt: skip
    return Check(query, always(Found.PERIOD_NOT_HERE))
