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
from academy_cli.access.errors import UnknownCourseError
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record, record_all
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.enrollments import seats
from academy_cli.kit.clock import utc_now
from academy_cli.kit.completion import Stage
from academy_cli.progress import recount
from academy_cli.progress.errors import HiddenLessonError, NegativeTimeError, QuizDecidesError
from academy_cli.progress.footprints import BEGUN
from academy_cli.progress.learning import Learning, learning
from academy_cli.progress.settling import change, held, opened, require_access, seen, settled
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
            one = opened(mine, lesson)
            self._record(connection, seen(connection, mine, one, 0, now), now)
            after = "started" if mine.state(one) == "open" else mine.state(one)
            return change(mine, one, after)

    @permits(Permission.PROGRESS_RECORD)
    def spend(self, email: str, slug: str, lesson: str, seconds: int) -> ProgressChange:
        """A learner was in a lesson for some seconds; returns how many were counted.

        At most ``LONGEST_S`` a call, and never more than have passed since the learner was last seen in any
        course, or came into this one, whatever number of devices says so: a day has no more than its seconds.
        """
        if seconds < 0:
            raise NegativeTimeError(seconds)
        with self._recording(email, slug, alone=True) as (connection, mine, now):
            one = opened(mine, lesson)
            last = seats.last_seen(connection, mine.place.user.id) or mine.place.taken.enrolled_at
            passed = max(0, int((now - last).total_seconds()))
            counted = min(seconds, LONGEST_S, passed)
            self._record(connection, seen(connection, mine, one, counted, now), now)
            after = "started" if mine.state(one) == "open" else mine.state(one)
            return change(mine, one, after, seconds=counted)

    @permits(Permission.PROGRESS_RECORD)
    def complete(self, email: str, slug: str, lesson: str) -> ProgressChange:
        """A learner completes a lesson and, where that is enough, the course.

        One with a quiz is completed by that. Raises NoAccessError, LessonComingError, UnknownLessonError and
        QuizDecidesError.
        """
        with self._recording(email, slug) as (connection, mine, now):
            one = opened(mine, lesson)
            if one.node.has_quiz and one.node.row not in mine.done:
                raise QuizDecidesError(slug, one.node.key)
            acts = [a for a in seen(connection, mine, one, 0, now) if a.action != BEGUN]
            found = settled(connection, mine, one, is_done=True, now=now)
            done = [_act("complete", mine, found)] if found.is_change or found.completion else []
            self._record(connection, [*acts, *done], now)
            return found

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
            found = settled(
                connection, mine, one, is_done=is_done, now=now, tells=tells, dry_run=dry_run
            )
            if not dry_run and (found.is_change or found.completion):
                self._record(connection, [_act("set", mine, found, reason)], now)
            return found

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
            place = held(connection, email, slug, dry_run=dry_run, alone=alone)
            now = self._clock()
            yield connection, learning(connection, place, now), now

    @contextmanager
    def _recording(
        self, email: str, slug: str, *, alone: bool = False
    ) -> Iterator[tuple[Connection, Learning, datetime]]:
        """The same for the learner themselves, who must have access to a course they can see."""
        with self._learning(email, slug, alone=alone) as (connection, mine, now):
            require_access(self.actor, Permission.PROGRESS_RECORD, mine, now)
            yield connection, mine, now

    def _record(self, connection: Connection, acts: Iterable[Act], now: datetime) -> None:
        record_all(connection, at=now, actor=self.actor, acts=acts)


def _act(verb: str, mine: Learning, change: ProgressChange, reason: str | None = None) -> Act:
    """What the audit log keeps of a change: no name and no address."""
    states = {"before": change.before, "after": change.after}
    told = {"lesson": change.lesson, "state": states, "completion": change.completion}
    return Act(f"progress.{verb}", mine.place.subject, {**told, "mails": change.mails}, reason)
