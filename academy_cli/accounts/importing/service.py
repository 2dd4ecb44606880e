"""Importing people: what a row of a file asks for, and what it does to accounts, roles and enrollments.

The bulk engine's adapter for users. A person who is new gets no password but an invitation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownCourseError
from academy_cli.access.matrix import Permission, Role
from academy_cli.access.missing import MissingCourses
from academy_cli.accounts import inviting, rules, store
from academy_cli.accounts.admission import Admission, Admitted, Doors
from academy_cli.accounts.importing import tables, undo
from academy_cli.accounts.importing.cells import FIELDS, keys_of, parsed
from academy_cli.accounts.importing.tables import Person
from academy_cli.accounts.metadata import KEYS
from academy_cli.accounts.signin.onetime import Links
from academy_cli.bulk.imports import Imports
from academy_cli.bulk.kinds import (
    Current,
    Did,
    Journaled,
    Mode,
    Moment,
    Outcome,
    Policy,
    Wanted,
    Written,
)
from academy_cli.bulk.outcome import refused, settled
from academy_cli.bulk.reading import Limits
from academy_cli.db.service import Database
from academy_cli.errors import AcademyError
from academy_cli.kit.saying import say, unstopped
from academy_cli.mail.occasions import ENROLLED, tell_enrolled

_INVITED = ("invitation",)


class UserImports(Imports):
    """Importing people into one academy, for one actor; ``enroll`` is a course that everybody joins."""

    importing = Permission.USER_IMPORT

    def __init__(
        self,
        database: Database,
        actor: Actor,
        links: Links,
        admission: Admission,
        limits: Limits = Limits(),
        *,
        enroll: str = "",
    ) -> None:
        super().__init__(database, actor, UserRows(actor, links, admission, enroll), limits)


class UserRows:
    """What rows about people are: who, with which fields, in which role, in which courses."""

    name, action, fields = "users", "user.import", FIELDS

    def __init__(self, actor: Actor, links: Links, admission: Admission, enroll: str = "") -> None:
        self._actor, self._links, self._admission = actor, links, admission
        self._enroll = enroll.strip()
        self.options: Mapping[str, str] = {"enroll": self._enroll} if self._enroll else {}
        self._doors: Doors | None = None
        self._missing = MissingCourses()
        self._granted: Sequence[Admitted] = ()
        self._numbers: Mapping[int, int] = {}
        """The rows of an import that is undone, by whom they are about."""

    def parse(self, said: Mapping[str, str]) -> Wanted:
        """Whom a row is about and what it says of them, each in its one form."""
        return parsed(said, self._enroll)

    def examine(
        self, connection: Connection | None, wanted: Sequence[Wanted], policy: Policy, *, hold: bool
    ) -> Sequence[Outcome]:
        """What becomes of each person, against the accounts, roles and enrollments there are.

        Raises UnknownCourseError where everybody is to join a course that is not there.
        """
        if connection is None:
            if self._enroll:
                raise UnknownCourseError(self._enroll, None)
            return [self._outcome(None, one, None, policy) for one in wanted]
        if self._enroll and not hold:
            store.course_id(connection, self._enroll)
        doors = self._doors = self._admission.doors(
            connection, {slug for one in wanted for slug in _slugs(one)}, hold=hold
        )
        people = tables.by_email(connection, [one.key for one in wanted], hold=hold)
        theirs = _Theirs(connection, people, wanted, doors)
        if theirs.is_plain:
            return [_plain(one, theirs.current(one), policy) for one in wanted]
        return [self._outcome(connection, one, theirs, policy) for one in wanted]

    def _outcome(
        self,
        connection: Connection | None,
        wanted: Wanted,
        theirs: _Theirs | None,
        policy: Policy,
    ) -> Outcome:
        slugs = _slugs(wanted)
        if unknown := self._doors.unknown(slugs) if slugs and self._doors else slugs[:1]:
            return refused(wanted.key, self._missing.reason(connection, "".join(unknown)))
        current = theirs.current(wanted) if theirs else None
        outcome = _plain(wanted, current, policy)
        if not outcome.changes:
            return outcome
        if "roles" in outcome.after and (why := self._forbidden(outcome)):
            return refused(wanted.key, why)
        if theirs is not None and not theirs.fits(wanted):
            return refused(wanted.key, say("there would be more than {} keys of metadata", KEYS))
        if outcome.did is Did.UPDATE:
            for field in undo.HELD:
                outcome = _only_new(outcome, field)
            is_told = theirs is None or theirs.is_told(wanted)
            news = (ENROLLED,) * len(_new_courses(outcome)) if is_told else ()
            outcome = outcome._replace(mails=news)
        return self._admitted(connection, outcome)

    def _forbidden(self, outcome: Outcome) -> str:
        """Which rule forbids the actor what a row does: those that hold for one account hold for many."""
        number = outcome.subject_id or 0
        try:
            for role in _new_roles(outcome):
                self._actor.require(Permission.USER_ROLE)
                rules.require_others_role(self._actor, number, Role(role.partition(":")[0]))
        except AcademyError as error:
            return unstopped(error.message)
        return ""

    def _admitted(self, connection: Connection | None, outcome: Outcome) -> Outcome:
        """The same with the courses and roles that it gives, where the courses have seats for it."""
        after = outcome.after
        if "roles" not in after and "courses" not in after:
            return outcome
        new, roles = _new_courses(outcome), str(after.get("roles") or "").split()
        if new and connection is not None and self._doors is not None:
            why = self._doors.refusal(connection, outcome.subject_id, new)
            if why:
                return refused(outcome.key, why)
        gives = [say("course {}", slug) for slug in new] + [say("role {}", role) for role in roles]
        return outcome._replace(gives=tuple(gives))

    def apply(
        self, connection: Connection, outcomes: Sequence[Outcome], moment: Moment
    ) -> Sequence[int]:
        """Write accounts, roles, enrollments and grants."""
        new = [(one.key, one.after) for one in outcomes if one.did is Did.CREATE]
        ids = iter(tables.add_people(connection, new, moment.at))
        subjects = [one.subject_id or next(ids) for one in outcomes]
        pairs = list(zip(subjects, outcomes, strict=True))
        changed = [(number, one.after) for number, one in pairs if one.did is Did.UPDATE]
        tables.change_people(connection, changed, moment.at)
        held = [
            (number, role)
            for number, one in pairs
            if "roles" in one.after
            for role in str(one.after["roles"]).split()
        ]
        if held:
            tables.add_roles(connection, held, moment.at)
        joining = [(number, one) for number, one in pairs if "courses" in one.after]
        places = [(number, slug) for number, one in joining for slug in _new_courses(one)]
        doors = self._doors if places else None
        self._granted = doors.admit(connection, places, moment) if doors else ()
        return subjects

    def send(
        self,
        connection: Connection,
        outcomes: Sequence[Outcome],
        subjects: Sequence[int],
        moment: Moment,
    ) -> int:
        """Invite who is new, and tell the others of their courses."""
        rows = list(zip(subjects, outcomes, strict=True))
        admitted = iter(self._granted)
        news = [
            entry
            for one in outcomes
            for entry in islice(admitted, len(_new_courses(one)))
            if one.did is Did.UPDATE and one.mails
        ]
        invited = inviting.invite(connection, self._links, rows, moment)
        return invited + tell_enrolled(connection, dict(news), moment.at)

    def undo(
        self, connection: Connection, rows: Sequence[Journaled], reference: str, *, hold: bool
    ) -> Sequence[Outcome]:
        """What going back would do to each."""
        self._numbers = {row.subject_id or 0: row.number for row in rows}
        return undo.planned(connection, rows, reference, self._actor, hold=hold)

    def revert(
        self, connection: Connection, outcomes: Sequence[Outcome], reference: str, moment: Moment
    ) -> Written:
        """Go back."""
        undone = Moment(moment.at, reference)
        return undo.carry_out(connection, outcomes, undone, self._numbers)


def _plain(wanted: Wanted, current: Current | None, policy: Policy) -> Outcome:
    """What becomes of a person of whom a row says no more than their fields."""
    if current is None and "name" not in wanted.values and policy.mode is not Mode.UPDATE:
        return refused(wanted.key, say("name is missing"))
    return settled(wanted, current, policy, "user", _INVITED)


class _Theirs:
    """What is there of some people, as far as their rows ask."""

    def __init__(
        self,
        connection: Connection,
        people: Mapping[str, Person],
        wanted: Sequence[Wanted],
        doors: Doors,
    ) -> None:
        self._people, self._doors = people, doors
        ids = [one.id for one in people.values()]
        asks = {name for one in wanted for name in one.values}
        self._has_metadata = any(name.startswith("metadata.") for name in asks)
        self.is_plain = not self._has_metadata and asks.isdisjoint(("roles", "courses"))
        """Whether no row asks for anything but fields of an account."""
        self._roles = store.roles(connection, ids) if "roles" in asks else {}
        doors.meet(connection, ids if "courses" in asks else ())

    def current(self, wanted: Wanted) -> Current | None:
        """What is there by a key."""
        person = self._people.get(wanted.key)
        if person is None:
            return None
        values = tables.values_of(person)
        if roles := wanted.values.get("roles"):
            held = self._roles.get(person.id, ())
            values["roles"] = " ".join(role for role in str(roles).split() if role in held)
        if slugs := wanted.values.get("courses"):
            there = (slug for slug in str(slugs).split() if self._doors.is_in(person.id, slug))
            values["courses"] = " ".join(there)
        return Current(person.id, values)

    def is_told(self, wanted: Wanted) -> bool:
        """Whether somebody can be written to."""
        person = self._people.get(wanted.key)
        return person is not None and person.deactivated_at is None

    def fits(self, wanted: Wanted) -> bool:
        """Whether the account can keep what a row says beside what it has."""
        if not self._has_metadata:
            return True
        new = keys_of("metadata", wanted.values)
        person = self._people.get(wanted.key)
        there = keys_of("metadata", tables.values_of(person)) if person else {}
        return sum(value is not None for value in {**there, **new}.values()) <= KEYS


def _slugs(wanted: Wanted) -> Sequence[str]:
    """Every course that a row names."""
    values = wanted.values
    if "courses" not in values and "roles" not in values:
        return ()
    slugs = str(values["courses"]).split() if "courses" in values else []
    if "roles" in values:
        courses = (role.partition(":")[2] for role in str(values["roles"]).split())
        slugs += filter(None, courses)
    return slugs


def _new_roles(outcome: Outcome) -> Sequence[str]:
    """Roles that somebody does not hold yet."""
    there = str(outcome.before.get("roles") or "").split()
    return [role for role in str(outcome.after.get("roles") or "").split() if role not in there]


def _new_courses(outcome: Outcome) -> Sequence[str]:
    return str(outcome.after.get("courses", "")).split()


def _only_new(outcome: Outcome, field: str) -> Outcome:
    """An update that gives only what somebody does not hold yet, so that undoing takes no more."""
    if field not in outcome.after:
        return outcome
    there = set(str(outcome.before[field]).split())
    new = [one for one in str(outcome.after[field]).split() if one not in there]
    after, before = {**outcome.after, field: " ".join(new)}, {**outcome.before, field: ""}
    return outcome._replace(before=before, after=after)
