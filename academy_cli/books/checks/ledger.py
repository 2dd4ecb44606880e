"""The ledger against Stripe's balance transactions, in both directions.

What Stripe converted into another currency is compared by what moved, not by how much: the ledger is in the
currency that was paid. Knows which movement is which; refuses to change any.
Source: docs.stripe.com/reports/balance-transaction-types.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, RowMapping, and_, case, func, or_, select

from academy_cli.books.checks.check import Check, Span, objects
from academy_cli.books.views import Found
from academy_cli.models import LedgerEntry, Payment

CAME = ("charge", "payment")
WENT = ("refund", "payment_refund")
CAME_BACK = ("refund_failure", "payment_failure_refund")
TAKEN = ("adjustment",)
OURS = (*CAME, *WENT, *CAME_BACK, *TAKEN)


class Moved(NamedTuple):
    """Movements on the balance that are of a payment of ours: tables to be joined, and what they mean."""

    movement: Any
    about: Any
    joined: ColumnElement[bool]
    payment: ColumnElement[bool]
    kind: ColumnElement[str]
    """As the ledger calls it."""


def moved() -> Moved:
    """Balance transactions with what they are about, and the payment that is."""
    movement, is_movement = objects("balance_transaction", "movement")
    about: Any = objects("charge", "about")[0]
    types = movement.c.type
    is_taken = and_(types.in_(TAKEN), movement.c.amount < 0)
    kind = case(
        (types.in_(CAME), "payment"),
        (types.in_(WENT), "refund"),
        (types.in_(CAME_BACK), "refund_failure"),
        (is_taken, "dispute"),
        else_="dispute_reversal",
    )
    joined = and_(is_movement, types.in_(OURS), about.c.id == movement.c.parent_id)
    charge = case((about.c.kind == "charge", about.c.id), else_=about.c.parent_id)
    return Moved(movement, about, joined, Payment.charge_id == charge, kind)


def checks(span: Span) -> Iterator[Check]:
    """What differs on what moved."""
    yield _lacking(span)
    yield _too_much(span)


def _lacking(span: Span) -> Check:
    one = moved()
    by_intent: Any = LedgerEntry.__table__.alias("by_intent")
    source = one.kind + ":" + one.movement.c.parent_id
    of_intent = and_(
        one.movement.c.type.in_(CAME), by_intent.c.source == "payment:" + Payment.intent_id
    )
    kept = func.coalesce(LedgerEntry.amount, by_intent.c.amount)
    is_same = one.movement.c.currency == one.about.c.currency
    query = (
        select(
            one.about.c.id.label("about"), one.movement.c.amount, one.movement.c.currency,
            Payment.reference.label("r1"), one.movement.c.parent_id.label("r2"),
            one.movement.c.id.label("r3"), kept.label("kept"), one.about.c.kind.label("kind"),
        )
        .select_from(one.movement)
        .join(one.about, one.joined)
        .join(Payment, one.payment)
        .outerjoin(LedgerEntry, LedgerEntry.source == source)
        .outerjoin(by_intent, of_intent)
        .where(
            span.made(one.movement.c.created),
            or_(kept.is_(None), and_(is_same, kept != one.movement.c.amount)),
        )
        .order_by(one.movement.c.created, one.movement.c.id)
    )  # fmt: skip
    return Check(query, _of_movement)


def _of_movement(row: RowMapping) -> Found:
    return Found.LEDGER_LACKS if row["kept"] is None else Found.LEDGER_AMOUNT


def _too_much(span: Span) -> Check:
    movement, is_movement = objects("balance_transaction", "movement")
    named = func.substr(LedgerEntry.source, func.length(LedgerEntry.kind) + 2)
    source = case((LedgerEntry.kind == "payment", Payment.charge_id), else_=named)
    is_same_way = (movement.c.amount > 0) == (LedgerEntry.amount > 0)
    query = (
        select(
            LedgerEntry.id.label("about"), LedgerEntry.amount, LedgerEntry.currency,
            Payment.reference.label("r1"), LedgerEntry.source.label("r2"),
        )
        .join(Payment, Payment.id == LedgerEntry.payment_id)
        .outerjoin(movement, and_(is_movement, movement.c.parent_id == source, is_same_way))
        .where(
            LedgerEntry.provider == "stripe", span.made(LedgerEntry.at),
            LedgerEntry.created_at < span.until, movement.c.id.is_(None),
        )
        .order_by(LedgerEntry.id)
    )  # fmt: skip
    return Check(query, lambda _: Found.LEDGER_TOO_MUCH)
