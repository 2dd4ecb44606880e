"""Certificates as staff and learners work with them: found, shown, issued, corrected, renewed, taken back.

One method is one unit of work, and a second one that signs what it issued. Knows who may do what; refuses to
know how a page is drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownCourseError, UnknownUserError
from academy_cli.access.matrix import Permission, Reach
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.certificates import listing
from academy_cli.certificates.awarding import award, hold
from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.errors import (
    CertificateHeldError,
    ForgottenError,
    NoCertificatesError,
    NotCompletedError,
    NotSignedError,
    RevokedBeforeError,
    UnknownCertificateError,
)
from academy_cli.certificates.issuing import learners, store
from academy_cli.certificates.issuing.foreseeing import Unnamed, unnamed
from academy_cli.certificates.issuing.store import Choice
from academy_cli.certificates.office import Keep, Office, let_go
from academy_cli.certificates.stated import offered
from academy_cli.certificates.views import (
    VALID,
    CertificateRow,
    CertificateView,
    Issued,
    Signed,
    Wanted,
)
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.saying import say_joined

_ANY = Wanted()


class Certificates:
    """The certificates of one academy, for one actor; to a learner, others' do not exist."""

    def __init__(self, database: Database, actor: Actor, office: Office) -> None:
        self._database, self._office = database, office
        self.actor = actor

    @permits(Permission.CERTIFICATE_LIST)
    def find(self, wanted: Wanted = _ANY) -> Iterator[CertificateRow]:
        """Those that are wanted, the newest first unless another order is.

        Raises UnknownCourseError and UnknownKeyError for what they shall be of.
        """
        engine = self._database.existing()
        if engine is None:
            return
        with read(engine) as connection:
            now = self._office.clock()
            listing.require_there(connection, wanted, self.actor)
            yield from listing.certificates(connection, wanted, self.actor, now)

    @permits(Permission.CERTIFICATE_SHOW)
    def show(self, word: str) -> CertificateView:
        """One by its code, however it is typed. Raises UnknownCertificateError."""
        with read(self._existing(word)) as connection:
            return self._view(connection, listing.seen(connection, self.actor, word))

    @permits(Permission.CERTIFICATE_SHOW)
    def credential(self, word: str) -> str:
        """The signed document of one. Raises UnknownCertificateError, NotSignedError and ForgottenError."""
        with read(self._existing(word)) as connection:
            return str(signed_row(listing.seen(connection, self.actor, word)).credential)

    @permits(Permission.CERTIFICATE_ISSUE)
    def issue(
        self, email: str, course: str, *, again: bool = False, dry_run: bool = False
    ) -> CertificateView | None:
        """Issue what somebody earned by completing a course, and sign it; None from a dry run.

        ``again`` is also to somebody whose last one was revoked. Raises UnknownUserError, ErasedError,
        UnknownCourseError, NotCompletedError, NoCertificatesError, CertificateHeldError and
        RevokedBeforeError.
        """
        self.actor.require_course(Permission.CERTIFICATE_ISSUE, course)
        engine, now = self._database.existing(), self._office.clock()
        if engine is None:
            raise UnknownUserError(email)
        with read(engine) if dry_run else write(engine) as connection:
            mine = _earned(connection, email, course, now, is_held=not dry_run)
            if not again:
                _require_none_revoked(connection, mine.id, email, course)
            if dry_run:
                return None
            award(connection, [mine.id], now, again=again)
            held = store.held_by(connection, mine.id)
            assert held is not None
            self._log(connection, "certificate.issue", held.code, {"course": course}, now)
        return self._signed(held.id, held.code)

    @permits(Permission.CERTIFICATE_ISSUE)
    def issue_all(
        self, course: str, *, tells: bool, keep: Keep = let_go, dry_run: bool = False
    ) -> Issued:
        """Issue what everybody earned who completed a course and holds no certificate, and sign it.

        Whoever had one that was revoked is left out. Raises UnknownCourseError and NoCertificatesError.
        """
        self.actor.require_course(Permission.CERTIFICATE_ISSUE, course)
        engine, now = self._database.existing(), self._office.clock()
        if engine is None:
            raise UnknownCourseError(course)
        with read(engine) if dry_run else write(engine) as connection:
            row = learners.course(connection, course)
            if offered(row.fields) is None:
                raise NoCertificatesError(course)
            earned = learners.earning(connection, row.id, now)
            revoked = learners.left_out(connection, row.id)
            if dry_run:
                waiting = store.count_waiting(connection, Choice({course}))
                return Issued(
                    course, len(earned), 0, waiting, left_out=len(revoked), revoked=revoked
                )
            many = award(connection, earned, now, tells=tells)
            if many:
                details = {"certificates": many}
                act = Act("certificate.issue", f"course:{course}", details)
                record(connection, at=now, actor=self.actor, act=act)
        done = self._office.sign(engine, self.actor, Choice({course}), keep)
        return Issued(course, many, *done[:5], left_out=len(revoked), revoked=revoked)

    @permits(Permission.CERTIFICATE_ISSUE)
    def unnamed(self, course: str, email: str | None = None) -> Iterator[Unnamed]:
        """Whose certificate of a course would wait to be signed: of one learner, or of all who earned one.

        Raises UnknownCourseError and what finding the learner raises.
        """
        self.actor.require_course(Permission.CERTIFICATE_ISSUE, course)
        engine = self._database.existing()
        if engine is None:
            raise UnknownCourseError(course)
        with read(engine) as connection:
            row = learners.course(connection, course)
            if email is not None:
                some: Sequence[int] = [learners.learner(connection, email, row.id).id]
            else:
                some = learners.earning(connection, row.id, self._office.clock())
            yield from unnamed(learners.named(connection, row, some), self._office.terms.page)

    @permits(Permission.CERTIFICATE_ISSUE)
    def sign_waiting(self, keep: Keep = let_go) -> Signed:
        """Sign what waits for a key, for a name or for a template that was mended.

        ``keep`` is given the code and the page of each once it is signed.
        """
        engine = self._database.existing()
        if engine is None:
            return Signed(0, 0)
        return self._office.sign(engine, self.actor, self._mine, keep)

    @permits(Permission.CERTIFICATE_ISSUE)
    def sign_rows(
        self, reference: str | None, known: Collection[int], keep: Keep = let_go
    ) -> Signed:
        """Sign what waits of a batch, if there is one, and of some numbers, as ``sign_waiting`` does."""
        engine = self._database.existing()
        if engine is None:
            return Signed(0, 0)
        with read(engine) as connection:
            numbers = store.numbers_of(connection, reference, known)
        return self._office.sign(engine, self.actor, self._mine._replace(ids=numbers), keep)

    @permits(Permission.CERTIFICATE_ISSUE)
    def waiting(self) -> int:
        """How many are not signed yet."""
        engine = self._database.existing()
        if engine is None:
            return 0
        with read(engine) as connection:
            return store.count_waiting(connection, self._mine)

    @property
    def _mine(self) -> Choice:
        """What this actor may sign: everything, or what is of the courses that they teach."""
        if self.actor.reach(Permission.CERTIFICATE_ISSUE) is Reach.ALL:
            return Choice()
        return Choice(self.actor.courses)

    def _view(self, connection: Connection, row: Row[Any]) -> CertificateView:
        return listing.view(row, self._office.clock(), self._office.terms.site)

    def _existing(self, word: str) -> Any:
        engine = self._database.existing()
        if engine is None:
            raise UnknownCertificateError(word)
        return engine

    def _signed(self, number: int, code: str) -> CertificateView:
        """Sign one that was just issued, as far as that can be, and show it."""
        engine = self._existing(code)
        done = self._office.sign(engine, self.actor, Choice(ids=[number]))
        with read(engine) as connection:
            row = listing.found(connection, code)
            assert row is not None
            shown = self._view(connection, row)
        why = done.why or say_joined(" ", (one.why for one in done.troubles))
        return shown if shown.state == VALID else shown._replace(waits_for=why)

    def _log(
        self,
        connection: Connection,
        action: str,
        code: str,
        details: dict[str, object],
        at: datetime,
    ) -> None:
        act = Act(action, f"certificate:{codes.shown(code)}", details)
        record(connection, at=at, actor=self.actor, act=act)


def signed_row(row: Row[Any]) -> Row[Any]:
    """A row whose credential is there. Raises NotSignedError and ForgottenError."""
    if row.signed_at is None:
        raise NotSignedError(codes.shown(row.code))
    if row.credential is None:
        raise ForgottenError(codes.shown(row.code))
    return row


def _earned(
    connection: Connection, email: str, course: str, now: datetime, *, is_held: bool
) -> Row[Any]:
    """The enrollment of somebody who earned a certificate and holds none. Raises what ``issue`` does."""
    row = learners.course(connection, course)
    mine = learners.learner(connection, email, row.id)
    if mine.completed_at is None:
        raise NotCompletedError(email, course)
    if offered(row.fields) is None:
        raise NoCertificatesError(course)
    if is_held:
        hold(connection, [mine.id])
    held = store.held_by(connection, mine.id)
    if held is not None and (held.valid_until is None or held.valid_until > now):
        seen = listing.found(connection, held.code)
        assert seen is not None
        raise CertificateHeldError(
            email, course, codes.shown(held.code), listing.state_of(seen, now)
        )
    return mine


def _require_none_revoked(connection: Connection, enrollment: int, email: str, course: str) -> None:
    """Insist that theirs was not taken back for good. Raises RevokedBeforeError."""
    at = learners.revoked_at(connection, enrollment)
    if at is not None:
        raise RevokedBeforeError(email, course, at)
