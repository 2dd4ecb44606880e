"""Stripe: whether its key works, is of the right mode and may do what academy asks, and whether it is heard.

Knows what an academy that sells needs; refuses to change anything at Stripe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from shlex import quote
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from academy_cli.health.checking.database import clock
from academy_cli.health.checking.views import Finding, Pen
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say, say_so_many
from academy_cli.kit.timespan import told
from academy_cli.models import Installation, Order, Price, StripeEvent, SyncCursor
from academy_cli.payments.gateway import KeyRefusedError, ProviderError
from academy_cli.payments.stripe.looking import Look

PEN, EVENTS = Pen("stripe"), Pen("events")
LIVE, TEST = say("live"), say("test")
KEPT = timedelta(days=30)
"""How long Stripe lists an event (docs.stripe.com/api/events/list)."""
DAILY = timedelta(hours=26)
STRIPE = "https://api.stripe.com/healthcheck"
KEYS = "https://dashboard.stripe.com/apikeys"


class Books(NamedTuple):
    """What the database knows of money."""

    is_live: bool | None
    """Whether it is real; None where no key was used yet."""
    has_prices: bool
    has_orders: bool


def books(connection: Connection) -> Books:
    """What the database knows of it."""
    return Books(
        connection.scalar(select(Installation.is_live)),
        connection.scalar(select(Price.id).limit(1)) is not None,
        connection.scalar(select(Order.id).where(Order.provider == "stripe").limit(1)) is not None,
    )


def key(key: str, known: Books, *, has_secret: bool, site: str) -> Iterator[Finding]:
    """What the key itself says, without asking anybody."""
    if not key:
        if known.has_prices or known.has_orders:
            yield PEN.warning(
                say("courses have prices, and stripe.api_key is not set: nobody can pay by card"),
                say("Make a restricted key at {} and set it, best by the variable", KEYS),
                "export ACADEMY_STRIPE_API_KEY=rk_…",
            )
        else:
            yield PEN.ok(say("not used: there is no key, and nothing costs anything"))
        return
    is_live = "_live_" in key[:9]
    mode = LIVE if is_live else TEST
    if known.is_live is not None and known.is_live is not is_live:
        books = LIVE if known.is_live else TEST
        yield PEN.failing(
            say("the key is for {} money, and this academy's orders are {}", mode, books),
            say("Set the {} key, or use another database for {} money", books, mode),
            "academy config show",
        )
    else:
        yield PEN.ok(say("the key is for {} money, as the orders are", mode))
    if is_live and key.startswith("sk_"):
        yield PEN.warning(
            say("the key may do everything in the account"),
            say("A restricted key is enough: docs/money.md, and {}", KEYS),
        )
    if is_live and not site.startswith("https://"):
        yield PEN.warning(say("money is real, and site.url is not https"), say("Set site.url"))
    if not has_secret:
        yield PEN.ok(
            say(
                "no webhook_secret: events are read by academy payment sync, not heard as they happen"
            )
        )


def account(look: Callable[[], Look], base: str) -> Iterator[Finding]:
    """What Stripe says when it is asked: whether the key lets us in, what it may do, and what time it is.

    ``base`` is the server that is asked instead of Stripe's own, if it is another.
    """
    try:
        seen = look()
    except KeyRefusedError as error:
        yield PEN.failing(
            say("Stripe refuses the key: {}", error.reason), say("Make another one: {}", KEYS)
        )
        return
    except ProviderError as error:
        yield _unreached(error.reason, base)
        return
    if seen.lacking:
        yield PEN.failing(
            say("the key may not {}", ", ".join(seen.lacking)),
            say("Edit the restricted key and allow it: {}", KEYS),
        )
    elif not seen.unclear:
        yield PEN.ok(
            say("the key may do all that academy asks ({})", amount(seen.asked, "question"))
        )
    if seen.unclear:
        yield PEN.warning(
            say("whether the key may {} could not be found out", ", ".join(seen.unclear)),
            say("Try again later"),
            "academy doctor stripe",
        )
    if seen.may_charge is False:
        yield PEN.failing(
            say("Stripe does not let this account take payments yet"),
            say("Finish what Stripe asks for: https://dashboard.stripe.com/account/onboarding"),
        )
    if seen.ahead is not None:
        yield from clock(seen.ahead, "Stripe")


def _unreached(why: str, base: str) -> Finding:
    return PEN.failing(
        say("Stripe cannot be asked: {}", why),
        say("See whether this machine reaches it"),
        f"curl -sS -o /dev/null {quote(base) if base else STRIPE}",
    )


def events(connection: Connection, now: datetime, *, has_key: bool) -> Iterator[Finding]:
    """Whether what happened at Stripe is read in time, before Stripe forgets it, and could be applied."""
    read = connection.scalar(select(SyncCursor.updated_at).where(SyncCursor.name == "events"))
    sync, cron = (
        "academy payment sync",
        say("Read it now, and every few minutes by cron or as a service"),
    )
    if read is None and not has_key:
        yield EVENTS.ok(say("not used: there is no Stripe"))
        return
    if read is None:
        yield EVENTS.warning(say("Stripe was never read"), cron, sync)
    elif now - read > KEPT:
        yield EVENTS.failing(
            say(
                "Stripe was last read {} ago, and it forgets what is older than 30 days",
                told(now - read),
            ),
            say("Read it, then compare everything"),
            "academy payment sync; academy payment reconcile",
        )
    elif now - read > DAILY:
        yield EVENTS.warning(say("Stripe was last read {} ago", told(now - read)), cron, sync)
    else:
        yield EVENTS.ok(say("Stripe was read {} ago", told(now - read)))
    failed = (
        select(func.count())
        .select_from(StripeEvent)
        .where(StripeEvent.applied_at.is_(None), StripeEvent.error.is_not(None))
    )
    if count := connection.scalar(failed):
        yield EVENTS.failing(
            say_so_many(
                "{:,} event could not be applied", "{:,} events could not be applied", count
            ),
            say("See why"),
            sync,
        )
