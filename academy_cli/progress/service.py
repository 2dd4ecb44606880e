"""How far learners come: recording it, setting it by hand, and completing courses by the rule.

One method is one unit of work. Whoever records progress holds the enrollment and shares the course's row, so
two devices that finish the last two lessons complete the course once, and by the rule that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownCourseError, UnknownLessonError
from academy_cli.access.matrix import Permission, Reach
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record, record_all
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.enrollments import seats
from academy_cli.kit.clock import utc_now
from academy_cli.kit.completion import Stage
from academy_cli.kit.visibility import Publication
from academy_cli.progress import footprints, recount, store
from academy_cli.progress.errors import (
    HiddenLessonError,
    LessonComingError,
    NegativeTimeError,
    NoAccessError,
)
from academy_cli.progress.footprints import BEGUN
from academy_cli.progress.learning import Learning, learning
from academy_cli.progress.syllabus import Entry
from academy_cli.progress.views import ProgressChange, ProgressView, Recounted

LONGEST_S = 300
"""Seconds that one call can add: a tab that was left open is no study."""


class Progress:
    """The progress of one academy's learners, for one actor."""

    def __init__(
        self, database: Database, actor: Actor, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database, self._clock = database, clock
        self.actor = actor

    @permits(Permission.PROGRESS_SHOW)
    def show(self, email: str, slug: str) -> ProgressView:
        """How far somebody has come in a course. Raises NotEnrolledError."""
        now = self._clock()
        with read(self._engine(slug)) as connection:
            course, user = seats.course(connection, slug), seats.person(connection, email)
            seats.may_look(self.actor, Permission.PROGRESS_SHOW, course, user)
            place = seats.seat(connection, course, user)
            return learning(connection, place, now).view(now)

    # -- by the learner ----------------------------------------------------------------------------

    @permits(Permission.PROGRESS_RECORD)
    def start(self, email: str, slug: str, lesson: str) -> ProgressChange:
        """A learner opens a lesson. Raises NoAccessError, LessonComingError and UnknownLessonError.

        What the audit log is told of it, and of time, is for ``footprints`` to say.
        """
        with self._recording(email, slug) as (connection, mine, now):
            one = self._open(mine, lesson, now)
            self._seen(connection, mine, one, 0, now)
            self._record(connection, footprints.acts(mine, one, now), now)
            after = "started" if mine.state(one) == "open" else mine.state(one)
            return _change(mine, one, after)

    @permits(Permission.PROGRESS_RECORD)
    def spend(self, email: str, slug: str, lesson: str, seconds: int) -> ProgressChange:
        """A learner was in a lesson for some seconds; returns how many were counted.

        At most ``LONGEST_S`` a call, and never more than have passed since the learner was last seen in any
        course, or came into this one, whatever number of devices says so: a day has no more than its seconds.
        """
        if seconds < 0:
            raise NegativeTimeError(seconds)
        with self._recording(email, slug, alone=True) as (connection, mine, now):
            one = self._open(mine, lesson, now)
            last = seats.last_seen(connection, mine.place.user.id) or mine.place.taken.enrolled_at
            passed = max(0, int((now - last).total_seconds()))
            counted = min(seconds, LONGEST_S, passed)
            self._seen(connection, mine, one, counted, now)
            self._record(connection, footprints.acts(mine, one, now), now)
            after = "started" if mine.state(one) == "open" else mine.state(one)
            return _change(mine, one, after, seconds=counted)

    @permits(Permission.PROGRESS_RECORD)
    def complete(self, email: str, slug: str, lesson: str) -> ProgressChange:
        """A learner completes a lesson and, where that is enough, the course.

        Raises NoAccessError, LessonComingError and UnknownLessonError.
        """
        with self._recording(email, slug) as (connection, mine, now):
            one = self._open(mine, lesson, now)
            self._seen(connection, mine, one, 0, now)
            change = self._settled(connection, mine, one, is_done=True, now=now)
            seen = [act for act in footprints.acts(mine, one, now) if act.action != BEGUN]
            done = [_act("complete", mine, change)] if change.is_change or change.completion else []
            self._record(connection, [*seen, *done], now)
            return change

    # -- by hand -----------------------------------------------------------------------------------

    @permits(Permission.PROGRESS_SET)
    def set(
        self,
        email: str,
        slug: str,
        lesson: str,
        *,
        is_done: bool,
        reason: str | None = None,
        tells: bool = True,
        dry_run: bool = False,
    ) -> ProgressChange:
        """Say of a lesson that somebody has done it, or has not; the course's completion follows.

        Raises HiddenLessonError and UnknownLessonError.
        """
        self.actor.require_course(Permission.PROGRESS_SET, slug)
        with self._learning(email, slug, dry_run=dry_run) as (connection, mine, now):
            one = mine.lesson(lesson)
            if one.opening.stage is Stage.HIDDEN:
                raise HiddenLessonError(slug, one.node.key)
            change = self._settled(
                connection, mine, one, is_done=is_done, now=now, tells=tells, dry_run=dry_run
            )
            if not dry_run and (change.is_change or change.completion):
                self._record(connection, [_act("set", mine, change, reason)], now)
            return change

    @permits(Permission.PROGRESS_RECOUNT)
    def recount(self, slug: str, *, tells: bool = True, dry_run: bool = False) -> Recounted:
        """Complete the course for everybody who has done enough; nobody loses anything."""
        self.actor.require_course(Permission.PROGRESS_RECOUNT, slug)
        engine = self._engine(slug)
        with read(engine) if dry_run else write(engine) as connection:
            hold = seats.course if dry_run else seats.hold_course
            course, now = hold(connection, slug), self._clock()
            found = recount.recount(connection, course, now, tells=tells, dry_run=dry_run)
            if found.gained and not dry_run:
                told = {"gained": found.gained, "mails": found.mails, "revision": course.revision}
                act = Act("progress.recount", f"course:{slug}", told)
                record(connection, at=now, actor=self.actor, act=act)
            return found

    # -- within ------------------------------------------------------------------------------------

    def _engine(self, slug: str) -> Engine:
        if engine := self._database.existing():
            return engine
        raise UnknownCourseError(slug, None)

    @contextmanager
    def _learning(
        self, email: str, slug: str, *, dry_run: bool = False, alone: bool = False
    ) -> Iterator[tuple[Connection, Learning, datetime]]:
        """A learner whose enrollment nobody else changes meanwhile, or a look that cannot write.

        ``alone`` keeps the same learner out of all other courses as well.
        """
        engine = self._engine(slug)
        with read(engine) if dry_run else write(engine) as connection:
            if dry_run:
                course = seats.course(connection, slug)
            else:
                course = seats.hold_course(connection, slug, shared=True)
            user = seats.person(connection, email, is_held=alone)
            place = seats.seat(connection, course, user, is_held=not dry_run)
            now = self._clock()
            yield connection, learning(connection, place, now), now

    @contextmanager
    def _recording(
        self, email: str, slug: str, *, alone: bool = False
    ) -> Iterator[tuple[Connection, Learning, datetime]]:
        """The same for the learner themselves, who must have access to a course they can see."""
        with self._learning(email, slug, alone=alone) as (connection, mine, now):
            user, course = mine.place.user, mine.place.course
            self.actor.require_person(Permission.PROGRESS_RECORD, user.id, user.email)
            status = Publication(course.status, course.publish_at, course.unpublished_at)
            sees_all = self.actor.reach(Permission.COURSE_SHOW) is Reach.ALL
            if status.status_at(now) != "published" and not sees_all:
                raise UnknownCourseError(slug, None)
            found = mine.place.access(now)
            if not found.has_access:
                raise NoAccessError(user.email, slug, found.state.value, found.starts_at)
            yield connection, mine, now

    def _open(self, mine: Learning, key: str, now: datetime) -> Entry:
        """A lesson that learners can open; a draft is as if it were not there."""
        one, slug = mine.lesson(key), mine.place.course.slug
        if one.opening.stage is Stage.HIDDEN:
            raise UnknownLessonError(slug, key, None)
        if one.opening.stage is Stage.COMING:
            raise LessonComingError(slug, one.node.key, one.opening.at)
        return one

    def _seen(
        self, connection: Connection, mine: Learning, one: Entry, seconds: int, now: datetime
    ) -> None:
        store.start(connection, [mine.at(one)], now)
        store.see(connection, mine.at(one), seconds, now)
        seats.seen(connection, mine.place.taken.id, now)

    def _settled(
        self,
        connection: Connection,
        mine: Learning,
        one: Entry,
        *,
        is_done: bool,
        now: datetime,
        tells: bool = True,
        dry_run: bool = False,
    ) -> ProgressChange:
        """A lesson done or open again, and what becomes of the course."""
        row = one.node.row
        done = mine.done | {row} if is_done else mine.done - {row}
        completion = mine.completion(done)
        mails = mine.mails(connection, completion) if tells else 0
        if not dry_run and done != mine.done:
            (store.finish(connection, [mine.at(one)], now) if is_done
             else store.reopen(connection, [mine.at(one)]))  # fmt: skip
        if not dry_run:
            mine.settle(connection, completion, now, tells=tells)
        before = mine.state(one)
        open_again = "started" if before == "done" else before
        after = "done" if is_done else open_again
        return _change(mine, one, after, done=done, completion=completion, mails=mails)

    def _record(self, connection: Connection, acts: Iterable[Act], now: datetime) -> None:
        record_all(connection, at=now, actor=self.actor, acts=acts)


def _act(verb: str, mine: Learning, change: ProgressChange, reason: str | None = None) -> Act:
    """What the audit log keeps of a change: no name and no address."""
    states = {"before": change.before, "after": change.after}
    told = {"lesson": change.lesson, "state": states, "completion": change.completion}
    return Act(f"progress.{verb}", mine.place.subject, {**told, "mails": change.mails}, reason)


def _change(
    mine: Learning,
    one: Entry,
    after: str,
    *,
    done: frozenset[int] | None = None,
    completion: str | None = None,
    seconds: int = 0,
    mails: int = 0,
) -> ProgressChange:
    return ProgressChange(
        email=mine.place.user.email,
        course=mine.place.course.slug,
        lesson=one.node.key,
        before=mine.state(one),
        after=after,
        percent_before=mine.standing(mine.done).percent,
        percent=mine.standing(mine.done if done is None else done).percent,
        completion=completion,
        seconds=seconds,
        mails=mails,
    )
