"""Reading what happened at the provider, and applying it, never stuck behind one event.

An event is first written down, so the cursor may go on, and then applied; what fails is said, stays, and is
tried again. Knows the order of things; refuses to know what an event means.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from academy_cli.audit.service import record_all
from academy_cli.db.transaction import read, write
from academy_cli.payments import disputed, installation, receiving
from academy_cli.payments.gateway import PER_PAGE, Gateway, Window
from academy_cli.payments.receiving import By as Receiver
from academy_cli.payments.sync import applying, draining, store
from academy_cli.payments.sync.draining import Drained
from academy_cli.payments.till import Till
from academy_cli.payments.views import DisputeNews

OVERLAP = timedelta(seconds=600)
"""Read again each time: events become visible a little late, and out of order."""
REMEMBERED = timedelta(days=29)
"""How far back events are asked for; the provider forgets them after 30 days (docs.stripe.com/api/events)."""
LONG = timedelta(days=1)
"""Since when the last time was long ago, so that there may be much to read."""
AT_ONCE = 500
T = TypeVar("T")


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
    disputes: Sequence[DisputeNews] = ()
    """Disputes that are new, or have another state."""


def sync(till: Till, told: Callable[[int], None] = lambda _: None) -> Synced:
    """Read and apply what happened since the last time. Raises ProviderError where it cannot be read."""
    gateway = till.open_gateway()
    with till.writing() as connection:
        installation.require_mode(connection, is_live=gateway.is_live)
    new, is_gap = _keep(till, gateway)
    return settled(till, new, draining.apply(till, gateway, told), is_gap=is_gap)


def settled(till: Till, new: int, drained: Drained, *, is_gap: bool = False) -> Synced:
    """What a round comes to once whoever has paid is let in."""
    healed, left = heal(till)
    with read(till.engine) as connection:
        news = disputed.news(connection, drained.disputes)
    return Synced(new, drained.done, drained.failed, healed, left, is_gap, news)


def _keep(till: Till, gateway: Gateway) -> tuple[int, bool]:
    """Write down what happened; how much of it was new, and whether something may be missing."""
    now = till.clock()
    with read(till.engine) as connection:
        known = store.cursor(connection, store.EVENTS)
        last = store.read_at(connection, store.EVENTS)
    oldest = now - REMEMBERED
    since = max(known - OVERLAP, oldest) if known is not None else oldest
    events = _in_turn([gateway.events(one, applying.TYPES) for one in _windows(since, now)])
    new, newest = 0, known or since
    while page := list(islice(events, AT_ONCE)):
        newest = max(newest, *(one.created for one in page))
        with write(till.engine) as connection:
            new += store.keep(connection, page, "poll", now)
    with write(till.engine) as connection:
        store.advance(connection, store.EVENTS, newest, now)
    return new, last is not None and last < oldest


def _windows(since: datetime, now: datetime) -> Sequence[Window]:
    """The time since a moment; a long one in two parts, of which one comes while the other is worked on."""
    if now - since < LONG:
        return [Window(since)]
    middle = (since + (now - since) // 2).replace(microsecond=0)
    return [Window(since, middle), Window(middle)]


def _in_turn(lists: Iterable[Iterator[T]]) -> Iterator[T]:
    """Everything in some lists, a page of each in turn."""
    left = deque(map(iter, lists))
    while left:
        one = left.popleft()
        some = list(islice(one, PER_PAGE))
        if some:
            left.append(one)
        yield from some


def heal(till: Till) -> tuple[Sequence[str], Mapping[str, str]]:
    """Let in whoever has paid and is not in yet; which orders that mended, and why others not."""
    healed, left = [], dict[str, str]()
    with read(till.engine) as connection:
        some = receiving.unfulfilled(connection)
    for order in some:
        with till.writing() as connection:
            by = Receiver(till.actor.name, till.clock())
            acts, trouble = receiving.mend(connection, order.id, by)
            record_all(connection, at=by.at, actor=till.actor, acts=acts)
        if trouble:
            left[order.reference] = trouble
        else:
            healed.append(order.reference)
    return healed, left
