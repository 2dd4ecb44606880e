"""Keeping account of who did what to what, and proving that the account is what was written.

Knows what an entry is made of; ``record`` refuses to commit, so no act is kept without its entry.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit import store
from academy_cli.audit.chain import Entry, Head, details_digest, new_salt
from academy_cli.audit.errors import NoHeadError, UnknownEntryError
from academy_cli.audit.verify import ERASED, Examination
from academy_cli.audit.views import AuditEntryView, Verification, Wanted
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.kit.jsontext import canonical


class Act(NamedTuple):
    """Something that was done: noun and verb (``course.apply``), to what (``course:intro-to-rust``)."""

    action: str
    subject: str
    details: Mapping[str, object]
    """What was there before and after; no secret, and personal data only of the subject."""
    reason: str | None = None


def record(connection: Connection, *, at: datetime, actor: Actor, act: Act) -> None:
    """Add an entry to the caller's transaction, as the last thing it does.

    The end of the log is locked from here on: whoever took another lock afterwards could wait for somebody
    who waits for this one.
    """
    record_all(connection, at=at, actor=actor, acts=[act])


def record_all(connection: Connection, *, at: datetime, actor: Actor, acts: Iterable[Act]) -> None:
    """Add several entries in their order, as ``record`` does."""
    source = canonical(dict(actor.source))
    entries = [_entry(at, actor.name, source, act) for act in acts]
    if entries:
        store.add(connection, entries)


def erase_details(connection: Connection, subject: str) -> Mapping[str, object]:
    """Empty the details of everything that was done to a person who is being erased.

    Gives what the entry of the erasure itself has to hold, so that the log still proves itself.
    """
    numbers = [entry.number for entry, _ in store.find(connection, Wanted(subject=subject))]
    store.erase(connection, numbers)
    return {ERASED: sorted(numbers)}


def _entry(at: datetime, actor: str, source: str, act: Act) -> Entry:
    details, salt = canonical(dict(act.details)), new_salt()
    return Entry(
        number=0,
        at=at,
        actor=actor,
        action=act.action,
        subject=act.subject,
        reason=act.reason,
        source=source,
        details=details,
        salt=salt,
        details_sha256=details_digest(details, salt),
        previous="",
    )


class AuditLog:
    """The audit log of one academy, for one actor."""

    def __init__(self, database: Database, actor: Actor) -> None:
        self._database, self.actor = database, actor

    @permits(Permission.AUDIT_LIST)
    def find(self, wanted: Wanted = Wanted()) -> Sequence[AuditEntryView]:
        """The entries that are wanted, newest first."""
        with read(self._database.ready()) as connection:
            return tuple(_view(entry, said) for entry, said in store.find(connection, wanted))

    @permits(Permission.AUDIT_LIST)
    def entry(self, number: int) -> AuditEntryView:
        """One entry. Raises UnknownEntryError."""
        with read(self._database.ready()) as connection:
            found = store.entry(connection, number)
            if found is None:
                raise UnknownEntryError(number, store.head(connection).entries)
            return _view(*found)

    @permits(Permission.AUDIT_VERIFY)
    def verify(self, expected: str | None = None) -> Verification:
        """Walk the whole chain and say what is wrong; ``expected`` is a head that was noted before.

        Raises NoHeadError.
        """
        examination = Examination(_head(expected) if expected else None)
        with read(self._database.ready()) as connection:
            for some in store.chain(connection):
                examination.show(some)
            head = store.head(connection)
        return Verification(head.entries, str(head), tuple(examination.flaws(head)))


def _head(written: str) -> Head:
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", written.strip())
    if found is None:
        raise NoHeadError(written)
    return Head(int(found[1]), found[2])


def _view(entry: Entry, said: str) -> AuditEntryView:
    return AuditEntryView(
        entry.number,
        entry.at,
        said,
        entry.action,
        entry.subject,
        entry.reason,
        json.loads(entry.details) if entry.details is not None else None,
        json.loads(entry.source),
        entry.digest,
    )
