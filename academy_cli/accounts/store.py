"""The rows of people, of the roles they hold and of what proves who they are.

Knows the tables; refuses transactions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from academy_cli.access.errors import UnknownCourseError
from academy_cli.access.matrix import Role
from academy_cli.accounts.quoting import quotes
from academy_cli.bulk.kinds import Did
from academy_cli.kit.batches import batches
from academy_cli.kit.spelling import nearest
from academy_cli.models import (
    ApiToken,
    Batch,
    BatchRow,
    Course,
    Enrollment,
    OneTimeToken,
    Session,
    User,
    UserRole,
)

USERS = cast("Table", User.__table__)
HELD = (
    ("sessions", Session),
    ("api_tokens", ApiToken),
    ("links", OneTimeToken),
)
"""What proves who somebody is, as people call it."""
_HELD_ROLES = select(UserRole.user_id, UserRole.role, Course.slug).join(
    Course, Course.id == UserRole.course_id, isouter=True
)


def person(connection: Connection, email: str, *, is_held: bool = False) -> Row[Any] | None:
    """The account with a canonical address; ``is_held`` keeps others from changing it meanwhile."""
    query = select(USERS).where(USERS.c.email == email)
    return connection.execute(query.with_for_update(key_share=True) if is_held else query).first()


def batch_rows(user_id: int, addresses: Sequence[str]) -> Sequence[ColumnElement[bool]]:
    """The rows of imported files that were about somebody, or about their place in a course.

    A refused row has nobody's number: its reason may quote one of the addresses that somebody has or had.
    """
    enrollments = select(Enrollment.id).where(Enrollment.user_id == user_id)
    names_them = quotes(BatchRow.reason, addresses)
    users = select(Batch.id).where(Batch.kind == "users")
    courses = select(Batch.id).where(Batch.kind.in_(("enrollments", "progress", "attempts")))
    return (
        BatchRow.batch_id.in_(users) & (BatchRow.subject_id == user_id),
        BatchRow.batch_id.in_(courses) & BatchRow.subject_id.in_(enrollments),
        (BatchRow.outcome == Did.REFUSED.value) & names_them,
    )


def add(connection: Connection, values: Mapping[str, object]) -> int:
    """Add an account and give its number. Raises IntegrityError, of which ``is_taken`` knows more."""
    found = connection.execute(insert(USERS).values(**values).returning(USERS.c.id))
    return int(found.scalar_one())


def change(connection: Connection, user_id: int, values: Mapping[str, object]) -> None:
    """Change fields of an account. Raises IntegrityError as ``add`` does."""
    connection.execute(update(USERS).where(USERS.c.id == user_id).values(**values))


def is_taken(error: IntegrityError) -> bool:
    """Whether it says that another account has the address."""
    words = str(error.orig)
    return "users.email" in words or "uq_users_email" in words


def roles(connection: Connection, ids: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
    """The roles that people hold beside student, as they are written: ``instructor:python-basics``."""
    found: dict[int, tuple[str, ...]] = {}
    for some in batches(ids):
        found |= _written(connection.execute(_HELD_ROLES.where(UserRole.user_id.in_(some))))
    return found


def everybodys_roles(connection: Connection) -> Mapping[int, tuple[str, ...]]:
    """The same of everybody who holds any, of whom there are few."""
    return _written(connection.execute(_HELD_ROLES))


def _written(rows: Iterable[Row[Any]]) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        found[row.user_id].append(f"{row.role}:{row.slug}" if row.slug else row.role)
    return {user_id: tuple(sorted(held)) for user_id, held in found.items()}


def active_admins(connection: Connection, *, is_held: bool = False) -> Sequence[int]:
    """The admins that can act; ``is_held`` keeps that from changing until the transaction ends.

    Always held in the same order and before any other person, so that nobody waits in a circle.
    """
    query = (
        select(User.id)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.role == Role.ADMIN.value)
        .where(User.deactivated_at.is_(None), User.erased_at.is_(None))
        .order_by(User.id)
    )
    held = query.with_for_update(of=[User, UserRole], key_share=True) if is_held else query
    return connection.scalars(held).all()


def course_id(connection: Connection, slug: str) -> int:
    """The number of a course. Raises UnknownCourseError with the nearest slug."""
    found = connection.scalar(select(Course.id).where(Course.slug == slug))
    if found is None:
        raise UnknownCourseError(slug, nearest(slug, connection.scalars(select(Course.slug)).all()))
    return found


def add_role(
    connection: Connection, user_id: int, role: Role, course: int | None, at: datetime
) -> None:
    """Give a role."""
    values = {"user_id": user_id, "role": role.value, "course_id": course}
    connection.execute(insert(UserRole).values(**values, place=course or 0, granted_at=at))


def remove_role(connection: Connection, user_id: int, role: Role, course: int | None) -> None:
    """Take a role."""
    held = (
        UserRole.user_id == user_id,
        UserRole.role == role.value,
        UserRole.place == (course or 0),
    )
    connection.execute(delete(UserRole).where(*held))


def enrollments(connection: Connection, user_id: int) -> int:
    """How many courses somebody is or was in."""
    return _count(connection, select(Enrollment.id).where(Enrollment.user_id == user_id))


def held(connection: Connection, user_id: int, at: datetime) -> Mapping[str, int]:
    """How many sessions, API tokens and links that work once still hold, those that there are."""
    counts = {
        name: _count(connection, select(model.id).where(*_holds(model, user_id, at)))
        for name, model in HELD
    }
    return {name: count for name, count in counts.items() if count}


def end_held(connection: Connection, user_id: int, at: datetime, reason: str) -> None:
    """End everything that ``held`` counts."""
    ended = update(Session).where(*_holds(Session, user_id, at))
    connection.execute(ended.values(ended_at=at, end_reason=reason))
    connection.execute(update(ApiToken).where(*_holds(ApiToken, user_id, at)).values(revoked_at=at))
    end_links(connection, user_id, at)


def end_links(connection: Connection, user_id: int, at: datetime) -> None:
    """Let no link that was sent to somebody work any more."""
    links = update(OneTimeToken).where(*_holds(OneTimeToken, user_id, at))
    connection.execute(links.values(revoked_at=at))


def _holds(model: Any, user_id: int, at: datetime) -> Sequence[ColumnElement[bool]]:
    is_theirs = model.user_id == user_id
    if model is Session:
        return is_theirs, Session.ended_at.is_(None), Session.expires_at > at
    if model is ApiToken:
        lasts = ApiToken.expires_at.is_(None) | (ApiToken.expires_at > at)
        return is_theirs, ApiToken.revoked_at.is_(None), lasts
    unused = (OneTimeToken.used_at.is_(None), OneTimeToken.revoked_at.is_(None))
    return is_theirs, *unused, OneTimeToken.expires_at > at


def _count(connection: Connection, query: Select[Any]) -> int:
    return connection.scalar(select(func.count()).select_from(query.subquery())) or 0
