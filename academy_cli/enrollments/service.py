"""Who is in which course: enrolling, removing, extending and completing, and saying who is there.

One method is one unit of work. What an enrollment is follows from its grants; nothing of it is ever deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownCourseError
from academy_cli.access.matrix import Permission, Role
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.enrollments import enrolling, exporting, listing, seats, store
from academy_cli.enrollments.access import State
from academy_cli.enrollments.errors import (
    CourseFullError,
    EndlessError,
    NotLongerError,
    OverCapacityError,
    PastEndError,
    RemovedError,
)
from academy_cli.enrollments.seats import Seat
from academy_cli.enrollments.views import (
    EnrollmentChange,
    EnrollmentLine,
    EnrollmentSummary,
    EnrollmentView,
    Granting,
    Wanted,
)
from academy_cli.kit.clock import iso, utc_now
from academy_cli.mail.occasions import ENROLLED, untold
from academy_cli.mail.service import muted_in


class Enrollments:
    """The enrollments of one academy, for one actor."""

    def __init__(
        self, database: Database, actor: Actor, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database, self._clock = database, clock
        self.actor = actor

    # -- looking -----------------------------------------------------------------------------------

    @permits(Permission.ENROLLMENT_LIST)
    def list(self, wanted: Wanted = Wanted()) -> Iterator[EnrollmentSummary]:
        """The enrollments that are wanted and within the actor's reach, by course and address.

        They are read while they are taken. Raises UnknownCourseError and UnknownUserError for what the wish
        names.
        """
        if engine := self._database.existing():
            with read(engine) as connection:
                yield from listing.found(connection, wanted, self.actor, self._clock())

    @permits(Permission.ENROLLMENT_SHOW)
    def show(self, email: str, slug: str) -> EnrollmentView:
        """One enrollment with every grant it ever had. Raises NotEnrolledError."""
        with read(self._engine(slug)) as connection:
            place = self._place(connection, email, slug)
            seats.may_look(self.actor, Permission.ENROLLMENT_SHOW, place.course, place.user)
            return listing.view(place, self._clock())

    @permits(Permission.ENROLLMENT_LIST)
    def export(self, wanted: Wanted = Wanted()) -> Iterator[EnrollmentLine]:
        """The same enrollments as rows of a file, one by one, in the order they began.

        Raises UnknownCourseError and UnknownUserError for what the wish names.
        """
        engine = self._database.existing()
        if engine is None:
            return
        with read(engine) as connection:
            yield from exporting.lines(connection, wanted, self.actor, self._clock())

    # -- changing ----------------------------------------------------------------------------------

    @permits(Permission.ENROLLMENT_CREATE)
    def create(
        self, email: str, slug: str, given: Granting = Granting(), *, dry_run: bool = False
    ) -> EnrollmentChange:
        """Let somebody into a course, or back into it with all their progress.

        What is given already, or by the same reference, is not given again; of a grant that gives no more
        access than there is nobody is told. Raises CourseFullError and
        what ``enrolling.planned`` raises.
        """
        with self._changing(Permission.ENROLLMENT_CREATE, slug, dry_run=dry_run) as connection:
            now = self._clock()
            place = self._place(connection, email, slug, is_held=not dry_run)
            plan = enrolling.planned(place, given, now)
            if plan.takes_a_seat:
                self._require_seat(connection, place, now, is_over=given.is_over_capacity)
            if dry_run or plan.outcome == "unchanged":
                tells = plan.outcome != "unchanged" and plan.adds_access and given.tells
                tells = tells and ENROLLED not in muted_in(connection)
                return plan.change(place, mails=int(tells and place.user.deactivated_at is None))
            grant, mails = enrolling.carry_out(connection, place, given, plan, now)
            told = {"kind": given.kind, "reference": given.reference, "grant": grant}
            told |= {"starts_at": _said(plan.span.starts_at), "ends_at": _said(plan.span.ends_at)}
            change = plan.change(place, mails=mails)
            self._record(connection, _act("create", place, change, told, given.reason), now)
            return change

    @permits(Permission.ENROLLMENT_REMOVE)
    def remove(
        self, email: str, slug: str, reason: str, *, dry_run: bool = False
    ) -> EnrollmentChange:
        """Take somebody out of a course and revoke all their grants; what they did is kept."""
        with self._changing(Permission.ENROLLMENT_REMOVE, slug, dry_run=dry_run) as connection:
            now = self._clock()
            place = self._place(connection, email, slug, is_held=not dry_run)
            mine, before = place.taken, place.access(now)
            live = [one.id for one in place.grants if one.revoked_at is None]
            if mine.removed_at is not None and not live:
                return _change(place, "unchanged", before.state, before.state)
            change = _change(place, "removed", before.state, State.REMOVED)
            if not dry_run:
                store.remove(connection, [mine.id], now, reason)
                self._record(
                    connection, _act("remove", place, change, {"revoked": live}, reason), now
                )
            return change

    @permits(Permission.ENROLLMENT_EXTEND)
    def extend(
        self,
        email: str,
        slug: str,
        until: datetime,
        reason: str | None = None,
        *,
        is_over_capacity: bool = False,
        dry_run: bool = False,
    ) -> EnrollmentChange:
        """Let the grant that lasts longest last longer; access that expired comes back, if there is a seat.

        Raises RemovedError, EndlessError, NotLongerError, PastEndError and CourseFullError.
        """
        with self._changing(Permission.ENROLLMENT_EXTEND, slug, dry_run=dry_run) as connection:
            now = self._clock()
            place = self._place(connection, email, slug, is_held=not dry_run)
            before, (grant, ends_at) = place.access(now), _last_end(place)
            if until == ends_at:
                return _change(place, "unchanged", before.state, before.state, ends_at)
            if until < ends_at:
                raise NotLongerError(until, ends_at)
            if until <= now:
                raise PastEndError(until)
            after = place.access(now, ends={grant: until})
            if enrolling.is_in(after) and not enrolling.is_in(before):
                self._require_seat(connection, place, now, is_over=is_over_capacity)
            change = _change(place, "extended", before.state, after.state, after.ends_at)
            if not dry_run:
                store.extend(connection, {grant: until})
                told = {"grant": grant, "ends_at": {"before": iso(ends_at), "after": iso(until)}}
                self._record(connection, _act("extend", place, change, told, reason), now)
            return change

    @permits(Permission.ENROLLMENT_COMPLETE)
    def complete(
        self, email: str, slug: str, reason: str, *, tells: bool = True, dry_run: bool = False
    ) -> EnrollmentChange:
        """Let an enrollment be complete by hand, whatever was done; it is on record as that.

        Raises RemovedError.
        """
        with self._changing(
            Permission.ENROLLMENT_COMPLETE, slug, dry_run=dry_run, shared=True
        ) as connection:
            now = self._clock()
            place = self._place(connection, email, slug, is_held=not dry_run)
            mine, before = place.taken, place.access(now)
            if mine.removed_at is not None:
                raise RemovedError(place.user.email, slug)
            if mine.completed_at is not None:
                return _change(place, "unchanged", before.state, before.state, before.ends_at)
            mails = untold(connection, [mine.id], place.course.revision) if tells else 0
            done = _change(
                place, "completed", before.state, State.COMPLETED, before.ends_at, mails=mails
            )
            if not dry_run:
                seats.complete(connection, place.course, [mine.id], now, tells=tells)
                told = {"is_by_hand": True, "revision": place.course.revision}
                self._record(connection, _act("complete", place, done, told, reason), now)
            return done

    # -- within ------------------------------------------------------------------------------------

    def _engine(self, slug: str) -> Engine:
        if engine := self._database.existing():
            return engine
        raise UnknownCourseError(slug, None)

    @contextmanager
    def _changing(
        self, action: Permission, slug: str, *, dry_run: bool, shared: bool = False
    ) -> Iterator[Connection]:
        """A transaction that holds a course within the actor's reach, or one that cannot write."""
        self.actor.require_course(action, slug)
        engine = self._engine(slug)
        with read(engine) if dry_run else write(engine) as connection:
            if not dry_run:
                seats.hold_course(connection, slug, shared=shared)
            yield connection

    def _place(
        self, connection: Connection, email: str, slug: str, *, is_held: bool = False
    ) -> Seat:
        """Somebody's place in a course."""
        course, user = seats.course(connection, slug), seats.person(connection, email)
        return seats.seat(connection, course, user, is_held=is_held)

    def _require_seat(
        self, connection: Connection, place: Seat, now: datetime, *, is_over: bool
    ) -> None:
        """Insist that a course has a seat left, or that an admin may do without."""
        capacity, slug = place.offer.capacity, place.course.slug
        if capacity is None:
            return
        if store.seats_taken(connection, place.course.id, place.offer.span, now) < capacity:
            return
        if not is_over:
            raise CourseFullError(slug, capacity)
        if not self.actor.is_operator and Role.ADMIN not in self.actor.roles:
            raise OverCapacityError(self.actor.said, slug)

    def _record(self, connection: Connection, act: Act, now: datetime) -> None:
        record(connection, at=now, actor=self.actor, act=act)


def _act(
    verb: str,
    place: Seat,
    change: EnrollmentChange,
    told: Mapping[str, object],
    reason: str | None,
) -> Act:
    """What the audit log keeps of a change: no name and no address."""
    states = {"state": {"before": change.before, "after": change.after}, "mails": change.mails}
    return Act(f"enrollment.{verb}", place.subject, {**told, **states}, reason)


def _change(
    place: Seat,
    outcome: str,
    before: State,
    after: State,
    ends_at: datetime | None = None,
    *,
    mails: int = 0,
) -> EnrollmentChange:
    email, slug = place.user.email, place.course.slug
    return EnrollmentChange(email, slug, outcome, before.value, after.value, None, ends_at, mails)


def _last_end(place: Seat) -> tuple[int, datetime]:
    """The grant that lasts longest, and its end. Raises RemovedError and EndlessError."""
    live = [one for one in place.grants if one.revoked_at is None]
    if place.taken.removed_at is not None or not live:
        raise RemovedError(place.user.email, place.course.slug)
    if any(one.ends_at is None for one in live):
        raise EndlessError(place.user.email, place.course.slug)
    last = max(live, key=lambda one: (one.ends_at, one.id))
    return last.id, last.ends_at


def _said(moment: datetime | None) -> str | None:
    return iso(moment) if moment else None
