"""The payment provider as academy sees it: what is asked of it, what it says, and how asking can fail.

Every request that does something carries a key that is derived from a row, so asking twice does it once.
Knows values only; refuses to know any provider's library, and the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from academy_cli.kit.money import Money

ORDER, REFUND, DATABASE = "academy_order", "academy_refund", "academy_db"
"""What its objects are marked with: the order or refund they are of, and the academy."""
USER, PLAN = "academy_user", "academy_plan"
"""And subscriptions: the learner's number, and the plan."""
PAYER = "academy_payer"
"""And customers: a digest of whom their invoices are made out to."""
PER_PAGE = 100
"""The most objects that a list gives at once (docs.stripe.com/api/pagination)."""


class ProviderError(Exception):
    """Why the provider gave no good answer; ``reason`` is its words, or half a sentence."""

    def __init__(self, reason: str, code: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.code = reason, code


class DeniedError(ProviderError):
    """It said no, for good: nothing was done for this request."""


class UnknownObjectError(DeniedError):
    """It has no such object."""


class KeyRefusedError(DeniedError):
    """It does not take our key, or that one may not do this."""


class BusyError(ProviderError):
    """It could not do it now, and has not: too many requests, or the same one is still under way."""


class UnclearError(ProviderError):
    """Whether it was done is not known: no answer, half of one, or a failure of its own."""


@dataclass(frozen=True, slots=True)
class Made:
    """What every object of the provider's has."""

    id: str
    created: datetime
    is_live: bool
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checkout(Made):
    """A page on which an order is paid: ``status`` open, complete or expired."""

    url: str | None = None
    status: str = "open"
    is_paid: bool = False
    intent_id: str | None = None
    subscription_id: str | None = None
    expires_at: datetime | None = None
    money: Money | None = None
    """What is paid on it."""


@dataclass(frozen=True, slots=True)
class Charge(Made):
    """Money that came in: ``status`` succeeded, pending or failed."""

    money: Money = field(kw_only=True)
    status: str = field(kw_only=True)
    intent_id: str | None = None
    refunded: int = 0
    """Minor units."""
    is_disputed: bool = False
    method: str = "card"


@dataclass(frozen=True, slots=True)
class ProviderRefund(Made):
    """Money that goes back: ``status`` pending, requires_action, succeeded, failed or canceled."""

    money: Money = field(kw_only=True)
    status: str = field(kw_only=True)
    intent_id: str | None = None
    charge_id: str | None = None
    failure: str | None = None
    waits_for: str | None = None
    """Why a pending one is not on its way yet: ``insufficient_funds``, ``charge_pending``, ``processing``."""
    has_moved: bool = False
    """Whether it was taken from the balance."""
    has_come_back: bool = False
    """Whether it was given back to the balance, because it failed."""


@dataclass(frozen=True, slots=True)
class ProviderDispute(Made):
    """A charge that the payer's bank takes back."""

    money: Money = field(kw_only=True)
    status: str = field(kw_only=True)
    charge_id: str = field(kw_only=True)
    reason: str = ""
    due_at: datetime | None = None
    taken: int = 0
    """Minor units that were taken from the balance for it, whatever came back."""
    returned: int = 0
    """Minor units that were given back to the balance."""


@dataclass(frozen=True, slots=True)
class ProviderSubscription(Made):
    """Somebody's recurring price."""

    status: str = field(kw_only=True)
    price_id: str = field(kw_only=True)
    period_starts_at: datetime | None = None
    period_ends_at: datetime | None = None
    ends_with_period: bool = False
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProviderInvoice(Made):
    """What an order or a subscription's period is paid on: draft, open, paid, void or uncollectible."""

    money: Money = field(kw_only=True)
    """What was paid of it, elsewhere too."""
    status: str = field(kw_only=True)
    subscription_id: str | None = None
    subscription_marks: Mapping[str, str] = field(default_factory=dict)
    """The metadata that its subscription had; its charges have none of them."""
    charge_id: str | None = None
    intent_id: str | None = None
    total: int = 0
    """Minor units that its lines come to."""
    outside: int = 0
    """Minor units of what was paid that did not come through the provider."""
    has_lines: bool = False
    url: str | None = None
    """Where it is paid, once it is final; another one after some weeks."""
    due_at: datetime | None = None
    paid_at: datetime | None = None
    intents: Sequence[str] = ()
    """By which it is, or was to be, paid."""
    paid_intents: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ProviderPrice(Made):
    """What something costs at the provider, once or again and again."""

    is_recurring: bool = field(kw_only=True)
    is_active: bool = field(kw_only=True)
    """Whether anybody can still begin to pay it."""


@dataclass(frozen=True, slots=True)
class Movement(Made):
    """A balance transaction: what moved on the provider's balance, before its fee."""

    money: Money = field(kw_only=True)
    type: str = field(kw_only=True)
    fee: int = 0
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class ProviderEvent(Made):
    """That something happened to an object, which has to be asked for anew."""

    type: str = field(kw_only=True)
    object_id: str = field(kw_only=True)
    related_id: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """When objects were made: from a moment on, until just before another."""

    since: datetime | None = None
    until: datetime | None = None


class Invoicing(Protocol):
    """Invoices of a provider; every method raises ProviderError, and those with a key do it once."""

    def customers(self, email: str) -> Iterator[Made]:
        """Who is known by an address, newest first."""

    def add_customer(self, parameters: Mapping[str, object], key: str) -> Made:
        """Make somebody known, to make invoices out to."""

    def invoice(self, number: str) -> ProviderInvoice:
        """An invoice as it is now."""

    def invoices(self, window: Window) -> Iterator[ProviderInvoice]:
        """Invoices that were made then, newest first."""

    def invoices_of(self, customer_id: str) -> Iterator[ProviderInvoice]:
        """Every invoice of somebody, newest first."""

    def draft_invoice(self, parameters: Mapping[str, object], key: str) -> ProviderInvoice:
        """Make an invoice without lines, which nobody can pay yet."""

    def add_lines(self, number: str, parameters: Mapping[str, object], key: str) -> ProviderInvoice:
        """Put all lines on a draft at once."""

    def finalize_invoice(self, number: str, key: str) -> ProviderInvoice:
        """Let a draft be paid; from then on it does not change."""

    def mark_intent(self, number: str, metadata: Mapping[str, str], key: str) -> None:
        """Mark what an invoice is paid by: it has none of the invoice's marks, and its charge takes its."""

    def void_invoice(self, number: str) -> ProviderInvoice:
        """Let nobody pay a final invoice any more."""

    def delete_draft(self, number: str) -> None:
        """Let a draft be gone."""


class Gateway(Invoicing, Protocol):
    """A payment provider. Every method raises ProviderError; lists are newest first, and read as taken."""

    @property
    def is_live(self) -> bool:
        """Whether its money is real."""

    @property
    def api_version(self) -> str:
        """The version of its interface that parameters were written for."""

    def open_checkout(self, parameters: Mapping[str, object], key: str) -> Checkout:
        """Make a page on which an order is paid."""

    def checkout(self, number: str) -> Checkout:
        """A page as it is now."""

    def close_checkout(self, number: str) -> Checkout:
        """Let nobody pay on a page any more."""

    def refund(self, parameters: Mapping[str, object], key: str) -> ProviderRefund:
        """Give money back; asked with the same key, it does so once (within 24 hours)."""

    def refund_as_is(self, number: str) -> ProviderRefund:
        """A refund as it is now."""

    def cancel_refund(self, number: str) -> ProviderRefund:
        """Call a refund back that still needs its recipient to do something."""

    def refunds_of(self, intent_id: str) -> Iterator[ProviderRefund]:
        """Every refund of what was paid, those that somebody else made too."""

    def charge(self, number: str) -> Charge:
        """A charge as it is now."""

    def charge_of(self, intent_id: str) -> Charge | None:
        """The charge by which an intent was paid, if it was."""

    def dispute(self, number: str) -> ProviderDispute:
        """A dispute as it is now."""

    def disputes_of(self, charge_id: str) -> Iterator[ProviderDispute]:
        """Every dispute of a charge."""

    def subscription(self, number: str) -> ProviderSubscription:
        """A subscription as it is now."""

    def price(self, number: str) -> ProviderPrice:
        """A price as it is now."""

    def events(self, window: Window, types: Sequence[str]) -> Iterator[ProviderEvent]:
        """What happened, of at most 20 types; the provider forgets it after 30 days."""

    def checkouts(self, window: Window) -> Iterator[Checkout]:
        """Pages that were made then."""

    def charges(self, window: Window) -> Iterator[Charge]:
        """Charges that were made then."""

    def refunds(self, window: Window) -> Iterator[ProviderRefund]:
        """Refunds that were made then."""

    def disputes(self, window: Window) -> Iterator[ProviderDispute]:
        """Disputes that were opened then."""

    def movements(self, window: Window) -> Iterator[Movement]:
        """Everything that moved on its balance then."""
