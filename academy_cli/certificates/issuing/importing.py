"""Issuing certificates out of a file: what each row asks for, and what comes of it.

The bulk engine's adapter for certificates. A row is somebody who has completed a course, and may say another
name for the certificate than that of the account. What is issued is signed afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from academy_cli.access.actor import Actor
from academy_cli.access.address import canonical_address
from academy_cli.access.matrix import Permission
from academy_cli.access.missing import MissingCourses
from academy_cli.bulk.columns import Field
from academy_cli.bulk.errors import RefusedRowError
from academy_cli.bulk.imports import Imports
from academy_cli.bulk.kinds import (
    NOTHING,
    Did,
    Journaled,
    Mode,
    Moment,
    Outcome,
    Policy,
    Wanted,
    Written,
)
from academy_cli.bulk.outcome import refused
from academy_cli.bulk.reading import Limits
from academy_cli.certificates import letters
from academy_cli.certificates.awarding import issue
from academy_cli.certificates.credential.facts import LONGEST_LINE, clean
from academy_cli.certificates.issuing import store
from academy_cli.certificates.issuing.learners import last_revoked
from academy_cli.certificates.stated import offered
from academy_cli.db.among import among
from academy_cli.db.bulk import update_rows
from academy_cli.db.service import Database
from academy_cli.kit.batches import batches
from academy_cli.kit.clock import utc_now
from academy_cli.models import Certificate, Course, Enrollment, User

UNDONE = "its issue was undone"
NO_ACCOUNT = "nobody has this address"
NOT_COMPLETED = "the course was not completed"
REVOKED = "the certificate of it was revoked on {:%Y-%m-%d}; --again issues another"
FIELDS = (Field("name", ("full name", "recipient", "Name", "nom", "nombre"), is_required=False),)
EMAIL = Field(
    "email", ("e-mail address", "mail", "E-Mail-Adresse", "correo", "courriel"), is_required=True
)
COURSE = Field("course", ("courses", "Kurs", "curso", "cours"))


class CertificateImports(Imports):
    """Issuing certificates out of files, for one actor; ``course`` is what all rows are about.

    ``again`` is also to those whose last one was revoked.
    """

    importing = Permission.CERTIFICATE_ISSUE

    def __init__(
        self,
        database: Database,
        actor: Actor,
        limits: Limits = Limits(),
        *,
        course: str = "",
        again: bool = False,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._rows = CertificateRows(actor, course.strip(), clock, again=again)
        super().__init__(database, actor, self._rows, limits)

    @property
    def known(self) -> Collection[int]:
        """The certificates that rows were about which somebody holds already."""
        return self._rows.known


class _There(NamedTuple):
    """Somebody in a course: their enrollment, what they hold, and what keeps them from a certificate."""

    enrollment: int
    held: int | None
    is_complete: bool
    revoked_at: datetime | None


class CertificateRows:
    """What rows about certificates are."""

    name, action = "certificates", "certificate.import"

    def __init__(
        self,
        actor: Actor,
        course: str,
        clock: Callable[[], datetime] = utc_now,
        *,
        again: bool = False,
    ) -> None:
        self._actor, self._course, self._clock, self._again = actor, course, clock, again
        self.fields = (EMAIL, COURSE._replace(is_required=not course), *FIELDS)
        said = {"course": course, "again": "yes" if again else ""}
        self.options: Mapping[str, str] = {name: value for name, value in said.items() if value}
        self._missing = MissingCourses()
        self._enrollments: dict[str, int] = {}
        self.known: set[int] = set()

    def parse(self, said: Mapping[str, str]) -> Wanted:
        """Who, of which course, and under which name. Raises RefusedRowError and BadAddressError."""
        slug = said.get("course", self._course)
        if self._course and slug != self._course:
            raise RefusedRowError(f"it is about “{slug}”, and the file about “{self._course}”")
        name = clean(said.get("name", ""))
        if said.get("name") and not 0 < len(name) <= LONGEST_LINE:
            raise RefusedRowError("no certificate can state this name")
        key = f"{canonical_address(said['email'])} {slug}"
        return Wanted(key, {"name": name} if name else {})

    def examine(
        self, connection: Connection | None, wanted: Sequence[Wanted], policy: Policy, *, hold: bool
    ) -> Sequence[Outcome]:
        """What becomes of each, against who has completed what."""
        if connection is None:
            return [refused(one.key, NO_ACCOUNT) for one in wanted]
        named = [tuple(one.key.split(" ", 1)) for one in wanted]
        courses = _courses(connection, {slug for _, slug in named})
        people = _people(connection, [email for email, _ in named])
        there = _there(connection, set(courses), set(people.values()), self._clock(), hold=hold)

        def outcome(one: Wanted, email: str, slug: str) -> Outcome:
            if why := self._impossible(connection, slug, courses):
                return refused(one.key, why)
            if email not in people:
                return refused(one.key, NO_ACCOUNT)
            mine = there.get((slug, people[email]))
            if mine is None or not mine.is_complete:
                return refused(one.key, NOT_COMPLETED)
            return self._outcome(one, mine, policy)

        return [outcome(one, *said) for one, said in zip(wanted, named, strict=True)]

    def _outcome(self, one: Wanted, mine: _There, policy: Policy) -> Outcome:
        """What becomes of a row about somebody who has completed its course."""
        if mine.held is not None:
            self.known.add(mine.held)
            return Outcome(Did.UNCHANGED, one.key, mine.held)
        if mine.revoked_at is not None and not self._again:
            return refused(one.key, REVOKED.format(mine.revoked_at))
        if policy.mode is Mode.UPDATE:
            return refused(one.key, "no certificate of it holds")
        self._enrollments[one.key] = mine.enrollment
        return Outcome(Did.CREATE, one.key, None, NOTHING, one.values, "", (letters.ISSUED,))

    def _impossible(self, connection: Connection, slug: str, courses: Mapping[str, bool]) -> str:
        if not self._actor.may_reach_course(Permission.CERTIFICATE_ISSUE, slug):
            return f"“{slug}” is not among the courses of “{self._actor.said}”"
        if slug not in courses:
            return self._missing.reason(connection, slug)
        return "" if courses[slug] else f"completing “{slug}” earns no certificate"

    def apply(
        self, connection: Connection, outcomes: Sequence[Outcome], moment: Moment
    ) -> Sequence[int]:
        """Issue certificates; those who are told get them by mail once they are signed."""
        found: dict[str, int] = {}
        for tells in (True, False):
            some = [one for one in outcomes if bool(one.mails) is tells]
            names = {self._enrollments[one.key]: str(one.after.get("name", "")) for one in some}
            issued = issue(connection, names, moment.at, tells=tells, again=self._again)
            found |= {one.key: issued[self._enrollments[one.key]] for one in some}
        return [found[one.key] for one in outcomes]

    def send(
        self,
        connection: Connection,
        outcomes: Sequence[Outcome],
        subjects: Sequence[int],
        moment: Moment,
    ) -> int:
        """Mail goes out with the signature; how many there will be."""
        return sum(bool(one.mails) for one in outcomes)

    def undo(
        self, connection: Connection, rows: Sequence[Journaled], reference: str, *, hold: bool
    ) -> Sequence[Outcome]:
        """What going back would do to each: revoke what was issued, if it holds still."""
        numbers = [row.subject_id for row in rows if row.subject_id is not None]
        held = _held(connection, numbers, hold=hold)

        def outcome(row: Journaled) -> Outcome:
            if row.did is not Did.CREATE:
                return Outcome(Did.UNCHANGED, subject_id=row.subject_id)
            if row.subject_id not in held:
                return refused("", "it was revoked, or replaced, since")
            return Outcome(Did.UPDATE, "", row.subject_id, {"state": "held"}, {"state": "revoked"})

        return [outcome(row) for row in rows]

    def revert(
        self, connection: Connection, outcomes: Sequence[Outcome], reference: str, moment: Moment
    ) -> Written:
        """Go back: what was issued is revoked, and says so for ever."""
        numbers = [one.subject_id or 0 for one in outcomes]
        rows: Collection[tuple[Any, ...]] = [(one, moment.at, UNDONE) for one in numbers]
        update_rows(connection, Certificate, "id", ("revoked_at", "revoke_reason"), rows)
        letters.call_off(connection, *store.codes_of(connection, numbers))
        return Written(numbers)


def _courses(connection: Connection, slugs: Collection[str]) -> Mapping[str, bool]:
    """Courses by slug, and whether completing them earns a certificate."""
    found: dict[str, bool] = {}
    for some in batches(sorted(slugs)):
        query = select(Course.slug, Course.fields).where(among(connection, Course.slug, some))
        rows = connection.execute(query).all()
        found |= {row.slug: offered(row.fields) is not None for row in rows}
    return found


def _people(connection: Connection, emails: Sequence[str]) -> Mapping[str, int]:
    """Accounts by address, but for those that were erased."""
    found: dict[str, int] = {}
    for some in batches(emails):
        query = select(User.email, User.id).where(
            among(connection, User.email, some), User.erased_at.is_(None)
        )
        found |= {row.email: row.id for row in connection.execute(query)}
    return found


def _there(
    connection: Connection,
    slugs: Collection[str],
    people: Collection[int],
    now: datetime,
    *,
    hold: bool,
) -> Mapping[tuple[str, int], _There]:
    """Who is in which course, and what they hold; held in the order of their numbers."""
    found: dict[tuple[str, int], _There] = {}
    is_held = (Certificate.enrollment_id == Enrollment.id) & Certificate.revoked_at.is_(None)
    for some in batches(sorted(people)):
        query = (
            select(
                *(Enrollment.id, Course.slug, Enrollment.user_id, Enrollment.completed_at),
                *(Certificate.id.label("held"), Certificate.valid_until, last_revoked()),
            )
            .join(Course, Course.id == Enrollment.course_id)
            .outerjoin(Certificate, is_held)
            .where(among(connection, Enrollment.user_id, some))
            .where(among(connection, Course.slug, sorted(slugs)))
            .order_by(Enrollment.id)
        )
        locked = query.with_for_update(of=Enrollment, key_share=True) if hold else query
        for row in connection.execute(locked).all():
            is_over = row.valid_until is not None and row.valid_until <= now
            held = None if is_over else row.held
            is_complete = row.completed_at is not None
            # What was replaced has a successor, so whoever holds none had the last one taken back.
            revoked_at = row.last_revoked if row.held is None else None
            found[row.slug, row.user_id] = _There(row.id, held, is_complete, revoked_at)
    return found


def _held(connection: Connection, numbers: Sequence[int], *, hold: bool) -> Collection[int]:
    found: set[int] = set()
    for some in batches(sorted(numbers)):
        query = select(Certificate.id).where(
            among(connection, Certificate.id, some), Certificate.revoked_at.is_(None)
        )
        found |= set(
            connection.scalars(query.order_by(Certificate.id).with_for_update() if hold else query)
        )
    return found
