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
from academy_cli.payments import disputes
from academy_cli.payments.gateway import (
    DATABASE,
    ORDER,
    Charge,
    Checkout,
    ProviderDispute,
    ProviderInvoice,
    ProviderRefund,
    ProviderSubscription,
)
from academy_cli.payments.orders import closing
from academy_cli.payments.receiving_many import Receipt
from academy_cli.payments.references import normal
from academy_cli.payments.refunds.store import By
from academy_cli.payments.subscriptions import following
from academy_cli.payments.sync import adopting, charges, invoices
from academy_cli.payments.sync.ahead import Objects, kind
from academy_cli.payments.sync.charges import Gone
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
    order: str | None = None
    """The reference of the order that the object is marked with, where that is known."""
    receipt: Receipt | None = None
    """The new money that this is and nothing else, so that it may be written down with others."""


def deed(objects: Objects, event: Row[Any], ours: Ours) -> Deed | None:
    """Ask for what an event is about, and say what is to be done; None for nothing. Raises ProviderError."""
    ask = _KINDS.get(kind(event.type))
    return ask(objects, event, ours) if ask is not None else None


def _charge(objects: Objects, event: Row[Any], ours: Ours) -> Deed | None:
    return _receipt(objects, objects.charge(event.object_id), ours)


def _intent(objects: Objects, event: Row[Any], ours: Ours) -> Deed | None:
    made = objects.charge_of(event.object_id)
    return _receipt(objects, made, ours) if made is not None else None


def _checkout(objects: Objects, event: Row[Any], ours: Ours) -> Deed | None:
    page = objects.checkout(event.object_id)
    if page.subscription_id is not None:
        said = objects.subscription(page.subscription_id)
        return Deed(said.id, partial(_followed, said))
    charge = objects.charge_of(page.intent_id) if page.is_paid and page.intent_id else None
    if charge is not None:
        return _receipt(objects, charge, ours)
    if page.status != "expired":
        return None
    return Deed(page.id, partial(_closed, page), _order(page.metadata))


def _receipt(objects: Objects, said: Charge, ours: Ours) -> Deed | None:
    """A charge of ours that is new or not done with; what was given back of a new one goes along.

    For an event about that may have come before the charge's own, when nobody knew whose it was.
    """
    if said.status != "succeeded" or said.intent_id is None or not ours.has_marked(said.metadata):
        return None
    if ours.known.get(said.id):
        return None
    gone = Gone.of(objects, said) if said.id not in ours.known else Gone()
    order = _order(said.metadata)
    is_new = order is not None and said.id not in ours.known and gone == Gone()
    receipt = (
        Receipt(order, charges.as_received(said, said.intent_id)) if order and is_new else None
    )
    return Deed(said.id, partial(_received, said, gone), order, receipt)


def _order(metadata: Mapping[str, str]) -> str | None:
    return normal(metadata[ORDER]) if ORDER in metadata else None


def _refund(objects: Objects, event: Row[Any], ours: Ours) -> Deed | None:
    said = objects.refund_as_is(event.object_id)
    named = (said.intent_id or "", said.charge_id or "")
    if not ours.has_marked(said.metadata) and ours.known.keys().isdisjoint(named):
        return None
    return Deed(said.id, partial(_refunded, said))


def _subscription(objects: Objects, event: Row[Any], _ours: Ours) -> Deed:
    said = objects.subscription(event.object_id)
    return Deed(said.id, partial(_followed, said))


def _invoice(objects: Objects, event: Row[Any], ours: Ours) -> Deed | None:
    """An order's invoice; or a subscription's: paid, it is an order, else it says how that is by now."""
    asked = objects.invoice(event.object_id)
    if asked.subscription_id is None:
        return _billed_order(objects, asked, ours)
    said = objects.subscription(asked.subscription_id)
    bill = following.Bill.of(objects, asked, said)
    if bill is None:
        return Deed(said.id, partial(_followed, said))
    return Deed(asked.id, partial(_billed, bill, Gone.of(objects, bill.charge)))


def _billed_order(objects: Objects, asked: ProviderInvoice, ours: Ours) -> Deed | None:
    if not ours.has_marked(asked.metadata) or not invoices.tells(asked):
        return None
    settled = invoices.Settled.of(objects, asked)
    return Deed(asked.id, partial(_settled, settled), _order(asked.metadata))


def _dispute(objects: Objects, event: Row[Any], ours: Ours) -> Deed | None:
    said = objects.dispute(event.object_id)
    return Deed(said.id, partial(_disputed, said)) if said.charge_id in ours.known else None


def _received(
    said: Charge, gone: Gone, connection: Connection, by: By, terms: Terms
) -> Sequence[Act]:
    acts = charges.received(connection, said, by, terms)
    return [*acts, *gone.take_over(connection, by, terms)]


def _refunded(said: ProviderRefund, connection: Connection, by: By, terms: Terms) -> Sequence[Act]:
    return adopting.take_over(connection, said, by, terms)


def _disputed(said: ProviderDispute, connection: Connection, by: By, terms: Terms) -> Sequence[Act]:
    return disputes.take_over(connection, said, by, terms)


def _followed(
    said: ProviderSubscription, connection: Connection, by: By, terms: Terms
) -> Sequence[Act]:
    return following.take_over(connection, said, by, terms)


def _billed(
    bill: following.Bill, gone: Gone, connection: Connection, by: By, terms: Terms
) -> Sequence[Act]:
    acts = following.pay(connection, bill, by, terms)
    return [*acts, *gone.take_over(connection, by, terms)]


def _settled(
    settled: invoices.Settled, connection: Connection, by: By, terms: Terms
) -> Sequence[Act]:
    return invoices.take_over(connection, settled, by, terms)


def _closed(page: Checkout, connection: Connection, by: By, _terms: Terms) -> Sequence[Act]:
    return closing.closed(connection, page, by.at)


_KINDS: Mapping[str, Callable[[Objects, Row[Any], Ours], Deed | None]] = {
    "charge": _charge,
    "payment_intent": _intent,
    "refund": _refund,
    "charge.refund": _refund,
    "charge.dispute": _dispute,
    "checkout.session": _checkout,
    "customer.subscription": _subscription,
    "invoice": _invoice,
}
TYPES = (
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
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
    "invoice.voided",
    "invoice.marked_uncollectible",
)
"""What is asked for; at most 20 are taken (docs.stripe.com/api/events/list).

Nothing follows from a page whose money did not arrive, so that is not among them; nor from a draft that
could not be made final, because none is made final but by our own request, which hears it."""
