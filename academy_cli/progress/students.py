"""The learners of a course as the database finds them: filtered, sorted and cut there.

Knows the tables; refuses to run anything, and to say what a percentage is: `kit/completion` does.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    Select,
    Subquery,
    case,
    cast,
    func,
    literal,
    select,
)

from academy_cli.db.paging import paged
from academy_cli.enrollments.conditions import Conditions, dates
from academy_cli.enrollments.offer import Offer
from academy_cli.models import Course, Enrollment, User
from academy_cli.progress import store
from academy_cli.progress.syllabus import Done, Syllabus
from academy_cli.progress.views import StudentsWanted

BY_PROGRESS = frozenset({"percent", "seconds"})
"""What cannot be sorted by before everybody's progress is counted."""


def query(
    connection: Connection,
    course: Row[Any],
    syllabus: Syllabus,
    wanted: StudentsWanted,
    now: datetime,
) -> Select[Any]:
    """Who is wanted; everybody's progress is counted only where that decides who it is."""
    conditions = Conditions(dates({course.id: Offer.of(course.fields).span}), now)
    state = conditions.state.label("state")
    columns: dict[str, Any] = {
        "email": User.email,
        "name": func.lower(User.name),
        "state": state,
        "has_access": conditions.has_access,
        "enrolled_at": Enrollment.enrolled_at,
        "last_seen_at": Enrollment.last_seen_at,
        "completed_at": Enrollment.completed_at,
    }
    found: Select[Any] = (
        select(
            Enrollment.__table__, User.email, User.name, state,
            conditions.has_access.label("has_access"),
        )
        .join_from(Enrollment, User, User.id == Enrollment.user_id)
        .join(conditions.courses, conditions.joined, isouter=True)
        .where(Enrollment.course_id == course.id)
    )  # fmt: skip
    if wanted.state is not None:
        found = found.where(conditions.state == wanted.state)
    sorted_by = {key.field for key in wanted.cut.sort}
    if sorted_by & BY_PROGRESS or wanted.below is not None or wanted.above is not None:
        done = store.tallied(connection, course.id, syllabus.stages)
        found = found.join(done, done.c.enrollment_id == Enrollment.id, isouter=True)
        percent = percentage(done, syllabus.there)
        columns |= {"percent": percent, "seconds": func.coalesce(done.c.seconds, 0)}
        found = found.where(percent < wanted.below) if wanted.below is not None else found
        found = found.where(percent > wanted.above) if wanted.above is not None else found
    return paged(found, wanted.cut, columns, (User.email,))


def percentage(done: Subquery, there: Done) -> Any:
    """The percentage of `kit/completion`, as SQL says it: a test proves that they agree."""
    opened, coming, credit = (func.coalesce(done.c[name], 0) for name in Done._fields)
    beside = cast(coming + credit, Integer)
    finished, seen = cast(opened, Integer) + beside, literal(there.open) + beside
    return case((seen == 0, 0), else_=(100 * finished) // func.nullif(seen, 0))


def courses(user_id: int) -> Select[Any]:
    """The courses somebody is or was in."""
    found = select(Course.__table__).join_from(
        Enrollment, Course, Course.id == Enrollment.course_id
    )
    return found.where(Enrollment.user_id == user_id).order_by(Course.slug)
