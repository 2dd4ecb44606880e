"""What a backup has of a person, or of a course's learners, as rows that imports read.

Only what the academy lacks: nothing that was done since is taken back, nobody who was erased comes back, and
money moves nothing. Knows what has to be left to a person, and says why; refuses to write to a database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeAlias

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownCourseError, UnknownUserError
from academy_cli.accounts.people import People
from academy_cli.backups.partial import comparing
from academy_cli.backups.partial.comparing import Person
from academy_cli.backups.partial.errors import ErasedSinceError, NoSuchPartError
from academy_cli.backups.partial.parts import LeftOut, Part, Sort, Waiting
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.enrollments.service import Enrollments
from academy_cli.enrollments.views import EnrollmentLine, Wanted
from academy_cli.kit.amount import amount
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.record import Record, plain, record
from academy_cli.kit.saying import say, say_so_many
from academy_cli.kit.spelling import nearest
from academy_cli.progress.roster import Roster

PROFILE = ("name", "language", "time_zone", "bio", "avatar", "privacy", "metadata")
"""What of an account comes back; roles never do: whoever lost one was not to have it."""
REMOVED = "removed"
Leave: TypeAlias = Callable[[LeftOut], None]
"""Whom something that is left out is told."""
BOUGHT = ("order", "subscription")
"""Kinds of grants that only money gives."""


class Written(NamedTuple):
    """Files of rows, None where there are none, and what is in no file."""

    accounts: Path | None
    enrollments: Path | None
    progress: Path | None
    left_out: Sequence[LeftOut]


class _Pair(NamedTuple):
    """Somebody as a backup has them, and as the academy does; None if it does not."""

    then: Person
    now: Person | None


@dataclass(frozen=True)
class Rows:
    """The rows of one part of a backup, against an academy as it is now."""

    live: Database
    there: Database
    actor: Actor
    part: Part
    backup: str
    is_course_first: bool = False
    """Whether the course will have come back before its rows do: its lessons are not there yet."""

    def written(self, folder: Path) -> Written:
        """Files of accounts, enrollments and progress, and what is left out.

        Raises NoSuchPartError and ErasedSinceError.
        """
        left_out: list[LeftOut] = []
        people = self._people(left_out.append)
        one = people[0] if self.part.sort is Sort.USER else None
        if one is not None:
            self._tell_lacking(one, left_out.append)
        addresses = {then.email: (now or then).email for then, now in people}
        places, closed = self._places(addresses, left_out.append)
        lessons = self._lessons(addresses, closed, left_out.append)
        return Written(
            _file(folder / "accounts.jsonl", self._account(one) if one else ()),
            _file(folder / "enrollments.jsonl", places),
            _file(folder / "progress.jsonl", lessons),
            tuple(left_out),
        )

    # -- whom it is about ---------------------------------------------------------------------------

    def _people(self, leave: Leave) -> Sequence[_Pair]:
        with self._reading(self.there) as connection:
            found = self._wanted(connection)
        if self.live.existing() is None:
            return [_Pair(one, None) for one in found]
        with self._reading(self.live) as connection:
            pairs = [_Pair(one, comparing.same(connection, one)) for one in found]
        if self.part.sort is Sort.USER:
            [(then, now)] = pairs
            if now is not None and now.erased_at is not None:
                raise ErasedSinceError(then.email, now.erased_at)
            return pairs
        here = [one for one in pairs if one.now is not None and one.now.erased_at is None]
        if len(here) < len(pairs):
            who = amount(len(pairs) - len(here), "learner")
            leave(LeftOut(who, say("they have no account any more")))
        return here

    def _wanted(self, connection: Connection) -> Sequence[Person]:
        if self.part.sort is Sort.USER:
            live = self._live_person()
            found = comparing.then(connection, live) if live is not None else None
            found = found or comparing.by_email(connection, self.part.name)
            if found is None:
                raise NoSuchPartError(self.backup, say("user “{}”", self.part.name))
            return [found]
        self.require_course()
        return comparing.learners(connection, self.part.name)

    def _live_person(self) -> Person | None:
        """Whoever has the address now: theirs may have been another one when the backup was made."""
        if self.live.existing() is None:
            return None
        with self._reading(self.live) as connection:
            return comparing.by_email(connection, self.part.name)

    def require_course(self) -> None:
        """Insist on a course that the backup has. Raises NoSuchPartError."""
        with self._reading(self.there) as connection:
            slugs = comparing.slugs(connection)
        if self.part.name not in slugs:
            near = nearest(self.part.name, slugs)
            raise NoSuchPartError(self.backup, say("course “{}”", self.part.name), near)

    def _account(self, about: _Pair) -> Iterator[Record]:
        """A profile as it was, for the address that the person has now; nothing where it is the same."""
        was = record(People(self.there, self.actor).show(about.then.email))
        profile = {name: was[name] for name in PROFILE if was[name]}
        email = about.then.email
        if about.now is not None:
            email = about.now.email
            now = record(People(self.live, self.actor).show(email))
            profile = {name: value for name, value in profile.items() if now[name] != value}
        if profile or about.now is None:
            yield {"email": email, **_plain(profile)}

    def _tell_lacking(self, about: _Pair, leave: Leave) -> None:
        """What of a person no row brings back: money, certificates, and rights."""
        then, now = about
        for what, query, why in comparing.KEPT_APART:
            with self._reading(self.there) as connection:
                had = query(connection, then)
            has: Sequence[str] = ()
            if now is not None:
                with self._reading(self.live) as connection:
                    has = query(connection, now)
            for one in sorted(set(had) - set(has)):
                leave(LeftOut(f"{what} {one}", why))
        roles = set(People(self.there, self.actor).show(then.email).roles)
        if now is not None:
            roles -= set(People(self.live, self.actor).show(now.email).roles)
        for role in sorted(roles):
            leave(LeftOut(say("the role {}", role), say("whoever lost one was not to have it")))

    # -- what they had ------------------------------------------------------------------------------

    def _places(
        self, addresses: Mapping[str, str], leave: Leave
    ) -> tuple[Sequence[Record], Collection[tuple[str, str]]]:
        """Places in courses that were lost since; and those that stay lost, by address and course."""
        live = {(one.email, one.course): one for one in self._enrollments(self.live, addresses)}
        lost = [
            (one, addresses[one.email])
            for one in self._enrollments(self.there, addresses)
            if one.email in addresses and one.state != REMOVED
            if _is_out(live.get((addresses[one.email], one.course)))
        ]
        here, rows, closed = self._here(), list[Record](), set[tuple[str, str]]()
        for one, email in lost:
            why = _why_not(one, here)
            if not why:
                rows.append(_place(one, email, self.backup))
                continue
            left = Waiting if one.course not in here else LeftOut
            leave(left(say("the place of “{}” in “{}”", email, one.course), why))
            closed.add((email, one.course))
        return rows, closed

    def _here(self) -> Collection[str]:
        """The courses that are here, or will be when the rows come."""
        if self.part.sort is Sort.COURSE:
            return {self.part.name}
        if self.live.existing() is None:
            return ()
        with self._reading(self.live) as connection:
            return set(comparing.slugs(connection))

    def _enrollments(
        self, database: Database, addresses: Mapping[str, str]
    ) -> Iterable[EnrollmentLine]:
        if database.existing() is None:
            return ()
        if self.part.sort is Sort.COURSE:
            wanted = Wanted(course=self.part.name)
        else:
            [(then, now)] = addresses.items()
            wanted = Wanted(email=then if database is self.there else now)
        try:
            return list(Enrollments(database, self.actor).export(wanted))
        except (UnknownUserError, UnknownCourseError):
            return ()  # nobody of that address here, or no such course, so nobody is in one

    def _lessons(
        self,
        addresses: Mapping[str, str],
        closed: Collection[tuple[str, str]],
        leave: Leave,
    ) -> Iterator[Record]:
        """What they did in lessons, wherever they are now or will be."""
        roster = Roster(self.there, self.actor)
        one = next(iter(addresses)) if self.part.sort is Sort.USER else None
        slugs = [self.part.name] if one is None else self._slugs(addresses)
        for slug in slugs:
            seen, gone = self._seen(slug), 0
            for line in roster.export(slug, one):
                email = addresses.get(line.email)
                if email is None or (email, slug) in closed:
                    continue
                if seen is None or line.lesson in seen:
                    yield {**_plain(record(line)), "email": email}
                else:
                    gone += 1
            if gone:
                rows = say_so_many(
                    "{:,} row of progress in “{}”", "{:,} rows of progress in “{}”", gone, slug
                )
                why = say(
                    "learners do not see those lessons now: academy backup restore --only course:{}",
                    slug,
                )
                leave(Waiting(rows, why))

    def _seen(self, slug: str) -> Collection[str] | None:
        """The lessons that learners of a course see now; None where it, or all of them, may still come."""
        if self.is_course_first:
            return None
        try:
            return Roster(self.live, self.actor).lessons(slug)
        except UnknownCourseError:
            return None

    def _slugs(self, addresses: Mapping[str, str]) -> Sequence[str]:
        held = self._enrollments(self.there, addresses)
        return [one.course for one in held if one.state != REMOVED]

    @contextmanager
    def _reading(self, database: Database) -> Iterator[Connection]:
        with read(database.ready()) as connection:
            yield connection


def _is_out(enrollment: EnrollmentLine | None) -> bool:
    return enrollment is None or enrollment.state == REMOVED


def _why_not(one: EnrollmentLine, here: Collection[str]) -> str:
    """Why a place does not come back; nothing if it does."""
    if one.kind in BOUGHT:
        return say("money gave it ({}), and may have gone back since", one.kind)
    if one.course in here:
        return ""
    return say(
        "that course is not here; bring it back first: academy backup restore --only course:{}",
        one.course,
    )


def _place(one: EnrollmentLine, email: str, backup: str) -> Record:
    """A place as a row that gives it again; its reference gave it once, and never does so twice."""
    said = _plain(record(one)) | {"email": email, "reason": f"from backup {backup}"}
    return {name: value for name, value in said.items() if name != "reference"}


def _plain(said: Record) -> dict[str, object]:
    return {name: plain(value) for name, value in said.items() if value is not None}


def _file(path: Path, rows: Iterable[Record]) -> Path | None:
    """Rows as lines of JSON; no file where there are none."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{canonical(one)}\n" for one in rows)
    return path if path.stat().st_size else None
