"""Payments against Stripe's charges, in both directions.

Knows which rows mean the same money; refuses to change any.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import RowMapping, and_, exists, or_, select

from academy_cli.books.checks.check import Check, Span, always, objects
from academy_cli.books.views import Found
from academy_cli.models import Order, Payment
from academy_cli.payments.sync import invoices

SKEW = timedelta(hours=1)
"""Clocks of two machines differ by less."""


def checks(span: Span) -> Iterator[Check]:
    """What differs on money that came in."""
    yield _not_here(span)
    yield _differing(span)
    yield _settled_there(span)


def _not_here(span: Span) -> Check:
    said, is_charge = objects("charge", "said")
    by_charge: Any = Payment.__table__.alias("by_charge")
    by_intent: Any = Payment.__table__.alias("by_intent")
    query = (
        select(
            said.c.id.label("about"), said.c.amount, said.c.currency,
            said.c.academy_reference.label("r1"), said.c.id.label("r2"),
            said.c.created.label("paid_at"), Order.created_at.label("made_at"),
        )
        .outerjoin(Order, Order.reference == said.c.academy_reference)
        .outerjoin(by_charge, by_charge.c.charge_id == said.c.id)
        .outerjoin(by_intent, by_intent.c.intent_id == said.c.parent_id)
        .where(
            is_charge, said.c.installation == span.key, said.c.status == "succeeded",
            said.c.academy_reference.is_not(None), span.made(said.c.created),
            by_charge.c.id.is_(None), by_intent.c.id.is_(None),
        )
        .order_by(said.c.created, said.c.id)
    )  # fmt: skip
    return Check(query, _of_charge)


def _of_charge(row: RowMapping) -> Found:
    if row["made_at"] is None:
        return Found.CHARGE_NO_ORDER
    return (
        Found.CHARGE_TOO_EARLY if row["paid_at"] < row["made_at"] - SKEW else Found.CHARGE_NOT_HERE
    )


def _differing(span: Span) -> Check:
    said, is_charge = objects("charge", "said")
    other, is_other = objects("charge", "other")
    unlinked = and_(
        Payment.charge_id.is_(None), is_other, other.c.parent_id == Payment.intent_id,
        other.c.status == "succeeded",
    )  # fmt: skip
    query = (
        select(
            Payment.id.label("about"), Payment.amount, Payment.currency, Order.reference.label("r1"),
            Payment.reference.label("r2"), Payment.charge_id.label("r3"), Payment.state.label("ours"),
            said.c.status.label("theirs"), said.c.amount.label("said_amount"),
            said.c.currency.label("said_currency"), other.c.id.label("other"),
        )
        .join(Order, Order.id == Payment.order_id)
        .outerjoin(said, and_(said.c.id == Payment.charge_id, is_charge))
        .outerjoin(other, unlinked)
        .where(
            Payment.provider == "stripe",
            span.made(Payment.received_at), Payment.created_at < span.until,
            or_(
                said.c.id.is_(None), said.c.status != Payment.state,
                said.c.amount != Payment.amount, said.c.currency != Payment.currency,
            ),
        )
        .order_by(Payment.id)
    )  # fmt: skip
    return Check(query, _of_payment)


def _of_payment(row: RowMapping) -> Found:
    if row["theirs"] is None:
        return Found.PAYMENT_UNLINKED if row["other"] is not None else Found.PAYMENT_NOT_THERE
    if (row["said_amount"], row["said_currency"]) != (row["amount"], row["currency"]):
        return Found.PAYMENT_AMOUNT
    return Found.PAYMENT_STATE if row["theirs"] == "succeeded" else Found.PAYMENT_NOT_PAID


def _settled_there(span: Span) -> Check:
    """Invoices that were paid, elsewhere perhaps or by a charge without our marks, or that nobody pays."""
    said, is_invoice = objects("invoice", "said")
    charge, is_charge = objects("charge", "charge")
    is_told = exists().where(
        is_charge, charge.c.installation == span.key, charge.c.status == "succeeded",
        charge.c.academy_reference == Order.reference,
    )  # fmt: skip
    is_paid = and_(said.c.status == "paid", Order.paid_at.is_(None), ~is_told)
    is_over = and_(said.c.status.in_(invoices.OVER), Order.state == "open")
    query = (
        select(
            said.c.id.label("about"), said.c.amount, said.c.currency, Order.reference.label("r1"),
            said.c.id.label("r2"), Order.state.label("ours"), said.c.status.label("theirs"),
        )
        .join(Order, Order.session_id == said.c.id)
        .where(is_invoice, span.made(said.c.created), or_(is_paid, is_over))
        .order_by(Order.id)
    )  # fmt: skip
    return Check(query, always(Found.INVOICE_BEHIND))
