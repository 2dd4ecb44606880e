"""Reading enrollments out of the database: lists and single ones.

Joins store and views; refuses to change anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, Select, func, or_, select
from sqlalchemy.orm import aliased

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission, Reach
from academy_cli.db.paging import paged
from academy_cli.db.streaming import streamed
from academy_cli.enrollments import seats, store
from academy_cli.enrollments.access import Held, Span, access
from academy_cli.enrollments.conditions import Conditions, dates
from academy_cli.enrollments.seats import Seat
from academy_cli.enrollments.store import HeldGrant
from academy_cli.enrollments.views import EnrollmentSummary, EnrollmentView, GrantView, Wanted
from academy_cli.kit.page import SortKey
from academy_cli.models import Course, Enrollment, Grant, User

Found: TypeAlias = tuple[Sequence[Any], Sequence[HeldGrant]]
"""A row of ``COLUMNS`` and its grants."""
COLUMNS: tuple[Any, ...] = (
    *(Enrollment.id, Enrollment.course_id, User.email, User.name, Course.slug),
    *(Enrollment.enrolled_at, Enrollment.completed_at, Enrollment.removed_at),
    Enrollment.last_seen_at,
)
ORDERED: Mapping[str, Any] = {
    "number": Enrollment.id,
    "email": User.email,
    "name": func.lower(User.name),
    "course": Course.slug,
    "enrolled_at": Enrollment.enrolled_at,
    "completed_at": Enrollment.completed_at,
    "removed_at": Enrollment.removed_at,
    "last_seen_at": Enrollment.last_seen_at,
}
_GRANT = itemgetter(-4, -3, -2, -1)
FOLLOWS = frozenset({"state", "has_access"})
"""What follows from grants, and is no column."""


def found(
    connection: Connection, wanted: Wanted, actor: Actor, now: datetime
) -> Iterator[EnrollmentSummary]:
    """The enrollments that are wanted and within an actor's reach, read some at a time."""
    spans = store.spans(connection)
    query = narrowed(connection, _query(wanted, Conditions(dates(spans), now)), wanted, actor)
    if wanted.cut.limit is None and not wanted.cut.offset:
        seats = _with_grants(connection, query)
    else:
        seats = _of_page(connection, query, wanted.cut.limit)
    for row, grants in seats:
        yield _summary(row, grants, spans.get(row[1], Span()), now)


def _of_page(connection: Connection, query: Select[Any], limit: int | None) -> Iterator[Found]:
    for rows in streamed(connection, query, limit):
        grants = store.held_grants(connection, [row[0] for row in rows])
        yield from ((row, grants.get(row[0], ())) for row in rows)


def _with_grants(connection: Connection, query: Select[Any]) -> Iterator[Found]:
    """All of a list, each enrollment in as many rows as it has grants: asking apart takes longer."""
    given = aliased(Grant)
    columns = (given.kind, given.starts_at, given.ends_at, given.revoked_at.is_not(None))
    joined = query.join(given, given.enrollment_id == Enrollment.id, isouter=True)
    joined = joined.add_columns(*columns).order_by(Enrollment.id)
    rows = chain.from_iterable(streamed(connection, joined, None))
    for _, group in groupby(rows, itemgetter(0)):
        mine = list(group)
        grants = [
            HeldGrant(kind, Held(Span(begin, end), is_over))
            for kind, begin, end, is_over in map(_GRANT, mine)
            if kind is not None
        ]
        yield mine[0][: len(COLUMNS)], grants


def _query(wanted: Wanted, conditions: Conditions) -> Select[Any]:
    """Who is in which course; the database says what follows from grants only where that finds or sorts."""
    query: Select[Any] = select(*COLUMNS).join_from(Enrollment, User, User.id == Enrollment.user_id)
    query = query.join(Course, Course.id == Enrollment.course_id)
    columns: dict[str, Any] = dict(ORDERED)
    if wanted.state is not None or FOLLOWS.intersection(key.field for key in wanted.cut.sort):
        query = query.join(conditions.courses, conditions.joined, isouter=True)
        columns |= {"state": conditions.state, "has_access": conditions.has_access}
    if wanted.state is not None:
        query = query.where(conditions.state == wanted.state)
    usual = () if wanted.cut.sort[:1] == (SortKey("number"),) else (Course.slug, User.email)
    return paged(query, wanted.cut, columns, usual)


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
    row: Sequence[Any], grants: Sequence[HeldGrant], span: Span, now: datetime
) -> EnrollmentSummary:
    number, _, email, name, slug, enrolled_at, completed_at, removed_at, last_seen_at = row
    follows = access(
        [one.held for one in grants], span, now, removed_at=removed_at, completed_at=completed_at
    )
    kinds = {one.kind for one in grants if not one.held.is_revoked}
    return EnrollmentSummary(  # by place: names would take as long as the rest
        number,
        email,
        name,
        slug,
        follows.state.value,
        follows.has_access,
        tuple(sorted(kinds)) if len(kinds) > 1 else tuple(kinds),
        enrolled_at,
        follows.starts_at,
        follows.ends_at,
        completed_at,
        removed_at,
        last_seen_at,
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
