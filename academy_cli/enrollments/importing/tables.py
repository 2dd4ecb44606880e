"""The rows that importing enrollments reads and writes: courses, people, their enrollments and grants.

Asks and writes in sets. Courses are held before enrollments, and both in the order of their numbers, so that
nobody waits in a circle. Knows the tables; refuses transactions and decisions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select, update

from academy_cli.db.among import among
from academy_cli.db.bulk import update_rows
from academy_cli.enrollments import store
from academy_cli.enrollments.conditions import is_removed
from academy_cli.enrollments.importing.there import Given, There
from academy_cli.enrollments.offer import Offer
from academy_cli.kit.batches import batches
from academy_cli.models import Course, Enrollment, Grant, User

Pair = tuple[int, int]
"""A course and a person, by their rows."""


class Offered(NamedTuple):
    """A course that somebody can be in."""

    id: int
    slug: str
    offer: Offer
    revision: int


class Person(NamedTuple):
    """Somebody with an account, and whether it is in use."""

    id: int
    is_active: bool


# -- reading ---------------------------------------------------------------------------------------


def courses(connection: Connection, slugs: Collection[str], *, hold: bool) -> Mapping[str, Offered]:
    """Courses by slug; ``hold`` lets nobody else enroll in them until the transaction ends."""
    return {one.slug: one for one in _courses(connection, Course.slug, slugs, hold=hold)}


def courses_by_id(
    connection: Connection, ids: Collection[int], *, hold: bool
) -> Mapping[int, Offered]:
    """Courses by row."""
    return {one.id: one for one in _courses(connection, Course.id, ids, hold=hold)}


def _courses(
    connection: Connection, column: Any, values: Collection[Any], *, hold: bool
) -> Iterable[Offered]:
    for some in batches(sorted(values)):
        query = select(Course.id, Course.slug, Course.fields, Course.revision).where(
            among(connection, column, some)
        )
        query = query.order_by(Course.id)
        held = query.with_for_update(key_share=True)  # rows that refer to it need not wait
        for row in connection.execute(held if hold else query):
            yield Offered(row.id, row.slug, Offer.of(row.fields), row.revision)


def people(connection: Connection, emails: Sequence[str]) -> Mapping[str, Person]:
    """Accounts by address, but for those that were erased."""
    found: dict[str, Person] = {}
    for some in batches(emails):
        query = select(User.email, User.id, User.deactivated_at).where(
            among(connection, User.email, some), User.erased_at.is_(None)
        )
        for email, number, deactivated_at in connection.execute(query).all():
            found[email] = Person(number, deactivated_at is None)
    return found


def removed(connection: Connection, enrollments: Collection[int]) -> set[int]:
    """The enrollments among some that somebody ended, or of which every grant was revoked."""
    found: set[int] = set()
    for some in batches(sorted(enrollments)):
        theirs = select(Enrollment.id).where(among(connection, Enrollment.id, some), is_removed())
        found |= set(connection.scalars(theirs))
    return found


def places(connection: Connection, pairs: Collection[Pair], *, hold: bool) -> Mapping[Pair, There]:
    """Enrollments with their grants, by course and person; ``hold`` keeps others from changing them."""
    rows: dict[Pair, Any] = {}
    courses = sorted({course for course, _ in pairs})
    people = sorted({person for _, person in pairs})
    columns = (
        *(Enrollment.id, Enrollment.course_id, Enrollment.user_id),
        *(Enrollment.removed_at, Enrollment.completed_at),
    )
    for some in batches(people):
        query = select(*columns).where(
            among(connection, Enrollment.user_id, some),
            among(connection, Enrollment.course_id, courses),
        )
        query = query.order_by(Enrollment.id)
        for row in connection.execute(
            query.with_for_update(key_share=True) if hold else query
        ).all():
            if (row.course_id, row.user_id) in pairs:
                rows[row.course_id, row.user_id] = row
    given = grants(connection, [row.id for row in rows.values()])
    return {
        pair: There(row.id, row.removed_at, row.completed_at, tuple(given.get(row.id, ())))
        for pair, row in rows.items()
    }


def by_id(
    connection: Connection, ids: Collection[int], *, hold: bool
) -> Mapping[int, tuple[int, There]]:
    """Courses and enrollments with their grants, by the enrollment's row."""
    found: dict[int, tuple[int, There]] = {}
    given = grants(connection, sorted(ids))
    for some in batches(sorted(ids)):
        query = select(Enrollment.__table__).where(among(connection, Enrollment.id, some))
        query = query.order_by(Enrollment.id)
        for row in connection.execute(query.with_for_update(key_share=True) if hold else query):
            mine = tuple(given.get(row.id, ()))
            found[row.id] = row.course_id, There(row.id, row.removed_at, row.completed_at, mine)
    return found


def courses_of(connection: Connection, ids: Collection[int]) -> set[int]:
    """The courses of some enrollments."""
    found: set[int] = set()
    for some in batches(sorted(ids)):
        query = select(Enrollment.course_id).where(among(connection, Enrollment.id, some))
        found |= set(connection.scalars(query.distinct()))
    return found


def grants(connection: Connection, enrollments: Sequence[int]) -> Mapping[int, list[Given]]:
    """All grants of some enrollments, in the order they were given."""
    found: dict[int, list[Given]] = defaultdict(list)
    columns = [getattr(Grant, name) for name in Given._fields]
    for some in batches(enrollments):
        query = select(Grant.enrollment_id, *columns)
        query = query.where(among(connection, Grant.enrollment_id, some)).order_by(Grant.id)
        for enrollment, *values in connection.execute(query).all():
            found[enrollment].append(Given._make(values))
    return found


def seats_at_least(connection: Connection, course: Offered) -> int:
    """How many more a course takes if nobody ever left it: an index tells."""
    everybody = select(func.count()).where(Enrollment.course_id == course.id)
    return (course.offer.capacity or 0) - (connection.scalar(everybody) or 0)


def seats_left(connection: Connection, course: Offered, now: datetime) -> int:
    """How many more a course takes."""
    taken = store.seats_taken(connection, course.id, course.offer.span, now)
    return (course.offer.capacity or 0) - taken


# -- writing ---------------------------------------------------------------------------------------


def change(connection: Connection, changes: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """Set fields of grants."""
    alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for number, values in changes:
        alike[tuple(values)].append((number, *values.values()))
    for names, rows in alike.items():
        update_rows(connection, Grant, "id", names, rows)


def revoke(connection: Connection, grants: Sequence[int], at: datetime, reason: str) -> None:
    """Let grants hold no longer."""
    change(connection, ((one, {"revoked_at": at, "revoke_reason": reason}) for one in grants))


def renew(connection: Connection, grants: Sequence[int]) -> None:
    """Let grants hold again that were revoked."""
    change(connection, ((one, {"revoked_at": None, "revoke_reason": None}) for one in grants))


def leave(connection: Connection, enrollments: Iterable[tuple[int, datetime]]) -> None:
    """Let people be out of a course again, since when they were."""
    update_rows(connection, Enrollment, "id", ("removed_at",), enrollments)


def come_back(connection: Connection, enrollments: Sequence[int]) -> None:
    """Let people be in the course again who were removed."""
    for some in batches(enrollments):
        mine = update(Enrollment).where(among(connection, Enrollment.id, some))
        connection.execute(mine.values(removed_at=None))
