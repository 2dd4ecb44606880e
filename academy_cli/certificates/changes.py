"""What becomes of a certificate after it was issued: corrected, renewed, revoked, suspended.

What was signed is never changed: a correction is another certificate that takes the place of the one before,
and that one answers so for ever. One method is one unit of work.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.accounts.errors import ErasedError
from academy_cli.audit.service import Act, record
from academy_cli.certificates import letters, listing
from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential.facts import LONGEST_LINE, clean
from academy_cli.certificates.errors import (
    BadNameError,
    EndsEarlierError,
    NameMissingError,
    NeverEndsError,
    SuspendedError,
    UnknownCertificateError,
)
from academy_cli.certificates.issuing import learners, store
from academy_cli.certificates.issuing.store import Choice
from academy_cli.certificates.office import Office
from academy_cli.certificates.stated import offered
from academy_cli.certificates.views import (
    COMPROMISED,
    EXPIRED,
    SUSPENDED,
    VALID,
    WAITING,
    CertificateView,
)
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.oneline import NEVER
from academy_cli.kit.saying import say, say_joined
from academy_cli.models import Certificate

CORRECTED, RENEWED = say("a corrected one took its place"), say("a renewed one took its place")

_SIGNED = (VALID, COMPROMISED, EXPIRED, SUSPENDED)


class CertificateChanges:
    """What staff change about certificates, for one actor. All raise UnknownCertificateError."""

    def __init__(self, database: Database, actor: Actor, office: Office) -> None:
        self._database, self._office = database, office
        self.actor = actor

    @permits(Permission.CERTIFICATE_REISSUE)
    def reissue(
        self,
        word: str,
        name: str | None = None,
        reason: str | None = None,
        *,
        dry_run: bool = False,
    ) -> CertificateView:
        """Issue one again, with another name or the same; the old one answers “replaced”.

        One that is not signed yet just gets the name. Raises NotHeldError, ErasedError, BadNameError and
        NameMissingError.
        """
        action, held = Permission.CERTIFICATE_REISSUE, (VALID, COMPROMISED, WAITING)
        with self._changing(word, action, held, dry_run=dry_run) as (
            connection,
            row,
        ):
            _require_person(row)
            stated = _name(row, name)
            if dry_run:
                if row.signed_at is not None:
                    self._office.try_now(_as_it_would_be(connection, row.code, recipient=stated))
                return self._view(row)._replace(name=stated)
            if row.signed_at is None:
                store.change(connection, row.id, recipient=stated)
                number = row.id
            else:
                values = {"recipient": stated, "valid_until": row.valid_until}
                number = self._succeed(connection, row, CORRECTED, values)
            self._log(connection, "certificate.reissue", row, {}, reason)
        return self._sign(number)

    @permits(Permission.CERTIFICATE_REISSUE)
    def renew(
        self, word: str, until: datetime | None = None, *, dry_run: bool = False
    ) -> CertificateView:
        """Issue one again that ends later: at a moment, or as its course has it now.

        Raises NotHeldError, ErasedError, NeverEndsError and EndsEarlierError.
        """
        action, held = Permission.CERTIFICATE_REISSUE, (VALID, COMPROMISED, EXPIRED)
        with self._changing(word, action, held, dry_run=dry_run) as (
            connection,
            row,
        ):
            _require_person(row)
            ends = self._end(connection, row, until)
            if dry_run:
                return self._view(row)._replace(valid_until=ends)
            values = {"recipient": row.recipient, "valid_until": ends}
            number = self._succeed(connection, row, RENEWED, values)
            self._log(connection, "certificate.renew", row, {"until": ends.isoformat()})
            return self._view(listing.numbered(connection, number))

    @permits(Permission.CERTIFICATE_REVOKE)
    def revoke(self, word: str, reason: str, *, dry_run: bool = False) -> CertificateView:
        """Take one back for good; its code goes on answering, and says so. Raises NotHeldError."""
        action, held = Permission.CERTIFICATE_REVOKE, (*_SIGNED, WAITING)
        with self._changing(word, action, held, dry_run=dry_run) as (connection, row):
            if not dry_run:
                at = self._office.clock()
                store.change(connection, row.id, revoked_at=at, revoke_reason=reason)
                letters.call_off(connection, row.code)
                self._log(connection, "certificate.revoke", row, {}, reason)
            return self._view(self._row(connection, row.code))

    @permits(Permission.CERTIFICATE_REVOKE)
    def suspend(self, word: str, reason: str, *, dry_run: bool = False) -> CertificateView:
        """Let one not hold for the time being. Raises NotHeldError and SuspendedError."""
        return self._suspended(word, reason, dry_run=dry_run)

    @permits(Permission.CERTIFICATE_REVOKE)
    def lift(self, word: str, *, dry_run: bool = False) -> CertificateView:
        """Let a suspended one hold again. Raises NotHeldError and SuspendedError."""
        return self._suspended(word, None, dry_run=dry_run)

    def _suspended(self, word: str, reason: str | None, *, dry_run: bool) -> CertificateView:
        action, held = Permission.CERTIFICATE_REVOKE, _SIGNED
        with self._changing(word, action, held, dry_run=dry_run) as (connection, row):
            is_suspended = row.suspended_at is not None
            if is_suspended == (reason is not None):
                raise SuspendedError(codes.shown(row.code), is_suspended=is_suspended)
            if not dry_run:
                at = self._office.clock() if reason is not None else None
                store.change(connection, row.id, suspended_at=at, suspend_reason=reason)
                if reason is not None:
                    letters.call_off(connection, row.code)
                verb = "lift" if reason is None else "suspend"
                self._log(connection, f"certificate.{verb}", row, {}, reason)
            return self._view(self._row(connection, row.code))

    @contextmanager
    def _changing(
        self, word: str, action: Permission, states: tuple[str, ...], *, dry_run: bool
    ) -> Iterator[tuple[Connection, Row[Any]]]:
        """One that is in one of some states, kept from others. Raises NotHeldError."""
        engine = self._existing(word)
        with read(engine) if dry_run else write(engine) as connection:
            code = codes.read(word)
            is_there = code and store.found(connection, code, is_held=not dry_run)
            if code is None or not is_there:
                raise UnknownCertificateError(word, is_misread=code is None)
            row = self._row(connection, code)
            self.actor.require_course(action, row.slug)
            state = listing.state_of(row, self._office.clock())
            if state not in states:
                raise listing.not_held(row, state)
            yield connection, row

    def _succeed(
        self, connection: Connection, row: Row[Any], why: str, changed: Mapping[str, Any]
    ) -> int:
        """Let another certificate take the place of one, if it can be signed; returns its number.

        Raises what keeps it from being signed.
        """
        at = self._office.clock()
        store.change(connection, row.id, revoked_at=at, revoke_reason=why)
        letters.call_off(connection, row.code)
        values = {
            "enrollment_id": row.enrollment_id,
            "code": codes.new(),
            "uid": str(uuid.uuid4()),
            "issued_at": at.replace(microsecond=0),
            "completed_at": row.completed_at,
            "stated": row.stated,
            "mails": True,
            "replaces_id": row.id,
            **changed,
        }
        made = insert(Certificate).values(**values).returning(Certificate.id)
        number: int = connection.execute(made).scalar_one()
        self._office.sign_now(connection, self.actor, number)
        return number

    def _end(self, connection: Connection, row: Row[Any], until: datetime | None) -> datetime:
        """When a renewed one ends. Raises NeverEndsError and EndsEarlierError."""
        code = codes.shown(row.code)
        now = self._office.clock().replace(microsecond=0)
        now_offered = offered(learners.course(connection, row.slug).fields)
        ends = until or (now_offered.ends(now) if now_offered else None)
        if ends is None:
            raise NeverEndsError(code, row.slug)
        is_midnight = not (ends.hour or ends.minute or ends.second)
        last = (
            ends - timedelta(seconds=1) if is_midnight else ends
        )  # so that the day before stands there
        earliest = max(filter(None, (row.valid_until, now)))
        if last <= earliest:
            raise EndsEarlierError(code, last, earliest)
        return last.replace(microsecond=0)

    def _sign(self, number: int) -> CertificateView:
        engine = self._existing("")
        done = self._office.sign(engine, self.actor, Choice(ids=[number]))
        with read(engine) as connection:
            shown = self._view(listing.numbered(connection, number))
        why = done.why or say_joined(" ", (one.why for one in done.troubles))
        return shown if shown.signed_at else shown._replace(waits_for=why)

    def _row(self, connection: Connection, code: str) -> Row[Any]:
        row = listing.found(connection, code)
        assert row is not None
        return row

    def _view(self, row: Row[Any]) -> CertificateView:
        return listing.view(row, self._office.clock(), self._office.terms.site)

    def _existing(self, word: str) -> Engine:
        engine = self._database.existing()
        if engine is None:
            raise UnknownCertificateError(word)
        return engine

    def _log(
        self,
        connection: Connection,
        action: str,
        row: Row[Any],
        details: Mapping[str, object],
        reason: str | None = None,
    ) -> None:
        act = Act(action, f"certificate:{codes.shown(row.code)}", details, reason)
        record(connection, at=self._office.clock(), actor=self.actor, act=act)


def _as_it_would_be(connection: Connection, code: str, **changed: object) -> Any:
    """The row of one with what would be changed about it."""
    row = store.found(connection, code)
    assert row is not None
    return SimpleNamespace(**{**row._asdict(), **changed})


def _require_person(row: Row[Any]) -> None:
    """Insist that there is somebody whom another one would be about. Raises ErasedError."""
    if row.erased_at is not None:
        raise ErasedError(row.email)


def _name(row: Row[Any], name: str | None) -> str:
    """The name on the new one, as it was where none is said. Raises BadNameError and NameMissingError."""
    if name is None:
        stated = row.recipient or clean(row.account_name or "")
        if not stated:
            raise NameMissingError(row.email)
        return stated
    if NEVER.search(name):
        raise BadNameError(
            clean(name)[:60], say("has marks that nobody sees, or that turn it round")
        )
    stated = clean(name)
    if not stated or len(stated) > LONGEST_LINE:
        raise BadNameError(name[:60], say("is empty") if not stated else say("is too long"))
    return stated
