"""The rows that importing people reads and writes: accounts, roles, enrollments with their grants.

Asks and writes in sets. Knows the tables; refuses transactions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, select, update

from academy_cli.access.matrix import Role
from academy_cli.db.among import among
from academy_cli.db.bulk import allocate_ids, insert_rows, update_rows
from academy_cli.kit.batches import batches
from academy_cli.models import Course, Enrollment, Grant, User, UserRole

COLUMNS = ("name", "language", "time_zone")
"""Fields of a row that are columns of an account."""
AT_ONCE = 5000
"""Addresses that one question names, in one parameter."""


class Person(NamedTuple):
    """Somebody who has an account."""

    id: int
    email: str
    name: str
    language: str | None
    time_zone: str | None


_PERSON = [getattr(User, name) for name in Person._fields]


def by_email(connection: Connection, emails: Sequence[str], *, hold: bool) -> Mapping[str, Person]:
    """Accounts by address."""
    found: dict[str, Person] = {}
    for some in batches(emails, AT_ONCE):
        rows = _people(connection, among(connection, User.email, some), hold=hold)
        found |= {person.email: person for person in rows}
    return found


def by_id(connection: Connection, ids: Collection[int], *, hold: bool) -> Mapping[int, Person]:
    """Accounts by number."""
    found: dict[int, Person] = {}
    for some in batches(sorted(ids)):
        found |= {
            person.id: person
            for person in _people(connection, among(connection, User.id, some), hold=hold)
        }
    return found


def _people(connection: Connection, wanted: ColumnElement[bool], *, hold: bool) -> Iterator[Person]:
    query = select(*_PERSON).where(wanted)
    if hold:
        query = query.order_by(User.id).with_for_update()  # so that nobody waits in a circle
    return (Person(*row) for row in connection.execute(query))


def untouched(connection: Connection, ids: Collection[int]) -> set[int]:
    """Those whose account nobody has changed or used."""
    moments = (
        *(User.updated_at, User.password_hash, User.email_verified_at, User.last_seen_at),
        *(User.deactivated_at, User.erased_at),
    )
    found: set[int] = set()
    for some in batches(sorted(ids)):
        nothing = (moment.is_(None) for moment in moments)
        found |= set(connection.scalars(select(User.id).where(User.id.in_(some), *nothing)))
    return found


def course_ids(connection: Connection) -> Mapping[str, int]:
    """Every course's number by its slug."""
    rows = connection.execute(select(Course.slug, Course.id))
    return {row.slug: row.id for row in rows}


def roles(connection: Connection, ids: Collection[int]) -> set[tuple[int, str]]:
    """Who holds which role of the whole academy."""
    found: set[tuple[int, str]] = set()
    for some in batches(sorted(ids)):
        query = select(UserRole.user_id, UserRole.role).where(UserRole.place == 0)
        rows = connection.execute(query.where(UserRole.user_id.in_(some)))
        found |= {(row.user_id, row.role) for row in rows}
    return found


def enrolled(connection: Connection, ids: Collection[int]) -> Mapping[tuple[int, int], Row[Any]]:
    """Enrollments by person and course."""
    found: dict[tuple[int, int], Row[Any]] = {}
    for some in batches(sorted(ids)):
        query = select(Enrollment.__table__).where(among(connection, Enrollment.user_id, some))
        found |= {(row.user_id, row.course_id): row for row in connection.execute(query)}
    return found


def add_people(
    connection: Connection, people: Sequence[tuple[str, Mapping[str, Any]]], at: datetime
) -> Sequence[int]:
    """Add accounts, given by address and fields; gives their numbers."""
    ids = allocate_ids(connection, User, len(people))
    rows = (
        (number, email, said.get("name") or "", said.get("language"), said.get("time_zone"), at)
        for number, (email, said) in zip(ids, people, strict=True)
    )
    insert_rows(connection, User, ("id", "email", *COLUMNS, "created_at"), rows)
    return ids


def change_people(
    connection: Connection, people: Iterable[tuple[int, Mapping[str, Any]]], at: datetime | None
) -> None:
    """Change fields of accounts, given by number; ``at`` is when that was, None for never."""
    alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for number, said in people:
        columns = tuple(name for name in COLUMNS if name in said)
        if columns:
            values = (said[name] if name != "name" else said[name] or "" for name in columns)
            alike.setdefault(columns, []).append((number, *values, at))
    for columns, rows in alike.items():
        update_rows(connection, User, "id", [*columns, "updated_at"], rows)


def add_roles(connection: Connection, held: Sequence[tuple[int, str]], at: datetime) -> None:
    """Give roles of the whole academy."""
    columns = ("user_id", "role", "course_id", "place", "granted_at")
    rows = ((user, Role(role).value, None, 0, at) for user, role in held)
    insert_rows(connection, UserRole, columns, rows, skip_existing=True)


def enroll(
    connection: Connection,
    places: Sequence[tuple[int, int]],
    there: Mapping[tuple[int, int], Row[Any]],
    reference: str,
    at: datetime,
) -> Mapping[tuple[int, int], tuple[int, int]]:
    """Bring people into courses, each by a grant of a batch; the enrollment and grant of each."""
    new = [place for place in places if place not in there]
    ids = allocate_ids(connection, Enrollment, len(new))
    columns = ("id", "user_id", "course_id", "enrolled_at")
    rows = ((number, *place, at) for number, place in zip(ids, new, strict=True))
    insert_rows(connection, Enrollment, columns, rows)
    numbers = {place: there[place].id for place in places if place in there}
    _bring_back(connection, list(numbers.values()))
    numbers |= dict(zip(new, ids, strict=True))
    grants = allocate_ids(connection, Grant, len(places))
    told = ("id", "enrollment_id", "kind", "reference", "granted_at")
    insert_rows(
        connection,
        Grant,
        told,
        (
            (grant, numbers[place], "bulk", reference, at)
            for grant, place in zip(grants, places, strict=True)
        ),
    )
    return {place: (numbers[place], grant) for grant, place in zip(grants, places, strict=True)}


def _bring_back(connection: Connection, enrollments: Sequence[int]) -> None:
    for some in batches(enrollments):
        back = update(Enrollment).where(Enrollment.id.in_(some))
        connection.execute(back.values(removed_at=None))
