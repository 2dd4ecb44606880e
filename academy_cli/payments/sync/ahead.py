"""The provider's objects, many read by pages before they are asked for one by one.

A hundred come for the price of a few; what a page did not bring is asked for by itself. Everything is read
after the events that tell of it were kept. Refuses to know what objects mean.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from threading import Thread
from typing import Any, Protocol, TypeVar

from sqlalchemy import Row

from academy_cli.payments.gateway import (
    Charge,
    Checkout,
    Gateway,
    Made,
    ProviderDispute,
    ProviderError,
    ProviderInvoice,
    ProviderRefund,
    ProviderSubscription,
    Window,
)

FEW = 8
"""So many objects are asked for one by one: a page costs more."""
PER_WANTED, SPARE = 5, 200
"""A list is read no further than so many objects for each that is wanted, for it may be somebody else's."""
BEFORE = timedelta(minutes=10)
"""An object is made a little before the first event about it."""
PAGE_LASTS = timedelta(hours=24)
"""How long a page can be paid on (docs.stripe.com/api/checkout/sessions/create#expires_at)."""
T = TypeVar("T", bound=Made)


class Objects(Protocol):
    """What can be asked for by name; every method raises ProviderError."""

    def charge(self, number: str) -> Charge:
        """A charge as it is now."""

    def charge_of(self, intent_id: str) -> Charge | None:
        """The charge by which an intent was paid, if it was."""

    def checkout(self, number: str) -> Checkout:
        """A page as it is now."""

    def refund_as_is(self, number: str) -> ProviderRefund:
        """A refund as it is now."""

    def refunds_of(self, intent_id: str) -> Iterator[ProviderRefund]:
        """Every refund of what was paid."""

    def dispute(self, number: str) -> ProviderDispute:
        """A dispute as it is now."""

    def disputes_of(self, charge_id: str) -> Iterator[ProviderDispute]:
        """Every dispute of a charge."""

    def subscription(self, number: str) -> ProviderSubscription:
        """A subscription as it is now."""

    def invoice(self, number: str) -> ProviderInvoice:
        """An invoice as it is now."""


class Ahead:
    """A gateway's objects, those of some events read by pages."""

    def __init__(self, gateway: Gateway, events: Sequence[Row[Any]]) -> None:
        self._gateway = gateway
        self._charges: dict[str, Charge] = {}
        self._paid: dict[str, Charge] = {}
        self._refunds: dict[str, ProviderRefund] = {}
        self._disputes: dict[str, ProviderDispute] = {}
        self._checkouts: dict[str, Checkout] = {}
        if len(events) >= FEW:
            self._read(_Wanted(events))

    def charge(self, number: str) -> Charge:
        """A charge as it is now."""
        return self._charges.get(number) or self._gateway.charge(number)

    def charge_of(self, intent_id: str) -> Charge | None:
        """The charge by which an intent was paid, if it was."""
        return self._paid.get(intent_id) or self._gateway.charge_of(intent_id)

    def checkout(self, number: str) -> Checkout:
        """A page as it is now."""
        return self._checkouts.get(number) or self._gateway.checkout(number)

    def refund_as_is(self, number: str) -> ProviderRefund:
        """A refund as it is now."""
        return self._refunds.get(number) or self._gateway.refund_as_is(number)

    def refunds_of(self, intent_id: str) -> Iterator[ProviderRefund]:
        """Every refund of what was paid."""
        return self._gateway.refunds_of(intent_id)

    def dispute(self, number: str) -> ProviderDispute:
        """A dispute as it is now."""
        return self._disputes.get(number) or self._gateway.dispute(number)

    def disputes_of(self, charge_id: str) -> Iterator[ProviderDispute]:
        """Every dispute of a charge."""
        return self._gateway.disputes_of(charge_id)

    def subscription(self, number: str) -> ProviderSubscription:
        """A subscription as it is now."""
        return self._gateway.subscription(number)

    def invoice(self, number: str) -> ProviderInvoice:
        """An invoice as it is now."""
        return self._gateway.invoice(number)

    def _read(self, wanted: _Wanted) -> None:
        sessions = wanted.of("checkout.session")
        window = wanted.window(PAGE_LASTS)
        for page in _listed(lambda: self._gateway.checkouts(window), sessions):
            self._checkouts[page.id] = page
        window = wanted.window(BEFORE)
        intents = wanted.of("payment_intent") | wanted.related("checkout.session")
        charges = wanted.of("charge") | intents
        for charge in _listed(lambda: self._gateway.charges(window), charges):
            self._charges[charge.id] = charge
            if charge.intent_id is not None and charge.status == "succeeded":
                self._paid[charge.intent_id] = charge
        refunds = wanted.of("refund", "charge.refund")
        for refund in _listed(lambda: self._gateway.refunds(window), refunds):
            self._refunds[refund.id] = refund
        disputes = wanted.of("charge.dispute")
        for dispute in _listed(lambda: self._gateway.disputes(window), disputes):
            self._disputes[dispute.id] = dispute


def soon(gateway: Gateway, events: Sequence[Row[Any]]) -> Future[Ahead]:
    """The objects of some events, read while something else is done.

    By a daemon thread: whoever gives up waits for no answer.
    """
    coming: Future[Ahead] = Future()

    def read() -> None:
        try:
            coming.set_result(Ahead(gateway, events))
        except BaseException as error:  # whoever waits hears of it, whatever it is
            coming.set_exception(error)

    Thread(target=read, name="ahead", daemon=True).start()
    return coming


class _Wanted:
    """Which objects some events are about."""

    def __init__(self, events: Sequence[Row[Any]]) -> None:
        self._events = events
        self._first = min(one.created for one in events)
        self._last: datetime = max(one.created for one in events)

    def of(self, *kinds: str) -> set[str]:
        """The objects of some kinds."""
        return {one.object_id for one in self._events if kind(one.type) in kinds}

    def related(self, wanted: str) -> set[str]:
        """What the objects of a kind belong to."""
        mine = (one for one in self._events if kind(one.type) == wanted)
        return {one.related_id for one in mine if one.related_id is not None}

    def window(self, before: timedelta) -> Window:
        """When they were made, most likely."""
        return Window(self._first - before, self._last + timedelta(seconds=1))


def kind(event_type: str) -> str:
    """What an event is about: ``refund`` of ``refund.updated``."""
    return event_type.rpartition(".")[0]


def _listed(ask: Callable[[], Iterator[T]], wanted: Collection[str]) -> Iterator[T]:
    """The objects of a list, until all that are wanted were there, or it seems that they will not be.

    What goes wrong here goes wrong again where it matters: each object is then asked for by itself.
    """
    if len(wanted) < FEW:
        return
    missing, left = set(wanted), PER_WANTED * len(wanted) + SPARE
    try:
        for one in _counted(ask(), left):
            yield one
            missing.discard(one.id)
            missing.discard(getattr(one, "intent_id", None) or "")
            if not missing:
                return
    except (ProviderError, KeyError, TypeError, ValueError):
        return


def _counted(some: Iterable[T], many: int) -> Iterator[T]:
    for number, one in enumerate(some):
        if number >= many:
            return
        yield one
