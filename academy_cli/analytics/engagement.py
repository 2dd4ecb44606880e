"""How much is learnt: who is at it, which lessons are begun and done, how long it takes, and quizzes.

Knows progress and attempts; refuses to know money.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func

from academy_cli.analytics.activity import MEANING, activity
from academy_cli.analytics.definitions import Figure, Known, Measure, counted, part, tenths
from academy_cli.analytics.grouping import Asked, Piece, Source, count_distinct, piece, total
from academy_cli.kit.saying import say
from academy_cli.models import Attempt, Enrollment, LessonProgress


def _hours(known: Known) -> float | None:
    return tenths(known.get("seconds") or 0, 3600)


FIGURES: Sequence[Figure] = (
    counted("learners", say("people of whom {} in these days, each once", MEANING), people=True),
    counted("begun", say("lessons that a learner began in these days")),
    counted("done", say("lessons that a learner completed in these days")),
    counted(
        "seconds", say("time that was spent until now in the lessons that were begun in these days")
    ),
    Figure(
        "hours",
        Measure.HOURS,
        say("the same in hours: when within them it was spent is not kept (seconds / 3600)"),
        _hours,
    ),
    counted("attempts", say("attempts at quizzes that were handed in in these days")),
    counted("passed", say("of these, those that were passed")),
    part(
        "pass_rate",
        "passed",
        "attempts",
        say("of the attempts handed in, the part that was passed"),
    ),
)
SHOWN = ("learners", "begun", "done", "hours", "attempts", "pass_rate")
LEAD = "learners"


def pieces(asked: Asked) -> Sequence[Piece]:
    """The queries about learning."""
    return [
        piece(asked, activity(asked), learners=count_distinct(Enrollment.user_id)),
        piece(
            asked,
            _of_lessons(asked, LessonProgress.started_at),
            begun=func.count(),
            seconds=total(LessonProgress.seconds),
        ),
        piece(asked, _of_lessons(asked, LessonProgress.completed_at), done=func.count()),
        piece(
            asked,
            attempts_source(asked),
            attempts=func.count(),
            passed=func.count().filter(Attempt.is_passed.is_(True)),
        ),
    ]


def attempts_source(asked: Asked) -> Source:
    """Attempts that were handed in."""
    return _in_course(asked, Attempt, Attempt.submitted_at)


def _of_lessons(asked: Asked, at: Any) -> Source:
    return _in_course(asked, LessonProgress, at)


def _in_course(asked: Asked, model: type[Any], at: Any) -> Source:
    """Rows of enrollments; which course and whose they are is looked up only where it is asked for."""
    if not asked.is_by_place:
        return Source(model.__table__, at)
    rows = model.__table__.join(Enrollment.__table__, Enrollment.id == model.enrollment_id)
    return Source(rows, at, Enrollment.course_id, person=Enrollment.user_id)
