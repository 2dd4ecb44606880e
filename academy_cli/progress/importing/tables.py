"""The rows that importing progress reads and writes: learners of courses, and their steps in lessons.

Asks and writes in sets. Courses are held before enrollments, and both in the order of their numbers, so that
nobody waits in a circle. Knows the tables; refuses transactions and decisions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, select, tuple_

from academy_cli.db.among import among
from academy_cli.db.bulk import upsert_rows
from academy_cli.db.listed import paired
from academy_cli.kit.batches import batches
from academy_cli.models import Certificate, Course, Enrollment, LessonProgress
from academy_cli.progress.importing.deciding import DONE, NOT_BEGUN, Step
from academy_cli.progress.store import COMPLETED, PLACES, Place

AT_ONCE = 5000
"""Pairs that one statement brings along."""


class Learner(NamedTuple):
    """Somebody's enrollment, as far as progress asks."""

    id: int
    course_id: int
    completed_at: datetime | None
    completed_revision: int | None
    removed_at: datetime | None
    last_seen_at: datetime | None
    enrolled_at: datetime


_LEARNER = [getattr(Enrollment, name) for name in Learner._fields]


def courses(connection: Connection, slugs: Collection[str], *, hold: bool) -> Sequence[Row[Any]]:
    """Courses by slug; ``hold`` lets nobody change them until the transaction ends."""
    return _courses(connection, Course.slug, slugs, hold=hold)


def courses_by_id(connection: Connection, ids: Collection[int]) -> Sequence[Row[Any]]:
    """Courses by their rows."""
    return _courses(connection, Course.id, ids, hold=False)


def hold_courses(connection: Connection, enrollments: Collection[int]) -> None:
    """Let nobody change the courses of some enrollments until the transaction ends."""
    ids: set[int] = set()
    for some in batches(sorted(enrollments)):
        query = select(Enrollment.course_id).where(among(connection, Enrollment.id, some))
        ids |= set(connection.scalars(query.distinct()))
    _courses(connection, Course.id, ids, hold=True)


def _courses(
    connection: Connection, column: Any, values: Collection[Any], *, hold: bool
) -> Sequence[Row[Any]]:
    found: list[Row[Any]] = []
    for some in batches(sorted(values)):
        query = select(Course.__table__).where(among(connection, column, some)).order_by(Course.id)
        found += connection.execute(query.with_for_update(read=True) if hold else query)
    return found


def learners(
    connection: Connection, pairs: Collection[tuple[int, int]], *, hold: bool
) -> Mapping[tuple[int, int], Learner]:
    """Enrollments by course and person; ``hold`` keeps others from changing them."""
    found: dict[tuple[int, int], Learner] = {}
    courses = sorted({course for course, _ in pairs})
    for some in batches(sorted({person for _, person in pairs})):
        query = select(Enrollment.user_id, *_LEARNER).where(
            among(connection, Enrollment.user_id, some),
            among(connection, Enrollment.course_id, courses),
        )
        query = query.order_by(Enrollment.id)
        held = query.with_for_update(key_share=True) if hold else query
        for user, *values in connection.execute(held).all():  # all at once is half the work
            one = Learner._make(values)
            found[one.course_id, user] = one
    return found


def by_id(
    connection: Connection, enrollments: Collection[int], *, hold: bool
) -> Mapping[int, Learner]:
    """Enrollments by row."""
    found: dict[int, Learner] = {}
    for some in batches(sorted(enrollments)):
        query = select(*_LEARNER).where(among(connection, Enrollment.id, some))
        query = query.order_by(Enrollment.id)
        rows = connection.execute(query.with_for_update(key_share=True) if hold else query)
        found |= {row.id: Learner(*row) for row in rows}
    return found


def steps(connection: Connection, places: Sequence[Place]) -> Mapping[Place, Step]:
    """How far learners are in lessons, of those they have begun."""
    found: dict[Place, Step] = {}
    columns = (
        *(LessonProgress.enrollment_id, LessonProgress.content_id, LessonProgress.state),
        *(LessonProgress.completed_at, LessonProgress.seconds, LessonProgress.started_at),
        LessonProgress.last_seen_at,
    )
    for some in batches(places, AT_ONCE):
        these = paired(connection, some)
        query = select(*columns).join(
            these,
            (LessonProgress.enrollment_id == these.c.first)
            & (LessonProgress.content_id == these.c.second),
        )
        for who, what, state, *rest in connection.execute(query).all():
            found[Place(who, what)] = Step._make((DONE if state == COMPLETED else state, *rest))
    return found


def finished(connection: Connection, enrollments: Sequence[int]) -> dict[int, dict[int, datetime]]:
    """The lessons that learners have done, and when."""
    found: dict[int, dict[int, datetime]] = {}
    columns = (LessonProgress.content_id, LessonProgress.completed_at)
    for some in batches(enrollments):
        query = select(LessonProgress.enrollment_id, *columns).where(
            among(connection, LessonProgress.enrollment_id, some),
            LessonProgress.state == COMPLETED,
        )
        for who, lesson, when in connection.execute(query).all():
            assert when is not None  # as the schema has it of a lesson that is done
            found.setdefault(who, {})[lesson] = when
    return found


def certified(connection: Connection, enrollments: Collection[int]) -> set[int]:
    """Those of whom a certificate was issued that holds."""
    found: set[int] = set()
    for some in batches(sorted(enrollments)):
        query = select(Certificate.enrollment_id).where(
            among(connection, Certificate.enrollment_id, some), Certificate.revoked_at.is_(None)
        )
        found |= set(connection.scalars(query))
    return found


def put(connection: Connection, steps: Iterable[tuple[Place, Step]], at: datetime) -> None:
    """Let learners be so far in lessons, whether they had begun them or not."""
    upsert_rows(
        connection,
        LessonProgress,
        ("enrollment_id", "content_id"),
        ("state", "completed_at", "seconds"),
        _written(steps, at),
        kept=("started_at",),
    )


def _written(steps: Iterable[tuple[Place, Step]], at: datetime) -> Iterator[tuple[Any, ...]]:
    for place, step in steps:
        is_done = step.state == DONE
        finished = (step.completed_at or at) if is_done else None
        state = COMPLETED if is_done else step.state
        yield *place, state, finished, step.seconds, min(at, finished or at)


def forget(connection: Connection, places: Sequence[Place]) -> None:
    """Let learners never have begun lessons."""
    keys = tuple_(LessonProgress.enrollment_id, LessonProgress.content_id)
    for some in batches(places, PLACES):
        these = keys.in_([tuple(place) for place in some])
        connection.execute(delete(LessonProgress).where(these))


def changed(step: Step | None, after: Mapping[str, Any]) -> Step:
    """A step with fields as a journal has them."""
    values = dict(after)
    if "completed_at" in values and isinstance(values["completed_at"], str):
        values["completed_at"] = datetime.fromisoformat(values["completed_at"])
    return (step or NOT_BEGUN)._replace(**values)
