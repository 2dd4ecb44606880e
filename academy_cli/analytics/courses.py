"""Courses beside each other: who comes, who completes them, how long that takes, and what they earn.

Knows enrollments, attempts, certificates and revenue; refuses to know stretches of time.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import case, func

from academy_cli.analytics import revenue
from academy_cli.analytics.activity import MEANING, activity
from academy_cli.analytics.definitions import Figure, Known, Measure, counted, part, percent, tenths
from academy_cli.analytics.engagement import attempts_source
from academy_cli.analytics.grouping import (
    Asked,
    Piece,
    Source,
    count_distinct,
    piece,
    quartiles,
    total,
)
from academy_cli.analytics.local import epoch
from academy_cli.kit.saying import say
from academy_cli.models import Attempt, Certificate, Enrollment

A_DAY = 24 * 3600


def _days(name: str, said: str) -> Figure:
    def made(known: Known) -> float | None:
        return tenths(known.get(f"{name}_seconds"), A_DAY)

    meaning = say("of those who completed it in these days, from enrolling to completing")
    said = say("days {}: {} took no longer", meaning, said)
    return Figure(name, Measure.DAYS, said, made, column=f"{name}_seconds")


def _score(known: Known) -> float | None:
    """Points are thousandths, what they are out of whole points."""
    return percent(known.get("points"), (known.get("out_of") or 0) * 1000)


FIGURES: Sequence[Figure] = (
    counted("enrolled", say("learners who were enrolled in these days, first of all"), people=True),
    counted("active", say("learners of whom {} in these days", MEANING), people=True),
    counted("completed", say("learners who completed it in these days"), people=True),
    counted(
        "have_completed",
        say("of those enrolled in these days, those who completed it until now"),
        people=True,
    ),
    part(
        "completion_rate",
        "have_completed",
        "enrolled",
        say("of those enrolled in these days, the part that completed it until now"),
    ),
    _days("days_quarter", say("a quarter of them")),
    _days("days_median", say("half of them")),
    _days("days_most", say("three quarters of them")),
    counted(
        "certificates", say("certificates issued in these days, replacements aside"), people=True
    ),
    Figure(
        "score",
        Measure.PERCENT,
        say(
            "points of attempts handed in in these days, of the points there were (points / 1000 / out_of)"
        ),
        _score,
        column="points",
    ),
    Figure(
        "net",
        Measure.MONIES,
        say("what came in in these days, less what went back in them, each currency for itself"),
    ),
)
SHOWN = (
    "enrolled",
    "active",
    "completed",
    "completion_rate",
    "days_median",
    "certificates",
    "score",
    "net",
)
LEAD = "enrolled"


def pieces(asked: Asked, *, money: bool = True) -> Sequence[Piece]:
    """The queries about courses, with what they earn or without."""
    rows = Enrollment.__table__
    enrolled = Source(rows, Enrollment.enrolled_at, Enrollment.course_id, person=Enrollment.user_id)
    completed = enrolled._replace(at=Enrollment.completed_at)
    took = epoch(Enrollment.completed_at, is_sqlite=asked.is_sqlite)
    took -= epoch(Enrollment.enrolled_at, is_sqlite=asked.is_sqlite)
    names = [f"{name}_seconds" for name in ("days_quarter", "days_median", "days_most")]
    issued = Source(
        Certificate.__table__.join(rows, Enrollment.id == Certificate.enrollment_id),
        Certificate.issued_at,
        Enrollment.course_id,
        person=Enrollment.user_id,
        only=[Certificate.replaces_id.is_(None)],
    )
    handed_in = attempts_source(asked)
    found = [
        piece(
            asked,
            enrolled,
            enrolled=func.count(),
            have_completed=func.count(Enrollment.completed_at),
        ),
        piece(asked, activity(asked), active=count_distinct(Enrollment.id)),
        piece(asked, completed, completed=func.count()),
        quartiles(asked, completed, case((took < 0, 0), else_=took), *names),
        piece(asked, issued, certificates=func.count()),
        piece(asked, handed_in, points=total(Attempt.points), out_of=total(Attempt.out_of)),
    ]
    return [*found, revenue.net(asked)] if money else found
