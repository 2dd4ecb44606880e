"""Undoing an import of people: what it put there goes, if nobody has taken it into use since.

Knows what hangs on an account; refuses to take anything from anybody who was here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from academy_cli.accounts import store
from academy_cli.accounts.importing import tables
from academy_cli.accounts.importing.tables import Person, values_of
from academy_cli.bulk.kinds import Current, Did, Journaled, Outcome
from academy_cli.bulk.outcome import refused, restored
from academy_cli.kit.batches import batches
from academy_cli.models import (
    ApiToken,
    Certificate,
    Course,
    Enrollment,
    Grant,
    LessonProgress,
    OneTimeToken,
    OutboxMessage,
    Session,
    User,
    UserRole,
)

REMOVED = "removed"
HELD = ("roles", "courses")
"""Fields that hold several things, to which rows add."""
Roles = Mapping[int, tuple[str, ...]]


def planned(
    connection: Connection, rows: Sequence[Journaled], reference: str, *, hold: bool
) -> Sequence[Outcome]:
    """What going back would do to each person of an import."""
    ids = {row.subject_id for row in rows if row.subject_id is not None}
    people = tables.by_id(connection, ids, hold=hold)
    created = {row.subject_id or 0 for row in rows if row.did is Did.CREATE}
    idle = tables.untouched(connection, created) - _used(connection, created, reference)
    roles = store.roles(connection, sorted(ids))
    granted = _granted(connection, ids, reference)
    return [
        _created(row, people.get(row.subject_id or 0), idle, roles)
        if row.did is Did.CREATE
        else restored(row, _current(row, people.get(row.subject_id or 0), roles, granted), "user")
        for row in rows
    ]


def carry_out(
    connection: Connection, outcomes: Sequence[Outcome], reference: str, at: datetime
) -> Sequence[int]:
    """Take accounts, roles and grants away, and put fields back."""
    gone = [one.subject_id or 0 for one in outcomes if REMOVED in one.after]
    for some in batches(gone):
        _remove(connection, some)
    kept = [one for one in outcomes if REMOVED not in one.after]
    tables.change_people(connection, ((one.subject_id or 0, one.after) for one in kept), at)
    taken = [
        (one.subject_id or 0, role)
        for one in kept
        if "roles" in one.after
        for role in str(one.before["roles"]).split()
    ]
    if taken:
        tables.take_roles(connection, taken)
    _revoke(
        connection, [one.subject_id or 0 for one in kept if "courses" in one.after], reference, at
    )
    return [one.subject_id or 0 for one in outcomes]


def _created(row: Journaled, person: Person | None, idle: Collection[int], roles: Roles) -> Outcome:
    if person is None:
        return Outcome(Did.UNCHANGED)
    now = {name: value for name, value in values_of(person).items() if value not in (None, "")}
    put = {name: value for name, value in row.after.items() if name not in HELD}
    given = set(str(row.after.get("roles") or "").split())
    is_same = now == put and given >= set(roles.get(person.id, ()))
    if not is_same or person.id not in idle:
        return refused("", f"“{person.email}” was changed since, or something hangs on them by now")
    return Outcome(Did.UPDATE, "", person.id, row.after, {REMOVED: True})


def _current(
    row: Journaled,
    person: Person | None,
    roles: Roles,
    granted: Mapping[int, set[str]],
) -> Current | None:
    if person is None:
        return None
    values = values_of(person)
    if given := row.after.get("roles"):
        held = roles.get(person.id, ())
        values["roles"] = " ".join(role for role in str(given).split() if role in held)
    if slugs := row.after.get("courses"):
        there = granted.get(person.id, set())
        values["courses"] = " ".join(slug for slug in str(slugs).split() if slug in there)
    return Current(person.id, values)


def _used(connection: Connection, ids: Collection[int], reference: str) -> set[int]:
    """Those of whom there is more than what an import puts there."""
    found: set[int] = set()
    mine = (Grant.kind == "bulk", Grant.reference == reference)
    for some in batches(sorted(ids)):
        theirs = Enrollment.user_id.in_(some)
        seats = select(Enrollment.user_id).where(theirs)
        for model in (LessonProgress, Certificate):
            found |= set(
                connection.scalars(seats.join(model, model.enrollment_id == Enrollment.id))
            )
        others = seats.join(Grant, Grant.enrollment_id == Enrollment.id)
        found |= set(connection.scalars(others.where((mine[0] & mine[1]).is_not(True))))
        for owner in (Session.user_id, ApiToken.user_id):
            found |= set(connection.scalars(select(owner).where(owner.in_(some))))
    return found


def _granted(
    connection: Connection, ids: Collection[int], reference: str
) -> Mapping[int, set[str]]:
    """The courses in which people are by an import, as long as that holds."""
    found: dict[int, set[str]] = {}
    query = (
        select(Enrollment.user_id, Course.slug)
        .join(Course, Course.id == Enrollment.course_id)
        .join(Grant, Grant.enrollment_id == Enrollment.id)
        .where(Grant.kind == "bulk", Grant.reference == reference, Grant.revoked_at.is_(None))
    )
    for some in batches(sorted(ids)):
        for row in connection.execute(query.where(Enrollment.user_id.in_(some))):
            found.setdefault(row.user_id, set()).add(row.slug)
    return found


def _remove(connection: Connection, ids: Sequence[int]) -> None:
    """Take accounts away with all that an import puts there; mail that has left stays on record."""
    seats = select(Enrollment.id).where(Enrollment.user_id.in_(ids))
    connection.execute(delete(Grant).where(Grant.enrollment_id.in_(seats)))
    for model in (Enrollment, UserRole, OneTimeToken):
        connection.execute(delete(model).where(model.user_id.in_(ids)))
    theirs = OutboxMessage.user_id.in_(ids)
    connection.execute(delete(OutboxMessage).where(theirs, OutboxMessage.state == "waiting"))
    connection.execute(update(OutboxMessage).where(theirs).values(user_id=None))
    connection.execute(delete(User).where(User.id.in_(ids)))


def _revoke(connection: Connection, ids: Sequence[int], reference: str, at: datetime) -> None:
    """Let the grants of an import hold no longer."""
    for some in batches(ids):
        seats = select(Enrollment.id).where(Enrollment.user_id.in_(some))
        mine = (Grant.kind == "bulk", Grant.reference == reference, Grant.revoked_at.is_(None))
        ended = update(Grant).where(Grant.enrollment_id.in_(seats), *mine)
        connection.execute(ended.values(revoked_at=at, revoke_reason="the import was undone"))
