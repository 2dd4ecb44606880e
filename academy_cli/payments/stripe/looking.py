"""What a key of Stripe's may do, and what time it is there; nothing is changed by finding out.

A full key is asked one thing. A restricted one is asked for a single object of each list; and, for what it
has to write, to change an object that cannot be there: who may not write is told so (403), who may hears that
there is no such object (404). Knows what academy asks of Stripe; refuses to ask for anything that could be
done. Source: docs.stripe.com/keys#limit-access, docs.stripe.com/error-low-level.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say
from academy_cli.payments.gateway import (
    DeniedError,
    KeyRefusedError,
    ProviderError,
)
from academy_cli.payments.stripe.client import StripeClient

READS = {
    say("read Checkout Sessions"): "checkout/sessions",
    say("read charges"): "charges",
    say("read refunds"): "refunds",
    say("read disputes"): "disputes",
    say("read events"): "events",
    say("read balance transactions"): "balance_transactions",
    say("read subscriptions"): "subscriptions",
    say("read prices"): "prices",
    say("read customers"): "customers",
    say("read invoices"): "invoices",
}
NOBODY = "academy_doctor_asks"
"""What no object is called: those of Stripe's are made of letters and digits by chance."""
WRITES = {
    "write Checkout Sessions": f"checkout/sessions/cs_test_{NOBODY}/expire",
    "write refunds": f"refunds/re_{NOBODY}",
    "write customers": f"customers/cus_{NOBODY}",
    "write invoices": f"invoices/in_{NOBODY}",
    "write payment intents": f"payment_intents/pi_{NOBODY}",
}
AT_ONCE = 5


class Look(NamedTuple):
    """What came of it."""

    asked: int
    """How many questions."""
    lacking: tuple[str, ...]
    """What the key may not do, in words."""
    unclear: tuple[str, ...]
    """What could not be found out."""
    may_charge: bool | None
    """Whether the account may take payments; None where the key may not know."""
    ahead: timedelta | None
    """By how much this machine's clock is ahead of Stripe's, to about a second."""


def look(client: StripeClient, *, is_restricted: bool) -> Look:
    """Find it out. Raises ProviderError where not even the first question is answered."""
    ahead = _skew(client)
    if not is_restricted:
        return Look(1, (), (), _may_charge(client), ahead)
    questions = [*((what, path, "get") for what, path in READS.items())]
    questions += [(what, path, "post") for what, path in WRITES.items()]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = [*pool.map(lambda one: _may(client, one[1], one[2]), questions)]
    said = [(what, answer) for (what, _, _), answer in zip(questions, answers, strict=True)]
    lacking = tuple(what for what, may in said if may is False)
    unclear = tuple(what for what, may in said if may is None)
    return Look(len(questions), lacking, unclear, _may_charge(client), ahead)


def _skew(client: StripeClient) -> timedelta | None:
    """How far ahead our clock is; half of the way there and back belongs to neither."""
    before = utc_now()
    headers = client.headers("events", {"limit": 1})
    middle = before + (utc_now() - before) // 2
    said = {name.lower(): text for name, text in headers.items()}.get("date")
    theirs = _moment(said)
    return None if theirs is None else middle - theirs - timedelta(milliseconds=500)


def _moment(said: str | None) -> datetime | None:
    """A date of HTTP's, whose seconds are cut off (RFC 9110, 5.6.7)."""
    try:
        return parsedate_to_datetime(said or "").astimezone(UTC)
    except (TypeError, ValueError):
        return None


def _may(client: StripeClient, path: str, method: str) -> bool | None:
    try:
        if method == "get":
            client.get(path, {"limit": 1})
        else:
            client.post(path, {})
    except KeyRefusedError:
        return False
    except DeniedError:  # there is no such object, and that was ours to hear
        return True
    except ProviderError:
        return None
    return True


def _may_charge(client: StripeClient) -> bool | None:
    try:
        said: Mapping[str, Any] = client.get("account")
    except ProviderError:
        return None
    found = said.get("charges_enabled")
    return None if found is None else bool(found)
