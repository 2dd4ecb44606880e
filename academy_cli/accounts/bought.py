"""What is held about what somebody bought, as a dossier asks for it: orders, payments, refunds, documents.

Knows which columns of the books tell of people, and which are secrets; refuses to change any.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from academy_cli.models import (
    Batch,
    Coupon,
    CouponUse,
    Course,
    Dispute,
    Invoice,
    LedgerEntry,
    Order,
    OrderLine,
    Payment,
    Plan,
    Refund,
    RefundEvent,
    RefundLine,
    Subscription,
)

Query = Select[*tuple[Any, ...]]
WITHIN: Mapping[str, tuple[str, ...]] = {
    "orders": ("lines", "coupons"),
    "payments": ("movements", "disputes"),
    "refunds": ("parts", "steps"),
}
"""Which rows stand within which others: each has the number of its owner as ``of_number``."""


def _orders(user_id: int) -> Query:
    columns = (Order.reference, Order.state, Order.provider, Order.is_live, Order.currency)
    amounts = (Order.discount, Order.total, Order.language, Order.billing, Order.session_id)
    moments = (Order.created_at, Order.expires_at, Order.due_at, Order.paid_at, Order.fulfilled_at)
    said = (Order.actor, Order.note, Order.trouble, Subscription.reference.label("subscription"))
    return (
        select(Order.id.label("number"), *columns, *amounts, *moments, *said)
        .join(Subscription, Subscription.id == Order.subscription_id, isouter=True)
        .where(Order.user_id == user_id)
        .order_by(Order.id)
    )


def _lines(user_id: int) -> Query:
    columns = (OrderLine.position, Course.slug.label("course"), OrderLine.title, OrderLine.price)
    amounts = (OrderLine.discount, OrderLine.amount, OrderLine.tax_basis_points)
    return (
        select(OrderLine.order_id.label("of_number"), *columns, *amounts)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Course, Course.id == OrderLine.course_id)
        .where(Order.user_id == user_id)
        .order_by(OrderLine.order_id, OrderLine.position)
    )


def _coupons(user_id: int) -> Query:
    columns = (Coupon.code.label("coupon"), CouponUse.used_at, CouponUse.released_at)
    return (
        select(CouponUse.order_id.label("of_number"), *columns)
        .join(Coupon, Coupon.id == CouponUse.coupon_id)
        .where(CouponUse.user_id == user_id)
        .order_by(CouponUse.order_id)
    )


def _payments(user_id: int) -> Query:
    columns = (Payment.reference, Order.reference.label("order"), Payment.state, Payment.provider)
    amounts = (Payment.amount, Payment.currency, Payment.reserved_own, Payment.refunded_external)
    more = (Payment.is_live, Payment.is_disputed, Payment.method, Payment.intent_id)
    said = (Payment.charge_id, Payment.received_at, Payment.created_at, Payment.actor, Payment.note)
    return (
        select(Payment.id.label("number"), *columns, *amounts, *more, *said)
        .add_columns(Invoice.reference.label("invoice"))
        .join(Order, Order.id == Payment.order_id)
        .join(Invoice, Invoice.id == Payment.invoice_id, isouter=True)
        .where(Order.user_id == user_id)
        .order_by(Payment.id)
    )


def _movements(user_id: int) -> Query:
    columns = (LedgerEntry.at, LedgerEntry.kind, LedgerEntry.amount, LedgerEntry.currency)
    more = (LedgerEntry.provider, LedgerEntry.source.label("moved_by"), LedgerEntry.created_at)
    return (
        select(LedgerEntry.payment_id.label("of_number"), *columns, *more)
        .join(Payment, Payment.id == LedgerEntry.payment_id)
        .join(Order, Order.id == Payment.order_id)
        .where(Order.user_id == user_id)
        .order_by(LedgerEntry.id)
    )


def _disputes(user_id: int) -> Query:
    columns = (Dispute.provider_id, Dispute.state, Dispute.reason, Dispute.amount, Dispute.currency)
    moments = (Dispute.opened_at, Dispute.due_at, Dispute.closed_at, Dispute.updated_at)
    more = (Dispute.has_withdrawn, Dispute.loss, Invoice.reference.label("credit_note"))
    return (
        select(Dispute.payment_id.label("of_number"), *columns, *moments, *more)
        .join(Payment, Payment.id == Dispute.payment_id)
        .join(Order, Order.id == Payment.order_id)
        .join(Invoice, Invoice.id == Dispute.credit_note_id, isouter=True)
        .where(Order.user_id == user_id)
        .order_by(Dispute.id)
    )


def _refunds(user_id: int) -> Query:
    columns = (Refund.reference, Payment.reference.label("payment"), Refund.state, Refund.origin)
    amounts = (Refund.amount, Refund.currency, Refund.reason, Refund.note, Refund.access)
    said = (Refund.policy, Refund.provider, Refund.provider_id, Refund.failure)
    moments = (Refund.created_at, Refund.updated_at, Refund.first_sent_at)
    people = (Refund.requested_by, Refund.approved_by, Batch.reference.label("batch"))
    return (
        select(Refund.id.label("number"), *columns, *amounts, *said, *moments, *people)
        .add_columns(Refund.needs_attention, Invoice.reference.label("credit_note"))
        .join(Payment, Payment.id == Refund.payment_id)
        .join(Order, Order.id == Payment.order_id)
        .join(Batch, Batch.id == Refund.batch_id, isouter=True)
        .join(Invoice, Invoice.id == Refund.credit_note_id, isouter=True)
        .where(Order.user_id == user_id)
        .order_by(Refund.id)
    )


def _parts(user_id: int) -> Query:
    return (
        select(RefundLine.refund_id.label("of_number"), OrderLine.position, OrderLine.title)
        .add_columns(RefundLine.amount)
        .join(OrderLine, OrderLine.id == RefundLine.line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.user_id == user_id)
        .order_by(RefundLine.refund_id, OrderLine.position)
    )


def _steps(user_id: int) -> Query:
    states = (RefundEvent.before.label("from_state"), RefundEvent.after.label("to_state"))
    said = (RefundEvent.actor, RefundEvent.source.label("taken_by"), RefundEvent.detail)
    return (
        select(RefundEvent.refund_id.label("of_number"), RefundEvent.at, *states, *said)
        .join(Refund, Refund.id == RefundEvent.refund_id)
        .join(Payment, Payment.id == Refund.payment_id)
        .join(Order, Order.id == Payment.order_id)
        .where(Order.user_id == user_id)
        .order_by(RefundEvent.id)
    )


def _subscriptions(user_id: int) -> Query:
    mine = Subscription
    columns = (mine.reference, Plan.slug.label("plan"), Plan.title, mine.state, mine.is_live)
    moments = (mine.period_ends_at, mine.ends_with_period, mine.created_at, mine.updated_at)
    return (
        select(*columns, *moments, mine.ended_at, mine.provider_id)
        .join(Plan, Plan.id == mine.plan_id)
        .where(mine.user_id == user_id)
        .order_by(mine.id)
    )


def _invoices(user_id: int) -> Query:
    corrected = aliased(Invoice)
    columns = (Invoice.reference, Invoice.kind, Invoice.series, Invoice.year, Invoice.number)
    amounts = (Invoice.net, Invoice.tax, Invoice.gross, Invoice.currency, Invoice.language)
    more = (Invoice.about, Invoice.order_reference, Invoice.issued_at, Invoice.body)
    return (
        select(*columns, *amounts, *more, corrected.reference.label("corrects"))
        .join(corrected, corrected.id == Invoice.corrects_id, isouter=True)
        .where(Invoice.user_id == user_id)
        .order_by(Invoice.id)
    )


QUERIES: Mapping[str, Callable[[int], Query]] = {
    "orders": _orders,
    "lines": _lines,
    "coupons": _coupons,
    "payments": _payments,
    "movements": _movements,
    "disputes": _disputes,
    "refunds": _refunds,
    "parts": _parts,
    "steps": _steps,
    "subscriptions": _subscriptions,
    "invoices": _invoices,
}
"""What is asked, by the file or the part of one that it goes into; each takes the account's number."""
