"""What was paid against who may be in which course.

An order grants once: a grant that was revoked is somebody's decision, one that is missing is not. Knows
rows only; refuses to change any.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, exists, or_, select

from academy_cli.books.checks.check import Check, always
from academy_cli.books.views import Found
from academy_cli.models import (
    Enrollment,
    Grant,
    Order,
    OrderLine,
    Payment,
    Refund,
    RefundLine,
    User,
)
from academy_cli.payments.refunds.states import PAYING


def checks() -> Iterator[Check]:
    """What differs on access."""
    yield _missing()
    yield _remaining()


def _missing() -> Check:
    """Courses of paid orders that their learner was never let into."""
    given = (
        select(Grant.reference, Enrollment.course_id, Enrollment.user_id)
        .join(Enrollment, Enrollment.id == Grant.enrollment_id)
        .where(Grant.kind == "order", Grant.reference.is_not(None))
        .subquery()
    )
    is_given = and_(
        given.c.reference == Order.reference,
        given.c.course_id == OrderLine.course_id,
        given.c.user_id == Order.user_id,
    )
    query = (
        select(
            Order.id.label("about"), OrderLine.amount, Order.currency,
            Order.reference.label("r1"), OrderLine.title.label("r2"), Order.trouble.label("r3"),
        )
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(User, and_(User.id == Order.user_id, User.erased_at.is_(None)))
        .outerjoin(given, is_given)
        .where(Order.paid_at.is_not(None), Order.subscription_id.is_(None), given.c.reference.is_(None))
        .order_by(Order.id, OrderLine.position)
    )  # fmt: skip
    return Check(query, always(Found.NO_ACCESS))


def _remaining() -> Check:
    """Courses whose access a refund was to end, and orders that were refunded in full, that still let in."""
    paying, ends = [one.value for one in PAYING], _is_to_end()
    other: Any = Payment.__table__.alias("other")
    is_paid_besides = exists().where(
        other.c.order_id == Order.id, other.c.id != Payment.id, other.c.state == "succeeded",
        other.c.amount > other.c.reserved_own + other.c.refunded_external,
    )  # fmt: skip
    query = (
        select(
            Order.id.label("about"), Payment.amount, Payment.currency,
            Order.reference.label("r1"), Payment.reference.label("r2"), ends.label("ends"),
        )
        .join(Order, Order.id == Payment.order_id)
        .join(Grant, and_(Grant.reference == Order.reference, Grant.kind == "order"))
        .join(Enrollment, Enrollment.id == Grant.enrollment_id)
        .where(
            Grant.revoked_at.is_(None),
            or_(
                ends,
                and_(
                    Payment.reserved_own + Payment.refunded_external >= Payment.amount,
                    exists().where(Refund.payment_id == Payment.id, Refund.state.in_(paying)),
                    ~is_paid_besides,
                ),
            ),
        )
        .distinct()
        .order_by(Order.id)
    )  # fmt: skip
    return Check(query, _of_order)


def _is_to_end() -> ColumnElement[bool]:
    """Whether a refund of a payment was to end the access of a grant: that of its lines, or of all."""
    paying = [one.value for one in PAYING]
    of_line = exists().where(
        RefundLine.refund_id == Refund.id,
        RefundLine.line_id == OrderLine.id,
        OrderLine.course_id == Enrollment.course_id,
    )
    is_divided = exists().where(RefundLine.refund_id == Refund.id)
    return (
        exists()
        .where(
            Refund.payment_id == Payment.id,
            Refund.state.in_(paying),
            Refund.access == "remove",
            or_(of_line.correlate(Refund, Enrollment), ~is_divided.correlate(Refund)),
        )
        .correlate(Payment, Enrollment)
    )


def _of_order(row: RowMapping) -> Found:
    return Found.ACCESS_REMAINS if row["ends"] else Found.ACCESS_KEPT
