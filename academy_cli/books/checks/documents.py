"""What moved against the documents that were issued for it.

Knows which document belongs to what, by its ``about``; refuses to issue any.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from academy_cli.books.checks.check import Check, always
from academy_cli.books.views import Found
from academy_cli.models import Dispute, Invoice, Payment, Refund
from academy_cli.payments.disputes import LOST
from academy_cli.payments.refunds.states import FINAL, PAYING


def checks() -> Iterator[Check]:
    """What differs on documents."""
    yield _no_invoice()
    yield _invoice_amount()
    yield _no_credit_note()
    yield _credit_note_amount()
    yield _not_taken_back()
    yield _no_note_of_lost()


def _no_invoice() -> Check:
    query = (
        select(
            Payment.id.label("about"), Payment.amount, Payment.currency,
            Payment.reference.label("r1"),
        )
        .where(Payment.state == "succeeded", Payment.invoice_id.is_(None))
        .order_by(Payment.id)
    )  # fmt: skip
    return Check(query, always(Found.NO_INVOICE))


def _invoice_amount() -> Check:
    query = (
        select(
            Payment.id.label("about"), (Invoice.gross - Payment.amount).label("amount"),
            Payment.currency, Payment.reference.label("r1"), Invoice.reference.label("r2"),
        )
        .join(Invoice, Invoice.id == Payment.invoice_id)
        .where(or_(Invoice.gross != Payment.amount, Invoice.currency != Payment.currency))
        .order_by(Payment.id)
    )  # fmt: skip
    return Check(query, always(Found.DOCUMENT_AMOUNT))


def _no_credit_note() -> Check:
    states = [one.value for one in PAYING]
    query = (
        _refunds()
        .where(Refund.state.in_(states), Refund.credit_note_id.is_(None))
        .order_by(Refund.id)
    )
    return Check(query, always(Found.NO_CREDIT_NOTE))


def _credit_note_amount() -> Check:
    query = (
        select(
            Refund.id.label("about"), (Invoice.gross - Refund.amount).label("amount"),
            Refund.currency, Refund.reference.label("r1"), Invoice.reference.label("r2"),
        )
        .join(Invoice, Invoice.id == Refund.credit_note_id)
        .where(or_(Invoice.gross != Refund.amount, Invoice.currency != Refund.currency))
        .order_by(Refund.id)
    )  # fmt: skip
    return Check(query, always(Found.DOCUMENT_AMOUNT))


def _not_taken_back() -> Check:
    states = [one.value for one in FINAL]
    issued = exists().where(Invoice.about == "refund-failed:" + Refund.reference)
    query = (
        _refunds()
        .where(Refund.state.in_(states), Refund.credit_note_id.is_not(None), ~issued)
        .order_by(Refund.id)
    )
    return Check(query, always(Found.NOT_TAKEN_BACK))


def _no_note_of_lost() -> Check:
    """Lost disputes of which no document tells, or no loss explains why: its invoice has room for it."""
    is_silent = and_(
        Dispute.credit_note_id.is_(None), Dispute.has_withdrawn.is_(True), Dispute.loss == 0
    )
    query = (
        select(
            Dispute.id.label("about"),
            case((is_silent, Dispute.amount), else_=Dispute.loss).label("amount"), Dispute.currency,
            Payment.reference.label("r1"), Dispute.provider_id.label("r2"),
        )
        .join(Payment, Payment.id == Dispute.payment_id)
        .where(
            Dispute.state.in_(LOST), or_(is_silent, and_(Dispute.loss > 0, _room() > 0))
        )
        .order_by(Dispute.id)
    )  # fmt: skip
    return Check(query, always(Found.NO_NOTE_OF_LOST))


def _room() -> ColumnElement[int]:
    """How much of a payment's invoice is not credited: by no note but those that were taken back."""
    note: Any = Invoice.__table__.alias("note")
    back: Any = Invoice.__table__.alias("back")
    stands = ~exists().where(back.c.corrects_id == note.c.id)
    gone = select(func.coalesce(func.sum(note.c.gross), 0)).where(
        note.c.corrects_id == Invoice.id, stands
    )
    left = Invoice.gross - gone.correlate(Invoice).scalar_subquery()
    mine = select(left).where(Invoice.id == Payment.invoice_id)
    return mine.correlate(Payment).scalar_subquery()


def _refunds() -> Select[*tuple[Any, ...]]:
    """Refunds of payments that have an invoice, as a difference is told of them."""
    return select(
        Refund.id.label("about"), Refund.amount, Refund.currency, Payment.reference.label("r1"),
        Refund.reference.label("r2"),
    ).join(Payment, and_(Payment.id == Refund.payment_id, Payment.invoice_id.is_not(None)))  # fmt: skip
