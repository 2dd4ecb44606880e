"""What came in for orders against what they cost.

An order that is paid and nothing else is never looked at twice: only those that were paid more than once, or
not exactly, are added up. Knows rows only; refuses to change any.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import RowMapping, and_, case, func, null, or_, select, union

from academy_cli.books.checks.check import Check
from academy_cli.books.views import Found
from academy_cli.models import Order, Payment


def checks() -> Iterator[Check]:
    """What differs on what orders cost."""
    yield _sums()


def _sums() -> Check:
    """Orders for which more or less is held than they cost, or money of another currency."""
    left = Payment.amount - Payment.reserved_own - Payment.refunded_external
    is_same = Payment.currency == Order.currency
    held = func.sum(case((is_same, left), else_=0))
    other = func.sum(case((is_same, 0), else_=left))
    by_stripe = func.sum(case((Payment.provider == "stripe", 1), else_=0))
    misfit = case((other > 0, other), (held > Order.total, held - Order.total), else_=held)
    foreign = func.max(case((is_same, null()), else_=Payment.currency))
    query = (
        select(
            Order.id.label("about"), misfit.label("amount"), held.label("held"), other.label("other"),
            case((other > 0, foreign), else_=Order.currency).label("currency"), Order.total,
            Order.state, by_stripe.label("by_stripe"), Order.reference.label("r1"),
            func.max(Payment.reference).label("r2"),
        )
        .join(Payment, Payment.order_id == Order.id)
        .where(
            Order.id.in_(_odd()), Payment.state == "succeeded", Payment.is_disputed.is_(False)
        )
        .group_by(Order.id)
        .having(or_(held > Order.total, other > 0, and_(Order.paid_at.is_(None), held > 0)))
        .order_by(Order.id)
    )  # fmt: skip
    return Check(query, _of_order)


def _odd() -> Any:
    """Orders that were paid more than once, or not exactly."""
    many = select(Payment.order_id).group_by(Payment.order_id).having(func.count() > 1)
    is_unpaid = Order.paid_at.is_(None)
    differs = or_(Payment.amount > Order.total, Payment.currency != Order.currency, is_unpaid)
    odd = select(Payment.order_id).join(Order, Order.id == Payment.order_id).where(differs)
    return union(many, odd).subquery().select()


def _of_order(row: RowMapping) -> Found:
    if row["other"] > 0:
        return Found.OTHER_MONEY
    if row["held"] > row["total"]:
        return Found.OVERPAID if row["by_stripe"] else Found.OVERPAID_BY_HAND
    is_waiting = row["state"] == "open" and row["held"] < row["total"]
    return Found.PAID_IN_PART if is_waiting else Found.HELD_FOR_NOTHING
