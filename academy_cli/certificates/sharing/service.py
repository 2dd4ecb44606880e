"""Showing a certificate elsewhere: what LinkedIn asks, the badge, and the mail once more.

One method is one unit of work. Knows who may; refuses to send anything to anybody but its holder.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.certificates import letters, listing
from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential import document
from academy_cli.certificates.errors import UnknownCertificateError
from academy_cli.certificates.issuing import store
from academy_cli.certificates.letters import address_of
from academy_cli.certificates.office import Office
from academy_cli.certificates.service import signed_row
from academy_cli.certificates.sharing import linkedin
from academy_cli.certificates.stated import Stated
from academy_cli.certificates.views import VALID, File
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.mail.service import Message, enqueue
from academy_cli.models import OutboxMessage


class Mailed(NamedTuple):
    """To whom a certificate goes, and whether it was written down."""

    code: str
    recipient: str
    queued: bool


class Sharing:
    """Certificates shown elsewhere, for one actor."""

    def __init__(self, database: Database, actor: Actor, office: Office) -> None:
        self._database, self._office = database, office
        self.actor = actor

    @permits(Permission.CERTIFICATE_SHOW)
    def linkedin(self, word: str) -> linkedin.Fields:
        """What LinkedIn asks. Raises what ``_shared`` raises."""
        with read(self._existing(word)) as connection:
            row = self._shared(connection, word)
            said, site = Stated.read(row.stated), self._office.terms.site
            code, url = codes.shown(row.code), address_of(site, row.code)
            academy = self._office.terms.academy
            term = (row.issued_at, row.valid_until)
            return linkedin.fields(said.title, academy, term, code, url)

    @permits(Permission.CERTIFICATE_SHOW)
    def badge(self, word: str) -> File:
        """The badge, with the credential inside. Raises what ``_shared`` and drawing raise."""
        from academy_cli.certificates.sharing.badge import badge

        with read(self._existing(word)) as connection:
            row = self._shared(connection, word)
        facts = document.read(json.loads(row.credential))
        name = f"{codes.shown(row.code)}.png"
        return File(name, "image/png", badge(facts, row.credential))

    @permits(Permission.CERTIFICATE_SHOW)
    def mail(self, word: str, *, dry_run: bool = False) -> Mailed:
        """Send it to its holder once more. Raises what ``_shared`` raises."""
        engine, now = self._existing(word), self._office.clock()
        with read(engine) if dry_run else write(engine) as connection:
            store.found(connection, codes.read(word) or "", is_held=not dry_run)
            row = self._shared(connection, word)
            told = Mailed(codes.shown(row.code), row.email, not dry_run)
            if dry_run:
                return told
            event = letters.once_more(row.code, _next(connection, row.code))
            title, site = Stated.read(row.stated).title, self._office.terms.site
            values = {
                **letters.values(row.code, row.recipient, title, site),
                "certificate": row.code,
            }
            message = Message(event, letters.ISSUED, row.email, row.user_id, row.speaks, values)
            is_queued = enqueue(connection, [message], now) > 0
            act = Act("certificate.share", f"certificate:{codes.shown(row.code)}", {"by": "mail"})
            record(connection, at=now, actor=self.actor, act=act)
            return told._replace(queued=is_queued)

    def _shared(self, connection: Connection, word: str) -> Row[Any]:
        """One that holds. Raises UnknownCertificateError, NotSignedError, ForgottenError and NotHeldError."""
        row = signed_row(listing.seen(connection, self.actor, word))
        state = listing.state_of(row, self._office.clock())
        if state != VALID:
            raise listing.not_held(row, state)
        return row

    def _existing(self, word: str) -> Any:
        engine = self._database.existing()
        if engine is None:
            raise UnknownCertificateError(word)
        return engine


def _next(connection: Connection, code: str) -> int:
    """A number that no letter about a certificate has, whichever left or were called off before."""
    begins = f"{letters.issued(code)}:"
    mine = OutboxMessage.event.startswith(begins, autoescape=True)
    told = connection.scalars(select(OutboxMessage.event).where(mine))
    return max((int(one.removeprefix(begins)) for one in told), default=0) + 1
