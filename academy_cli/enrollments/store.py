"""Rows of enrollments and grants.

Knows queries; refuses to commit and to decide. Writes take many rows at once: one is a special case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from academy_cli.db.among import among
from academy_cli.db.bulk import allocate_ids, insert_rows, update_rows
from academy_cli.enrollments.access import Held, Span
from academy_cli.enrollments.conditions import Conditions, dates
from academy_cli.enrollments.offer import Offer
from academy_cli.kit.batches import batches
from academy_cli.models import Course, Enrollment, Grant, User

Pair = tuple[int, int]
"""A course and a person, by their rows."""
GRANT = ("enrollment_id", "kind", "reference", "reason", "starts_at", "ends_at", "granted_at")


class New(NamedTuple):
    """Somebody who never was in a course, and since when they are."""

    course: int
    person: int
    since: datetime


class GrantRow(NamedTuple):
    """A grant that is still to be written; in the order of ``GRANT``."""

    enrollment_id: int
    kind: str
    reference: str | None
    reason: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    granted_at: datetime


class HeldGrant(NamedTuple):
    """A grant's kind, and the grant as far as access follows from it."""

    kind: str
    held: Held


# -- reading ---------------------------------------------------------------------------------------


def course(connection: Connection, slug: str) -> Row[Any] | None:
    """One course's row."""
    return connection.execute(select(Course.__table__).where(Course.slug == slug)).first()


def hold_course(connection: Connection, slug: str, *, shared: bool) -> None:
    """Keep a course from being changed, or the others who hold it out, until the transaction ends.

    What refers to it may be written all the same (``for no key update``), or two who have written that would
    wait for each other here.
    """
    connection.execute(
        select(Course.id)
        .where(Course.slug == slug)
        .with_for_update(read=shared, key_share=not shared)
    )


def hold_courses(connection: Connection, ids: Collection[int]) -> Mapping[int, Row[Any]]:
    """Courses by number, kept in that order from being changed until the transaction ends."""
    mine = select(Course.__table__).where(among(connection, Course.id, sorted(ids)))
    held = mine.order_by(Course.id).with_for_update(key_share=True)
    return {one.id: one for one in connection.execute(held)}


def slugs(connection: Connection) -> list[str]:
    """Every course's slug, in order."""
    return list(connection.scalars(select(Course.slug).order_by(Course.slug)))


def user(connection: Connection, address: str, *, is_held: bool = False) -> Row[Any] | None:
    """The account with a canonical address, unless it was erased; ``is_held`` until the transaction ends."""
    columns: tuple[Any, ...] = (User.id, User.email, User.name, User.language, User.deactivated_at)
    mine = (User.email == address, User.erased_at.is_(None))
    query = select(*columns).where(*mine)
    held = query.with_for_update(key_share=True)  # what refers to it may go on
    return connection.execute(held if is_held else query).first()


def enrollment(
    connection: Connection, course_id: int, user_id: int, *, is_held: bool
) -> Row[Any] | None:
    """Somebody's enrollment; ``is_held`` keeps others from changing it until the transaction ends."""
    query = select(Enrollment.__table__).where(
        Enrollment.course_id == course_id, Enrollment.user_id == user_id
    )
    return connection.execute(query.with_for_update(key_share=True) if is_held else query).first()


def held_enrollments(connection: Connection, pairs: Collection[Pair]) -> Mapping[Pair, Row[Any]]:
    """The enrollments there are of people in courses, kept from others until the transaction ends."""
    query = select(Enrollment.__table__).where(_of(connection, pairs)).order_by(Enrollment.id)
    found = {
        (one.course_id, one.user_id): one
        for one in connection.execute(query.with_for_update(key_share=True))
    }
    return {pair: found[pair] for pair in pairs if pair in found}


def _of(connection: Connection, pairs: Collection[Pair]) -> ColumnElement[bool]:
    """The condition that an enrollment is of some people in some courses, be they paired so or not."""
    courses, people = {course for course, _ in pairs}, {person for _, person in pairs}
    return among(connection, Enrollment.course_id, sorted(courses)) & among(
        connection, Enrollment.user_id, sorted(people)
    )


def grants(connection: Connection, enrollments: Sequence[int]) -> Mapping[int, list[Row[Any]]]:
    """All grants of some enrollments, in the order they were given."""
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for some in batches(enrollments):
        query = select(Grant.__table__).where(Grant.enrollment_id.in_(some))
        for row in connection.execute(query.order_by(Grant.id)):
            found[row.enrollment_id].append(row)
    return found


def held_grants(
    connection: Connection, enrollments: Sequence[int]
) -> Mapping[int, list[HeldGrant]]:
    """The same as far as a list tells of them."""
    found: dict[int, list[HeldGrant]] = defaultdict(list)
    is_revoked = Grant.revoked_at.is_not(None)
    columns = (Grant.enrollment_id, Grant.kind, Grant.starts_at, Grant.ends_at, is_revoked)
    for some in batches(enrollments):
        query = select(*columns).where(among(connection, Grant.enrollment_id, some))
        for enrollment, kind, starts_at, ends_at, is_over in connection.execute(query).all():
            found[enrollment].append(HeldGrant(kind, Held(Span(starts_at, ends_at), is_over)))
    return found


def held(grants: Iterable[Row[Any]], ends: Mapping[int, datetime]) -> list[Held]:
    """Grants as far as access follows from them, some of them with other ends."""
    return [
        Held(Span(one.starts_at, ends.get(one.id, one.ends_at)), one.revoked_at is not None)
        for one in grants
    ]


def seats_taken(connection: Connection, course_id: int, span: Span, now: datetime) -> int:
    """How many learners have access to a course, or will have."""
    conditions = Conditions(dates({course_id: span}), now)
    query = (
        select(func.count())
        .select_from(Enrollment)
        .join(conditions.courses, conditions.joined, isouter=True)
        .where(Enrollment.course_id == course_id, conditions.takes_a_seat)
    )
    return connection.scalar(query) or 0


def spans(connection: Connection) -> Mapping[int, Span]:
    """The dates of those courses that have any, by row."""
    has_dates = Course.fields.contains('"starts_at"') | Course.fields.contains('"ends_at"')
    rows = connection.execute(select(Course.id, Course.fields).where(has_dates))
    return {row.id: Offer.of(row.fields).span for row in rows}


# -- writing ---------------------------------------------------------------------------------------


def enroll(connection: Connection, people: Sequence[New]) -> Sequence[int]:
    """Let people into courses in which they never were; their enrollments, in the same order."""
    ids = allocate_ids(connection, Enrollment, len(people))
    columns = ("id", "course_id", "user_id", "enrolled_at")
    rows = ((number, *one) for number, one in zip(ids, people, strict=True))
    insert_rows(connection, Enrollment, columns, rows)
    return ids


def grant(connection: Connection, rows: Sequence[GrantRow]) -> Mapping[int, int]:
    """Add grants; the grant of each enrollment."""
    ids = allocate_ids(connection, Grant, len(rows))
    written = ((number, *row) for number, row in zip(ids, rows, strict=True))
    insert_rows(connection, Grant, ("id", *GRANT), written)
    return {row.enrollment_id: number for number, row in zip(ids, rows, strict=True)}


def restore(connection: Connection, enrollments: Sequence[int]) -> None:
    """Let people be in the course again who were removed."""
    for some in batches(enrollments):
        mine = update(Enrollment).where(Enrollment.id.in_(some), Enrollment.removed_at.is_not(None))
        connection.execute(mine.values(removed_at=None))


def remove(
    connection: Connection, enrollments: Sequence[int], at: datetime, reason: str | None
) -> None:
    """Take people out of a course and revoke all their grants."""
    for some in batches(enrollments):
        live = update(Grant).where(Grant.enrollment_id.in_(some), Grant.revoked_at.is_(None))
        connection.execute(live.values(revoked_at=at, revoke_reason=reason))
        mine = update(Enrollment).where(Enrollment.id.in_(some), Enrollment.removed_at.is_(None))
        connection.execute(mine.values(removed_at=at))


def revoke(
    connection: Connection,
    kind: str,
    reference: str,
    at: datetime,
    reason: str,
    *,
    courses: Collection[int] | None = None,
) -> Sequence[int]:
    """Revoke the grants of one reference, to all or to some courses; returns which ones they were."""
    mine = [Grant.kind == kind, Grant.reference == reference, Grant.revoked_at.is_(None)]
    if courses is not None:
        there = select(Enrollment.id).where(Enrollment.course_id.in_(courses))
        mine.append(Grant.enrollment_id.in_(there))
    found = connection.scalars(select(Grant.id).where(*mine).order_by(Grant.id)).all()
    revoked = update(Grant).where(*mine)
    connection.execute(revoked.values(revoked_at=at, revoke_reason=reason))
    return found


def give_again(connection: Connection, kind: str, reference: str, reason: str) -> Sequence[int]:
    """Give the grants of one reference again that were revoked for one reason; returns which ones."""
    mine = (Grant.kind == kind, Grant.reference == reference, Grant.revoke_reason == reason)
    found = connection.scalars(select(Grant.id).where(*mine).order_by(Grant.id)).all()
    given = update(Grant).where(*mine)
    connection.execute(given.values(revoked_at=None, revoke_reason=None))
    return found


def change_end(
    connection: Connection, kind: str, reference: str, ends_at: datetime
) -> Sequence[int]:
    """Give the grants of one reference another end that are not revoked; returns which ones."""
    mine = (Grant.kind == kind, Grant.reference == reference, Grant.revoked_at.is_(None))
    found = connection.scalars(select(Grant.id).where(*mine).order_by(Grant.id)).all()
    connection.execute(update(Grant).where(*mine).values(ends_at=ends_at))
    return found


def extend(connection: Connection, ends: Mapping[int, datetime]) -> None:
    """Give grants another end."""
    update_rows(connection, Grant, "id", ("ends_at",), ends.items())


def complete(
    connection: Connection, enrollments: Sequence[int], revision: int, at: datetime
) -> list[int]:
    """Complete those that are not complete yet; returns which that were: nobody completes one twice."""
    gained: list[int] = []
    for some in batches(enrollments):
        open_ones = update(Enrollment).where(
            Enrollment.id.in_(some), Enrollment.completed_at.is_(None)
        )
        given = open_ones.values(completed_at=at, completed_revision=revision)
        gained += connection.scalars(given.returning(Enrollment.id))
    return sorted(gained)


def reopen(connection: Connection, enrollments: Sequence[int]) -> None:
    """Take completions back."""
    for some in batches(enrollments):
        mine = update(Enrollment).where(Enrollment.id.in_(some))
        connection.execute(mine.values(completed_at=None, completed_revision=None))


def recomplete(
    connection: Connection, completions: Mapping[int, tuple[datetime, int | None]]
) -> None:
    """Let enrollments be complete: since when, and of which revision."""
    rows = ((one, *when) for one, when in completions.items())
    update_rows(connection, Enrollment, "id", ("completed_at", "completed_revision"), rows)


def last_seen(connection: Connection, user_id: int) -> datetime | None:
    """When somebody was last in any of their courses."""
    return connection.scalar(
        select(func.max(Enrollment.last_seen_at)).where(Enrollment.user_id == user_id)
    )


def seen(connection: Connection, enrollment: int, at: datetime) -> None:
    """Note that a learner was in the course."""
    mine = update(Enrollment).where(Enrollment.id == enrollment)
    connection.execute(mine.values(last_seen_at=at))
