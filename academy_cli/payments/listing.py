"""Orders and payments as people look at them: in lists, and one with everything that belongs to it.

Reads rows and makes views of them; refuses to change anything.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, func, select

from academy_cli.access.service import called
from academy_cli.kit.money import Money
from academy_cli.kit.page import Cut
from academy_cli.models import Coupon, Course, Invoice, Order, OrderLine, Payment, Refund, User
from academy_cli.payments import disputed, owing, receiving, store
from academy_cli.payments.references import normal
from academy_cli.payments.refunds.states import OPEN
from academy_cli.payments.refunds.store import refunded_by_line
from academy_cli.payments.views import (
    OrderLineView,
    OrderSummary,
    OrderView,
    PaymentLine,
    PaymentView,
)


class Wanted(NamedTuple):
    """Which orders or payments. ``user_id`` keeps it to one person's own."""

    email: str | None = None
    course: str | None = None
    state: str | None = None
    provider: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    is_stuck: bool = False
    """Paid, and its learner not in the course."""
    user_id: int | None = None
    cut: Cut = Cut()


def orders(connection: Connection, wanted: Wanted) -> Sequence[OrderSummary]:
    """The orders that are wanted, the newest first."""
    query = (
        select(Order.__table__, User.email)
        .join(User, User.id == Order.user_id)
        .where(*_order_conditions(wanted))
        .order_by(Order.id.desc())
    )
    found = connection.execute(query.limit(wanted.cut.limit).offset(wanted.cut.offset)).all()
    slugs = _slugs(connection, [one.id for one in found])
    return [
        OrderSummary(
            one.reference,
            one.email,
            tuple(slugs.get(one.id, ())),
            Money(one.total, one.currency),
            one.state,
            one.provider,
            one.fulfilled_at is not None,
            one.created_at,
            one.paid_at,
        )
        for one in found
    ]


def _order_conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.user_id is not None:
        yield Order.user_id == wanted.user_id
    if wanted.email:
        yield User.email == wanted.email.strip().lower()
    if wanted.state:
        yield Order.state == wanted.state
    if wanted.provider:
        yield Order.provider == wanted.provider
    if wanted.since:
        yield Order.created_at >= wanted.since
    if wanted.until:
        yield Order.created_at < wanted.until
    if wanted.is_stuck:
        yield receiving.stuck()
    if wanted.course:
        theirs = select(OrderLine.order_id).join(Course, Course.id == OrderLine.course_id)
        yield Order.id.in_(theirs.where(Course.slug == wanted.course))


def _slugs(connection: Connection, numbers: Sequence[int]) -> Mapping[int, list[str]]:
    query = (
        select(OrderLine.order_id, Course.slug)
        .join(Course, Course.id == OrderLine.course_id)
        .where(OrderLine.order_id.in_(numbers))
        .order_by(OrderLine.order_id, OrderLine.position)
    )
    found: dict[int, list[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.order_id, []).append(row.slug)
    return found


def payments(connection: Connection, wanted: Wanted) -> Sequence[PaymentLine]:
    """The payments that are wanted, the newest first."""
    query = _PAYMENTS.where(*_payment_conditions(wanted)).order_by(Payment.id.desc())
    found = connection.execute(query.limit(wanted.cut.limit).offset(wanted.cut.offset))
    return [_line(one) for one in found]


_ON_ITS_WAY = (
    select(func.coalesce(func.sum(Refund.amount), 0))
    .where(Refund.payment_id == Payment.id, Refund.state.in_([one.value for one in OPEN]))
    .correlate(Payment)
    .scalar_subquery()
)
_PAYMENTS = (
    select(
        Payment.__table__,
        _ON_ITS_WAY.label("on_its_way"),
        disputed.LOST_FOR_GOOD.label("lost"),
        disputed.IS_OPEN.label("is_open"),
        Order.reference.label("of_order"),
        User.email,
        Invoice.reference.label("invoice"),
    )
    .join_from(Payment, Order, Order.id == Payment.order_id)
    .join(User, User.id == Order.user_id)
    .join(Invoice, Invoice.id == Payment.invoice_id, isouter=True)
)


def _payment_conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.email:
        yield User.email == wanted.email.strip().lower()
    if wanted.provider:
        yield Payment.provider == wanted.provider
    if wanted.since:
        yield Payment.received_at >= wanted.since
    if wanted.until:
        yield Payment.received_at < wanted.until
    if wanted.state == "disputed":
        yield disputed.IS_OPEN
    if wanted.course:
        theirs = select(OrderLine.order_id).join(Course, Course.id == OrderLine.course_id)
        yield Payment.order_id.in_(theirs.where(Course.slug == wanted.course))


def _line(one: Row[Any]) -> PaymentLine:
    gone = min(one.amount, one.reserved_own + one.refunded_external)
    going = min(gone, int(one.on_its_way))
    return PaymentLine(
        one.reference,
        one.of_order,
        one.email,
        Money(one.amount, one.currency),
        Money(gone - going, one.currency),
        Money(going, one.currency),
        Money(int(one.lost), one.currency),
        one.method,
        one.provider,
        bool(one.is_open),
        one.is_live,
        one.invoice,
        one.received_at,
        one.note,
        (one.charge_id or one.intent_id) if one.provider != "manual" else None,
    )


def order(connection: Connection, mine: Row[Any]) -> OrderView:
    """One order, whole."""
    user = store.payer(connection, mine.user_id)
    coupon = None
    if mine.coupon_id is not None:
        coupon = connection.scalar(select(Coupon.code).where(Coupon.id == mine.coupon_id))
    return OrderView(
        reference=mine.reference,
        email=user.email,
        name=user.name,
        bill_to=bill_to(json.loads(mine.billing)),
        state=mine.state,
        provider=mine.provider,
        is_live=mine.is_live,
        lines=_lines(connection, mine),
        discount=Money(mine.discount, mine.currency),
        total=Money(mine.total, mine.currency),
        to_pay=owing.left(connection, mine),
        coupon=coupon,
        link=mine.link if mine.state == "open" else None,
        expires_at=mine.expires_at,
        due_at=mine.due_at,
        created_at=mine.created_at,
        paid_at=mine.paid_at,
        fulfilled_at=mine.fulfilled_at,
        trouble=_trouble(connection, mine),
        payments=tuple(_of_order(connection, mine.id)),
        refunds=_refunds(connection, Payment.order_id == mine.id),
        note=mine.note,
        next=_next(mine),
    )


def _trouble(connection: Connection, mine: Row[Any]) -> str | None:
    """Why an order gives no access, and what banks ask of its payments."""
    said = [mine.trouble] if mine.trouble else []
    for one in store.payments_of(connection, mine.id):
        said += disputed.trouble(connection, one)
    return " ".join(said) or None


def bill_to(billing: Mapping[str, Any]) -> tuple[str, ...]:
    """Whom an invoice is made out to: name, lines of the address, country, tax number, of what is said."""
    said = (billing.get("name"), *billing.get("address", ()))
    more = (billing.get("country"), billing.get("tax_number"))
    return tuple(str(one) for one in (*said, *more) if one)


def _lines(connection: Connection, mine: Row[Any]) -> tuple[OrderLineView, ...]:
    going = refunded_by_line(connection, mine.id, OPEN)
    gone = Counter(refunded_by_line(connection, mine.id))
    gone.subtract(going)
    return tuple(
        OrderLineView(
            line.position,
            line.slug,
            line.title,
            Money(line.price, mine.currency),
            Money(line.discount, mine.currency),
            Money(line.amount, mine.currency),
            Money(gone[line.id], mine.currency),
            Money(going.get(line.id, 0), mine.currency),
        )
        for line in store.lines(connection, mine.id)
    )


def _of_order(connection: Connection, number: int) -> Sequence[PaymentLine]:
    query = _PAYMENTS.where(Payment.order_id == number).order_by(Payment.id)
    return [_line(one) for one in connection.execute(query)]


def _refunds(connection: Connection, where: ColumnElement[bool]) -> tuple[str, ...]:
    query = select(Refund.reference).join(Payment, Payment.id == Refund.payment_id).where(where)
    return tuple(connection.scalars(query.order_by(Refund.id)))


def _next(mine: Row[Any]) -> str:
    if mine.state == "open":
        verb = "order send" if mine.provider == "stripe" else "payment record"
        return f"academy {verb} {mine.reference}"
    if mine.paid_at is not None and mine.fulfilled_at is None:
        return "academy payment sync"
    return ""


def payment(connection: Connection, written: str) -> PaymentView | None:
    """One payment, whole; None where there is none."""
    one = connection.execute(_PAYMENTS.where(Payment.reference == normal(written))).one_or_none()
    if one is None:
        return None
    line = _line(one)
    left = line.amount - line.refunded - line.on_its_way - line.lost
    return PaymentView(
        reference=line.reference,
        order=line.order,
        email=line.email,
        amount=line.amount,
        refunded=line.refunded,
        on_its_way=line.on_its_way,
        lost=line.lost,
        left=Money(max(0, left.amount), left.currency),
        method=line.method,
        provider=line.provider,
        provider_id=line.provider_id,
        is_live=line.is_live,
        is_disputed=line.is_disputed,
        invoice=line.invoice,
        received_at=line.received_at,
        actor=called(connection, [one.actor])[one.actor],
        note=line.note,
        refunds=_refunds(connection, Payment.id == one.id),
        disputes=disputed.views(connection, one.id),
    )
