"""Lists of people: filters, order and pages, all of them the database's work.

Knows which column each filter and each sort key is; refuses transactions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, exists, or_, select

from academy_cli.access.matrix import Role
from academy_cli.accounts import store
from academy_cli.accounts.metadata import metadata_of
from academy_cli.accounts.profile import privacy_of
from academy_cli.accounts.store import USERS
from academy_cli.accounts.views import Status, UserSummary, UserView, WantedUsers
from academy_cli.accounts.walking import INDEXED, Way, unseen, way
from academy_cli.db.containing import containing
from academy_cli.db.streaming import PAGE, streamed
from academy_cli.kit.page import SortKey
from academy_cli.models import Enrollment, UserRole

_C = USERS.c
_IS: Mapping[Status, ColumnElement[bool]] = {
    Status.ERASED: _C.erased_at.is_not(None),
    Status.DEACTIVATED: _C.deactivated_at.is_not(None),
    Status.INVITED: _C.password_hash.is_(None),
    Status.UNVERIFIED: _C.email_verified_at.is_(None),
}
"""The first that is true is the status; an account of which none is true is active."""
_STATUS = case(
    *((condition, status.value) for status, condition in _IS.items()), else_=Status.ACTIVE.value
)
COLUMNS = (
    *(_C.id, _C.email, _C.name, _STATUS.label("status"), _C.language, _C.time_zone),
    *(_C.created_at, _C.last_seen_at),
)
_SAID = {status.value: status for status in Status}
_ORDERED: Mapping[str, Any] = {
    "email": _C.email,
    "name": _C.name,
    "language": _C.language,
    "time_zone": _C.time_zone,
    "created_at": _C.created_at,
    "last_seen_at": _C.last_seen_at,
    "status": _STATUS,
}
"""The column of each key of ``views.SORTABLE``."""
_NULLABLE = {"language", "time_zone", "last_seen_at"}


def summaries(connection: Connection, wanted: WantedUsers) -> Iterator[UserSummary]:
    """The wanted people, read some at a time. Raises UnknownCourseError."""
    is_long = wanted.limit is None or wanted.limit > PAGE
    everybodys = store.everybodys_roles(connection) if is_long else None
    for rows in streamed(connection, query_of(connection, wanted), wanted.limit):
        held = everybodys or store.roles(connection, [row.id for row in rows])
        yield from _summaries(rows, held)


def _summaries(
    rows: Iterable[Sequence[Any]], held: Mapping[int, tuple[str, ...]]
) -> Iterator[UserSummary]:
    for number, email, name, status, language, zone, created_at, last_seen_at in rows:
        roles = held.get(number, ())
        yield UserSummary(
            email, name, _SAID[status], roles, language, zone, created_at, last_seen_at
        )


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
    """The query for one page: who is on it is found out before anybody is read.

    So what comes before costs a walk along an index where order and conditions know no more than one has; and
    nowhere more than the keys that are sorted.
    """
    course = _course(connection, wanted.course)
    how = way(connection, wanted, course)
    conditions = list(_conditions(connection, wanted, course, how))
    order = list(_order(wanted.sort, how))
    if wanted.limit is None and not wanted.offset:
        return select(*COLUMNS).where(*conditions).order_by(*order)
    theirs = select(_C.id).where(*conditions).order_by(*order)
    page = theirs.limit(wanted.limit).offset(wanted.offset or None).subquery()
    return select(*COLUMNS).join(page, page.c.id == _C.id).order_by(*order)


def _conditions(
    connection: Connection, wanted: WantedUsers, course: int | None, how: Way
) -> Iterator[ColumnElement[bool]]:
    if wanted.match:
        columns = (_C.name, _C.email)
        yield or_(*(containing(connection, column, wanted.match) for column in columns))
    holds = and_(*_with_status(wanted.status))
    yield unseen(holds) if how is Way.SCANNED else holds
    if wanted.role is not None:
        yield _with_role(wanted.role, course)
    if course is not None and wanted.role is not Role.INSTRUCTOR:
        yield _in_course(course, how)
    if wanted.since is not None:
        yield _C.created_at >= wanted.since
    if wanted.before is not None:
        yield _C.created_at < wanted.before


def _with_status(status: Status | None) -> Iterator[ColumnElement[bool]]:
    """In the words of the indexes in models/people, or no index is used."""
    if status is None:
        yield ~_IS[Status.ERASED]
        return
    for before, condition in _IS.items():
        if before is status:
            yield condition
            return
        yield ~condition


def _with_role(role: Role, course: int | None) -> ColumnElement[bool]:
    held = select(UserRole.user_id)
    if role is Role.STUDENT:
        return _C.id.not_in(held)
    held = held.where(UserRole.role == role.value)
    if role is Role.INSTRUCTOR and course is not None:
        held = held.where(UserRole.course_id == course)
    return _C.id.in_(held)


def _in_course(course: int, how: Way) -> ColumnElement[bool]:
    seats = select(Enrollment.user_id).where(
        Enrollment.course_id == course, Enrollment.removed_at.is_(None)
    )
    if how is Way.WALKED:
        return exists(seats.where(Enrollment.user_id == _C.id))
    return _C.id.in_(seats)


def _course(connection: Connection, slug: str) -> int | None:
    return store.course_id(connection, slug) if slug else None


def _order(sort: Sequence[SortKey], how: Way) -> Iterator[Any]:
    """By the wanted keys, missing values last; then by what nobody shares, so that no two pages do.

    That is the address where an index has it behind the key, and else the number, by which rows lie.
    """
    for key in sort:
        column = _order_column(key.field, how)
        ordered = column.desc() if key.is_descending else column.asc()
        yield ordered.nulls_last() if key.field in _NULLABLE else ordered
    if any(key.field == "email" for key in sort):
        return
    is_indexed = all(key.field in INDEXED for key in sort) and len(sort) <= 1
    last = _order_column("email", how) if is_indexed else _C.id
    yield last.desc() if sort and sort[-1].is_descending else last


def _order_column(field: str, how: Way) -> Any:
    is_text = field in {"email", "name"}
    if is_text and how is not Way.WALKED:
        return _ORDERED[field] + ""  # no index is sorted by that
    return _ORDERED[field]
