"""The stand-in from outside: what tests and the demo let happen, as methods.

Knows the addresses under ``/_test/``; refuses to be Stripe's client, which asks for everything else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from academy_cli.payments.standin.faults import Fault
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import RefundMode

TIMEOUT_S = 120


class ControlError(Exception):
    """Something that cannot be let happen, in one sentence."""


class Control:
    """What may be done to a stand-in at an address; ``livemode`` says to which of its worlds."""

    def __init__(self, url: str, *, livemode: bool = False) -> None:
        self.url = url
        self._livemode = livemode
        self._opener = build_opener(ProxyHandler({}))

    def reset(self, *, seed: int | None = None, start: int | None = None) -> None:
        """A fresh world in each mode. With a seed ids are the same each time.

        With a start (seconds since 1970) the clock stands still until it is put forward.
        """
        self._ask("reset", seed=seed, start=start)

    def fault(
        self,
        pattern: str,
        fault: Fault | str,
        *,
        times: int = 1,
        seconds: float = 1.0,
        retry_after_s: int | None = 1,
        should_retry: bool | None = None,
    ) -> None:
        """Let the next requests whose ``METHOD path`` a regular expression finds go wrong.

        ``seconds`` is for ``slow``, ``retry_after_s`` for ``429``, ``should_retry`` for errors.
        """
        self._ask(
            "fault",
            pattern=pattern,
            fault=str(fault),
            times=times,
            seconds=seconds,
            retry_after_s=retry_after_s,
            should_retry=should_retry,
        )

    def restrict(self, key: str, *allowed: str) -> None:
        """Let a key ask for nothing but the requests whose ``METHOD path`` one of some patterns finds."""
        self._ask("restrict", key=key, allowed=allowed)

    def clear(self) -> None:
        """No fault any more; what hangs is cut."""
        self._ask("clear")

    def advance(self, seconds: int) -> int:
        """Put the clock forward, do what falls due, and say what time it is then."""
        return int(self._in_world("clock", advance_s=seconds)["now"])

    def now(self) -> int:
        """The world's time in seconds since 1970."""
        return int(self._in_world("clock")["now"])

    def refund_mode(self, mode: RefundMode | str) -> None:
        """How refunds go from now on."""
        self._in_world("refund_mode", mode=str(mode))

    def terms(self, *, parts: int = 290, fixed: int = 30, dispute: int = 1500) -> None:
        """What Stripe takes from now on: parts of ten thousand, a fixed amount, and for a dispute."""
        self._in_world("terms", parts=parts, fixed=fixed, dispute=dispute)

    def complete(
        self,
        session: str,
        payment_method: str = "pm_card_visa",
        *,
        email: str = "learner@example.com",
        name: str | None = None,
    ) -> Json:
        """A customer pays on a checkout page; gives the session, which stays open if that was declined."""
        words = {"session": session, "payment_method": payment_method, "email": email, "name": name}
        return self._in_world("complete", **words)

    def open_link(self, link: str) -> Json:
        """Somebody opens a payment link; gives the session it makes."""
        return self._in_world("open_link", link=link)

    def arrive(
        self,
        *,
        session: str | None = None,
        payment_intent: str | None = None,
        succeeded: bool = True,
    ) -> Json:
        """Money that was on its way arrives, or does not; name a session, or an intent without one."""
        about = {"session": session} if session else {"payment_intent": payment_intent}
        return self._in_world("arrive", succeeded=succeeded, **about)

    def authenticate(self, payment_intent: str) -> Json:
        """A customer agrees to what their bank asked them."""
        return self._in_world("authenticate", payment_intent=payment_intent)

    def settle(self, refund: str, status: str = "succeeded") -> Json:
        """Let a refund become ``succeeded``, ``failed`` or ``canceled``; a late failure, too."""
        return self._in_world("settle", refund=refund, status=status)

    def dashboard_refund(self, charge_or_intent: str, amount: int | None = None) -> Json:
        """Somebody refunds by hand, all that is left unless an amount in smallest units is named."""
        kind = "payment_intent" if charge_or_intent.startswith("pi_") else "charge"
        return self._in_world("dashboard_refund", **{kind: charge_or_intent, "amount": amount})

    def dispute(
        self,
        charge: str,
        reason: str = "fraudulent",
        *,
        amount: int | None = None,
        is_inquiry: bool = False,
    ) -> Json:
        """A bank takes money back; an inquiry only asks."""
        words = {"charge": charge, "reason": reason, "amount": amount, "is_inquiry": is_inquiry}
        return self._in_world("dispute", **words)

    def move_dispute(self, dispute: str, status: str) -> Json:
        """Let a dispute become ``under_review``, ``won``, ``lost``, ``warning_closed`` …"""
        return self._in_world("move_dispute", dispute=dispute, status=status)

    def pay_invoice(self, invoice: str, payment_method: str = "pm_card_visa") -> Json:
        """A customer pays on an invoice's page; gives the invoice, open still if that was declined."""
        return self._in_world("pay_invoice", invoice=invoice, payment_method=payment_method)

    def change_method(self, subscription: str, payment_method: str) -> Json:
        """A subscription is paid with another card from now on."""
        return self._in_world(
            "change_method", subscription=subscription, payment_method=payment_method
        )

    def payout(self, currency: str = "usd") -> Json:
        """Pay out what is there; money of a payment is there two days later."""
        return self._in_world("payout", currency=currency)

    def fee(self, amount: int, currency: str = "usd", description: str = "Billing") -> Json:
        """Stripe takes something for another of its products."""
        return self._in_world("fee", amount=amount, currency=currency, description=description)

    def bulk(
        self,
        *,
        customers: int = 0,
        charges: int = 0,
        refunds: int = 0,
        amount: int = 5000,
        currency: str = "usd",
        spread_s: int = 0,
        metadata: Mapping[str, str] | None = None,
    ) -> dict[str, list[str]]:
        """Make many at once, over some seconds that end now; refunds are of the first charges, half of each.

        In ``metadata`` of the charges ``{n}`` is their number, from 1, with six digits. Gives the ids of
        ``customers``, ``charges`` and ``refunds`` from the oldest on.
        """
        return self._in_world(
            "bulk",
            customers=customers,
            charges=charges,
            refunds=refunds,
            amount=amount,
            currency=currency,
            spread_s=spread_s,
            metadata=dict(metadata or {}),
        )

    def webhook(self, url: str, types: tuple[str, ...] = ("*",)) -> str:
        """Send events of some types to an address from now on; gives the secret of its signatures."""
        return str(self._in_world("webhook", url=url, types=list(types))["secret"])

    def deliver(self, *, signed_ago_s: int = 0, is_due: bool = False) -> list[Json]:
        """Send what waits once; gives ``event`` and ``status`` of each.

        ``is_due`` sends what was not taken before without waiting for its next time.
        """
        sent: list[Json] = self._in_world("deliver", signed_ago_s=signed_ago_s, is_due=is_due)[
            "sent"
        ]
        return sent

    def log(self) -> list[Json]:
        """All requests since the reset, in the order of their answers."""
        requests: list[Json] = self._ask("log")["requests"]
        return requests

    def keys_in_use(self) -> list[str]:
        """The idempotency keys of requests that are under way."""
        keys: list[str] = self._in_world("keys_in_use")["keys"]
        return keys

    def dump(self, *, events: bool = False) -> dict[str, list[Json]]:
        """All objects by kind, from the oldest on."""
        objects: dict[str, list[Json]] = self._in_world("dump", events=events)["objects"]
        return objects

    def _in_world(self, verb: str, **words: Any) -> Json:
        return self._ask(verb, livemode=self._livemode, **words)

    def _ask(self, verb: str, **words: Any) -> Json:
        body = json.dumps(words).encode()
        request = Request(f"{self.url}/_test/{verb}", body, method="POST")
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as given:
                answered: Json = json.load(given)
        except HTTPError as error:
            with error:
                raise ControlError(json.load(error)["error"]["message"]) from None
        return answered
