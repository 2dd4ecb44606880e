"""What one event means: its object is asked for as it is now, and the books follow that.

So neither the order of events matters nor how often one comes. What is not of this academy is passed over
without a question to the database. Knows which event is about what; refuses to decide what follows, which
each part of the books does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.audit.service import Act
from academy_cli.payments import disputes, installation, store
from academy_cli.payments.gateway import (
    DATABASE,
    ORDER,
    Charge,
    Checkout,
    ProviderDispute,
    ProviderRefund,
)
from academy_cli.payments.orders import closing
from academy_cli.payments.receiving import By as Receiver
from academy_cli.payments.receiving import Received, receive
from academy_cli.payments.refunds.store import By
from academy_cli.payments.sync import adopting
from academy_cli.payments.sync.ahead import Objects, kind
from academy_cli.payments.till import Terms


class Ours(NamedTuple):
    """What tells this academy's objects from others'."""

    key: str
    """What they are marked with."""
    known: Mapping[str, bool]
    """Intents and charges among those in question that are payments of ours: whether all is done for them."""

    def has_marked(self, metadata: Mapping[str, str]) -> bool:
        """Whether this academy made an object."""
        return metadata.get(DATABASE) == self.key


class Deed(NamedTuple):
    """What an event comes to: about which object, and what is done in one transaction."""

    about: str
    carry_out: Callable[[Connection, By, Terms], Sequence[Act]]


def deed(objects: Objects, event: Row[Any], ours: Ours) -> Deed | None:
    """Ask for what an event is about, and say what is to be done; None for nothing. Raises ProviderError."""
    ask = _KINDS.get(kind(event.type))
    return ask(objects, event, ours) if ask is not None else None


def received(connection: Connection, said: Charge, by: By, terms: Terms) -> Sequence[Act]:
    """Write down a charge of one of our orders; others' are not ours to know."""
    if said.status != "succeeded" or said.intent_id is None:
        return []
    order = ordered(connection, said.metadata)
    if order is None:
        return []
    got = Received(
        "stripe", said.money, said.method, said.created, said.is_live, said.intent_id, said.id
    )
    return receive(connection, order.id, got, Receiver(by.actor, by.at), terms)


def ordered(connection: Connection, metadata: Mapping[str, str]) -> Row[Any] | None:
    """The order that an object is marked with, if it was marked by this academy."""
    named = metadata.get(ORDER)
    if named is None or metadata.get(DATABASE) != installation.key(connection):
        return None
    return store.order(connection, named)


def _charge(objects: Objects, event: Row[Any], ours: Ours) -> Deed | None:
    return _receipt(objects, objects.charge(event.object_id), ours)


def _intent(objects: Objects, event: Row[Any], ours: Ours) -> Deed | None:
    made = objects.charge_of(event.object_id)
    return _receipt(objects, made, ours) if made is not None else None


def _checkout(objects: Objects, event: Row[Any], ours: Ours) -> Deed | None:
    page = objects.checkout(event.object_id)
    charge = objects.charge_of(page.intent_id) if page.is_paid and page.intent_id else None
    if charge is not None:
        return _receipt(objects, charge, ours)
    return Deed(page.id, partial(_closed, page)) if page.status == "expired" else None


def _receipt(objects: Objects, said: Charge, ours: Ours) -> Deed | None:
    """A charge of ours that is new or not done with; what was given back of a new one goes along.

    For an event about that may have come before the charge's own, when nobody knew whose it was.
    """
    if said.status != "succeeded" or said.intent_id is None or not ours.has_marked(said.metadata):
        return None
    if ours.known.get(said.id):
        return None
    is_new = said.id not in ours.known
    back = tuple(objects.refunds_of(said.intent_id)) if is_new and said.refunded else ()
    taken = tuple(objects.disputes_of(said.id)) if is_new and said.is_disputed else ()
    return Deed(said.id, partial(_received, (said, back, taken)))


def _refund(objects: Objects, event: Row[Any], ours: Ours) -> Deed | None:
    said = objects.refund_as_is(event.object_id)
    named = (said.intent_id or "", said.charge_id or "")
    if not ours.has_marked(said.metadata) and ours.known.keys().isdisjoint(named):
        return None
    return Deed(said.id, partial(_refunded, said))


def _dispute(objects: Objects, event: Row[Any], ours: Ours) -> Deed | None:
    said = objects.dispute(event.object_id)
    return Deed(said.id, partial(_disputed, said)) if said.charge_id in ours.known else None


_Came = tuple[Charge, Sequence[ProviderRefund], Sequence[ProviderDispute]]


def _received(came: _Came, connection: Connection, by: By, terms: Terms) -> Sequence[Act]:
    said, back, taken = came
    acts = [*received(connection, said, by, terms)]
    for refund in back:
        acts += adopting.take_over(connection, refund, by, terms)
    for dispute in taken:
        acts += disputes.take_over(connection, dispute, by, terms)
    return acts


def _refunded(said: ProviderRefund, connection: Connection, by: By, terms: Terms) -> Sequence[Act]:
    return adopting.take_over(connection, said, by, terms)


def _disputed(said: ProviderDispute, connection: Connection, by: By, terms: Terms) -> Sequence[Act]:
    return disputes.take_over(connection, said, by, terms)


def _closed(page: Checkout, connection: Connection, by: By, _terms: Terms) -> Sequence[Act]:
    return closing.closed(connection, page, by.at)


_KINDS: Mapping[str, Callable[[Objects, Row[Any], Ours], Deed | None]] = {
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
