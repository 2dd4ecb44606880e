"""Reading, comparing and putting right, one after the other.

What is compared is read in a transaction that cannot write. Putting right goes in rounds, for one remedy
often makes another possible; each difference is tried once a round, and twice at most. Knows the order of
things; refuses to know what differs.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from datetime import datetime, timedelta
from itertools import islice

from academy_cli.books import fixing, store
from academy_cli.books.checks.check import Scope
from academy_cli.books.comparing import cases
from academy_cli.books.errors import NothingStoredError
from academy_cli.books.fetching import fetch
from academy_cli.books.views import NOTICES, Case, Difference, Reconciled
from academy_cli.db.transaction import read, write
from academy_cli.errors import AcademyError, Kind
from academy_cli.payments import installation
from academy_cli.payments.gateway import (
    BusyError,
    Gateway,
    KeyRefusedError,
    ProviderError,
    UnclearError,
    Window,
)
from academy_cli.payments.till import Till

OVERLAP = timedelta(days=1)
"""Read again each time, for what becomes visible late."""
ROUNDS = 2
AT_ONCE = 1000
"""Differences that are held at once, to be put right."""
Told = Callable[[int], None]


class Mended:
    """What was put right, and what could not be and why."""

    def __init__(self) -> None:
        self.fixed: list[Difference] = []
        self.failed: dict[str, str] = {}


def fetched(till: Till, gateway: Gateway, asked: Window, told: Told) -> Reconciled:
    """Read the provider's objects: of a window, or all that is new since the last time.

    Raises ProviderError, and LiveModeError for a key of the other kind.
    """
    with write(till.engine) as connection:
        installation.require_mode(connection, is_live=gateway.is_live)
        last = store.cursor(connection)
    at = till.clock()
    is_usual = asked == Window()
    window = asked
    if is_usual and last is not None:
        window = Window(last - OVERLAP)
    many = fetch(till, gateway, window, at, told)
    if is_usual:
        with write(till.engine) as connection:
            store.advance(connection, at)
    return Reconciled(window.since, _end(asked, at), many)


def kept(till: Till, asked: Window) -> Reconciled:
    """What was read before, to be compared with. Raises NothingStoredError."""
    with read(till.engine) as connection:
        last = store.cursor(connection)
    if last is None:
        raise NothingStoredError
    return Reconciled(asked.since, _end(asked, last), {})


def _end(asked: Window, at: datetime) -> datetime:
    return min(asked.until, at) if asked.until is not None else at


def scope(till: Till, asked: Window, until: datetime) -> Scope:
    """What is compared."""
    with read(till.engine) as connection:
        key = store.installation(connection)
        has_documents = store.has_documents(connection)
    return Scope(key, asked.since, until, has_documents)


def differing(till: Till, wanted: Scope) -> Generator[Case]:
    """What differs, as it is found; nothing can be written meanwhile."""
    with read(till.engine) as connection:
        yield from cases(connection, wanted)


def mend(till: Till, gateway: Gateway, wanted: Scope, told: Told = lambda _: None) -> Mended:
    """Put right what has one right answer. Raises ProviderError where the provider is away."""
    done = Mended()
    tried: dict[tuple[str, str], int] = {}
    while some := list(islice(_due(till, wanted, tried), AT_ONCE)):
        for case in some:
            name = (case.found.code, case.about)
            tried[name] = tried.get(name, 0) + 1
            why = _tried(till, gateway, case)
            if why is None:
                done.fixed.append(case.difference)
                done.failed.pop(case.about, None)
            else:
                done.failed[case.about] = why
                tried[name] = ROUNDS
            told(len(done.fixed))
    return done


def _due(till: Till, wanted: Scope, tried: dict[tuple[str, str], int]) -> Iterator[Case]:
    for case in differing(till, wanted):
        is_worn = tried.get((case.found.code, case.about), 0) >= ROUNDS
        if case.found.remedy is not None and not is_worn:
            yield case


def _tried(till: Till, gateway: Gateway, case: Case) -> str | None:
    """Put one thing right; why not, where it alone is in the way."""
    try:
        return fixing.fix(till, gateway, case)
    except (BusyError, KeyRefusedError, UnclearError):
        raise
    except ProviderError as error:
        return error.reason
    except AcademyError as error:
        if error.kind is Kind.UNAVAILABLE:
            raise
        return error.message


def counted(found: Iterator[Case]) -> tuple[int, int, int]:
    """How many differences there are, how many of them can be put right, and how many notices."""
    left = fixable = notices = 0
    for case in found:
        notices += case.found in NOTICES
        left += case.found not in NOTICES
        fixable += case.found.remedy is not None
    return left, fixable, notices
