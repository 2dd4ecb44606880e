"""Undoing an import of people: what it put there goes, if nobody has taken it into use since.

Knows what hangs on an account; refuses to take anything from anybody who was here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Role
from academy_cli.accounts import rules, store
from academy_cli.accounts.errors import LastAdminError
from academy_cli.accounts.importing import tables, use
from academy_cli.accounts.importing.forgetting import forgotten
from academy_cli.accounts.importing.tables import Person, values_of
from academy_cli.bulk.kinds import Current, Did, Journaled, Moment, Outcome, Values, Written
from academy_cli.bulk.outcome import refused, restored
from academy_cli.bulk.undone import BECAUSE
from academy_cli.kit.batches import batches
from academy_cli.kit.saying import say, unstopped
from academy_cli.models import (
    Course,
    Enrollment,
    Grant,
    OneTimeToken,
    OutboxMessage,
    User,
    UserRole,
)

REMOVED = "removed"
ADMIN = Role.ADMIN.value
HELD = ("roles", "courses")
"""Fields that hold several things, to which rows add."""
Roles = Mapping[int, tuple[str, ...]]


def planned(
    connection: Connection, rows: Sequence[Journaled], reference: str, actor: Actor, *, hold: bool
) -> Sequence[Outcome]:
    """What going back would do to each person of an import, if an actor does it."""
    ids = {row.subject_id for row in rows if row.subject_id is not None}
    is_about_admins = any(ADMIN in _words(row.after, "roles") for row in rows)
    admins = store.active_admins(connection, is_held=hold) if is_about_admins else ()
    people = tables.by_id(connection, ids, hold=hold)
    gave = {
        row.subject_id or 0: _words(row.after, "courses") for row in rows if row.did is Did.CREATE
    }
    created = gave.keys()
    batch = use.imported(connection, reference)
    idle = tables.idle(connection, created) - use.used(connection, gave, batch)
    roles = store.roles(connection, sorted(ids))
    admitted = {row.subject_id or 0 for row in rows if "courses" in row.after} - created
    granted = _granted(connection, admitted, reference)
    redated = use.redated(connection, admitted, batch)

    def outcome(row: Journaled) -> Outcome:
        number = row.subject_id or 0
        person = people.get(number)
        if row.did is Did.CREATE:
            return _created(row, person, idle, roles)
        back = restored(row, _current(row, person, roles, granted), "user")
        slugs = redated.get(number, frozenset()) & granted.get(number, set())
        if back.changes and (moved := sorted(slugs & set(_words(row.after, "courses")))):
            return refused("", say("their time in “{}” was changed since", moved[0]))
        return back

    left = _Admins(actor, admins, people)
    return [left.kept(one) if one.changes else one for one in map(outcome, rows)]


def carry_out(
    connection: Connection,
    outcomes: Sequence[Outcome],
    moment: Moment,
    numbers: Mapping[int, int],
) -> Written:
    """Take accounts, roles and grants away, and put fields back; of whom goes, nothing is told any more.

    ``moment`` names the batch that is undone, and ``numbers`` its rows by whom they are about.
    """
    at, reference = moment
    gone = [one.subject_id or 0 for one in outcomes if REMOVED in one.after]
    rows = [numbers[number] for number in gone]
    acts = forgotten(connection, gone, reference, rows) if gone else ()
    for some in batches(gone):
        _remove(connection, some)
    kept = [one for one in outcomes if REMOVED not in one.after]
    tables.change_people(connection, ((one.subject_id or 0, one.after) for one in kept), at)
    taken = [
        (one.subject_id or 0, role)
        for one in kept
        if "roles" in one.after
        for role in _words(one.before, "roles")
    ]
    if taken:
        tables.take_roles(connection, taken)
    left: dict[str, list[int]] = {}
    for one in kept:
        for slug in _words(one.before, "courses"):
            left.setdefault(slug, []).append(one.subject_id or 0)
    for slug, ids in left.items():
        _revoke(connection, ids, slug, reference, at)
    return Written([one.subject_id or 0 for one in outcomes], acts)


class _Admins:
    """The active admins, as rows take the role from one after the other."""

    def __init__(self, actor: Actor, admins: Collection[int], people: Mapping[int, Person]) -> None:
        self._actor, self._left, self._people = actor, set(admins), people

    def kept(self, outcome: Outcome) -> Outcome:
        """The same, unless it took the last admin from an academy that the actor cannot give another."""
        number = outcome.subject_id or 0
        takes = REMOVED in outcome.after or ADMIN in _words(outcome.before, "roles")
        if not takes or number not in self._left:
            return outcome
        is_last = rules.leaves_no_admin(number, self._left)
        try:
            rules.require_an_admin(self._actor, self._people[number].email, is_last=is_last)
        except LastAdminError as error:
            return refused("", unstopped(error.message))
        self._left.discard(number)
        return outcome


def _created(row: Journaled, person: Person | None, idle: Collection[int], roles: Roles) -> Outcome:
    if person is None:
        return Outcome(Did.UNCHANGED)
    now = {name: value for name, value in values_of(person).items() if value not in (None, "")}
    put = {name: value for name, value in row.after.items() if name not in HELD}
    is_same = now == put and set(_words(row.after, "roles")) == set(roles.get(person.id, ()))
    if not is_same or person.id not in idle:
        return refused(
            "", say("“{}” was changed since, or something hangs on them by now", person.email)
        )
    return Outcome(Did.UPDATE, "", person.id, after={REMOVED: True})


def _current(
    row: Journaled,
    person: Person | None,
    roles: Roles,
    granted: Mapping[int, set[str]],
) -> Current | None:
    if person is None:
        return None
    values = values_of(person)
    if given := _words(row.after, "roles"):
        held = roles.get(person.id, ())
        values["roles"] = " ".join(role for role in given if role in held)
    if slugs := _words(row.after, "courses"):
        there = granted.get(person.id, set())
        values["courses"] = " ".join(slug for slug in slugs if slug in there)
    return Current(person.id, values)


def _words(said: Values, field: str) -> Sequence[str]:
    """Each of the things that a field holds."""
    return str(said.get(field) or "").split()


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
    stuck = OutboxMessage.state.in_(("dead", "unsure"))
    ended = {"state": "cancelled", "last_error": "the account was taken away again"}
    connection.execute(update(OutboxMessage).where(theirs, stuck).values(ended))
    connection.execute(update(OutboxMessage).where(theirs).values(user_id=None))
    connection.execute(delete(User).where(User.id.in_(ids)))


def _revoke(
    connection: Connection, ids: Sequence[int], slug: str, reference: str, at: datetime
) -> None:
    """Let the grants of an import to one course hold no longer."""
    course = select(Course.id).where(Course.slug == slug).scalar_subquery()
    mine = (Grant.kind == "bulk", Grant.reference == reference, Grant.revoked_at.is_(None))
    for some in batches(ids):
        seats = select(Enrollment.id).where(
            Enrollment.course_id == course, Enrollment.user_id.in_(some)
        )
        ended = update(Grant).where(Grant.enrollment_id.in_(seats), *mine)
        connection.execute(ended.values(revoked_at=at, revoke_reason=BECAUSE))
