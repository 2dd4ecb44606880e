"""Traces that learners leave: a lesson begun, done or looked at last, an attempt begun or handed in.

Knows the tables that keep them. Of what was looked at several times only the last is known, so somebody
who came back to the same lesson again and again counts on its first and last day.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Subquery, select, union

from academy_cli.analytics.grouping import Asked, Expression, Query, Source, place, within
from academy_cli.kit.saying import say
from academy_cli.models import Attempt, Enrollment, LessonProgress, User

TRACES = (
    LessonProgress.started_at,
    LessonProgress.completed_at,
    LessonProgress.last_seen_at,
    Attempt.started_at,
    Attempt.submitted_at,
)
MEANING = say(
    "a lesson was begun, done or last looked at, or an attempt at a quiz begun or handed in"
)


def traces(asked: Asked) -> Subquery:
    """Whose enrollment left a trace in the period and, where there is a row for each stretch, in which.

    Each once: what is counted then is a part of what was written down.
    """
    return union(*(_trace(asked, at) for at in TRACES)).subquery("traces")


def _trace(asked: Asked, at: Any) -> Query:
    enrollment: Expression = at.class_.enrollment_id
    said = [enrollment.label("enrollment_id"), *_stretch(asked, at)]
    return select(*said).where(within(at, asked.period))


def _stretch(asked: Asked, at: Any) -> list[Any]:
    return [place(asked, at).label("stretch")] if asked.by.unit else []


def activity(asked: Asked) -> Source:
    """The same with whose course it is: what activity is counted of."""
    found = traces(asked)
    rows = found.join(Enrollment.__table__, Enrollment.id == found.c.enrollment_id)
    stretch = found.c.get("stretch")
    return Source(rows, None, Enrollment.course_id, person=Enrollment.user_id, stretch=stretch)


def presence(asked: Asked) -> Source:
    """The same of people, wherever they learn, and of when they were last let in."""
    found, stretch = traces(asked), ["stretch"] if asked.by.unit else []
    rows = found.join(Enrollment.__table__, Enrollment.id == found.c.enrollment_id)
    columns = [Enrollment.user_id, *(found.c[name] for name in stretch)]
    learnt: Query = select(*columns).select_from(rows)
    seen = select(User.id.label("user_id"), *_stretch(asked, User.last_seen_at)).where(
        within(User.last_seen_at, asked.period)
    )
    both = union(learnt, seen).subquery("presence")
    return Source(
        both.join(User.__table__, User.id == both.c.user_id),
        None,
        language=User.language,
        person=User.id,
        stretch=both.c.get("stretch"),
        only=[User.erased_at.is_(None)],
    )
