"""Rows of lessons and of learners' progress in them.

Knows queries; refuses to commit and to decide. Writes take many rows at once: one is a special case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    Subquery,
    and_,
    func,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from academy_cli.db.among import among
from academy_cli.db.bulk import insert_rows
from academy_cli.db.listed import listed
from academy_cli.enrollments.conditions import is_removed
from academy_cli.kit.batches import batches
from academy_cli.models import Content, Enrollment, LessonProgress
from academy_cli.progress.syllabus import Done, Node

STARTED, COMPLETED = "started", "completed"
PLACES = 200
"""Pairs that one statement takes: fewer than SQLite's limit on its depth."""
AT_A_TIME = 5000
"""Rows that a stream fetches at once."""


class Place(NamedTuple):
    """A lesson of a learner."""

    enrollment: int
    lesson: int


def nodes(connection: Connection, course_id: int) -> list[Node]:
    """Everything that ever was a module or lesson of a course, siblings in their order."""
    columns = (
        Content.id, Content.parent_id, Content.kind, Content.key, Content.path, Content.title,
        Content.fields, Content.is_archived,
    )  # fmt: skip
    query = select(*columns).where(Content.course_id == course_id)
    return [Node(*row) for row in connection.execute(query.order_by(Content.position, Content.id))]


def steps(connection: Connection, enrollment: int) -> Mapping[int, Row[Any]]:
    """What a learner did, by lesson."""
    query = select(LessonProgress.__table__).where(LessonProgress.enrollment_id == enrollment)
    return {row.content_id: row for row in connection.execute(query)}


# -- writing ---------------------------------------------------------------------------------------


def start(connection: Connection, places: Sequence[Place], at: datetime) -> int:
    """Begin lessons that were not begun; returns how many that were."""
    columns = ("enrollment_id", "content_id", "state", "started_at")
    rows = ((*place, STARTED, at) for place in places)
    return insert_rows(connection, LessonProgress, columns, rows, skip_existing=True)


def finish(connection: Connection, places: Sequence[Place], at: datetime) -> None:
    """Complete lessons, whether begun or not; one that was completed before keeps its moment."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    fresh = insert(LessonProgress)
    kept = func.coalesce(LessonProgress.completed_at, fresh.excluded.completed_at)
    statement = fresh.on_conflict_do_update(
        index_elements=["enrollment_id", "content_id"],
        set_={"state": COMPLETED, "completed_at": kept},
    )
    for some in batches(places):
        rows = [
            {"enrollment_id": who, "content_id": what, "state": COMPLETED}
            | {"started_at": at, "completed_at": at}
            for who, what in some
        ]
        connection.execute(statement, rows)


def reopen(connection: Connection, places: Sequence[Place]) -> None:
    """Let lessons be begun only that were completed; the time spent on them stays."""
    for some in batches(places, PLACES):
        mine = update(LessonProgress).where(_among(some), LessonProgress.state == COMPLETED)
        connection.execute(mine.values(state=STARTED, completed_at=None))


def see(connection: Connection, place: Place, seconds: int, at: datetime) -> None:
    """Note that a learner was in a lesson, and for how long."""
    mine = update(LessonProgress).where(_among([place]))
    spent = LessonProgress.seconds + seconds
    connection.execute(mine.values(seconds=spent, last_seen_at=at))


def _among(places: Sequence[Place]) -> ColumnElement[bool]:
    keys = tuple_(LessonProgress.enrollment_id, LessonProgress.content_id)
    return keys.in_([tuple(place) for place in places])


# -- counting --------------------------------------------------------------------------------------


def tallied(connection: Connection, course_id: int, stages: Mapping[int, int]) -> Subquery:
    """For each enrollment of a course that did anything: lessons done by stage, and seconds."""
    return _counted(connection, stages, course_id).subquery("tallied")


def tallies(
    connection: Connection, stages: Mapping[int, int], enrollments: Sequence[int]
) -> Mapping[int, tuple[Done, int]]:
    """The same of some enrollments."""
    found: dict[int, tuple[Done, int]] = {}
    for some in batches(enrollments, AT_A_TIME):
        theirs = among(connection, LessonProgress.enrollment_id, some)
        query = _counted(connection, stages).where(theirs)
        for who, *done, seconds in connection.execute(query).all():
            found[who] = Done(*map(int, done)), int(seconds)
    return found


def undecided(
    connection: Connection, course_id: int, stages: Mapping[int, int]
) -> Iterator[tuple[int, Done]]:
    """Everybody who is not complete and did something, with the lessons done by stage; a stream.

    Who was removed from the course, or has no grant any more, gains nothing and is left out.
    """
    columns: tuple[Any, ...] = (LessonProgress.enrollment_id, *_by_stage(connection, stages))
    query = (
        select(*columns)
        .join_from(Enrollment, LessonProgress, LessonProgress.enrollment_id == Enrollment.id)
        .where(
            Enrollment.course_id == course_id,
            Enrollment.completed_at.is_(None),
            LessonProgress.state == COMPLETED,
            ~is_removed(),
        )
        .group_by(LessonProgress.enrollment_id)
    )
    for who, *done in connection.execute(query, execution_options={"yield_per": AT_A_TIME}):
        yield who, Done(*done)


def learners(connection: Connection, course_id: int) -> tuple[int, int]:
    """How many are enrolled in a course, and how many of them are complete."""
    query = select(func.count(), func.count(Enrollment.completed_at))
    theirs = (Enrollment.course_id == course_id, ~is_removed())
    row = connection.execute(query.where(*theirs)).one()
    return int(row[0]), int(row[1])


def _counted(
    connection: Connection, stages: Mapping[int, int], course_id: int | None = None
) -> Select[Any]:
    columns: tuple[Any, ...] = (
        LessonProgress.enrollment_id,
        *_by_stage(connection, stages),
        func.sum(LessonProgress.seconds).label("seconds"),
    )
    query: Select[Any] = select(*columns)
    if course_id is not None:
        query = query.join(Enrollment, Enrollment.id == LessonProgress.enrollment_id)
        query = query.where(Enrollment.course_id == course_id)
    return query.group_by(LessonProgress.enrollment_id)


def _by_stage(connection: Connection, stages: Mapping[int, int]) -> Iterator[ColumnElement[int]]:
    """How many completed lessons there are of each stage; most courses have lessons of one alone."""
    kind, there = listed(connection, stages), set(stages.values())
    is_done = LessonProgress.state == COMPLETED
    for number, name in enumerate(Done._fields):
        of_stage = LessonProgress.content_id.in_(select(kind.c.row).where(kind.c.value == number))
        counted = func.count().filter(and_(is_done, of_stage))
        yield counted.label(name) if number in there else literal(0, Integer).label(name)
