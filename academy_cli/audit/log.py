"""Reading the audit log, and proving that it is what was written.

Knows entries and their chain; refuses to add any.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit import search, store
from academy_cli.audit.chain import Head
from academy_cli.audit.errors import NoHeadError, UnknownEntryError
from academy_cli.audit.search import Found
from academy_cli.audit.verify import Examination
from academy_cli.audit.views import AuditEntryView, Unheard, Verification, Wanted
from academy_cli.db.service import Database
from academy_cli.db.transaction import read


class AuditLog:
    """The audit log of one academy, for one actor."""

    def __init__(self, database: Database, actor: Actor) -> None:
        self._database, self.actor = database, actor

    @permits(Permission.AUDIT_LIST)
    def find(self, wanted: Wanted = Wanted()) -> Iterator[AuditEntryView]:
        """The entries that are wanted, the newest first, read while they are taken."""
        with read(self._database.ready()) as connection:
            yield from map(_view, search.find(connection, wanted))

    @permits(Permission.AUDIT_LIST)
    def entry(self, number: int) -> AuditEntryView:
        """One entry. Raises UnknownEntryError."""
        with read(self._database.ready()) as connection:
            found = search.entry(connection, number)
            if found is None:
                raise UnknownEntryError(number, store.head(connection).entries)
            return _view(found)

    @permits(Permission.AUDIT_LIST)
    def unheard(self, wanted: Wanted) -> Sequence[Unheard]:
        """What nothing on record has of whom, what and which act a wish names, with what may be meant."""
        with read(self._database.ready()) as connection:
            return tuple(search.unheard(connection, wanted))

    @permits(Permission.AUDIT_VERIFY)
    def verify(self, expected: str | None = None) -> Verification:
        """Walk the whole chain and say what is wrong; ``expected`` is a head that was noted before.

        Of its digest the first twelve digits are enough.

        Raises NoHeadError.
        """
        examination = Examination(_head(expected) if expected else None)
        with read(self._database.ready()) as connection:
            for some in store.chain(connection):
                examination.show(some)
            head = store.head(connection)
        return Verification(head.entries, str(head), tuple(examination.flaws(head)))


def _head(written: str) -> Head:
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{12,64})(?:…|\.{3})?", written.strip())
    if found is None:
        raise NoHeadError(written)
    return Head(int(found[1]), found[2])


def _view(found: Found) -> AuditEntryView:
    entry = found.entry
    return AuditEntryView(
        entry.number,
        entry.at,
        found.actor,
        entry.action,
        entry.subject,
        entry.reason,
        json.loads(entry.details) if entry.details is not None else None,
        json.loads(entry.source),
        entry.digest,
        found.via,
    )
