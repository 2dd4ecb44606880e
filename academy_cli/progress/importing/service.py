"""Importing progress: what a row of a file asks for, and what it does to lessons and to courses.

The bulk engine's adapter for progress. Every row is a lesson of a learner; whether the course is complete
follows, row by row, as if somebody had set one after the other by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.missing import MissingCourses
from academy_cli.bulk.kinds import Did, Journaled, Moment, Outcome, Policy, Wanted, Written
from academy_cli.bulk.outcome import refused
from academy_cli.bulk.reading import Limits
from academy_cli.db.service import Database
from academy_cli.enrollments import seats
from academy_cli.enrollments.importing.service import NO_ACCOUNT, CourseImports
from academy_cli.enrollments.importing.tables import Person
from academy_cli.enrollments.importing.tables import people as by_email
from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say
from academy_cli.mail.occasions import tell_completed
from academy_cli.progress import store
from academy_cli.progress.importing import cells, dating, tables
from academy_cli.progress.importing.completions import Completions
from academy_cli.progress.importing.deciding import (
    GAINED,
    NOT_BEGUN,
    REOPENED,
    Course,
    Step,
    decided,
    hidden,
)
from academy_cli.progress.importing.standings import Standings
from academy_cli.progress.importing.tables import Learner
from academy_cli.progress.importing.undo import Undoing
from academy_cli.progress.store import Place
from academy_cli.progress.syllabus import Entry, Syllabus


class ProgressImports(CourseImports):
    """Importing progress into one academy, for one actor."""

    importing = Permission.PROGRESS_IMPORT

    def __init__(
        self, database: Database, actor: Actor, limits: Limits = Limits(), *, course: str = ""
    ) -> None:
        course = course.strip()
        super().__init__(database, actor, ProgressRows(actor, course), limits, course)


class Asked(NamedTuple):
    """A row whose course, learner and lesson there are."""

    course: Course
    learner: Learner
    place: Place
    """Where its progress is kept."""


class ProgressRows:
    """What rows about progress are: who, in which course, which lesson, and how far."""

    name, action = "progress", "progress.import"

    def __init__(self, actor: Actor, course: str = "") -> None:
        self._actor, self._course = actor, course
        self.fields = cells.fields(course)
        self.options: Mapping[str, str] = {"course": course} if course else {}
        self._begun_at = utc_now()
        self._courses: dict[str, Course] = {}
        self._words: dict[tuple[int, int], str] = {}
        """By which word the file calls each lesson."""
        self._planned, self._undoing = Standings(), Undoing(self._begun_at)
        self._steps: Mapping[Place, Step] = {}
        self._missing = MissingCourses()

    def parse(self, said: Mapping[str, str]) -> Wanted:
        """Whom a row is about, in which lesson, and how far they are."""
        return cells.parsed(said, self._course)

    def examine(
        self, connection: Connection | None, wanted: Sequence[Wanted], policy: Policy, *, hold: bool
    ) -> Sequence[Outcome]:
        """What becomes of each, against the lessons and learners there are."""
        if connection is None:
            return [refused(one.key, NO_ACCOUNT) for one in wanted]
        asked = self._asked(connection, wanted, hold=hold)
        places = [one.place for one in asked if isinstance(one, Asked)]
        self._steps = tables.steps(connection, places)
        completions = Completions(connection, self._planned, hold=hold)
        outcomes = []
        for one, about in zip(wanted, asked, strict=True):
            if isinstance(about, str):
                outcomes.append(refused(one.key, about))
                continue
            step = self._steps.get(about.place, NOT_BEGUN)
            found = decided(one, *about.place, step, policy)
            if found.did is Did.UPDATE and "state" in found.after:
                completions.add(len(outcomes), found, about.course, about.learner)
            outcomes.append(found)
        return completions.settled(outcomes)

    def _asked(
        self, connection: Connection, wanted: Sequence[Wanted], *, hold: bool
    ) -> list[Asked | str]:
        """Course, learner and lesson of each row, or why there is none."""
        named = [one.key.split(" ", 2) for one in wanted]
        courses = self._known(connection, {slug for _, slug, _ in named}, hold=hold)
        people = by_email(connection, sorted({email for email, _, _ in named}))
        pairs = {
            (courses[slug].id, people[email].id)
            for email, slug, _ in named
            if slug in courses and email in people
        }
        learners = tables.learners(connection, pairs, hold=hold)

        def found(email: str, slug: str, word: str) -> Asked | str:
            course, person = courses.get(slug), people.get(email)
            if why := self._unreachable(connection, slug, course):
                return why
            assert course is not None
            learner = learners.get((course.id, person.id)) if person else None
            if why := not_a_learner(person, learner, slug):
                return why
            assert learner is not None
            lesson = course.lessons.get(word)
            if why := self._no_lesson(course, lesson, word):
                return why
            assert lesson is not None
            return Asked(course, learner, Place(learner.id, lesson.node.row))

        return [found(*one) for one in named]

    def _known(
        self, connection: Connection, slugs: set[str], *, hold: bool
    ) -> Mapping[str, Course]:
        """Courses by slug, each read once for every state that it is in."""
        found = {}
        for row in tables.courses(connection, slugs, hold=hold):
            known = self._courses.get(row.slug)
            if known is None or (known.row.revision, known.row.fields) != (
                row.revision,
                row.fields,
            ):
                nodes = store.nodes(connection, row.id)
                known = Course.of(row, Syllabus.of(row.fields, nodes, self._begun_at))
                self._courses[row.slug] = known
            found[row.slug] = known
        return found

    def _unreachable(self, connection: Connection, slug: str, course: Course | None) -> str:
        if not self._actor.may_reach_course(Permission.PROGRESS_IMPORT, slug):
            return say("“{}” is not among the courses of “{}”", slug, self._actor.said)
        return "" if course is not None else self._missing.reason(connection, slug)

    def _no_lesson(self, course: Course, lesson: Entry | None, word: str) -> str:
        if lesson is None:
            return say("there is no lesson “{}” in “{}”", word, course.slug)
        if hidden(lesson):
            return say("“{}” of “{}” is a draft, which learners do not see", word, course.slug)
        first = self._words.setdefault((course.id, lesson.node.row), word)
        return (
            ""
            if first == word
            else say("the lesson “{}” is “{}” in this file already", word, first)
        )

    def apply(
        self, connection: Connection, outcomes: Sequence[Outcome], moment: Moment
    ) -> Sequence[int]:
        """Write progress, and the completions that it gives or takes."""
        steps = []
        for one in outcomes:
            place = cells.place(one.subject_id or 0, one.after)
            fields = cells.fields_of(one.after)
            steps.append((place, tables.changed(self._steps.get(place), fields)))
        completed = self._completed(connection, outcomes, steps, moment.at)
        tables.put(connection, steps, moment.at)
        reopened = [one for one in outcomes if one.after.get("completion") == REOPENED]
        seats.reopen(connection, sorted({one.subject_id or 0 for one in reopened}))
        seats.recomplete(connection, completed)
        return [one.subject_id or 0 for one in outcomes]

    def _completed(
        self,
        connection: Connection,
        outcomes: Sequence[Outcome],
        steps: Sequence[tuple[Place, Step]],
        at: datetime,
    ) -> Mapping[int, tuple[datetime, int | None]]:
        """The enrollments that are complete after some rows and were not: since when, of which revision."""
        final = {
            one.subject_id or 0: (number, one)
            for number, one in enumerate(outcomes)
            if "completion" in one.after
        }
        gained = {
            who: (number, self._courses[one.key.split(" ", 2)[1]])
            for who, (number, one) in final.items()
            if one.after["completion"] == GAINED
        }
        if not gained:
            return {}
        counted = {lesson for _, course in gained.values() for lesson in course.syllabus.stages}
        until = {who: number for who, (number, _) in gained.items()}
        when = dating.moments(connection, steps, until, counted, at)
        return {who: (when[who], course.row.revision) for who, (_, course) in gained.items()}

    def _by_course(self, outcomes: Sequence[Outcome], word: str) -> Mapping[str, list[int]]:
        """Enrollments whose completion is so, by their course."""
        found: dict[str, list[int]] = {}
        for one in outcomes:
            if one.after.get("completion") == word:
                found.setdefault(one.key.split(" ", 2)[1], []).append(one.subject_id or 0)
        return found

    def send(
        self,
        connection: Connection,
        outcomes: Sequence[Outcome],
        subjects: Sequence[int],
        moment: Moment,
    ) -> int:
        """Tell people that they have completed a course."""
        telling = self._by_course([one for one in outcomes if one.mails], GAINED)
        return sum(
            tell_completed(connection, who, self._courses[slug].row.revision, moment.at)
            for slug, who in telling.items()
        )

    def undo(
        self, connection: Connection, rows: Sequence[Journaled], reference: str, *, hold: bool
    ) -> Sequence[Outcome]:
        """What going back would do to each."""
        return self._undoing.planned(connection, rows, hold=hold)

    def revert(
        self, connection: Connection, outcomes: Sequence[Outcome], reference: str, moment: Moment
    ) -> Written:
        """Go back."""
        return Written(self._undoing.carry_out(connection, outcomes, moment.at))


def not_a_learner(person: Person | None, learner: Learner | None, slug: str) -> str:
    """Why somebody is no learner of a course; empty for one who is."""
    if person is None:
        return NO_ACCOUNT
    if learner is None:
        return say("they are not in “{}”: let them in first, with academy enrollment import", slug)
    return say("they were removed from “{}”", slug) if learner.removed_at is not None else ""
