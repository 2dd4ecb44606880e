"""Lists of people: filters, order and pages, all of them the database's work.

Knows which column each filter and each sort key is; refuses transactions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, exists, or_, select

from academy_cli.access.matrix import Role
from academy_cli.accounts import store
from academy_cli.accounts.metadata import metadata_of
from academy_cli.accounts.profile import NOWHERE, privacy_of
from academy_cli.accounts.store import USERS
from academy_cli.accounts.views import Status, UserSummary, UserView, WantedUsers
from academy_cli.kit.batches import AT_ONCE
from academy_cli.kit.page import SortKey
from academy_cli.models import Enrollment, UserRole

_C = USERS.c
COLUMNS = (
    *(_C.id, _C.email, _C.name, _C.language, _C.time_zone, _C.created_at, _C.last_seen_at),
    *(_C.email_verified_at, _C.deactivated_at, _C.erased_at),
    _C.password_hash.is_not(None).label("has_password"),
)
_IS: Mapping[Status, ColumnElement[bool]] = {
    Status.ERASED: _C.erased_at.is_not(None),
    Status.DEACTIVATED: _C.deactivated_at.is_not(None),
    Status.INVITED: _C.password_hash.is_(None),
    Status.UNVERIFIED: _C.email_verified_at.is_(None),
}
"""The first that is true is the status; an account of which none is true is active."""
_ORDERED: Mapping[str, Any] = {
    "email": _C.email,
    "name": _C.name,
    "language": _C.language,
    "time_zone": _C.time_zone,
    "created_at": _C.created_at,
    "last_seen_at": _C.last_seen_at,
    "status": case(
        *((condition, status.value) for status, condition in _IS.items()),
        else_=Status.ACTIVE.value,
    ),
}
"""The column of each key of ``views.SORTABLE``."""
_NULLABLE = {"language", "time_zone", "last_seen_at"}


def summaries(connection: Connection, wanted: WantedUsers) -> Iterator[UserSummary]:
    """The wanted people, read some at a time. Raises UnknownCourseError."""
    query = query_of(connection, wanted)
    if wanted.limit is None:  # pages come whole: PostgreSQL plans what is read bit by bit otherwise
        query = query.execution_options(yield_per=AT_ONCE)
    for some in connection.execute(query).partitions(AT_ONCE):
        held = store.roles(connection, [row.id for row in some])
        yield from (_summary(row, held.get(row.id, ())) for row in some)


def view(connection: Connection, row: Row[Any], at: datetime) -> UserView:
    """One account, given its whole row."""
    held = store.held(connection, row.id, at)
    has_password = row.password_hash is not None
    return UserView(
        email=row.email,
        name=row.name,
        status=status_of(row, has_password=has_password),
        roles=store.roles(connection, [row.id]).get(row.id, ()),
        language=row.language,
        time_zone=row.time_zone,
        bio=row.bio,
        avatar=row.avatar,
        privacy=privacy_of(row.privacy),
        metadata=metadata_of(row.metadata),
        created_at=row.created_at,
        updated_at=row.updated_at,
        email_verified_at=row.email_verified_at,
        has_password=has_password,
        last_seen_at=row.last_seen_at,
        locked_until=row.locked_until,
        deactivated_at=row.deactivated_at,
        erased_at=row.erased_at,
        enrollments=store.enrollments(connection, row.id),
        sessions=held.get("sessions", 0),
        api_tokens=held.get("api_tokens", 0),
    )


def status_of(row: Row[Any], *, has_password: bool) -> Status:
    """What holds of an account."""
    if row.erased_at is not None:
        return Status.ERASED
    if row.deactivated_at is not None:
        return Status.DEACTIVATED
    if not has_password:
        return Status.INVITED
    return Status.ACTIVE if row.email_verified_at is not None else Status.UNVERIFIED


def query_of(connection: Connection, wanted: WantedUsers) -> Select[Any]:
    """The query for one page: who is on a far one is found out before anybody is read.

    So what comes before costs a walk along the index of addresses, where order and conditions know no more
    than that; and nowhere more than the keys that are sorted.
    """
    conditions, order = list(_conditions(connection, wanted)), list(_order(wanted.sort))
    if not wanted.offset:
        return select(*COLUMNS).where(*conditions).order_by(*order).limit(wanted.limit)
    theirs = select(_C.email).where(*conditions).order_by(*order)
    page = theirs.limit(wanted.limit).offset(wanted.offset).subquery()
    return select(*COLUMNS).join(page, page.c.email == _C.email).order_by(*order)


def _conditions(connection: Connection, wanted: WantedUsers) -> Iterator[ColumnElement[bool]]:
    yield from _with_status(wanted.status)
    if wanted.role is not None:
        yield _with_role(wanted.role, _course(connection, wanted.course))
    elif wanted.course:
        yield _in_course(_course(connection, wanted.course))
    if wanted.match:
        yield or_(*_matching(wanted.match))
    if wanted.since is not None:
        yield _C.created_at >= wanted.since
    if wanted.before is not None:
        yield _C.created_at < wanted.before


def _with_status(status: Status | None) -> Iterator[ColumnElement[bool]]:
    if status is None:  # what is left of the erased has an address that no one else can have
        yield _C.email.not_like(f"erased-%{NOWHERE}")
        return
    for before, condition in _IS.items():
        if before is status:
            yield condition
            return
        yield ~condition


def _with_role(role: Role, course: int | None) -> ColumnElement[bool]:
    if role is Role.STUDENT:
        is_one = ~exists(select(UserRole.id).where(UserRole.user_id == _C.id))
        return is_one & _in_course(course) if course is not None else is_one
    held = select(UserRole.user_id).where(UserRole.role == role.value)
    if course is None:
        return _C.id.in_(held)
    if role is Role.INSTRUCTOR:
        return _C.id.in_(held.where(UserRole.course_id == course))
    return _C.id.in_(held) & _in_course(course)


def _in_course(course: int | None) -> ColumnElement[bool]:
    is_in = select(Enrollment.user_id).where(Enrollment.course_id == course)
    return _C.id.in_(is_in.where(Enrollment.removed_at.is_(None)))


def _course(connection: Connection, slug: str) -> int | None:
    return store.course_id(connection, slug) if slug else None


def _matching(text: str) -> Iterator[ColumnElement[bool]]:
    """The text in name or address, whatever the case: databases themselves only know that of ASCII."""
    spellings = {text} if text.isascii() else {text, text.lower(), text.upper(), text.title()}
    for spelling in sorted(spellings):
        yield _C.name.icontains(spelling, autoescape=True)
        yield _C.email.icontains(spelling, autoescape=True)


def _order(sort: Sequence[SortKey]) -> Iterator[Any]:
    """By the wanted keys, missing values last; then by address, so that no two pages share a person."""
    for key in sort:
        column = _ORDERED[key.field]
        ordered = column.desc() if key.is_descending else column.asc()
        yield ordered.nulls_last() if key.field in _NULLABLE else ordered
    if not sort:
        yield _C.email
    elif all(key.field != "email" for key in sort):
        yield _C.id.desc() if sort[-1].is_descending else _C.id


def _summary(row: Row[Any], roles: tuple[str, ...]) -> UserSummary:
    return UserSummary(
        row.email,
        row.name,
        status_of(row, has_password=row.has_password),
        roles,
        row.language,
        row.time_zone,
        row.created_at,
        row.last_seen_at,
    )
