"""Importing people: what a row of a file asks for, and what it does to accounts, roles and enrollments.

The bulk engine's adapter for users. A person who is new gets no password but an invitation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.accounts import importrows, importundo, inviting, store
from academy_cli.accounts.importcells import FIELDS, keys_of, parsed
from academy_cli.accounts.importrows import Person
from academy_cli.accounts.metadata import KEYS
from academy_cli.accounts.onetime import Links
from academy_cli.bulk.importer import Importer, Planned, Wish, silent
from academy_cli.bulk.kinds import (
    Current,
    Did,
    Journaled,
    Moment,
    Outcome,
    Policy,
    Wanted,
)
from academy_cli.bulk.outcome import refused, settled
from academy_cli.bulk.reading import Limits
from academy_cli.bulk.source import Source
from academy_cli.bulk.views import BulkView
from academy_cli.db.service import Database

_INVITED, ENROLLED = ("invitation",), "enrolled"
Progress = Callable[[int], None]


class UserImports:
    """Importing people into one academy, for one actor; ``enroll`` is a course that everybody joins."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        links: Links,
        limits: Limits = Limits(),
        *,
        enroll: str = "",
    ) -> None:
        self.actor = actor
        self._importer = Importer(database, actor, UserRows(links, enroll), limits)

    @permits(Permission.USER_IMPORT)
    def plan(self, given: Source, wish: Wish = Wish(), progress: Progress = silent) -> Planned:
        """Say what would become of each row of a file; raises what ``Importer.plan`` raises."""
        return self._importer.plan(given, wish, progress)

    @permits(Permission.BATCH_UNDO)
    def plan_undo(self, reference: str, progress: Progress = silent) -> Planned:
        """Say what undoing an import would do; raises what ``Importer.plan_undo`` raises."""
        return self._importer.plan_undo(reference, progress)

    @permits(Permission.USER_IMPORT, Permission.BATCH_UNDO)
    def apply(
        self,
        planned: Planned,
        progress: Progress = silent,
        failed: Path | None = None,
        *,
        reason: str | None = None,
    ) -> BulkView:
        """Carry out what was planned; raises what ``Importer.apply`` raises."""
        return self._importer.apply(planned, progress, failed, reason=reason)


class UserRows:
    """What rows about people are: who, with which fields, in which role, in which courses."""

    name, action, fields = "users", "user.import", FIELDS

    def __init__(self, links: Links, enroll: str = "") -> None:
        self._links = links
        self._enroll = enroll.strip()
        self.options: Mapping[str, str] = {"enroll": self._enroll} if self._enroll else {}
        self._courses: Mapping[str, int] | None = None
        self._granted: inviting.Granted = {}

    def parse(self, said: Mapping[str, str]) -> Wanted:
        """Whom a row is about and what it says of them, each in its one form."""
        return parsed(said, self._enroll)

    def examine(
        self, connection: Connection | None, wanted: Sequence[Wanted], policy: Policy, *, hold: bool
    ) -> Sequence[Outcome]:
        """What becomes of each person, against the accounts, roles and enrollments there are."""
        if connection is None:
            return [self._outcome(one, None, policy, {}) for one in wanted]
        courses = self._known_courses(connection, hold=hold)
        people = importrows.by_email(connection, [one.key for one in wanted], hold=hold)
        theirs = _Theirs(connection, people, wanted)
        return [
            self._outcome(one, theirs.current(one, courses), policy, courses)
            if theirs.fits(one)
            else refused(one.key, f"there would be more than {KEYS} keys of metadata")
            for one in wanted
        ]

    def _known_courses(self, connection: Connection, *, hold: bool) -> Mapping[str, int]:
        """The courses there are; asked once for a plan, and again for every chunk that is written."""
        if self._courses is None or hold:
            self._courses = importrows.course_ids(connection)
        return self._courses

    def _outcome(
        self,
        wanted: Wanted,
        current: Current | None,
        policy: Policy,
        courses: Mapping[str, int],
    ) -> Outcome:
        if unknown := _unknown_course(wanted, courses):
            return refused(wanted.key, f"there is no course “{unknown}”")
        outcome = settled(wanted, current, policy, "user", _INVITED)
        if outcome.did is Did.CREATE and "name" not in wanted.values:
            return refused(wanted.key, "name is missing")
        if outcome.did is Did.UPDATE:
            for field in importundo.HELD:
                outcome = _only_new(outcome, field)
            new = str(outcome.after.get("courses", "")).split()
            return outcome._replace(mails=(ENROLLED,) * len(new))
        return outcome

    def apply(
        self, connection: Connection, outcomes: Sequence[Outcome], moment: Moment
    ) -> Sequence[int]:
        """Write accounts, roles, enrollments and grants."""
        new = [(one.key, one.after) for one in outcomes if one.did is Did.CREATE]
        ids = iter(importrows.add_people(connection, new, moment.at))
        subjects = [one.subject_id or next(ids) for one in outcomes]
        pairs = list(zip(subjects, outcomes, strict=True))
        changed = [(number, one.after) for number, one in pairs if one.did is Did.UPDATE]
        importrows.change_people(connection, changed, moment.at)
        courses = self._courses or {}
        held = [
            (number, role)
            for number, one in pairs
            if "roles" in one.after
            for role in str(one.after["roles"]).split()
        ]
        importrows.add_roles(connection, held, courses, moment.at)
        places = [
            (number, courses[slug])
            for number, one in pairs
            if "courses" in one.after
            for slug in str(one.after["courses"]).split()
        ]
        was_there = importrows.enrolled(connection, {number for number, _ in changed})
        self._granted = importrows.enroll(
            connection, places, was_there, moment.reference, moment.at
        )
        return subjects

    def send(
        self,
        connection: Connection,
        outcomes: Sequence[Outcome],
        subjects: Sequence[int],
        moment: Moment,
    ) -> int:
        """Invite who is new, and tell the others of their courses."""
        seats = inviting.Seats(self._granted, self._courses or {})
        rows = list(zip(subjects, outcomes, strict=True))
        return inviting.tell(connection, self._links, rows, seats, moment)

    def undo(
        self, connection: Connection, rows: Sequence[Journaled], reference: str, *, hold: bool
    ) -> Sequence[Outcome]:
        """What going back would do to each."""
        return importundo.planned(connection, rows, reference, hold=hold)

    def revert(
        self, connection: Connection, outcomes: Sequence[Outcome], reference: str, moment: Moment
    ) -> Sequence[int]:
        """Go back."""
        return importundo.carry_out(connection, outcomes, reference, moment.at)


class _Theirs:
    """What is there of some people, as far as their rows ask."""

    def __init__(
        self, connection: Connection, people: Mapping[str, Person], wanted: Sequence[Wanted]
    ) -> None:
        self._people = people
        ids = [one.id for one in people.values()]
        asks = {name for one in wanted if one.key in people for name in one.values}
        self._roles = store.roles(connection, ids) if "roles" in asks else {}
        self._enrolled = importrows.enrolled(connection, ids) if "courses" in asks else {}

    def current(self, wanted: Wanted, courses: Mapping[str, int]) -> Current | None:
        """What is there by a key."""
        person = self._people.get(wanted.key)
        if person is None:
            return None
        values = importrows.values_of(person)
        if roles := wanted.values.get("roles"):
            held = self._roles.get(person.id, ())
            values["roles"] = " ".join(role for role in str(roles).split() if role in held)
        if slugs := wanted.values.get("courses"):
            there = [slug for slug in str(slugs).split() if self._is_in(person, courses.get(slug))]
            values["courses"] = " ".join(there)
        return Current(person.id, values)

    def fits(self, wanted: Wanted) -> bool:
        """Whether the account can keep what a row says beside what it has."""
        new = keys_of("metadata", wanted.values)
        if not new:
            return True
        person = self._people.get(wanted.key)
        there = keys_of("metadata", importrows.values_of(person)) if person else {}
        return sum(value is not None for value in {**there, **new}.values()) <= KEYS

    def _is_in(self, person: Person, course: int | None) -> bool:
        row = self._enrolled.get((person.id, course or 0))
        return row is not None and row.removed_at is None


def _unknown_course(wanted: Wanted, courses: Mapping[str, int]) -> str:
    """The first course that a row names and nobody knows."""
    values = wanted.values
    slugs = str(values.get("courses", "")).split()
    if "roles" in values:
        slugs += [course for _, _, course in _parted(str(values["roles"])) if course]
    return next((slug for slug in slugs if slug not in courses), "")


def _parted(roles: str) -> Sequence[tuple[str, str, str]]:
    return [role.partition(":") for role in roles.split()]


def _only_new(outcome: Outcome, field: str) -> Outcome:
    """An update that gives only what somebody does not hold yet, so that undoing takes no more."""
    if field not in outcome.after:
        return outcome
    there = set(str(outcome.before[field]).split())
    new = [one for one in str(outcome.after[field]).split() if one not in there]
    after, before = {**outcome.after, field: " ".join(new)}, {**outcome.before, field: ""}
    return outcome._replace(before=before, after=after)
