"""What people are told of their money: the link to pay by, the receipt, the refund; and operators of orders.

Knows which event each message is about, and amounts as people of a language write them; refuses to commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from academy_cli.kit.clock import iso
from academy_cli.kit.money import Money, written
from academy_cli.kit.moneytext import printed
from academy_cli.mail.operators import tell
from academy_cli.mail.service import Message, enqueue
from academy_cli.models import Invoice
from academy_cli.payments import store

LINK, INVOICE, RECEIPT, REFUND = "payment-link", "invoice-link", "receipt", "refund"
"""The templates."""


def tell_link(
    connection: Connection, order: Row[Any], at: datetime, *, is_again: bool = False
) -> int:
    """Send the link of the page on which an order is paid, once for each page unless again."""
    expires = iso(order.expires_at) if order.expires_at else ""
    values = {"link": order.link, "expires_at": expires}
    return _ask(connection, order, LINK, values, at, is_again=is_again)


def tell_invoice(
    connection: Connection, order: Row[Any], at: datetime, *, is_again: bool = False
) -> int:
    """Send the link of the invoice by which an order is paid, once for each invoice unless again."""
    values = {"link": order.link, "due_at": iso(order.due_at)}
    return _ask(connection, order, INVOICE, values, at, is_again=is_again)


def _ask(
    connection: Connection,
    order: Row[Any],
    template: str,
    values: Mapping[str, object],
    at: datetime,
    *,
    is_again: bool,
) -> int:
    event = f"{template}:{order.reference}:{order.attempt}"
    event += f":{iso(at)}" if is_again else ""
    total = _said(order.total, order.currency, order.language)
    return _tell(connection, order, _Told(template, event, {**values, "total": total}), at)


def tell_paid(connection: Connection, order: Row[Any], payment: Row[Any], at: datetime) -> int:
    """Send the receipt of a payment, with its invoice, and tell the operators of the order."""
    said = written(Money(payment.amount, payment.currency))
    about = f"New order {order.reference}: {said}"
    see = f"See it: academy order show {order.reference}"
    tell(connection, f"order-paid:{payment.reference}", about, see, at)
    total = _said(payment.amount, payment.currency, order.language)
    values = {"total": total, "paid_at": iso(payment.received_at)}
    told = _Told(RECEIPT, f"receipt:{payment.reference}", values, payment.invoice_id)
    return _tell(connection, order, told, at)


def tell_refunded(connection: Connection, refund: Row[Any], payment: Row[Any], at: datetime) -> int:
    """Tell of money that went back, with the credit note."""
    from academy_cli.payments.refunds.store import refund_by_id

    order = store.order_by_id(connection, payment.order_id)
    note = refund_by_id(connection, refund.id).credit_note_id
    values = {"amount": _said(refund.amount, refund.currency, order.language)}
    told = _Told(REFUND, f"refund:{refund.reference}", values, note)
    return _tell(connection, order, told, at)


class _Told(NamedTuple):
    """A message: its template, what it is about, what it is filled with, and the document that goes along."""

    template: str
    event: str
    values: Mapping[str, object]
    document: int | None = None


def _tell(connection: Connection, order: Row[Any], told: _Told, at: datetime) -> int:
    user = store.payer(connection, order.user_id)
    if user.deactivated_at is not None or user.erased_at is not None:
        return 0
    titles = [line.title for line in store.lines(connection, order.id)]
    values = {"name": user.name, "order": order.reference, "titles": titles, **told.values}
    values |= _file(connection, told.document)
    language = user.language or order.language
    message = Message(told.event, told.template, user.email, user.id, language, values)
    return enqueue(connection, [message], at)


def _file(connection: Connection, number: int | None) -> Mapping[str, object]:
    """The document that goes with a message, by its reference."""
    if number is None:
        return {}
    named = connection.scalar(select(Invoice.reference).where(Invoice.id == number))
    return {"invoice": named}


def _said(amount: int, currency: str, language: str) -> str:
    return printed(Money(amount, currency), language)
