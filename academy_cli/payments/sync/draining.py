"""Applying the events that are kept, many at a time and each for itself.

Their objects are read first, outside of any transaction; then new sales are written down together, and each
other object is acted on in a savepoint of its own, once for all events about it. What fails is noted and
tried again by the next sync; it never holds up others. Knows the order of things; refuses to know what an
event means.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row
from sqlalchemy.exc import OperationalError

from academy_cli.audit.service import Act, record_all
from academy_cli.db.transaction import read
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.batches import batches
from academy_cli.payments import disputes, installation
from academy_cli.payments.gateway import (
    BusyError,
    Gateway,
    KeyRefusedError,
    ProviderError,
    UnclearError,
)
from academy_cli.payments.refunds.store import By
from academy_cli.payments.sync import applying, store
from academy_cli.payments.sync.ahead import Ahead, soon
from academy_cli.payments.sync.applying import Deed, Ours
from academy_cli.payments.sync.together import MANY, Work, write_down
from academy_cli.payments.till import Till

AT_ONCE = 3000
"""Events that are read, and whose objects are held, at once."""
PER_TRANSACTION = 50
"""Objects that are acted on in one transaction: others wait for its locks no longer than that takes."""
PATIENCE = 3
"""Objects in a row that the provider does not answer for, until it counts as away."""
AWAY = (BusyError, KeyRefusedError, UnclearError)
"""What says nothing of the object."""
Told = Callable[[int], None]


class Drain:
    """One round: what was done by now, and what was not."""

    def __init__(self, till: Till, told: Told) -> None:
        self.till, self.told = till, told
        self.done = self.silent = 0
        self.failed: dict[str, str] = {}
        self.disputes: set[str] = set()


class Drained(NamedTuple):
    """What a round came to."""

    done: int
    """Events that were applied."""
    failed: Mapping[str, str]
    """Why others could not be, by their names."""
    disputes: Collection[str]
    """The provider's names of disputes that are new, or have another state."""


def apply(till: Till, gateway: Gateway, told: Told = lambda _: None) -> Drained:
    """Apply what was written down, in the order it happened.

    Raises ProviderError where the provider seems to be away, and AcademyError where the database is.
    """
    drain = Drain(till, told)
    with till.writing() as connection:
        key = installation.key(connection)
    for some, objects in _parts(till, gateway):
        with read(till.engine) as connection:
            known = store.known(connection, _names(some))
        _drain(drain, objects, some, Ours(key, known))
    return Drained(drain.done, drain.failed, drain.disputes)


def _parts(till: Till, gateway: Gateway) -> Iterator[tuple[Sequence[Row[Any]], Ahead]]:
    """What is pending, part by part; the objects of the next are read while one is acted on."""

    def begun(
        after: tuple[datetime, str] | None,
    ) -> tuple[Sequence[Row[Any]], Future[Ahead]] | None:
        with read(till.engine) as connection:
            some = store.pending(connection, AT_ONCE, after)
        return (some, soon(gateway, some)) if some else None

    coming = begun(None)
    while coming is not None:
        some, objects = coming[0], coming[1].result()
        coming = begun((some[-1].created, some[-1].id))
        yield some, objects


def _names(events: Sequence[Row[Any]]) -> Sequence[str]:
    related = (one.related_id for one in events if one.related_id is not None)
    return sorted({*(one.object_id for one in events), *related})


def _drain(drain: Drain, objects: Ahead, events: Sequence[Row[Any]], ours: Ours) -> None:
    """Apply one part: what concerns nobody is noted at once. Raises what ``apply`` does."""
    idle, works = list[str](), dict[str, Work]()
    away: ProviderError | None = None
    for event in events:
        try:
            deed = _asked(drain, objects, event, ours)
        except ProviderError as error:
            away = error
            break
        if deed is not None:
            works.setdefault(deed.about, Work(deed, [])).events.append(event.id)
        elif event.id not in drain.failed:
            idle.append(event.id)
    _note(drain, idle)
    queue = iter(works.values())
    while some := list(islice(queue, MANY)):
        _act(drain, some)
    if away is not None:
        raise away


def _act(drain: Drain, works: Sequence[Work]) -> None:
    """Act on some objects: new sales together, and what is left each for itself."""
    done = write_down(drain.till, works)
    drain.done += sum(len(one.events) for one in works if one.deed.about in done)
    for some in batches([one for one in works if one.deed.about not in done], PER_TRANSACTION):
        _carry_out(drain, some)
    drain.told(drain.done)


def _asked(drain: Drain, objects: Ahead, event: Row[Any], ours: Ours) -> Deed | None:
    """What is to be done about an event. Raises ProviderError where the provider is away."""
    try:
        deed = applying.deed(objects, event, ours)
    except ProviderError as error:
        _fail(drain, [event.id], error.reason)
        drain.silent = drain.silent + 1 if isinstance(error, AWAY) else 0
        if drain.silent >= PATIENCE:
            raise
        return None
    except (KeyError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        _fail(drain, [event.id], _said(error))
        return None
    drain.silent = 0
    return deed


def _carry_out(drain: Drain, works: Sequence[Work]) -> None:
    """Act on some objects in one transaction; alone each, where that one cannot be had."""
    try:
        refused, acts = _in_one(drain.till, works)
    except AcademyError:
        if len(works) == 1:
            raise
        for one in works:
            _carry_out(drain, [one])
        return
    drain.disputes |= set(disputes.heard(acts))
    for one in works:
        why = refused.get(one.deed.about)
        if why is None:
            drain.done += len(one.events)
        else:
            drain.failed |= dict.fromkeys(one.events, why)
    drain.told(drain.done)


def _in_one(till: Till, works: Sequence[Work]) -> tuple[Mapping[str, str], Sequence[Act]]:
    """Act on some objects, each in a savepoint; why some were not acted on, and what was done."""
    refused, acts, applied = dict[str, str](), list[Act](), list[str]()
    with till.writing() as connection:
        by = By(till.actor.name, "sync", till.clock())
        for one in works:
            try:
                acts += _in_savepoint(connection, one.deed, by, till)
                applied += one.events
            except _RefusedError as refusal:
                refused[one.deed.about] = str(refusal)
                for event in one.events:
                    store.failed(connection, event, str(refusal))
        store.applied(connection, applied, by.at)
        record_all(connection, at=by.at, actor=till.actor, acts=acts)
    return refused, acts


class _RefusedError(Exception):
    """Why one object could not be acted on."""


def _in_savepoint(connection: Connection, deed: Deed, by: By, till: Till) -> Sequence[Act]:
    """Act on one object, or on nothing. Raises _RefusedError for whatever is wrong with that one alone."""
    try:
        with connection.begin_nested():
            return deed.carry_out(connection, by, till.terms)
    except OperationalError:  # the database itself
        raise
    except AcademyError as error:
        if error.kind is Kind.UNAVAILABLE:
            raise
        raise _RefusedError(error.message) from error
    except (
        Exception
    ) as error:  # one bad object, whatever is bad about it, must not hold up the rest
        raise _RefusedError(_said(error)) from error


def _note(drain: Drain, events: Sequence[str]) -> None:
    """Note that events were about nothing of ours."""
    if not events:
        return
    with drain.till.writing() as connection:
        store.applied(connection, events, drain.till.clock())
    drain.done += len(events)
    drain.told(drain.done)


def _fail(drain: Drain, events: Sequence[str], why: str) -> None:
    with drain.till.writing() as connection:
        for event in events:
            store.failed(connection, event, why)
    drain.failed |= dict.fromkeys(events, why)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
