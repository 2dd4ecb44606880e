"""What one event means: its object is asked for as it is now, and the books follow that.

So neither the order of events matters nor how often one comes. Knows which event is about what; refuses to
decide what follows, which each part of the books does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.audit.service import Act
from academy_cli.payments import disputes, store
from academy_cli.payments.gateway import (
    DATABASE,
    ORDER,
    Charge,
    Checkout,
    Gateway,
    ProviderDispute,
    ProviderRefund,
)
from academy_cli.payments.orders import closing
from academy_cli.payments.receiving import By as Receiver
from academy_cli.payments.receiving import Received, receive
from academy_cli.payments.refunds.store import By
from academy_cli.payments.sync import adopting
from academy_cli.payments.till import Terms

Deed = Callable[[Connection, By, Terms], Sequence[Act]]
"""What an event comes to, in one transaction."""


def deed(gateway: Gateway, event: Row[Any]) -> Deed | None:
    """Ask for what an event is about, and say what is to be done; None for nothing. Raises ProviderError."""
    kind = event.type.rpartition(".")[0]
    ask = _KINDS.get(kind)
    return ask(gateway, event) if ask is not None else None


def received(connection: Connection, said: Charge, by: By, terms: Terms) -> Sequence[Act]:
    """Write down a charge of one of our orders; others' are not ours to know."""
    if said.status != "succeeded" or said.intent_id is None:
        return []
    order = _ordered(connection, said.metadata)
    if order is None:
        return []
    got = Received(
        "stripe", said.money, said.method, said.created, said.is_live, said.intent_id, said.id
    )
    return receive(connection, order.id, got, Receiver(by.actor, by.at), terms)


def _ordered(connection: Connection, metadata: Mapping[str, str]) -> Row[Any] | None:
    """The order that an object is marked with, if it was marked by this academy."""
    from academy_cli.payments import installation

    named = metadata.get(ORDER)
    if named is None or metadata.get(DATABASE) != installation.key(connection):
        return None
    return store.order(connection, named)


def _charge(gateway: Gateway, event: Row[Any]) -> Deed:
    return partial(_received, gateway.charge(event.object_id))


def _intent(gateway: Gateway, event: Row[Any]) -> Deed | None:
    made = gateway.charge_of(event.object_id)
    return partial(_received, made) if made is not None else None


def _refund(gateway: Gateway, event: Row[Any]) -> Deed:
    return partial(_refunded, gateway.refund_as_is(event.object_id))


def _dispute(gateway: Gateway, event: Row[Any]) -> Deed:
    return partial(_disputed, gateway.dispute(event.object_id))


def _checkout(gateway: Gateway, event: Row[Any]) -> Deed:
    page = gateway.checkout(event.object_id)
    charge = gateway.charge_of(page.intent_id) if page.is_paid and page.intent_id else None
    return partial(_checked_out, page, charge)


def _received(said: Charge, connection: Connection, by: By, terms: Terms) -> Sequence[Act]:
    return received(connection, said, by, terms)


def _refunded(said: ProviderRefund, connection: Connection, by: By, terms: Terms) -> Sequence[Act]:
    return adopting.take_over(connection, said, by, terms)


def _disputed(said: ProviderDispute, connection: Connection, by: By, terms: Terms) -> Sequence[Act]:
    return disputes.take_over(connection, said, by, terms)


def _checked_out(
    page: Checkout, charge: Charge | None, connection: Connection, by: By, terms: Terms
) -> Sequence[Act]:
    if charge is not None:
        return received(connection, charge, by, terms)
    return closing.closed(connection, page, by.at)


_KINDS: Mapping[str, Callable[[Gateway, Row[Any]], Deed | None]] = {
    "charge": _charge,
    "payment_intent": _intent,
    "refund": _refund,
    "charge.refund": _refund,
    "charge.dispute": _dispute,
    "checkout.session": _checkout,
}
TYPES = (
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "customer.subscription.created",
    "customer.subscription.updated",
    "customer.subscription.deleted",
    "invoice.paid",
    "invoice.payment_failed",
)
"""What is asked for; at most 20 are taken (docs.stripe.com/api/events/list)."""
