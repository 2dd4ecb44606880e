"""Traces that learners leave: a lesson begun, done or looked at last, an attempt begun or handed in.

Knows the tables that keep them. Of what was looked at several times only the last is known, so somebody
who came back to the same lesson again and again counts on its first and last day.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Subquery, select, union_all

from academy_cli.analytics.grouping import Asked, Expression, Query, Source, within
from academy_cli.models import Attempt, Enrollment, LessonProgress, User

TRACES = (
    LessonProgress.started_at,
    LessonProgress.completed_at,
    LessonProgress.last_seen_at,
    Attempt.started_at,
    Attempt.submitted_at,
)
MEANING = "a lesson was begun, done or last looked at, or an attempt at a quiz begun or handed in"


def traces(asked: Asked) -> Subquery:
    """Every trace in the period: whose enrollment, and when."""
    return union_all(*(_trace(asked, at) for at in TRACES)).subquery("traces")


def _trace(asked: Asked, at: Any) -> Query:
    enrollment: Expression = at.class_.enrollment_id
    return select(enrollment.label("enrollment_id"), at.label("at")).where(within(at, asked.period))


def activity(asked: Asked) -> Source:
    """The same with whose course it is: what activity is counted of."""
    found = traces(asked)
    rows = found.join(Enrollment.__table__, Enrollment.id == found.c.enrollment_id)
    return Source(rows, found.c.at, Enrollment.course_id, person=Enrollment.user_id)


def presence(asked: Asked) -> Source:
    """The same of people, wherever they learn, and of when they were last let in."""
    found = traces(asked)
    learnt = select(Enrollment.user_id, found.c.at).join(
        Enrollment, Enrollment.id == found.c.enrollment_id
    )
    seen = select(User.id.label("user_id"), User.last_seen_at.label("at")).where(
        within(User.last_seen_at, asked.period)
    )
    both = union_all(learnt, seen).subquery("presence")
    rows = both.join(User.__table__, User.id == both.c.user_id)
    return Source(
        rows, both.c.at, language=User.language, person=User.id, only=[User.erased_at.is_(None)]
    )
