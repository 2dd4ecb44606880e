"""Who has completed what, and may have a certificate of it.

Works in the caller's transaction; refuses to complete anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select
from sqlalchemy.orm import aliased

from academy_cli.access.address import canonical_address
from academy_cli.access.errors import UnknownCourseError, UnknownUserError
from academy_cli.accounts.errors import ErasedError
from academy_cli.certificates.awarding import was_revoked
from academy_cli.certificates.errors import NotCompletedError
from academy_cli.certificates.issuing.foreseeing import Named
from academy_cli.certificates.stated import offered
from academy_cli.certificates.views import LeftOut
from academy_cli.db.among import among
from academy_cli.kit.batches import batches
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
    """The enrollments of a course that are complete and have no certificate that holds, nor a revoked one."""
    query = _complete(course_id, Enrollment.id).where(
        or_(Certificate.id.is_(None), Certificate.valid_until <= now), ~was_revoked()
    )
    return connection.scalars(query.order_by(Enrollment.id)).all()


def named(connection: Connection, mine: Row[Any], enrollments: Sequence[int]) -> Iterator[Named]:
    """What certificates of a course would be named with, of some enrollments of it."""
    page = offered(mine.fields)
    template = page.template if page is not None else ""
    columns = select(User.email, User.name).join(Enrollment, Enrollment.user_id == User.id)
    for some in batches(enrollments):
        query = columns.where(among(connection, Enrollment.id, some)).order_by(Enrollment.id)
        for one in connection.execute(query):
            yield Named(one.email, one.name or "", mine.language, template)


def left_out(connection: Connection, course_id: int) -> Sequence[LeftOut]:
    """Who completed a course and had a certificate of it that was revoked for good."""
    query = _complete(course_id, User.email, last_revoked()).where(was_revoked())
    rows = connection.execute(query.order_by(Enrollment.id)).all()
    return [LeftOut(row.email, row.last_revoked) for row in rows]


def revoked_at(connection: Connection, enrollment: int) -> datetime | None:
    """When the last certificate of an enrollment that holds none was revoked; None where none was."""
    mine = (Certificate.enrollment_id == enrollment, Certificate.revoked_at.is_(None))
    if connection.scalar(select(Certificate.id).where(*mine)) is not None:
        return None
    return connection.scalar(select(last_revoked()).where(Enrollment.id == enrollment))


def last_revoked() -> Any:
    """When the last certificate of an enrollment ceased to hold; nothing where none did."""
    theirs = aliased(Certificate)
    query = select(func.max(theirs.revoked_at)).where(theirs.enrollment_id == Enrollment.id)
    return query.correlate(Enrollment).scalar_subquery().label("last_revoked")


def _complete(course_id: int, *columns: Any) -> Select[Any]:
    """The enrollments of a course that are complete, each with the certificate that is held of it."""
    held = (Certificate.enrollment_id == Enrollment.id) & Certificate.revoked_at.is_(None)
    return (
        select(*columns)
        .select_from(Enrollment)
        .join(User, User.id == Enrollment.user_id)
        .outerjoin(Certificate, held)
        .where(Enrollment.course_id == course_id, Enrollment.completed_at.is_not(None))
        .where(User.erased_at.is_(None), Enrollment.completed_revision.is_not(None))
    )
