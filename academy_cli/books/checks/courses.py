"""Courses that their learner paid for twice at the same time.

Each order grants once, so only places in courses with more than one grant of an order are looked at. That
may be right: a person decides. Knows rows only; refuses to change any.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from academy_cli.books.checks.check import Check, always
from academy_cli.books.views import Found
from academy_cli.models import Enrollment, Grant, Order, OrderLine, Payment, Refund, RefundLine
from academy_cli.payments.refunds.states import PAYING, RESERVING


def checks() -> Iterator[Check]:
    """What differs on courses that were paid for."""
    yield _twice()


def _twice() -> Check:
    """Orders that were paid for a course while another paid order of the learner's gave it."""
    mine = _paid().subquery()
    query = (
        select(
            mine.c.about, mine.c.amount, mine.c.currency,
            mine.c.first.label("r1"), mine.c.reference.label("r2"), mine.c.title.label("r3"),
        )
        .where(
            mine.c.first.is_not(None),
            or_(mine.c.ended_at.is_(None), mine.c.ended_at > mine.c.granted_at),
        )
        .order_by(mine.c.about, mine.c.title)
    )  # fmt: skip
    return Check(query, always(Found.PAID_TWICE))


def _paid() -> Any:
    """What is held for a course of which several orders let somebody in, each beside the one paid before."""
    turn: Any = {"partition_by": Grant.enrollment_id, "order_by": (Order.paid_at, Order.id)}
    left = OrderLine.amount - _gone()
    return (
        select(
            Order.id.label("about"), left.label("amount"), Order.currency, Order.reference,
            OrderLine.title, Grant.granted_at,
            func.lag(Order.reference).over(**turn).label("first"),
            func.lag(func.coalesce(Grant.revoked_at, Grant.ends_at)).over(**turn).label("ended_at"),
        )
        .join(Enrollment, Enrollment.id == Grant.enrollment_id)
        .join(Order, Order.reference == Grant.reference)
        .join(
            OrderLine,
            (OrderLine.order_id == Order.id) & (OrderLine.course_id == Enrollment.course_id),
        )
        .where(
            Grant.kind == "order", Grant.enrollment_id.in_(_several()), Order.paid_at.is_not(None),
            left > 0, _held() > 0, ~_was_ended(),
        )
    )  # fmt: skip


def _several() -> Any:
    """Places in courses that more than one order gave."""
    by_order = select(Grant.enrollment_id).where(Grant.kind == "order")
    return by_order.group_by(Grant.enrollment_id).having(func.count() > 1)


def _gone() -> ColumnElement[int]:
    """How much of a line went back, or is about to."""
    reserving = [one.value for one in RESERVING]
    back = select(func.coalesce(func.sum(RefundLine.amount), 0)).join(Refund)
    back = back.where(RefundLine.line_id == OrderLine.id, Refund.state.in_(reserving))
    return back.correlate(OrderLine).scalar_subquery()


def _held() -> ColumnElement[int]:
    """How much of an order is here, and no bank has it or decides about it.

    A sum, not ``exists``: that PostgreSQL would make of it a join of all payments before it knows whose.
    """
    here = Payment.amount - Payment.reserved_own - Payment.refunded_external
    mine = (Payment.order_id == Order.id, Payment.is_disputed.is_(False))
    held = select(func.coalesce(func.sum(here), 0)).where(*mine, Payment.state == "succeeded")
    return held.correlate(Order).scalar_subquery()


def _was_ended() -> ColumnElement[bool]:
    """That a refund of a line ended its access: what was kept of it is a fee."""
    return exists().where(
        RefundLine.line_id == OrderLine.id,
        Refund.id == RefundLine.refund_id,
        Refund.access == "remove",
        Refund.state.in_([one.value for one in PAYING]),
    )
