"""Reading enrollments out of the database: lists and single ones.

Joins store and views; refuses to change anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission, Reach
from academy_cli.db.paging import paged
from academy_cli.enrollments import seats, store
from academy_cli.enrollments.access import Span, access
from academy_cli.enrollments.conditions import Conditions, dates
from academy_cli.enrollments.seats import NO_ENDS, Seat
from academy_cli.enrollments.views import EnrollmentSummary, EnrollmentView, GrantView, Wanted
from academy_cli.models import Course, Enrollment, Grant, User


def found(
    connection: Connection, wanted: Wanted, actor: Actor, now: datetime
) -> tuple[EnrollmentSummary, ...]:
    """The enrollments that are wanted and within an actor's reach."""
    spans = store.spans(connection)
    conditions = Conditions(dates(spans), now)
    state = conditions.state.label("state")
    query = (
        select(
            Enrollment.__table__,
            User.email,
            User.name,
            Course.slug,
            state,
            conditions.has_access.label("has_access"),
        )
        .join_from(Enrollment, User, User.id == Enrollment.user_id)
        .join(Course, Course.id == Enrollment.course_id)
        .join(conditions.courses, conditions.joined, isouter=True)
    )
    query = narrowed(connection, query, wanted, actor)
    if wanted.state is not None:
        query = query.where(conditions.state == wanted.state)
    columns = {
        "number": Enrollment.id,
        "email": User.email,
        "name": func.lower(User.name),
        "course": Course.slug,
        "state": state,
        "has_access": conditions.has_access,
        "enrolled_at": Enrollment.enrolled_at,
        "completed_at": Enrollment.completed_at,
        "removed_at": Enrollment.removed_at,
        "last_seen_at": Enrollment.last_seen_at,
    }
    rows = connection.execute(paged(query, wanted.cut, columns, (Course.slug, User.email))).all()
    grants = store.grants(connection, [row.id for row in rows])
    return tuple(
        _summary(row, grants.get(row.id, []), spans.get(row.course_id, Span()), now) for row in rows
    )


def view(place: Seat, now: datetime) -> EnrollmentView:
    """One enrollment with its grants. Raises NotEnrolledError."""
    mine, follows = place.taken, place.access(now)
    return EnrollmentView(
        number=mine.id,
        email=place.user.email,
        name=place.user.name,
        course=place.course.slug,
        title=place.course.title,
        state=follows.state.value,
        has_access=follows.has_access,
        enrolled_at=mine.enrolled_at,
        starts_at=follows.starts_at,
        ends_at=follows.ends_at,
        completed_at=mine.completed_at,
        completed_revision=mine.completed_revision,
        removed_at=mine.removed_at,
        last_seen_at=mine.last_seen_at,
        grants=tuple(map(_grant, place.grants)),
    )


def narrowed(
    connection: Connection, query: Select[Any], wanted: Wanted, actor: Actor
) -> Select[Any]:
    """A query less what is not wanted, and what is not for this actor; it joins courses."""
    if actor.reach(Permission.ENROLLMENT_LIST) is not Reach.ALL:
        is_mine = Enrollment.user_id == actor.user_id
        query = query.where(or_(is_mine, Course.slug.in_(sorted(actor.courses))))
    if wanted.course is not None:
        query = query.where(Enrollment.course_id == seats.course(connection, wanted.course).id)
    if wanted.email is not None:
        query = query.where(Enrollment.user_id == seats.person(connection, wanted.email).id)
    if wanted.kind is not None:
        has_kind = select(Grant.id).where(
            Grant.enrollment_id == Enrollment.id,
            Grant.kind == wanted.kind,
            Grant.revoked_at.is_(None),
        )
        query = query.where(has_kind.exists())
    return query


def _summary(
    row: Row[Any], grants: Sequence[Row[Any]], span: Span, now: datetime
) -> EnrollmentSummary:
    follows = access(
        store.held(grants, NO_ENDS),
        span,
        now,
        removed_at=row.removed_at,
        completed_at=row.completed_at,
    )
    return EnrollmentSummary(
        number=row.id,
        email=row.email,
        name=row.name,
        course=row.slug,
        state=row.state,
        has_access=bool(row.has_access),
        kinds=tuple(sorted({one.kind for one in grants if one.revoked_at is None})),
        enrolled_at=row.enrolled_at,
        starts_at=follows.starts_at,
        ends_at=follows.ends_at,
        completed_at=row.completed_at,
        removed_at=row.removed_at,
        last_seen_at=row.last_seen_at,
    )


def _grant(row: Row[Any]) -> GrantView:
    return GrantView(
        number=row.id,
        kind=row.kind,
        reference=row.reference,
        reason=row.reason,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        granted_at=row.granted_at,
        revoked_at=row.revoked_at,
        revoke_reason=row.revoke_reason,
    )
