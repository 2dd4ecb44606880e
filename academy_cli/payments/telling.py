"""What people are told of their money: the link to pay by, the receipt, the refund; and operators of orders.

Knows which event each message is about, and amounts as people of a language write them; refuses to commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.orm import aliased

from academy_cli.db.among import among
from academy_cli.kit.clock import iso
from academy_cli.kit.money import Money, written
from academy_cli.kit.moneytext import printed
from academy_cli.kit.saying import say
from academy_cli.mail.operators import notice
from academy_cli.mail.queue import CANCELLED, WAITING
from academy_cli.mail.service import Message, enqueue
from academy_cli.models import Invoice, Order, OutboxMessage
from academy_cli.payments import owing, store
from academy_cli.payments.documents import Paid
from academy_cli.payments.store import Bought

LINK, INVOICE, RECEIPT, REFUND = "payment-link", "invoice-link", "receipt", "refund"
"""The templates."""
BEGUN_ANEW = say("its link was called off")
"""Why a letter is withdrawn whose order is open still."""


def is_over(state: str) -> str:
    """Why a letter is withdrawn whose order has ended so."""
    return say("its order is {}", state)


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
    if order.state != "open" or order.link is None:  # ended, or begun anew, since it was asked for
        return 0
    event = f"{template}:{order.reference}:{order.attempt}"
    event += f":{iso(at)}" if is_again else ""
    asked = printed(owing.left(connection, order), order.language)
    return _tell(connection, order, _Told(template, event, {**values, "total": asked}), at)


def call_off(connection: Connection, orders: Sequence[Row[Any]], why: str) -> None:
    """Withdraw the letters with links of orders that wait still: nobody can pay by these any more."""
    one = aliased(OutboxMessage)
    theirs = (
        select(one.id)
        .join(Order, Order.user_id == one.user_id)
        .where(
            among(connection, Order.id, [order.id for order in orders]),
            one.template.in_((LINK, INVOICE)),
            one.event.like(one.template + ":" + Order.reference + ":%"),
        )
    )
    # not by the index of what waits, which may be a whole campaign
    is_waiting = OutboxMessage.state.concat("") == WAITING
    waiting = update(OutboxMessage).where(OutboxMessage.id.in_(theirs), is_waiting)
    connection.execute(waiting.values(state=CANCELLED, last_error=why))


def tell_paid(connection: Connection, order: Row[Any], payment: Row[Any], at: datetime) -> int:
    """Send the receipt of a payment, with its invoice, and tell the operators of the order."""
    paid = Paid(payment, store.bought(connection, order))
    left = owing.asked(connection, order)
    return enqueue(connection, of_paid(paid, _named(connection, payment.invoice_id), left), at)


def of_paid(paid: Paid, invoice: str | None, left: Money | None = None) -> Sequence[Message]:
    """What operators and the learner are told of a payment: the order, and the receipt with its invoice.

    ``left`` is what of the order is still to be paid.
    """
    payment, order = paid.payment, paid.bought.order
    said = written(Money(payment.amount, payment.currency))
    about = say("New order {}: {}", order.reference, said)
    see = say("See it: academy order show {}", order.reference)
    news = notice(f"order-paid:{payment.reference}", about, see)
    total = _said(payment.amount, payment.currency, order.language)
    values = {"total": total, "paid_at": iso(payment.received_at)}
    values |= {"left": printed(left, order.language)} if left else {}
    told = _Told(RECEIPT, f"receipt:{payment.reference}", values, invoice)
    return [news, *_letter(paid.bought, told)]


def tell_refunded(
    connection: Connection,
    refund: Row[Any],
    payment: Row[Any],
    at: datetime,
    ended: Sequence[str] = (),
) -> int:
    """Tell of money that goes back, with the credit note, and of courses to which access ended with it."""
    from academy_cli.payments.refunds.store import refund_by_id

    order = store.order_by_id(connection, payment.order_id)
    note = refund_by_id(connection, refund.id).credit_note_id
    amount = _said(refund.amount, refund.currency, order.language)
    way = "by_hand" if refund.provider == store.MANUAL else "sent"
    values = {"amount": amount, way: amount, **({"ended": list(ended)} if ended else {})}
    told = _Told(REFUND, f"refund:{refund.reference}", values, _named(connection, note))
    return _tell(connection, order, told, at)


class _Told(NamedTuple):
    """A message: its template, what it is about, what it is filled with, and the document that goes along."""

    template: str
    event: str
    values: Mapping[str, object]
    document: str | None = None


def _tell(connection: Connection, order: Row[Any], told: _Told, at: datetime) -> int:
    return enqueue(connection, _letter(store.bought(connection, order), told), at)


def _letter(bought: Bought, told: _Told) -> Sequence[Message]:
    """The message to whoever an order is for, if their account is in use."""
    order, user, lines = bought
    if user.deactivated_at is not None or user.erased_at is not None:
        return []
    titles = [line.title for line in lines]
    values = {"name": user.name, "order": order.reference, "titles": titles, **told.values}
    values |= {"invoice": told.document} if told.document is not None else {}
    language = user.language or order.language
    return [Message(told.event, told.template, user.email, user.id, language, values)]


def _named(connection: Connection, number: int | None) -> str | None:
    """The reference of a document, if there is one."""
    if number is None:
        return None
    return connection.scalar(select(Invoice.reference).where(Invoice.id == number))


def _said(amount: int, currency: str, language: str) -> str:
    return printed(Money(amount, currency), language)
