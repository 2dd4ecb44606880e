"""Rows of reviews.

Knows queries; refuses to commit and to decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, insert, select, update

from academy_cli.catalog.reviewing import Given
from academy_cli.models import Course, Enrollment, LessonProgress, Review, User, UserRole


def reviews(
    connection: Connection,
    *,
    number: int | None = None,
    course: int | None = None,
    state: str | None = None,
    stars: int | None = None,
    user: int | None = None,
) -> Sequence[Row[Any]]:
    """Reviews with their courses and authors, the newest first."""
    asked = {
        Review.id: number, Enrollment.course_id: course, Review.state: state, Review.stars: stars,
        Enrollment.user_id: user,
    }  # fmt: skip
    query = (
        select(
            Review.__table__,
            *(Course.slug, Course.status, Course.publish_at, Course.unpublished_at),
            *(Enrollment.user_id, Enrollment.completed_at, User.name, User.email),
        )
        .join_from(Review, Enrollment, Enrollment.id == Review.enrollment_id)
        .join(Course, Course.id == Enrollment.course_id)
        .join(User, User.id == Enrollment.user_id)
        .where(*(column == value for column, value in asked.items() if value is not None))
    )
    return connection.execute(query.order_by(Review.written_at.desc(), Review.id.desc())).all()


def of_enrollment(connection: Connection, enrollment: int) -> Row[Any] | None:
    """The review of one learner in one course."""
    query = select(Review.__table__).where(Review.enrollment_id == enrollment)
    return connection.execute(query).first()


def hold(connection: Connection, number: int) -> None:
    """Keep others from changing a review until the transaction ends."""
    connection.execute(select(Review.id).where(Review.id == number).with_for_update())


def put(
    connection: Connection,
    enrollment: int,
    before: Row[Any] | None,
    given: Given,
    *,
    state: str,
    at: datetime,
) -> int:
    """Write a review, or change the one there is; returns its number."""
    values: dict[str, Any] = {"stars": given.stars, "text": given.text, "state": state}
    if before is not None:
        mine = update(Review).where(Review.id == before.id)
        connection.execute(mine.values(**values, edited_at=at))
        return int(before.id)
    values |= {"enrollment_id": enrollment, "written_at": at}
    return int(connection.execute(insert(Review).values(values).returning(Review.id)).scalar_one())


def judge(
    connection: Connection, number: int, state: str, *, actor: str, reason: str | None, at: datetime
) -> None:
    """Write who decided who reads a review, and why."""
    values = {"state": state, "moderated_by": actor, "moderated_at": at, "moderate_reason": reason}
    connection.execute(update(Review).where(Review.id == number).values(**values))


def remove(connection: Connection, number: int) -> None:
    """Take a review away; its number is nobody else's."""
    connection.execute(delete(Review).where(Review.id == number))


def has_begun(connection: Connection, enrollment: Row[Any]) -> bool:
    """Whether a learner did anything in a course."""
    if enrollment.completed_at is not None:
        return True
    mine = exists().where(LessonProgress.enrollment_id == enrollment.id)
    return bool(connection.scalar(select(mine)))


def teaches(connection: Connection, course: int, user: int) -> bool:
    """Whether somebody teaches a course."""
    mine = exists().where(
        UserRole.user_id == user,
        UserRole.role == "instructor",
        UserRole.course_id == course,
    )
    return bool(connection.scalar(select(mine)))
