"""Finding out who somebody is: the account behind an address, with all roles it holds.

Knows the tables of people and roles; refuses to change anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, Table, select

from academy_cli.access.actor import NOWHERE, Actor
from academy_cli.access.address import canonical_address
from academy_cli.access.errors import InactiveActorError, UnknownUserError
from academy_cli.access.matrix import Role
from academy_cli.kit.batches import batches
from academy_cli.models import Course, User, UserRole

_USER = "user:"
_USERS = cast("Table", User.__table__)


def actor_of(connection: Connection, email: str, source: Mapping[str, str] = NOWHERE) -> Actor:
    """The user with an address, as somebody who acts.

    Raises BadAddressError, UnknownUserError and InactiveActorError.
    """
    found = _person(connection, User.email == canonical_address(email))
    if found is None or found.erased_at is not None:
        raise UnknownUserError(email)
    if found.deactivated_at is not None:
        raise InactiveActorError(found.email)
    return _actor(connection, found, source, None)


def actor_with(
    connection: Connection,
    user_id: int,
    source: Mapping[str, str] = NOWHERE,
    scopes: frozenset[str] | None = None,
) -> Actor | None:
    """The user with a number, as somebody who acts within some scopes; None for one who may not act."""
    found = _person(connection, User.id == user_id)
    if found is None or found.erased_at is not None or found.deactivated_at is not None:
        return None
    return _actor(connection, found, source, scopes)


def through(actor: Actor, *, session: str | None = None, token: int | None = None) -> Actor:
    """The same actor, on record as acting through a session (its code) or a program's token (its number).

    Both are public names that let nobody in, and of an erased person they tell nothing.
    """
    known = {"session": session, "token": None if token is None else str(token)}
    said = {name: value for name, value in known.items() if value is not None}
    return replace(actor, source={**actor.source, **said}, session=session, token=token)


def _person(connection: Connection, condition: ColumnElement[bool]) -> Row[Any] | None:
    return connection.execute(select(_USERS).where(condition)).first()


def _actor(
    connection: Connection,
    found: Row[Any],
    source: Mapping[str, str],
    scopes: frozenset[str] | None,
) -> Actor:
    roles, courses, is_author = {Role.STUDENT}, set(), False
    held = select(UserRole.role, Course.slug).join(
        Course, Course.id == UserRole.course_id, isouter=True
    )
    for row in connection.execute(held.where(UserRole.user_id == found.id)):
        roles.add(Role(row.role))
        courses.update([row.slug] if row.slug else [])
        is_author = is_author or (row.role == Role.INSTRUCTOR.value and row.slug is None)
    return Actor(
        f"{_USER}{found.id}",
        found.email,
        found.id,
        frozenset(roles),
        frozenset(courses),
        is_author,
        source,
        scopes=scopes,
    )


def called(connection: Connection, names: Iterable[str]) -> Mapping[str, str]:
    """What people call actors whom the log and the revisions name: a user's address, else the name itself."""
    wanted = sorted(set(names))
    numbers = [int(name.removeprefix(_USER)) for name in wanted if name.startswith(_USER)]
    found: dict[str, str] = {}
    for some in batches(numbers):
        rows = connection.execute(select(User.id, User.email).where(User.id.in_(some)))
        found |= {f"{_USER}{row.id}": row.email for row in rows}
    return {name: found.get(name, name) for name in wanted}
