"""Issuing certificates out of a file: what each row asks for, and what comes of it.

The bulk engine's adapter for certificates. A row is somebody who has completed a course, and may say another
name for the certificate than that of the account. What is issued is signed afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.address import canonical_address
from academy_cli.access.matrix import Permission
from academy_cli.access.missing import MissingCourses
from academy_cli.access.permits import permits
from academy_cli.bulk.columns import Field
from academy_cli.bulk.engine import Progress
from academy_cli.bulk.errors import NothingToResumeError, RefusedRowError
from academy_cli.bulk.importer import Planned, Wish, silent
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
from academy_cli.bulk.source import Source
from academy_cli.certificates import letters
from academy_cli.certificates.awarding import issue
from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential.facts import LONGEST_LINE, clean
from academy_cli.certificates.issuing import standing, store
from academy_cli.certificates.issuing.foreseeing import Named, Paper, Unnamed, unnamed
from academy_cli.certificates.issuing.standing import Earning
from academy_cli.certificates.issuing.store import Choice
from academy_cli.db.bulk import update_rows
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.kit.clock import utc_now
from academy_cli.kit.oneline import NEVER
from academy_cli.kit.saying import say
from academy_cli.models import Certificate

UNDONE = say("its issue was undone")
NO_ACCOUNT = say("nobody has this address")
NOT_COMPLETED = say("the course was not completed")
FIELDS = (Field("name", ("full name", "recipient", "Name", "nom", "nombre"), is_required=False),)
EMAIL = Field(
    "email", ("e-mail address", "mail", "E-Mail-Adresse", "correo", "courriel"), is_required=True
)
COURSE = Field("course", ("courses", "Kurs", "curso", "cours"))


class CertificateImports(Imports):
    """Issuing certificates out of files, for one actor; ``course`` is what all rows are about.

    ``again`` is also to those whose last one was revoked. ``page`` gives templates by their names.
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
        page: Callable[[str], Paper] | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._rows = CertificateRows(actor, course.strip(), clock, again=again)
        self._page = page
        super().__init__(database, actor, self._rows, limits)

    @permits("importing")
    def plan(self, given: Source, wish: Wish = Wish(), progress: Progress = silent) -> Planned:
        """Say what would become of each row; raises what ``Importer.plan`` raises.

        Going on is also for a file whose rows are all issued, as long as some of them wait to be signed.
        """
        try:
            return super().plan(given, wish, progress)
        except NothingToResumeError:
            planned = super().plan(given, wish._replace(resumes=False), progress)
            if planned.view.changes or not self.waiting:
                raise
            return planned

    @property
    def known(self) -> Collection[int]:
        """The certificates that rows were about which somebody holds already."""
        return self._rows.known

    @property
    def waiting(self) -> int:
        """How many of those wait to be signed."""
        engine = self._database.existing()
        if engine is None:
            return 0
        with read(engine) as connection:
            return store.count_waiting(connection, Choice(ids=sorted(self.known)))

    @permits("importing")
    def unnamed(self) -> Iterator[Unnamed]:
        """Who of the plan will get one that waits to be signed, and why."""
        if self._page is not None:
            yield from unnamed(self._rows.to_come.values(), self._page)

    @property
    def named_otherwise(self) -> Collection[str]:
        """The codes of certificates that somebody holds under another name than their row says."""
        return self._rows.named_otherwise


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
        self.named_otherwise: dict[str, None] = {}
        self.to_come: dict[str, Named] = {}

    def parse(self, said: Mapping[str, str]) -> Wanted:
        """Who, of which course, and under which name. Raises RefusedRowError and BadAddressError."""
        slug = said.get("course", self._course)
        if self._course and slug != self._course:
            raise RefusedRowError(
                say("it is about “{}”, and the file about “{}”", slug, self._course)
            )
        name = clean(said.get("name", ""))
        if NEVER.search(said.get("name", "")):
            raise RefusedRowError(say("the name has marks that nobody sees, or that turn it round"))
        if said.get("name") and not 0 < len(name) <= LONGEST_LINE:
            raise RefusedRowError(say("no certificate can state this name"))
        key = f"{canonical_address(said['email'])} {slug}"
        return Wanted(key, {"name": name} if name else {})

    def examine(
        self, connection: Connection | None, wanted: Sequence[Wanted], policy: Policy, *, hold: bool
    ) -> Sequence[Outcome]:
        """What becomes of each, against who has completed what."""
        if connection is None:
            return [refused(one.key, NO_ACCOUNT) for one in wanted]
        named = [tuple(one.key.split(" ", 1)) for one in wanted]
        courses = standing.courses(connection, {slug for _, slug in named})
        people = standing.people(connection, [email for email, _ in named])
        there = standing.there(
            connection, set(courses), set(people.values()), self._clock(), hold=hold
        )

        def outcome(one: Wanted, email: str, slug: str) -> Outcome:
            if why := self._impossible(connection, slug, courses):
                return refused(one.key, why)
            if email not in people:
                return refused(one.key, NO_ACCOUNT)
            mine = there.get((slug, people[email]))
            if mine is None or not mine.is_complete:
                return refused(one.key, NOT_COMPLETED)
            found = self._outcome(one, mine, policy)
            if found.did is Did.CREATE:
                self._expect(one.key, str(one.values.get("name", mine.name)), courses[slug])
            return found

        return [outcome(one, *said) for one, said in zip(wanted, named, strict=True)]

    def _expect(self, key: str, name: str, course: Earning) -> None:
        template = course.offered.template if course.offered else ""
        email, _, _ = key.partition(" ")
        self.to_come[key] = Named(email, name, course.language, template)

    def _outcome(self, one: Wanted, mine: standing.There, policy: Policy) -> Outcome:
        """What becomes of a row about somebody who has completed its course."""
        if mine.held is not None:
            self.known.add(mine.held)
            code, name = mine.held_as
            if one.values.get("name", name) != name:
                self.named_otherwise[codes.shown(code)] = None
            return Outcome(Did.UNCHANGED, one.key, mine.held)
        if mine.revoked_at is not None and not self._again:
            why = say(
                "the certificate of it was revoked on {:%Y-%m-%d}; --again issues another",
                mine.revoked_at,
            )
            return refused(one.key, why)
        if policy.mode is Mode.UPDATE:
            return refused(one.key, say("no certificate of it holds"))
        self._enrollments[one.key] = mine.enrollment
        return Outcome(Did.CREATE, one.key, None, NOTHING, one.values, "", (letters.ISSUED,))

    def _impossible(self, connection: Connection, slug: str, courses: Mapping[str, Earning]) -> str:
        if not self._actor.may_reach_course(Permission.CERTIFICATE_ISSUE, slug):
            return say("“{}” is not among the courses of “{}”", slug, self._actor.said)
        if slug not in courses:
            return self._missing.reason(connection, slug)
        return "" if courses[slug].offered else say("completing “{}” earns no certificate", slug)

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
        held = standing.held(connection, numbers, hold=hold)

        def outcome(row: Journaled) -> Outcome:
            if row.did is not Did.CREATE:
                return Outcome(Did.UNCHANGED, subject_id=row.subject_id)
            if row.subject_id not in held:
                return refused("", say("it was revoked, or replaced, since"))
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
