"""Reading what happened at the provider, and applying it, never stuck behind one event.

An event is first written down, so the cursor may go on, and then applied in a transaction of its own; what
fails is said, stays, and is tried again. Knows the order of things; refuses to know what an event means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Row

from academy_cli.audit.service import record_all
from academy_cli.db.transaction import read, write
from academy_cli.errors import AcademyError, Kind
from academy_cli.payments import installation, receiving
from academy_cli.payments.gateway import Gateway, ProviderError, Window
from academy_cli.payments.receiving import By as Receiver
from academy_cli.payments.refunds.store import By
from academy_cli.payments.sync import applying, store
from academy_cli.payments.till import Till

OVERLAP = timedelta(seconds=600)
"""Read again each time: events become visible a little late, and out of order."""
REMEMBERED = timedelta(days=29)
"""How far back events are asked for; the provider forgets them after 30 days (docs.stripe.com/api/events)."""
AT_ONCE = 500
PATIENCE = 3
"""Events in a row that the provider does not answer for, until it counts as away."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What one round came to."""

    events: int
    """That were new."""
    applied: int
    failed: Mapping[str, str] = field(default_factory=dict)
    """Why events could not be applied, by their ids."""
    healed: Sequence[str] = ()
    """Orders that were paid and gave no access, and do now."""
    unfulfilled: Mapping[str, str] = field(default_factory=dict)
    """Orders that are paid and give no access still, and why."""
    is_gap: bool = False
    """Whether events may have been missed: the last sync was too long ago."""


def sync(till: Till, told: Callable[[int], None] = lambda _: None) -> Synced:
    """Read and apply what happened since the last time. Raises ProviderError where it cannot be read."""
    gateway = till.open_gateway()
    with write(till.engine) as connection:
        installation.require_mode(connection, is_live=gateway.is_live)
    new, is_gap = _keep(till, gateway)
    done, failed = apply(till, gateway, told)
    healed, left = heal(till)
    return Synced(new, done, failed, healed, left, is_gap)


def _keep(till: Till, gateway: Gateway) -> tuple[int, bool]:
    """Write down what happened; how much of it was new, and whether something may be missing."""
    now = till.clock()
    with read(till.engine) as connection:
        known = store.cursor(connection, store.EVENTS)
    oldest = now - REMEMBERED
    since = max(known - OVERLAP, oldest) if known is not None else oldest
    events = iter(gateway.events(Window(since), applying.TYPES))
    new, newest = 0, known or since
    while page := list(islice(events, AT_ONCE)):
        newest = max(newest, *(one.created for one in page))
        with write(till.engine) as connection:
            new += store.keep(connection, page, "poll", now)
    with write(till.engine) as connection:
        store.advance(connection, store.EVENTS, newest, now)
    return new, known is not None and known < oldest


def apply(
    till: Till, gateway: Gateway, told: Callable[[int], None] = lambda _: None
) -> tuple[int, Mapping[str, str]]:
    """Apply what was written down, in the order it happened; how many were, and why others were not.

    Raises ProviderError where the provider seems to be away.
    """
    done, failed, silent = 0, dict[str, str](), 0
    after: tuple[datetime, str] | None = None
    while True:
        with read(till.engine) as connection:
            some = store.pending(connection, AT_ONCE, after)
        if not some:
            return done, failed
        after = some[-1].created, some[-1].id
        for event in some:
            try:
                why = _applied(till, gateway, event)
            except ProviderError as error:
                silent += 1
                why = _failed(till, event, error.reason)
                if silent >= PATIENCE:
                    raise
            else:
                silent = 0
            if why:
                failed[event.id] = why
            else:
                done += 1
            told(done)


def _applied(till: Till, gateway: Gateway, event: Row[Any]) -> str | None:
    """Apply one event; why not, if not. What is wrong with one says nothing of the next.

    Raises ProviderError where the provider did not answer, and AcademyError where the database is away.
    """
    try:
        deed = applying.deed(gateway, event)
        with write(till.engine) as connection:
            by = By(till.actor.name, "sync", till.clock())
            acts = deed(connection, by, till.terms) if deed is not None else ()
            store.applied(connection, [event.id], by.at)
            record_all(connection, at=by.at, actor=till.actor, acts=acts)
    except AcademyError as error:
        if error.kind is Kind.UNAVAILABLE:
            raise
        return _failed(till, event, error.message)
    except (KeyError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        return _failed(till, event, f"{type(error).__name__}: {error}")
    return None


def _failed(till: Till, event: Row[Any], why: str) -> str:
    with write(till.engine) as connection:
        store.failed(connection, event.id, why)
    return why


def heal(till: Till) -> tuple[Sequence[str], Mapping[str, str]]:
    """Let in whoever has paid and is not in yet; which orders that mended, and why others not."""
    healed, left = [], dict[str, str]()
    with read(till.engine) as connection:
        some = receiving.unfulfilled(connection)
    for order in some:
        with write(till.engine) as connection:
            by = Receiver(till.actor.name, till.clock())
            acts, trouble = receiving.mend(connection, order.id, by)
            record_all(connection, at=by.at, actor=till.actor, acts=acts)
        if trouble:
            left[order.reference] = trouble
        else:
            healed.append(order.reference)
    return healed, left
