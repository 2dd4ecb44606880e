"""Refunds against Stripe's, in both directions, and against what payments keep of them.

Knows which rows mean the same money; refuses to change any.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import RowMapping, and_, case, exists, func, or_, select

from academy_cli.books.checks.check import Check, Span, always, objects
from academy_cli.books.views import Found
from academy_cli.models import Order, Payment, Refund
from academy_cli.payments.refunds.states import ACCEPTED, RESERVING, State, may_follow

GONE = ("failed", "canceled")
ASKED = ("submitting", "unknown")


def checks(span: Span) -> Iterator[Check]:
    """What differs on money that went back."""
    yield _not_here(span)
    yield _differing(span)
    yield _unlinked(span)
    yield _sums()


def _not_here(span: Span) -> Check:
    said, is_refund = objects("refund", "said")
    moved, is_moved = objects("balance_transaction", "moved")
    by_id: Any = Refund.__table__.alias("by_id")
    by_key: Any = Refund.__table__.alias("by_key")
    has_moved = exists().where(is_moved, moved.c.parent_id == said.c.id)
    query = (
        select(
            said.c.id.label("about"), said.c.amount, said.c.currency, Order.reference.label("r1"),
            Payment.reference.label("r2"), said.c.id.label("r3"),
            (said.c.installation == span.key).label("is_ours"),
        )
        .join(Payment, Payment.charge_id == said.c.parent_id)
        .join(Order, Order.id == Payment.order_id)
        .outerjoin(by_id, by_id.c.provider_id == said.c.id)
        .outerjoin(by_key, by_key.c.key == said.c.academy_reference)
        .where(
            is_refund, span.made(said.c.created), by_id.c.id.is_(None), by_key.c.id.is_(None),
            or_(said.c.status.not_in(GONE), has_moved),
        )
        .order_by(said.c.created, said.c.id)
    )  # fmt: skip
    return Check(query, lambda row: Found.REFUND_LOST if row["is_ours"] else Found.REFUND_NOT_HERE)


def _differing(span: Span) -> Check:
    said, is_refund = objects("refund", "said")
    query = (
        select(
            func.coalesce(said.c.id, Refund.provider_id).label("about"), Refund.amount,
            Refund.currency, Payment.reference.label("r1"), Refund.reference.label("r2"),
            Refund.provider_id.label("r3"), Refund.state.label("ours"),
            said.c.status.label("theirs"), said.c.amount.label("said_amount"),
            said.c.currency.label("said_currency"),
        )
        .join(Payment, Payment.id == Refund.payment_id)
        .outerjoin(said, and_(said.c.id == Refund.provider_id, is_refund))
        .where(
            Refund.provider == "stripe", Refund.provider_id.is_not(None),
            span.made(Refund.created_at),
            or_(
                said.c.id.is_(None), said.c.status != Refund.state,
                said.c.amount != Refund.amount, said.c.currency != Refund.currency,
            ),
        )
        .order_by(Refund.id)
    )  # fmt: skip
    return Check(query, _of_refund)


def _of_refund(row: RowMapping) -> Found:
    if row["theirs"] is None:
        return Found.REFUND_NOT_THERE
    if (row["said_amount"], row["said_currency"]) != (row["amount"], row["currency"]):
        return Found.REFUND_AMOUNT
    can_be = may_follow(State(row["ours"]), State(row["theirs"]))
    return Found.REFUND_STATE if can_be else Found.REFUND_STUCK


def _unlinked(span: Span) -> Check:
    """Refunds that were asked for and have no name at Stripe yet."""
    said, is_refund = objects("refund", "said")
    states = [*ASKED, *(one.value for one in ACCEPTED)]
    is_free = or_(Refund.lease_until.is_(None), Refund.lease_until <= span.until)
    query = (
        select(
            func.coalesce(said.c.id, Refund.reference).label("about"), Refund.amount,
            Refund.currency, Payment.reference.label("r1"), Refund.reference.label("r2"),
            said.c.id.label("r3"), Refund.state.label("state"),
        )
        .join(Payment, Payment.id == Refund.payment_id)
        .outerjoin(said, and_(said.c.academy_reference == Refund.key, is_refund))
        .where(
            Refund.provider == "stripe", Refund.provider_id.is_(None), is_free,
            span.made(Refund.created_at), or_(said.c.id.is_not(None), Refund.state.in_(states)),
        )
        .order_by(Refund.id)
    )  # fmt: skip
    return Check(query, _of_unlinked)


def _of_unlinked(row: RowMapping) -> Found:
    if row["r3"] is not None:
        return Found.REFUND_UNLINKED
    return Found.REFUND_OPEN if row["state"] in ASKED else Found.REFUND_NOT_THERE


def _sums() -> Check:
    is_own = Refund.origin == "academy"
    states = [one.value for one in RESERVING]
    taken = (
        select(
            Refund.payment_id,
            func.sum(case((is_own, Refund.amount), else_=0)).label("own"),
            func.sum(case((is_own, 0), else_=Refund.amount)).label("external"),
        )
        .where(Refund.state.in_(states))
        .group_by(Refund.payment_id)
        .subquery()
    )
    own, external = func.coalesce(taken.c.own, 0), func.coalesce(taken.c.external, 0)
    kept = Payment.reserved_own + Payment.refunded_external
    query = (
        select(
            Payment.id.label("about"), (own + external - kept).label("amount"), Payment.currency,
            Payment.reference.label("r1"),
        )
        .outerjoin(taken, taken.c.payment_id == Payment.id)
        .where(or_(Payment.reserved_own != own, Payment.refunded_external != external))
        .order_by(Payment.id)
    )  # fmt: skip
    return Check(query, always(Found.PAYMENT_SUMS))
