"""Who has completed what, and may have a certificate of it.

Works in the caller's transaction; refuses to complete anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from academy_cli.access.address import canonical_address
from academy_cli.access.errors import UnknownCourseError, UnknownUserError
from academy_cli.accounts.errors import ErasedError
from academy_cli.certificates.errors import NotCompletedError
from academy_cli.kit.spelling import nearest
from academy_cli.models import Certificate, Course, Enrollment, User


def course(connection: Connection, slug: str) -> Row[Any]:
    """A course. Raises UnknownCourseError with the nearest one."""
    row = connection.execute(select(Course.__table__).where(Course.slug == slug)).first()
    if row is None:
        slugs = connection.scalars(select(Course.slug)).all()
        raise UnknownCourseError(slug, nearest(slug, slugs))
    return row


def learner(connection: Connection, email: str, course_id: int) -> Row[Any]:
    """Somebody's enrollment.

    Raises UnknownUserError, ErasedError, and NotCompletedError for who is not in the course.
    """
    address = canonical_address(email)
    query = select(User.id, User.email, User.erased_at).where(User.email == address)
    user = connection.execute(query).first()
    if user is None:
        raise UnknownUserError(email)
    if user.erased_at is not None:
        raise ErasedError(user.email)
    mine = (Enrollment.user_id == user.id, Enrollment.course_id == course_id)
    row = connection.execute(select(Enrollment.__table__).where(*mine)).first()
    if row is None:
        slug = connection.scalar(select(Course.slug).where(Course.id == course_id))
        raise NotCompletedError(email, str(slug))
    return row


def earning(connection: Connection, course_id: int, now: datetime) -> Sequence[int]:
    """The enrollments of a course that are complete and have no certificate that holds."""
    held = (Certificate.enrollment_id == Enrollment.id) & Certificate.revoked_at.is_(None)
    query = (
        select(Enrollment.id)
        .join(User, User.id == Enrollment.user_id)
        .outerjoin(Certificate, held)
        .where(Enrollment.course_id == course_id, Enrollment.completed_at.is_not(None))
        .where(User.erased_at.is_(None), Enrollment.completed_revision.is_not(None))
        .where(or_(Certificate.id.is_(None), Certificate.valid_until <= now))
    )
    return connection.scalars(query.order_by(Enrollment.id)).all()
