"""What moved, parted among the courses that were sold: each movement of the ledger, to the cent.

Knows how an order's money is parted; refuses to group it. A refund is of the lines it was booked on; whatever
else moved is parted by what the lines cost, whole units by the largest remainder as everywhere (`kit/money`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Numeric,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from academy_cli.analytics.grouping import Asked, Query
from academy_cli.models import LedgerEntry, Order, OrderLine, Payment, Refund, RefundLine

REFUNDS = ("refund", "refund_failure")
"""Kinds of movements by which money goes back as we meant it, and comes back where that failed."""


def parted(asked: Asked) -> Subquery:
    """Movements of payments, one row for each course they are of; one without a course where nothing says."""
    weighed = union_all(_by_price(), _by_booking()).subquery("weighed")
    whole = func.sum(weighed.c.weight).over(partition_by=weighed.c.entry_id)
    lines = func.count().over(partition_by=weighed.c.entry_id)
    counted = select(
        weighed,
        case((whole == 0, 1), else_=weighed.c.weight).label("part"),
        case((whole == 0, lines), else_=whole).label("whole"),
    ).subquery("counted")
    return _shared(asked, counted)


def _shared(asked: Asked, counted: Subquery) -> Subquery:
    """The shares by the largest remainder; of equal ones the earlier line gets more."""
    size = type_coerce(func.abs(counted.c.amount), BigInteger)
    is_all = size == counted.c.whole
    whole = type_coerce(counted.c.whole, BigInteger)
    product = _exact(asked, size) * counted.c.part
    least = case((is_all, counted.c.part), else_=cast(product // whole, BigInteger))
    rest = case((is_all, 0), else_=product % whole)
    based = select(counted, least.label("least"), rest.label("rest")).subquery("based")
    mine = based.c.entry_id
    left = func.abs(based.c.amount) - func.sum(based.c.least).over(partition_by=mine)
    rank = func.row_number().over(
        partition_by=mine, order_by=(based.c.rest.desc(), based.c.position)
    )
    share = _rounded(based.c.least, rank <= left)
    signed = case((based.c.amount < 0, -share), else_=share)
    kept = [based.c[name] for name in ("at", "kind", "currency", "payment_id", "course_id")]
    return select(*kept, cast(signed, BigInteger).label("amount")).subquery("parted")


def _rounded(least: ColumnElement[Any], is_more: ColumnElement[bool]) -> ColumnElement[Any]:
    return least + case((is_more, 1), else_=0)


def _exact(asked: Asked, amount: ColumnElement[Any]) -> ColumnElement[Any]:
    """An amount that can be multiplied: PostgreSQL refuses a product beyond 64 bits."""
    return amount if asked.is_sqlite else cast(amount, Numeric)


_ENTRY = (
    LedgerEntry.id.label("entry_id"),
    LedgerEntry.at,
    LedgerEntry.kind,
    LedgerEntry.amount,
    LedgerEntry.currency,
    LedgerEntry.payment_id,
)


def _by_price() -> Query:
    """What came in, what banks took and gave back, and refunds that nothing was booked for: by the lines."""
    is_booked = (
        select(literal(1))
        .select_from(Refund)
        .join(RefundLine, RefundLine.refund_id == Refund.id)
        .where(_is_of(Refund))
        .exists()
    )
    return (
        select(
            *_ENTRY,
            OrderLine.course_id,
            func.coalesce(OrderLine.position, 0).label("position"),
            func.coalesce(OrderLine.amount, 0).label("weight"),
        )
        .join(Payment, Payment.id == LedgerEntry.payment_id)
        .join(Order, Order.id == Payment.order_id)
        .join(OrderLine, OrderLine.order_id == Order.id, isouter=True)
        .where(or_(LedgerEntry.kind.not_in(REFUNDS), ~is_booked))
    )


def _by_booking() -> Query:
    """Refunds, by what was booked on each line."""
    return (
        select(
            *_ENTRY,
            OrderLine.course_id,
            OrderLine.position,
            RefundLine.amount.label("weight"),
        )
        .join(Refund, and_(LedgerEntry.kind.in_(REFUNDS), _is_of(Refund)))
        .join(RefundLine, RefundLine.refund_id == Refund.id)
        .join(OrderLine, OrderLine.id == RefundLine.line_id)
    )


def _is_of(refund: type[Refund]) -> ColumnElement[bool]:
    """Whether a movement is of a refund: its source has what the provider calls it, else our key."""
    name = func.coalesce(refund.provider_id, refund.key)
    return and_(
        refund.payment_id == LedgerEntry.payment_id,
        LedgerEntry.source == LedgerEntry.kind.concat(":").concat(name),
    )
