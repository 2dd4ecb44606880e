"""An account of Stripe's as a gateway.

Knows which request asks for what; refuses to know why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from academy_cli.payments.gateway import (
    Charge,
    Checkout,
    Made,
    Movement,
    ProviderDispute,
    ProviderEvent,
    ProviderInvoice,
    ProviderPrice,
    ProviderRefund,
    ProviderSubscription,
    Window,
)
from academy_cli.payments.stripe import reading
from academy_cli.payments.stripe.client import StripeClient

WITH_PAYMENTS = {"expand": ["payments"]}
"""An invoice names what paid it only when asked to (docs.stripe.com/api/invoice-payment)."""


class StripeAccount:
    """One account, by its key."""

    def __init__(self, client: StripeClient) -> None:
        self._client = client

    @property
    def is_live(self) -> bool:
        """Whether its money is real."""
        return self._client.is_live

    @property
    def api_version(self) -> str:
        """The version of Stripe's API that is spoken."""
        return self._client.api_version

    def open_checkout(self, parameters: Mapping[str, object], key: str) -> Checkout:
        """Make a Checkout Session."""
        return reading.checkout(self._client.post("checkout/sessions", parameters, key))

    def checkout(self, number: str) -> Checkout:
        """A Checkout Session as it is now."""
        return reading.checkout(self._client.get(f"checkout/sessions/{number}"))

    def close_checkout(self, number: str) -> Checkout:
        """Expire a Checkout Session."""
        return reading.checkout(self._client.post(f"checkout/sessions/{number}/expire", {}))

    def refund(self, parameters: Mapping[str, object], key: str) -> ProviderRefund:
        """Give money back, once for a key."""
        return reading.refund(self._client.post("refunds", parameters, key))

    def refund_as_is(self, number: str) -> ProviderRefund:
        """A refund as it is now."""
        return reading.refund(self._client.get(f"refunds/{number}"))

    def cancel_refund(self, number: str) -> ProviderRefund:
        """Cancel a refund that requires action."""
        return reading.refund(self._client.post(f"refunds/{number}/cancel", {}))

    def refunds_of(self, intent_id: str) -> Iterator[ProviderRefund]:
        """Every refund of a payment intent."""
        asked = {"payment_intent": intent_id}
        return map(reading.refund, self._client.pages("refunds", asked))

    def charge(self, number: str) -> Charge:
        """A charge as it is now."""
        return reading.charge(self._client.get(f"charges/{number}"))

    def charge_of(self, intent_id: str) -> Charge | None:
        """The charge by which an intent was paid, if it was."""
        made = map(reading.charge, self._client.pages("charges", {"payment_intent": intent_id}))
        return next((one for one in made if one.status == "succeeded"), None)

    def dispute(self, number: str) -> ProviderDispute:
        """A dispute as it is now."""
        return reading.dispute(self._client.get(f"disputes/{number}"))

    def disputes_of(self, charge_id: str) -> Iterator[ProviderDispute]:
        """Every dispute of a charge."""
        return map(reading.dispute, self._client.pages("disputes", {"charge": charge_id}))

    def subscription(self, number: str) -> ProviderSubscription:
        """A subscription as it is now."""
        return reading.subscription(self._client.get(f"subscriptions/{number}"))

    def price(self, number: str) -> ProviderPrice:
        """A price as it is now."""
        return reading.price(self._client.get(f"prices/{number}"))

    def customers(self, email: str) -> Iterator[Made]:
        """Customers of an address."""
        return map(reading.made, self._client.pages("customers", {"email": email}))

    def add_customer(self, parameters: Mapping[str, object], key: str) -> Made:
        """Make a customer."""
        return reading.made(self._client.post("customers", parameters, key))

    def invoice(self, number: str) -> ProviderInvoice:
        """An invoice as it is now."""
        return reading.invoice(self._client.get(f"invoices/{number}", WITH_PAYMENTS))

    def invoices(self, window: Window) -> Iterator[ProviderInvoice]:
        """Invoices that were made then."""
        asked = {**_created(window), "expand": ["data.payments"]}
        return map(reading.invoice, self._client.pages("invoices", asked))

    def invoices_of(self, customer_id: str) -> Iterator[ProviderInvoice]:
        """Every invoice of a customer."""
        asked = {"customer": customer_id, "expand": ["data.payments"]}
        return map(reading.invoice, self._client.pages("invoices", asked))

    def draft_invoice(self, parameters: Mapping[str, object], key: str) -> ProviderInvoice:
        """Make a draft."""
        return reading.invoice(self._client.post("invoices", parameters, key))

    def add_lines(self, number: str, parameters: Mapping[str, object], key: str) -> ProviderInvoice:
        """Put all lines on a draft at once."""
        return reading.invoice(self._client.post(f"invoices/{number}/add_lines", parameters, key))

    def finalize_invoice(self, number: str, key: str) -> ProviderInvoice:
        """Make a draft final; Stripe neither mails it nor goes on with it by itself."""
        asked = {"auto_advance": False, **WITH_PAYMENTS}
        return reading.invoice(self._client.post(f"invoices/{number}/finalize", asked, key))

    def mark_intent(self, number: str, metadata: Mapping[str, str], key: str) -> None:
        """Write metadata onto a payment intent."""
        self._client.post(f"payment_intents/{number}", {"metadata": metadata}, key)

    def void_invoice(self, number: str) -> ProviderInvoice:
        """Void an invoice."""
        return reading.invoice(self._client.post(f"invoices/{number}/void", {}))

    def delete_draft(self, number: str) -> None:
        """Delete a draft."""
        self._client.delete(f"invoices/{number}")

    def events(self, window: Window, types: Sequence[str]) -> Iterator[ProviderEvent]:
        """What happened, of some types."""
        asked = {**_created(window), "types": list(types)}
        return map(reading.event, self._client.pages("events", asked))

    def checkouts(self, window: Window) -> Iterator[Checkout]:
        """Checkout Sessions that were made then."""
        return map(reading.checkout, self._client.pages("checkout/sessions", _created(window)))

    def charges(self, window: Window) -> Iterator[Charge]:
        """Charges that were made then."""
        return map(reading.charge, self._client.pages("charges", _created(window)))

    def refunds(self, window: Window) -> Iterator[ProviderRefund]:
        """Refunds that were made then."""
        return map(reading.refund, self._client.pages("refunds", _created(window)))

    def disputes(self, window: Window) -> Iterator[ProviderDispute]:
        """Disputes that were opened then."""
        return map(reading.dispute, self._client.pages("disputes", _created(window)))

    def movements(self, window: Window) -> Iterator[Movement]:
        """Everything that moved on its balance then."""
        found = self._client.pages("balance_transactions", _created(window))
        return map(reading.movement, found)


def _created(window: Window) -> Mapping[str, object]:
    """When objects were made, as lists are asked (docs.stripe.com/api/events/list#created)."""
    created = {}
    if window.since is not None:
        created["gte"] = int(window.since.timestamp())
    if window.until is not None:
        created["lt"] = int(window.until.timestamp())
    return {"created": created} if created else {}
