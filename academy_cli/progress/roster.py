"""The learners of a course and the courses of a learner, with how far each has come.

The database filters, sorts and cuts; the percentage that is shown is what `kit/completion` says. Refuses to
change anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownCourseError, UnknownUserError
from academy_cli.access.matrix import Permission, Reach
from academy_cli.access.permits import permits
from academy_cli.db.service import Database
from academy_cli.db.streaming import streamed
from academy_cli.db.transaction import read
from academy_cli.enrollments import seats
from academy_cli.kit.clock import utc_now
from academy_cli.progress import exporting, store, students
from academy_cli.progress.learning import learning
from academy_cli.progress.syllabus import Done, Syllabus
from academy_cli.progress.views import CourseOfUser, ProgressLine, StudentsWanted, StudentView


class Roster:
    """Who learns what in one academy, for one actor."""

    def __init__(
        self, database: Database, actor: Actor, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database, self._clock = database, clock
        self.actor = actor

    @permits(Permission.COURSE_STUDENTS)
    def students(
        self, slug: str, wanted: StudentsWanted = StudentsWanted()
    ) -> Iterator[StudentView]:
        """The learners of a course, by address, read while they are taken. Raises UnknownCourseError."""
        self.actor.require_course(Permission.COURSE_STUDENTS, slug)
        engine = self._database.existing()
        if engine is None:
            raise UnknownCourseError(slug, None)
        return _taken(engine, slug, wanted, self._clock())

    @permits(Permission.COURSE_STUDENTS)
    def export(self, slug: str | None = None, email: str | None = None) -> Iterator[ProgressLine]:
        """What was done in a course, or in all within the actor's reach, as rows of a file, one by one.

        ``email`` is the one learner who is wanted.

        Raises UnknownCourseError.
        """
        if slug is not None:
            self.actor.require_course(Permission.COURSE_STUDENTS, slug)
        engine = self._database.existing()
        if engine is None:
            return
        now = self._clock()
        with read(engine) as connection:
            for one in [slug] if slug is not None else exporting.slugs(connection):
                if self.actor.may_reach_course(Permission.COURSE_STUDENTS, one):
                    yield from exporting.lines(
                        connection, seats.course(connection, one), now, email
                    )

    @permits(Permission.COURSE_STUDENTS)
    def lessons(self, slug: str) -> frozenset[str]:
        """The keys of the lessons that learners of a course see. Raises UnknownCourseError."""
        self.actor.require_course(Permission.COURSE_STUDENTS, slug)
        engine = self._database.existing()
        if engine is None:
            raise UnknownCourseError(slug, None)
        with read(engine) as connection:
            course = seats.course(connection, slug)
            return frozenset(exporting.seen(connection, course, self._clock()).values())

    @permits(Permission.ENROLLMENT_LIST)
    def courses_of(self, email: str) -> Sequence[CourseOfUser]:
        """The courses somebody is or was in, by slug, as far as they are within the actor's reach."""
        engine = self._database.existing()
        if engine is None:
            raise UnknownUserError(email)
        now = self._clock()
        with read(engine) as connection:
            user = seats.person(connection, email)
            is_theirs = user.id == self.actor.user_id
            if self.actor.reach(Permission.ENROLLMENT_LIST) is not Reach.ALL and not is_theirs:
                self._require_courses(user)
            rows = connection.execute(students.courses(user.id)).all()
            return tuple(
                _course_of(connection, row, user, now)
                for row in rows
                if is_theirs or self.actor.may_reach_course(Permission.ENROLLMENT_LIST, row.slug)
            )

    def _require_courses(self, user: Row[Any]) -> None:
        """Whoever teaches sees those in their own courses; everybody else only themselves."""
        if not self.actor.courses:
            self.actor.require_person(Permission.ENROLLMENT_LIST, user.id, user.email)


def _taken(
    engine: Engine, slug: str, wanted: StudentsWanted, now: datetime
) -> Iterator[StudentView]:
    with read(engine) as connection:
        yield from _students(connection, seats.course(connection, slug), wanted, now)


def _students(
    connection: Connection, course: Row[Any], wanted: StudentsWanted, now: datetime
) -> Iterator[StudentView]:
    syllabus = Syllabus.of(course.fields, store.nodes(connection, course.id), now)
    query = students.query(connection, course, syllabus, wanted, now)
    for rows in streamed(connection, query, wanted.cut.limit):
        done = store.tallies(connection, syllabus.stages, [row.id for row in rows])
        yield from _views(rows, syllabus, done)


def _views(
    rows: Sequence[Row[Any]], syllabus: Syllabus, done: Mapping[int, tuple[Done, int]]
) -> Iterator[StudentView]:
    for row in rows:
        mine, seconds = done.get(row.id, (Done(), 0))
        yield StudentView(
            email=row.email,
            name=row.name,
            state=row.state,
            has_access=bool(row.has_access),
            percent=syllabus.standing(mine, was_complete=row.completed_at is not None).percent,
            seconds=seconds,
            enrolled_at=row.enrolled_at,
            last_seen_at=row.last_seen_at,
            completed_at=row.completed_at,
        )


def _course_of(
    connection: Connection, course: Row[Any], user: Row[Any], now: datetime
) -> CourseOfUser:
    place = seats.seat(connection, course, user)
    mine = learning(connection, place, now).view(now)
    return CourseOfUser(
        course=mine.course,
        title=mine.title,
        state=mine.state,
        has_access=mine.has_access,
        percent=mine.percent,
        seconds=mine.seconds,
        enrolled_at=place.taken.enrolled_at,
        ends_at=place.access(now).ends_at,
        last_seen_at=mine.last_seen_at,
        completed_at=mine.completed_at,
    )
