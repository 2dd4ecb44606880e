"""Money that came in, written down with everything that follows from it, in one transaction.

It has happened, so nothing refuses it: what does not fit is said and left to a person. The learner is let in
first and the order is paid second, so what is paid and gives no access is always seen, and mended by the
next sync. Knows what follows; refuses to ask the provider.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, exists, select, update

from academy_cli.audit.service import Act
from academy_cli.kit.money import Money, written
from academy_cli.kit.saying import say
from academy_cli.mail.operators import tell
from academy_cli.models import Order, Payment
from academy_cli.payments import access, documents, moving, owing, store, telling
from academy_cli.payments.store import NewPayment
from academy_cli.payments.till import Terms

PAID = "paid"


class Received(NamedTuple):
    """Money that came in: how, when, and what the provider calls it."""

    provider: str
    money: Money
    method: str
    at: datetime
    is_live: bool
    intent_id: str
    charge_id: str | None = None
    note: str | None = None

    @property
    def source(self) -> str:
        """What the ledger calls it."""
        return f"payment:{self.charge_id or self.intent_id}"


class By(NamedTuple):
    """Who writes it down, and when."""

    actor: str
    at: datetime


def receive(
    connection: Connection, order_id: int, got: Received, by: By, terms: Terms
) -> Sequence[Act]:
    """Write down money for an order, once; returns what the audit log has to be told."""
    order = store.order_by_id(connection, order_id, is_held=True)
    known = store.payment_of(connection, got.intent_id, got.charge_id, is_held=True)
    if known is not None:
        return [*_completed(connection, known, got), *heal(connection, order, by)]
    payment = _written(connection, order, got, by)
    acts = [record_act(order, payment)]
    acts += _settle(connection, order, got, by)
    number = documents.invoice(connection, order, payment, by.at, terms)
    store.change_payment(connection, payment.id, {"invoice_id": number})
    now_paid = store.payment_by_id(connection, payment.id)
    telling.tell_paid(connection, store.order_by_id(connection, order.id), now_paid, by.at)
    return acts


def _written(connection: Connection, order: Row[Any], got: Received, by: By) -> Row[Any]:
    number = store.add_payment(connection, payment_values(order.id, got, by), by.at)
    moving.move(connection, movement(number, got, by))
    return store.payment_by_id(connection, number)


def payment_values(order_id: int, got: Received, by: By) -> Mapping[str, object]:
    """What is written down of money that came in for an order."""
    values = {"order_id": order_id, "provider": got.provider, "is_live": got.is_live}
    values |= {"intent_id": got.intent_id, "charge_id": got.charge_id, "method": got.method}
    values |= {"amount": got.money.amount, "currency": got.money.currency, "state": "succeeded"}
    return {**values, "received_at": got.at, "actor": by.actor, "note": got.note}


def movement(payment_id: int, got: Received, by: By) -> Mapping[str, object]:
    """What the ledger says of money that came in."""
    moved = {"at": got.at, "kind": "payment", "amount": got.money.amount}
    moved |= {"currency": got.money.currency, "provider": got.provider, "payment_id": payment_id}
    return {**moved, "source": got.source, "created_at": by.at}


def _completed(connection: Connection, known: Row[Any], got: Received) -> Sequence[Act]:
    """What is learnt of a payment later: the charge by which it came."""
    if known.charge_id is None and got.charge_id is not None:
        store.change_payment(connection, known.id, {"charge_id": got.charge_id})
    return []


def _settle(connection: Connection, order: Row[Any], got: Received, by: By) -> list[Act]:
    """Let the learner in and call the order paid, if what came in is what was asked."""
    if order.paid_at is not None:
        _alarm(connection, order, got, say("{} was paid before", order.reference), by)
        return []
    if owing.left(connection, order):
        why = say("{} costs {}", order.reference, written(Money(order.total, order.currency)))
        _alarm(connection, order, got, why, by)
        came = _came(owing.held(connection, order), got.money)
        _change(connection, order.id, trouble=say("less came in than it costs: {}", came))
        return []
    return pay(connection, order, got.at, by)


def _came(held: Money, last: Money) -> str:
    """All that came in for an order, in words; other money, which pays for nothing, beside it."""
    other = [last] if last.currency != held.currency else []
    return " and ".join(written(one) for one in (held, *other) if one)


def pay(connection: Connection, order: Row[Any], paid_at: datetime, by: By) -> list[Act]:
    """Let an order's learner in, and call it paid."""
    trouble = access.let_in(connection, order, by.at)
    _change(connection, order.id, **paid_values(paid_at, by, trouble))
    telling.call_off(connection, [order], telling.is_over(PAID))
    if trouble:
        about = say("{} is paid, and its learner is not in the course", order.reference)
        tell(connection, f"order-stuck:{order.reference}", about, trouble, by.at)
    return [pay_act(order, trouble)]


def paid_values(paid_at: datetime, by: By, trouble: str | None = None) -> Mapping[str, object]:
    """What an order says once it is paid, and its learner is in, unless there is trouble."""
    done = None if trouble else by.at
    return {"state": PAID, "paid_at": paid_at, "fulfilled_at": done, "trouble": trouble}


def pay_act(order: Row[Any], trouble: str | None = None) -> Act:
    """What the audit log is told of an order that is paid."""
    told = {"state": {"before": order.state, "after": PAID}, "is_fulfilled": trouble is None}
    return Act("order.pay", f"order:{order.reference}", told)


def heal(connection: Connection, order: Row[Any], by: By) -> list[Act]:
    """Let in who has paid and is not in yet, if that is possible now."""
    if order.paid_at is None or order.fulfilled_at is not None:
        return []
    trouble = access.let_in(connection, order, by.at)
    _change(connection, order.id, fulfilled_at=None if trouble else by.at, trouble=trouble)
    if trouble:
        return []
    return [Act("order.fulfil", f"order:{order.reference}", {"was": order.trouble})]


def mend(connection: Connection, order_id: int, by: By) -> tuple[Sequence[Act], str | None]:
    """Let in who has paid and is not in yet; what is in the way still, if something is."""
    order = store.order_by_id(connection, order_id, is_held=True)
    acts = heal(connection, order, by)
    return acts, store.order_by_id(connection, order_id).trouble


def unfulfilled(connection: Connection) -> Sequence[Row[Any]]:
    """Orders that are paid and give no access, oldest first."""
    return connection.execute(select(Order.__table__).where(stuck()).order_by(Order.id)).all()


def stuck() -> ColumnElement[bool]:
    """Whether an order is paid and gives no access; whoever has all the money back is owed nothing."""
    gone_back = Payment.reserved_own + Payment.refunded_external
    is_held = exists().where(Payment.order_id == Order.id, Payment.amount > gone_back)
    is_paid = Order.paid_at.is_not(None) & (is_held | (Order.total == 0))
    return is_paid & Order.fulfilled_at.is_(None)


def _alarm(connection: Connection, order: Row[Any], got: Received, why: str, by: By) -> None:
    """Tell the operators of money that does not fit."""
    about = say("{} came in that does not fit: {}", written(got.money), why)
    detail = say(
        "Give it back, or say what it is for.\n\nSee it: academy order show {}", order.reference
    )
    tell(connection, f"payment-odd:{got.intent_id}", about, detail, by.at)


def _change(connection: Connection, number: int, **values: object) -> None:
    connection.execute(update(Order).where(Order.id == number).values(**values))


def record_act(order: Row[Any], payment: Row[Any] | NewPayment) -> Act:
    """What the audit log is told of money that came in."""
    told = {"order": order.reference, "provider": payment.provider, "method": payment.method}
    told |= {"amount": payment.amount, "currency": payment.currency}
    return Act("payment.record", f"payment:{payment.reference}", told)
