"""The rows that importing people reads and writes: accounts and roles.

Asks and writes in sets. Knows the tables; refuses transactions.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, select

from academy_cli.access.matrix import Role
from academy_cli.accounts.importing.cells import KEYED, keys_of
from academy_cli.bulk.kinds import Value, Values
from academy_cli.db.among import among
from academy_cli.db.bulk import allocate_ids, insert_rows, update_rows
from academy_cli.kit.batches import batches
from academy_cli.kit.jsontext import canonical
from academy_cli.models import Course, User, UserRole

COLUMNS = ("name", "language", "time_zone", "bio", "avatar")
"""Fields of a row that are columns of an account; beside those that are kept by key."""
AT_ONCE = 5000
"""Addresses that one question names, in one parameter."""


class Person(NamedTuple):
    """Somebody who has an account."""

    id: int
    email: str
    name: str
    language: str | None
    time_zone: str | None
    bio: str | None
    avatar: str | None
    deactivated_at: datetime | None
    privacy: str | None
    metadata: str | None


_PERSON = [User.__table__.c[name] for name in Person._fields]


def values_of(person: Person) -> dict[str, Value]:
    """What an account says, by field as rows name them: ``name``, ``metadata.team``."""
    values: dict[str, Value] = {name: getattr(person, name) for name in COLUMNS}
    for field in KEYED:
        if stored := getattr(person, field):
            values |= {f"{field}.{key}": value for key, value in json.loads(stored).items()}
    return values


def by_email(connection: Connection, emails: Sequence[str], *, hold: bool) -> Mapping[str, Person]:
    """Accounts by address."""
    found: dict[str, Person] = {}
    for some in batches(emails, AT_ONCE):
        asked = select(*_PERSON).where(among(connection, User.email, some)).order_by(User.id)
        # Held in one order, so that nobody waits in a circle; what refers to them need not wait.
        query = asked.with_for_update(key_share=True) if hold else asked
        rows = (Person(*row) for row in connection.execute(query))
        found |= {person.email: person for person in rows}
    return found


def by_id(connection: Connection, ids: Collection[int], *, hold: bool) -> Mapping[int, Person]:
    """Accounts by number; held so that nothing new can refer to them."""
    found: dict[int, Person] = {}
    for some in batches(sorted(ids)):
        asked = select(*_PERSON).where(among(connection, User.id, some)).order_by(User.id)
        query = asked.with_for_update() if hold else asked
        found |= {row.id: Person(*row) for row in connection.execute(query)}
    return found


def idle(connection: Connection, ids: Collection[int]) -> set[int]:
    """Those whose account nobody has used, and that is in force."""
    moments = (
        *(User.password_hash, User.email_verified_at, User.last_seen_at),
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


def add_people(
    connection: Connection, people: Sequence[tuple[str, Values]], at: datetime
) -> Sequence[int]:
    """Add accounts, given by address and fields; gives their numbers."""
    ids = allocate_ids(connection, User, len(people))
    names = {name for _, said in people for name in said}
    fields = {name.partition(".")[0] for name in names}
    rarer = [column for column in (*COLUMNS[3:], *KEYED) if column in fields]
    rows: Iterator[tuple[Any, ...]] = (
        (number, email, said.get("name") or "", said.get("language"), said.get("time_zone"), at)
        for number, (email, said) in zip(ids, people, strict=True)
    )
    told = ("id", "email", *COLUMNS[:3], "created_at")
    if rarer:
        kept = (_stored(said, {}) for _, said in people)
        rows = ((*row, *map(one.get, rarer)) for row, one in zip(rows, kept, strict=True))
    insert_rows(connection, User, (*told, *rarer), rows)
    return ids


def change_people(
    connection: Connection, people: Iterable[tuple[int, Values]], at: datetime | None
) -> None:
    """Change fields of accounts, given by number; ``at`` is when that was, None for never."""
    changes = list(people)
    keyed = [number for number, said in changes if any(keys_of(field, said) for field in KEYED)]
    there = by_id(connection, keyed, hold=False) if keyed else {}
    alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for number, said in changes:
        person = there.get(number)
        columns = _stored(said, values_of(person) if person else {})
        if columns:
            alike.setdefault(tuple(columns), []).append((number, *columns.values(), at))
    for names, rows in alike.items():
        update_rows(connection, User, "id", [*names, "updated_at"], rows)


def _stored(said: Values, there: Values) -> dict[str, Value]:
    """The columns that fields change, some of them kept by key beside what is there."""
    columns = {name: said[name] for name in COLUMNS if name in said}
    if "name" in columns:
        columns["name"] = columns["name"] or ""
    for field in KEYED:
        if new := keys_of(field, said):
            kept = {**keys_of(field, there), **new}
            kept = {key: value for key, value in kept.items() if value is not None}
            columns[field] = canonical(kept) if kept else None
    return columns


def add_roles(connection: Connection, held: Sequence[tuple[int, str]], at: datetime) -> None:
    """Give roles, written as ``support`` or ``instructor:python-basics``."""
    courses = course_ids(connection)
    columns = ("user_id", "role", "course_id", "place", "granted_at")
    parts = ((user, *role.partition(":")) for user, role in held)
    rows = (
        (user, Role(role).value, courses[course] if course else None, courses.get(course, 0), at)
        for user, role, _, course in parts
    )
    insert_rows(connection, UserRole, columns, rows, skip_existing=True)


def take_roles(connection: Connection, held: Sequence[tuple[int, str]]) -> None:
    """Take roles away again."""
    courses = course_ids(connection)
    for user, written in held:
        role, _, course = written.partition(":")
        theirs = (UserRole.user_id == user, UserRole.role == role)
        place = courses.get(course, 0)
        connection.execute(delete(UserRole).where(*theirs, UserRole.place == place))
