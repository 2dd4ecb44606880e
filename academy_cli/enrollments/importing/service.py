"""Importing enrollments: what a row of a file asks for, and what it does to enrollments and their grants.

The bulk engine's adapter for enrollments. Every row is somebody in a course by one grant, or out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownCourseError
from academy_cli.access.matrix import Permission
from academy_cli.access.missing import MissingCourses
from academy_cli.access.permits import permits
from academy_cli.bulk.engine import Progress
from academy_cli.bulk.importer import Planned, Wish, silent
from academy_cli.bulk.imports import Imports
from academy_cli.bulk.kinds import (
    Did,
    Journaled,
    Kind,
    Moment,
    Outcome,
    Policy,
    Value,
    Wanted,
    Written,
)
from academy_cli.bulk.longform import Long
from academy_cli.bulk.outcome import refused
from academy_cli.bulk.reading import Limits
from academy_cli.bulk.source import Source
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.enrollments import seats, store
from academy_cli.enrollments.enrolling import end_of
from academy_cli.enrollments.errors import EnrollmentListError
from academy_cli.enrollments.importing import cells, tables, undo
from academy_cli.enrollments.importing.cells import COURSE, EMAIL, FIELDS
from academy_cli.enrollments.importing.completing import COMPLETED_AT
from academy_cli.enrollments.importing.deciding import (
    DATES,
    REMOVED,
    Place,
    Verdict,
    decided,
    granting,
    moment,
)
from academy_cli.enrollments.importing.seats import Seats, full
from academy_cli.enrollments.importing.tables import Offered, Person
from academy_cli.enrollments.store import GrantRow
from academy_cli.kit.clock import moment_of, utc_now
from academy_cli.kit.saying import say
from academy_cli.mail.occasions import tell_enrolled

OF_LISTS = ("kinds", "has_access")
"""Columns that only lists of enrollments have; whoever imported one would give everybody another grant."""
NO_ACCOUNT = say("nobody has this address: make the account first, with academy user import")


class CourseImports(Imports):
    """Importing rows about learners; ``course`` is the one that all of them are about, if they say none."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        kind: Kind,
        limits: Limits,
        course: str,
        *,
        long: Long | None = None,
    ) -> None:
        super().__init__(database, actor, kind, limits, long=long)
        self._course = course

    @permits("importing")
    def plan(self, given: Source, wish: Wish = Wish(), progress: Progress = silent) -> Planned:
        """Say what would become of each row of a file; raises what ``Importer.plan`` raises.

        For a course that all rows are about also UnknownCourseError and NotPermittedError.
        """
        if self._course:
            self._require_course(self._course)
        return super().plan(given, wish, progress)

    def _require_course(self, slug: str) -> None:
        """Insist on a course that there is and whose learners the actor may import.

        Raises UnknownCourseError with the nearest slug, and NotPermittedError.
        """
        self.actor.require_course(self.importing, slug)
        engine = self._database.existing()
        if engine is None:
            raise UnknownCourseError(slug)
        with read(engine) as connection:
            seats.course(connection, slug)


class EnrollmentImports(CourseImports):
    """Importing enrollments into one academy, for one actor; ``reason`` is why, for rows that say none."""

    importing = Permission.ENROLLMENT_IMPORT

    @permits("importing")
    def plan(self, given: Source, wish: Wish = Wish(), progress: Progress = silent) -> Planned:
        """Say what would become of each row of a file; raises what ``CourseImports.plan`` raises.

        What lists and pages of enrollments show is no file to import: EnrollmentListError.
        """
        planned = super().plan(given, wish, progress)
        if shown := [one for one in planned.view.unknown_columns if one in OF_LISTS]:
            raise EnrollmentListError(planned.view.file, shown)
        return planned

    def __init__(
        self,
        database: Database,
        actor: Actor,
        limits: Limits = Limits(),
        *,
        course: str = "",
        reason: str = "",
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        course = course.strip()
        rows = EnrollmentRows(actor, clock, course, reason.strip())
        super().__init__(database, actor, rows, limits, course)


class EnrollmentRows:
    """What rows about enrollments are: who, in which course, by which grant."""

    name, action = "enrollments", "enrollment.import"

    def __init__(
        self, actor: Actor, clock: Callable[[], datetime], course: str = "", reason: str = ""
    ) -> None:
        self._actor, self._course, self._reason = actor, course, reason
        self._clock = clock
        self.fields = (EMAIL, COURSE._replace(is_required=not course), *FIELDS)
        said = {"course": course, "reason": reason}
        self.options: Mapping[str, str] = {name: value for name, value in said.items() if value}
        self._planned_seats, self._missing = Seats(), MissingCourses()
        self._courses: Mapping[str, Offered] = {}
        self._people: Mapping[str, Person] = {}
        self._told: Mapping[int, int] = {}

    def parse(self, said: Mapping[str, str]) -> Wanted:
        """Who in which course, and what a row says of it, each in its one form."""
        return cells.parsed(said, self._course, self._reason)

    def examine(
        self, connection: Connection | None, wanted: Sequence[Wanted], policy: Policy, *, hold: bool
    ) -> Sequence[Outcome]:
        """What becomes of each, against the courses, accounts and enrollments there are."""
        if connection is None:
            return [refused(one.key, NO_ACCOUNT) for one in wanted]
        named = [one.key.split(" ", 1) for one in wanted]
        self._courses = tables.courses(connection, {slug for _, slug in named}, hold=hold)
        self._people = tables.people(connection, [email for email, _ in named])
        pairs = {
            (self._courses[slug].id, self._people[email].id)
            for email, slug in named
            if slug in self._courses and email in self._people
        }
        there = tables.places(connection, pairs, hold=hold)
        impossible: dict[str, dict[tuple[Value, ...], str]] = {}
        now, taken = self._clock(), Seats() if hold else self._planned_seats

        def outcome(one: Wanted, email: str, slug: str) -> Outcome:
            course, person = self._courses.get(slug), self._people.get(email)
            if why := self._unreachable(connection, slug, course):
                return refused(one.key, why)
            if person is None or course is None:
                return refused(one.key, NO_ACCOUNT)
            known = impossible.setdefault(slug, {})
            at = Place(slug, course.offer, now, person.is_active, known)
            verdict = decided(one, there.get((course.id, person.id)), at, policy)
            return _seated(connection, verdict, course, taken, now)

        return [outcome(one, *said) for one, said in zip(wanted, named, strict=True)]

    def _unreachable(self, connection: Connection, slug: str, course: Offered | None) -> str:
        if not self._actor.may_reach_course(Permission.ENROLLMENT_IMPORT, slug):
            return say("“{}” is not among the courses of “{}”", slug, self._actor.said)
        return "" if course is not None else self._missing.reason(connection, slug)

    def apply(
        self, connection: Connection, outcomes: Sequence[Outcome], moment: Moment
    ) -> Sequence[int]:
        """Write enrollments and grants."""
        new = [one for one in outcomes if one.did is Did.CREATE]
        ids = iter(store.enroll(connection, [self._new(one, moment.at) for one in new]))
        subjects = [one.subject_id or next(ids) for one in outcomes]
        written = list(zip(subjects, outcomes, strict=True))
        _remove(connection, written, moment.at)
        grants = [self._grant(number, one, moment) for number, one in written if _is_grant(one)]
        self._told = store.grant(connection, grants)
        back = [number for number, one in written if one.before.get("state") == REMOVED]
        tables.come_back(connection, back)
        tables.change(connection, _changes(outcomes))
        seats.recomplete(connection, self._completions(written))
        return subjects

    def _completions(
        self, written: Sequence[tuple[int, Outcome]]
    ) -> Mapping[int, tuple[datetime, int]]:
        """The enrollments that are complete: since when, as of which revision."""
        return {
            number: (moment_of(str(since)), self._courses[one.key.split(" ", 1)[1]].revision)
            for number, one in written
            if (since := one.after.get(COMPLETED_AT))
        }

    def _new(self, outcome: Outcome, at: datetime) -> store.New:
        email, slug = outcome.key.split(" ", 1)
        since = next(filter(None, map(outcome.after.get, cells.PAST)), None)
        return store.New(self._courses[slug].id, self._people[email].id, moment(since) or at)

    def _grant(self, enrollment: int, outcome: Outcome, at: Moment) -> GrantRow:
        said: Mapping[str, Any] = outcome.after
        wish = granting(said)
        offer = self._courses[outcome.key.split(" ", 1)[1]].offer
        reference = said.get("reference", at.reference)
        ends_at = end_of(offer, wish, at.at)
        return GrantRow(
            enrollment, wish.kind, reference, said.get("reason"), wish.starts_at, ends_at, at.at
        )

    def send(
        self,
        connection: Connection,
        outcomes: Sequence[Outcome],
        subjects: Sequence[int],
        moment: Moment,
    ) -> int:
        """Tell people that they are in a course."""
        rows = zip(subjects, outcomes, strict=True)
        grants = {number: self._told[number] for number, one in rows if one.mails}
        return tell_enrolled(connection, grants, moment.at)

    def undo(
        self, connection: Connection, rows: Sequence[Journaled], reference: str, *, hold: bool
    ) -> Sequence[Outcome]:
        """What going back would do to each."""
        taken = Seats() if hold else self._planned_seats
        undoing = undo.Undoing(reference, taken, self._clock())
        return undo.planned(connection, rows, undoing, hold=hold)

    def revert(
        self, connection: Connection, outcomes: Sequence[Outcome], reference: str, moment: Moment
    ) -> Written:
        """Go back."""
        return Written(undo.carry_out(connection, outcomes, moment.at))


def _seated(
    connection: Connection, verdict: Verdict, course: Offered, taken: Seats, now: datetime
) -> Outcome:
    """What a row comes to where the course has a seat, or none is needed."""
    outcome, capacity = verdict.outcome, course.offer.capacity
    if capacity is None or not verdict.seats or taken.take(connection, course, verdict.seats, now):
        return outcome
    return refused(outcome.key, full(course))


def _is_grant(outcome: Outcome) -> bool:
    return "kind" in outcome.after


def _remove(connection: Connection, written: Sequence[tuple[int, Outcome]], at: datetime) -> None:
    why: dict[str, list[int]] = {}
    for number, one in written:
        if one.after.get("state") == REMOVED:
            why.setdefault(str(one.after["reason"]), []).append(number)
    for reason, enrollments in why.items():
        store.remove(connection, enrollments, at, reason)


def _changes(outcomes: Sequence[Outcome]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Fields of grants that are another from now on."""
    for one in outcomes:
        number = one.after.get("grant")
        if isinstance(number, int):
            yield (
                number,
                {
                    name: moment(value) if name in DATES else value
                    for name, value in one.after.items()
                    if name not in {"grant", COMPLETED_AT}
                },
            )
