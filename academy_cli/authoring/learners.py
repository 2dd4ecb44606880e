"""What a course's learners have done, counted by the database: a few queries for any number of them.

Knows the learners' tables; refuses to write, and to weigh what it counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, Select, and_, exists, func, or_, select

from academy_cli.authoring.forecast import Learner, Step
from academy_cli.db.listed import listed
from academy_cli.models import (
    Attempt,
    AttemptAnswer,
    Certificate,
    Enrollment,
    Grant,
    LessonProgress,
    User,
)

STARTED, COMPLETED = "started", "completed"
_OF_A_PERCENT = 10
"""Thousandths of a point that are a percent of one."""


def learners(connection: Connection, course: int) -> list[Learner]:
    """Everybody who is enrolled, in order; who was removed gains and loses nothing."""
    valid = (
        select(func.count())
        .where(Certificate.enrollment_id == Enrollment.id, Certificate.revoked_at.is_(None))
        .scalar_subquery()
    )
    query = (
        select(Enrollment.id, Enrollment.completed_at.is_not(None), valid)
        .where(Enrollment.course_id == course, ~_is_removed())
        .order_by(Enrollment.id)
    )
    return [Learner(who, bool(done), held) for who, done, held in connection.execute(query)]


def done(
    connection: Connection, course: int, kinds: Mapping[int, int]
) -> Mapping[int, Mapping[int, int]]:
    """How many lessons of each kind each enrollment has completed; ``kinds`` are given by row."""
    kind = listed(connection, kinds)
    query = _steps(
        kind, course, LessonProgress.enrollment_id, kind.c.value, func.count().label("number")
    )
    query = query.where(LessonProgress.state == COMPLETED)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for who, value, number in connection.execute(
        query.group_by(LessonProgress.enrollment_id, kind.c.value)
    ):
        found[who][value] = number
    return found


def steps(connection: Connection, course: int, rows: Iterable[int]) -> list[Step]:
    """Who began or completed which of these lessons."""
    among = listed(connection, dict.fromkeys(rows, 0))
    query = _steps(
        among,
        course,
        LessonProgress.enrollment_id,
        LessonProgress.content_id,
        LessonProgress.state == COMPLETED,
    )
    return [Step(who, row, bool(is_done)) for who, row, is_done in connection.execute(query)]


def met(connection: Connection, course: int, rows: Iterable[int]) -> Mapping[tuple[int, str], int]:
    """How many learners each of these lessons has in each state."""
    among = listed(connection, dict.fromkeys(rows, 0))
    columns = (LessonProgress.content_id, LessonProgress.state)
    query = _steps(among, course, *columns, func.count()).group_by(*columns)
    return {(row, state): number for row, state, number in connection.execute(query)}


def met_any(connection: Connection, course: int, rows: Iterable[int]) -> Mapping[str, int]:
    """How many learners have at least one of these lessons in each state."""
    among = listed(connection, dict.fromkeys(rows, 0))
    people = func.count(LessonProgress.enrollment_id.distinct()).label("people")
    query = _steps(among, course, LessonProgress.state, people).group_by(LessonProgress.state)
    return {row.state: row.people for row in connection.execute(query)}


def answered(connection: Connection, questions: Collection[int]) -> Mapping[int, int]:
    """How many attempts had each of some questions, by row; those of all of them together by 0."""
    if not questions:
        return {}
    among = listed(connection, dict.fromkeys(questions, 0))
    had = AttemptAnswer.question_id.in_(select(among.c.row))
    each = select(AttemptAnswer.question_id, func.count()).where(had)
    rows = connection.execute(each.group_by(AttemptAnswer.question_id))
    found = {int(row): int(number) for row, number in rows}
    together = select(func.count(AttemptAnswer.attempt_id.distinct())).where(had)
    return found | {0: connection.scalar(together) or 0} if found else {}


def judged(connection: Connection, marks: Mapping[int, int]) -> Mapping[int, int]:
    """How many attempts at some lessons would pass now, or no longer, with other pass marks, by lesson.

    Who was erased is not graded again.
    """
    if not marks:
        return {}
    mark = listed(connection, marks)
    passes = or_(
        mark.c.value == 0,
        and_(Attempt.out_of > 0, Attempt.points >= mark.c.value * Attempt.out_of * _OF_A_PERCENT),
    )
    query = (
        select(Attempt.content_id, func.count())
        .join_from(mark, Attempt, Attempt.content_id == mark.c.row)
        .join(Enrollment, Enrollment.id == Attempt.enrollment_id)
        .join(User, User.id == Enrollment.user_id)
        .where(Attempt.submitted_at.is_not(None), User.erased_at.is_(None))
        .where(Attempt.is_passed != passes)
        .group_by(Attempt.content_id)
    )
    return {int(row): int(number) for row, number in connection.execute(query)}


def _steps(among: CTE, course: int, *columns: Any) -> Select[Any]:
    """A query of progress on some lessons in one course."""
    mine = Enrollment.id == LessonProgress.enrollment_id
    return (
        select(*columns)
        .join_from(among, LessonProgress, LessonProgress.content_id == among.c.row)
        .join(Enrollment, mine)
        .where(Enrollment.course_id == course, ~_is_removed())
    )


def _is_removed() -> ColumnElement[bool]:
    """Whether somebody took the learner out of the course, or revoked every grant, such as by a refund."""
    granted = exists().where(Grant.enrollment_id == Enrollment.id)
    is_left = granted.where(Grant.revoked_at.is_(None))
    return or_(Enrollment.removed_at.is_not(None), and_(granted, ~is_left))
