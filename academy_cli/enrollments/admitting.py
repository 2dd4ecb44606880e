"""Letting people of a file into courses, by the same rules as a file of enrollments.

The answer to ``accounts/admission``. Refuses to know how their accounts are made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from academy_cli.accounts.admission import Admitted
from academy_cli.bulk.kinds import Did, Moment, Policy, Wanted
from academy_cli.enrollments import store
from academy_cli.enrollments.access import access
from academy_cli.enrollments.enrolling import end_of, is_in
from academy_cli.enrollments.importing import tables
from academy_cli.enrollments.importing.deciding import BULK, Place, Verdict, decided
from academy_cli.enrollments.importing.seats import Seats, full
from academy_cli.enrollments.importing.tables import Offered, Pair
from academy_cli.enrollments.importing.there import There
from academy_cli.enrollments.store import GrantRow
from academy_cli.enrollments.views import Granting
from academy_cli.kit.clock import utc_now

GRANT = {"kind": BULK}
"""What a row about a person says of a course: that they are in it."""


class CourseDoors:
    """Some courses, and who is in them."""

    def __init__(self, courses: Mapping[str, Offered], taken: Seats, now: datetime, *, hold: bool):
        self._courses, self._taken, self._now, self._hold = courses, taken, now, hold
        self._there: Mapping[Pair, There] = {}
        self._of_new: dict[int, Verdict] = {}
        """What becomes of somebody who was never in a course: the same for all of them."""

    def unknown(self, slugs: Sequence[str]) -> str:
        """The first of some slugs that no course has, or nothing."""
        return next((slug for slug in slugs if slug not in self._courses), "")

    def meet(self, connection: Connection, people: Collection[int]) -> None:
        """Find out who of some people is in which of the courses."""
        pairs = {(course.id, person) for course in self._courses.values() for person in people}
        self._there = tables.places(connection, pairs, hold=self._hold) if pairs else {}

    def is_in(self, person: int, slug: str) -> bool:
        """Whether somebody has access to a course, will have, or has completed it."""
        course = self._courses.get(slug)
        there = self._there.get((course.id, person)) if course else None
        if course is None or there is None or there.removed_at is not None:
            return False
        given = [one.held for one in there.grants]
        found = access(given, course.offer.span, self._now, completed_at=there.completed_at)
        is_done = there.completed_at is not None
        return is_done or is_in(found) or self._verdict(course, there).outcome.did is Did.UNCHANGED

    def refusal(self, connection: Connection, person: int | None, slugs: Sequence[str]) -> str:
        """Why somebody, who may be new, cannot be let into courses; else the seats are taken."""
        taking: list[tuple[Offered, int]] = []
        for slug in slugs:
            course = self._courses[slug]
            verdict = self._verdict(course, self._there.get((course.id, person or 0)))
            if verdict.outcome.did is Did.REFUSED:
                return verdict.outcome.reason
            taking.append((course, verdict.seats))
        bounded = [(course, seats) for course, seats in taking if course.offer.capacity is not None]
        for course, seats in bounded:
            if not self._taken.has(connection, course, seats, self._now):
                return full(course)
        for course, seats in bounded:
            self._taken.take(connection, course, seats, self._now)
        return ""

    def _verdict(self, course: Offered, there: There | None) -> Verdict:
        if there is None and course.id in self._of_new:
            return self._of_new[course.id]
        at = Place(course.slug, course.offer, self._now)
        verdict = decided(Wanted(course.slug, GRANT), there, at, Policy())
        if there is None:
            self._of_new[course.id] = verdict
        return verdict

    def admit(
        self, connection: Connection, places: Sequence[tuple[int, str]], moment: Moment
    ) -> Sequence[Admitted]:
        """Let people into courses, each by a grant of a batch; in the same order."""
        pairs = [(self._courses[slug].id, person) for person, slug in places]
        new = [pair for pair in pairs if pair not in self._there]
        people = [store.New(*pair, moment.at) for pair in new]
        ids = dict(zip(new, store.enroll(connection, people), strict=True))
        enrollments = [ids.get(pair) or self._there[pair].id for pair in pairs]
        grants = [
            self._grant(enrollment, slug, moment)
            for enrollment, (_, slug) in zip(enrollments, places, strict=True)
        ]
        given = store.grant(connection, grants)
        back = [pair for pair in pairs if pair in self._there and self._there[pair].removed_at]
        tables.come_back(connection, [self._there[pair].id for pair in back])
        return [Admitted(one, given[one]) for one in enrollments]

    def _grant(self, enrollment: int, slug: str, moment: Moment) -> GrantRow:
        ends_at = end_of(self._courses[slug].offer, Granting(BULK), moment.at)
        return GrantRow(enrollment, BULK, moment.reference, None, None, ends_at, moment.at)


class CourseAdmission:
    """The courses of one academy, for one import of people."""

    def __init__(self, clock: Callable[[], datetime] = utc_now) -> None:
        self._clock, self._planned = clock, Seats()
        self._known: dict[str, Offered] = {}

    def doors(self, connection: Connection, slugs: Collection[str], *, hold: bool) -> CourseDoors:
        """The courses of some rows; asked once for a plan, and again for every chunk that is written."""
        asked = slugs if hold else set(slugs) - self._known.keys()
        if asked:
            self._known |= tables.courses(connection, asked, hold=hold)
        courses = {slug: self._known[slug] for slug in slugs if slug in self._known}
        taken = Seats() if hold else self._planned
        return CourseDoors(courses, taken, self._clock(), hold=hold)
