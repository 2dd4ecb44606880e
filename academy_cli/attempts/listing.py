"""Lists of attempts, found, ordered and cut by the database.

Joins store and views; refuses to change anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select
from sqlalchemy.orm import aliased

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission, Reach
from academy_cli.attempts.sitting import GRACE, summary
from academy_cli.attempts.views import (
    FAILED,
    HANDED_IN,
    OPEN,
    OVERDUE,
    PASSED,
    AttemptSummary,
    AttemptsWanted,
)
from academy_cli.db.paging import paged
from academy_cli.db.streaming import streamed
from academy_cli.enrollments import seats
from academy_cli.models import Attempt, Blob, Content, Course, Enrollment, Quiz, User

_SHOWN = aliased(Blob)
"""The quiz that says what learners see: the lesson's as it is, else the one that was answered."""
HIDES = _SHOWN.text.contains('"show":"never"', autoescape=True)
"""In canonical JSON no text within another looks like that."""
ORDERED: Mapping[str, Any] = {
    "number": Attempt.id,
    "email": User.email,
    "name": func.lower(User.name),
    "course": Course.slug,
    "lesson": Content.key,
    "attempt": Attempt.number,
    "points": Attempt.points,
    "out_of": Attempt.out_of,
    "revision": Attempt.revision,
    "started_at": Attempt.started_at,
    "submitted_at": Attempt.submitted_at,
}


def found(
    connection: Connection, wanted: AttemptsWanted, actor: Actor, now: datetime
) -> Iterator[AttemptSummary]:
    """The attempts that are wanted and within an actor's reach, read some at a time."""
    query = _query(actor)
    if wanted.course is not None:
        query = query.where(Enrollment.course_id == seats.course(connection, wanted.course).id)
    if wanted.lesson is not None:
        query = query.where(or_(Content.key == wanted.lesson, Content.path == wanted.lesson))
    if wanted.email is not None:
        query = query.where(Enrollment.user_id == seats.person(connection, wanted.email).id)
    if wanted.state is not None:
        query = query.where(*_in_state(wanted.state, actor, now))
    usual = (Course.slug, Content.key, User.email, Attempt.number)
    for rows in streamed(connection, paged(query, wanted.cut, ORDERED, usual), wanted.cut.limit):
        for row in rows:
            yield summary(row, now, is_hidden=bool(row.is_hidden))


def _query(actor: Actor) -> Select[Any]:
    columns = (
        *Attempt.__table__.columns,
        *(User.email, User.name, Course.slug, Content.key.label("lesson")),
        _hidden(actor).label("is_hidden"),
    )
    query = (
        select(*columns)
        .join_from(Attempt, Enrollment, Enrollment.id == Attempt.enrollment_id)
        .join(User, User.id == Enrollment.user_id)
        .join(Course, Course.id == Enrollment.course_id)
        .join(Content, Content.id == Attempt.content_id)
        .join(Quiz, Quiz.content_id == Attempt.content_id, isouter=True)
        .join(_SHOWN, _SHOWN.sha256 == func.coalesce(Quiz.sha256, Attempt.quiz_sha256))
    )
    if actor.reach(Permission.QUIZ_SHOW) is Reach.ALL:
        return query
    is_mine = Enrollment.user_id == actor.user_id
    return query.where(or_(is_mine, Course.slug.in_(sorted(actor.courses))))


def _hidden(actor: Actor) -> ColumnElement[bool]:
    """Whether what an attempt came to is kept from whoever asks."""
    if actor.reach(Permission.QUIZ_SHOW) is Reach.ALL:
        return HIDES & HIDES.is_(None)
    return HIDES & Course.slug.not_in(sorted(actor.courses))


def _in_state(state: str, actor: Actor, now: datetime) -> Iterator[ColumnElement[bool]]:
    if state in (OPEN, OVERDUE):
        yield Attempt.submitted_at.is_(None)
        is_over = (Attempt.ends_at < now - GRACE) & Attempt.ends_at.is_not(None)
        yield is_over if state == OVERDUE else ~is_over
        return
    yield Attempt.submitted_at.is_not(None)
    yield _hidden(actor) if state == HANDED_IN else ~_hidden(actor)
    if state in (PASSED, FAILED):
        yield Attempt.is_passed.is_(state == PASSED)
