"""Certificates that end soon: who has one, and telling them in good time, once.

One method is one unit of work. Knows who may be told; refuses to renew anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.certificates import letters, listing
from academy_cli.certificates.office import Office
from academy_cli.certificates.views import CertificateRow, Wanted
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import iso
from academy_cli.kit.page import Cut
from academy_cli.mail.service import Message, enqueue


class Reminded(NamedTuple):
    """How many certificates end within so many days, and how many of their holders are told of it now."""

    days: int
    certificates: int
    told: int


class Expiring:
    """What ends soon, for one actor."""

    def __init__(self, database: Database, actor: Actor, office: Office) -> None:
        self._database, self._office = database, office
        self.actor = actor

    @permits(Permission.CERTIFICATE_LIST)
    def find(
        self, days: int, course: str | None = None, cut: Cut = Cut()
    ) -> Iterator[CertificateRow]:
        """Those that hold and end within so many days, the next one first. Raises UnknownCourseError."""
        engine, now = self._database.existing(), self._office.clock()
        if engine is None:
            return
        wanted = Wanted(course=course, ends_before=now + timedelta(days=days), cut=cut)
        with read(engine) as connection:
            listing.require_there(connection, wanted, self.actor)
            yield from listing.certificates(connection, wanted, self.actor, now)

    @permits(Permission.CERTIFICATE_REISSUE)
    def remind(self, days: int, course: str | None = None, *, dry_run: bool = False) -> Reminded:
        """Write to their holders, each once for a certificate; who was told already is not told again.

        Raises UnknownCourseError.
        """
        engine, now = self._database.existing(), self._office.clock()
        if engine is None:
            return Reminded(days, 0, 0)
        wanted = Wanted(course=course, ends_before=now + timedelta(days=days))
        with read(engine) if dry_run else write(engine) as connection:
            listing.require_there(connection, wanted, self.actor)
            rows = list(listing.ending_soon(connection, wanted, self.actor, now))
            fresh = [row for row in rows if not row.is_told]
            if not dry_run:
                site = self._office.terms.site
                enqueue(connection, (_message(row, site) for row in fresh), now)
            return Reminded(days, len(rows), len(fresh))


def _message(row: listing.Ending, site: str) -> Message:
    told = letters.values(row.code, row.name, row.title, site)
    values = {**told, "expires_at": iso(row.valid_until)}
    event = letters.ending(row.code)
    return Message(event, letters.ENDING, row.email, row.user_id, row.language, values)
