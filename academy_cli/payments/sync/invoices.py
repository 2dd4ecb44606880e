"""An order's invoice at the provider, brought into the books: paid there, paid elsewhere, or given up.

Its charges need no marks of their own, for the invoice has them. What was paid elsewhere has no charge, and
is money by hand. Works in the caller's transaction; refuses subscriptions' invoices.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, Row

from academy_cli.audit.service import Act
from academy_cli.kit.money import Money
from academy_cli.kit.saying import say
from academy_cli.payments import store
from academy_cli.payments.gateway import Charge, ProviderInvoice
from academy_cli.payments.orders import closing
from academy_cli.payments.receiving import By as Receiver
from academy_cli.payments.receiving import Received, receive
from academy_cli.payments.refunds.store import By
from academy_cli.payments.sync import charges
from academy_cli.payments.sync.charges import Gone, Returns
from academy_cli.payments.till import Terms

OVER = ("void", "uncollectible")
"""Nobody can pay it, or is expected to any more; who pays what was given up has paid all the same."""
OUTSIDE = "outside"
"""How money came that somebody marked as paid outside of the provider."""


class Charges(Returns, Protocol):
    """Who can be asked for what an invoice was paid by; every method raises ProviderError."""

    def charge(self, number: str) -> Charge:
        """A charge as it is now."""

    def charge_of(self, intent_id: str) -> Charge | None:
        """The charge by which an intent was paid, if it was."""


class Settled(NamedTuple):
    """An invoice as it is now, and the charges by which it was paid, with what went back of each."""

    invoice: ProviderInvoice
    paid: Sequence[tuple[Charge, Gone]]

    @classmethod
    def of(cls, objects: Charges, said: ProviderInvoice) -> Settled:
        """Ask for what an invoice was paid by. Raises ProviderError."""
        return cls(said, [(one, Gone.of(objects, one)) for one in _charges(objects, said)])


def _charges(objects: Charges, said: ProviderInvoice) -> Iterator[Charge]:
    """The charges of an invoice, marked as it is."""
    for intent in said.paid_intents:
        charge = objects.charge_of(intent)
        if charge is not None:
            yield replace(charge, metadata=said.metadata)
    if said.charge_id is not None:  # one without an intent is named by itself
        charge = objects.charge(said.charge_id)
        yield replace(charge, metadata=said.metadata, intent_id=charge.intent_id or charge.id)


def tells(said: ProviderInvoice) -> bool:
    """Whether something follows from how an invoice is now."""
    return said.status in OVER or bool(said.paid_intents or said.charge_id or said.outside)


def take_over(connection: Connection, settled: Settled, by: By, terms: Terms) -> Sequence[Act]:
    """Write down what was paid of an invoice, and close the order of one that nobody pays."""
    said, acts = settled.invoice, list[Act]()
    order = charges.ordered(connection, said.metadata)
    if order is None:
        return []
    for charge, gone in settled.paid:
        acts += charges.received(connection, charge, by, terms)
        acts += gone.take_over(connection, by, terms)
    if said.outside:
        acts += _outside(connection, order.id, said, by, terms)
    if said.status in OVER and order.session_id == said.id:
        held = store.order_by_id(connection, order.id, is_held=True)
        acts += closing.close(connection, held, closing.EXPIRED, by.at)
    return acts


def _outside(
    connection: Connection, number: int, said: ProviderInvoice, by: By, terms: Terms
) -> Sequence[Act]:
    """Write down what somebody said at the provider was paid elsewhere, unless our books have that money.

    Nothing moved there, so it is money by hand, which is given back by hand.
    """
    order: Row[Any] = store.order_by_id(connection, number, is_held=True)
    name = f"manual-{said.id}"
    if order.paid_at is not None and store.payment_of(connection, name, None) is None:
        return []
    got = Received(
        "manual",
        Money(said.outside, said.money.currency),
        OUTSIDE,
        said.paid_at or said.created,
        said.is_live,
        name,
        note=say("Marked as paid outside of Stripe: {}", said.id),
    )
    return receive(connection, number, got, Receiver(by.actor, by.at), terms)
