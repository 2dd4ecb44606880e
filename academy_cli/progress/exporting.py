"""Progress as rows of a file that can be imported again, a stream of them.

Knows which lessons there are to be imported into; refuses to hold more than a part of the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from academy_cli.access.address import canonical_address
from academy_cli.models import Course, Enrollment, LessonProgress, User
from academy_cli.progress import store
from academy_cli.progress.importing.deciding import DONE, OPEN, hidden
from academy_cli.progress.store import AT_A_TIME, COMPLETED
from academy_cli.progress.syllabus import LESSON, Syllabus
from academy_cli.progress.views import ProgressLine


def slugs(connection: Connection) -> Sequence[str]:
    """Every course's slug, in order."""
    return connection.scalars(select(Course.slug).order_by(Course.slug)).all()


def seen(connection: Connection, course: Row[Any], now: datetime) -> Mapping[int, str]:
    """The keys of the lessons that learners of a course see, by their row."""
    syllabus = Syllabus.of(course.fields, store.nodes(connection, course.id), now)
    lessons = [one for one in syllabus.entries if one.node.kind == LESSON and not hidden(one)]
    return {one.node.row: one.node.key for one in lessons}


def lines(
    connection: Connection, course: Row[Any], now: datetime, email: str | None = None
) -> Iterator[ProgressLine]:
    """What learners of a course, or one, did in the lessons that they see; of who was removed, nothing."""
    keys = seen(connection, course, now)
    columns = (
        *(User.email, LessonProgress.content_id, LessonProgress.state),
        *(LessonProgress.completed_at, LessonProgress.seconds),
    )
    query = (
        select(*columns)
        .join_from(Enrollment, LessonProgress, LessonProgress.enrollment_id == Enrollment.id)
        .join(User, User.id == Enrollment.user_id)
        .where(
            Enrollment.course_id == course.id,
            Enrollment.removed_at.is_(None),
            User.erased_at.is_(None),
        )
        .order_by(LessonProgress.enrollment_id, LessonProgress.content_id)
    )
    if email is not None:
        query = query.where(User.email == canonical_address(email))
    rows = connection.execute(query, execution_options={"yield_per": AT_A_TIME})
    for who, row, state, completed_at, seconds in rows:
        if row in keys:
            said = DONE if state == COMPLETED else OPEN
            yield ProgressLine(who, course.slug, keys[row], said, completed_at, seconds)
