"""Lessons where learners stop: which one they touched last, of those who are not complete and stay away.

Knows progress; refuses to know why they stay away.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import and_, func, select

from academy_cli.analytics.grouping import Asked, Piece, Query, lives_there
from academy_cli.kit.saying import say
from academy_cli.models import Content, Course, Enrollment, LessonProgress


def meaning(idle_days: int) -> str:
    """What it is to stop at a lesson, in words."""
    return say(
        "of the learners who began a lesson, those who did not complete the course, were not taken out of "
        "it, touched that lesson last, and have left no trace in the course for {} days",
        idle_days,
    )


def stopped(asked: Asked, idle_days: int) -> Piece:
    """How many learners reached each lesson, and for how many it was the last, the most first.

    Learners who were enrolled in the period; lessons that are not archived.
    """
    last = _touched(asked)
    limit = asked.now - timedelta(days=idle_days)
    is_stop = and_(last.c.rank == 1, last.c.touched_at < limit, last.c.is_open)
    stops = func.count().filter(is_stop)
    query = (
        select(
            Course.slug.label("course"),
            Content.key.label("lesson"),
            Content.title,
            func.count().label("reached"),
            stops.label("stopped"),
        )
        .select_from(last)
        .join(Content, Content.id == last.c.content_id)
        .join(Course, Course.id == Content.course_id)
        .where(Content.is_archived.is_(False))
        .group_by(Content.id, Course.slug, Content.key, Content.title)
        .having(stops > 0)
        .order_by(stops.desc(), Course.slug, Content.key)
    )
    return Piece(query, ("reached", "stopped"))


def _touched(asked: Asked) -> Any:
    """Each lesson that a learner began, from the one that was touched last."""
    done, seen = LessonProgress.completed_at, LessonProgress.last_seen_at
    touched_at = func.coalesce(seen, done, LessonProgress.started_at)
    rank = func.row_number().over(
        partition_by=LessonProgress.enrollment_id,
        order_by=(touched_at.desc(), LessonProgress.content_id.desc()),
    )
    is_open = and_(Enrollment.completed_at.is_(None), Enrollment.removed_at.is_(None))
    query: Query = (
        select(
            LessonProgress.content_id,
            touched_at.label("touched_at"),
            is_open.label("is_open"),
            rank.label("rank"),
        )
        .join(Enrollment, Enrollment.id == LessonProgress.enrollment_id)
        .where(
            Enrollment.enrolled_at >= asked.period.starts_at,
            Enrollment.enrolled_at < asked.period.ends_at,
        )
    )
    if asked.courses is not None:
        query = query.where(Enrollment.course_id.in_(sorted(asked.courses)))
    if asked.country is not None:
        query = query.where(lives_there(asked, Enrollment.user_id))
    return query.subquery("touched")
