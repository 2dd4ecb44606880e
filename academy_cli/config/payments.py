"""The settings of money: the Stripe account, the pages a payer returns to, and what staff may do alone.

Knows their defaults and reasons; refuses to know who reads them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from academy_cli.config.field import Bounds, on, setting
from academy_cli.config.site import flaw_of_page, flaw_of_site
from academy_cli.kit.money import Money
from academy_cli.kit.moneytext import read
from academy_cli.kit.saying import say

_KEY = re.compile(r"(?:sk|rk)_(?:test|live)_[A-Za-z0-9_]+")
_SECRET = re.compile(r"whsec_[A-Za-z0-9_+/=-]+(?: +whsec_[A-Za-z0-9_+/=-]+)*")


def limits(text: str) -> Sequence[Money]:
    """Amounts, one per currency, as in ``500 EUR; 500 CHF``. Raises ValueError."""
    found = [read(part) for part in text.split(";") if part.strip()]
    if len({one.currency for one in found}) != len(found):
        raise ValueError(say("one currency stands there twice"))
    return found


def _flaw_of_key(text: str) -> str | None:
    return (
        None if not text or _KEY.fullmatch(text) else say("a secret or restricted key of Stripe's")
    )


def _flaw_of_secret(text: str) -> str | None:
    is_good = not text or _SECRET.fullmatch(text)
    return None if is_good else say("secrets of webhook endpoints, whsec_…, parted by spaces")


def _flaw_of_limits(text: str) -> str | None:
    try:
        limits(text)
    except ValueError as error:
        return say("amounts, one per currency, such as 500 EUR; 500 CHF: {}", error)
    return None


@dataclass(frozen=True, slots=True)
class StripeSettings:
    """The Stripe account that payments come in by; test and live never mix in one database."""

    api_key: str = setting(
        "",
        "A restricted key is enough: write Checkout Sessions and Refunds, read the rest of payments.",
        shown="<none>",
        is_secret=True,
        flaw=_flaw_of_key,
    )
    webhook_secret: str = setting(
        "",
        "What events that Stripe sends are signed with; several, parted by spaces, while one is replaced.",
        shown="<none>",
        is_secret=True,
        flaw=_flaw_of_secret,
    )
    webhook_port: int = setting(
        4242, "The port of this machine that payment webhook listens on.", bounds=Bounds(1, 65535)
    )
    api_base: str = setting(
        "",
        "Another server that speaks as Stripe does, with a test key alone: for trying things out.",
        shown="<Stripe's own>",
        flaw=flaw_of_site,
    )
    timeout_s: int = setting(30, "Seconds to wait for an answer.", bounds=Bounds(1, 120))
    per_second: int = setting(
        20,
        "Requests in a second of bulk work; Stripe takes 25 with a test key, 100 with a live one.",
        bounds=Bounds(1, 90),
    )


@dataclass(frozen=True, slots=True)
class PaymentsSettings:
    """How people pay, and what staff may do alone."""

    success_url: str = setting(
        "",
        "Where a payer comes to afterwards; without one, the site.",
        shown="<site.url>",
        flaw=flaw_of_page,
    )
    cancel_url: str = setting(
        "", "Where a payer comes to who does not pay.", shown="<site.url>", flaw=flaw_of_page
    )
    link_hours: int = setting(
        23, "Hours that a payment link works; Stripe allows 24.", bounds=Bounds(1, 24)
    )
    approve_above: str = setting(
        "",
        "Refunds beyond these amounts, one per currency (500 EUR; 500 CHF), need somebody else's approval.",
        shown="<none>",
        flaw=_flaw_of_limits,
    )
    past_due_days: int = setting(
        7,
        "Days that a subscription gives access beyond what is paid, while Stripe tries to renew it.",
        bounds=Bounds(0, 90),
    )
    suspend_disputed: bool = on("A disputed payment gives no access until its bank decides.")
