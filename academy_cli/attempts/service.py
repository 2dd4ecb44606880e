"""Learners' attempts at quizzes: beginning one, saving answers, handing them in, and recording by staff.

One method is one unit of work. Whoever changes attempts of a learner holds the learner's enrollment, so two
who begin at once have one attempt, and of two who hand in one is told that it was done.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownCourseError
from academy_cli.access.matrix import Permission, Reach
from academy_cli.access.permits import permits
from academy_cli.attempts import listing, store
from academy_cli.attempts.errors import HandedInError, TooLateError, UnknownAttemptError
from academy_cli.attempts.handing import Manner, handed, tried
from academy_cli.attempts.importing.exam import required
from academy_cli.attempts.importing.sheets import Sheet
from academy_cli.attempts.paper import Paper, begin, open_one, paper
from academy_cli.attempts.sitting import ANSWERS, Sitting, is_over, save, sitting, view
from academy_cli.attempts.views import AttemptSummary, AttemptsWanted, AttemptView, Handed
from academy_cli.audit.service import record, record_all
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import utc_now
from academy_cli.kit.completion import Stage
from academy_cli.progress import settling
from academy_cli.progress.errors import HiddenLessonError
from academy_cli.progress.learning import Learning, learning
from academy_cli.progress.syllabus import Entry

Said = Mapping[str, Any]
"""Answers by the number or key of a question, in words or by keys (``quizzes.words``)."""
NOTHING: Said = {}


def chance() -> int:
    """What an attempt is drawn by."""
    return secrets.randbelow(2**31)


class Attempts:
    """Attempts at the quizzes of one academy, for one actor."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        *,
        clock: Callable[[], datetime] = utc_now,
        seed: Callable[[], int] = chance,
    ) -> None:
        self._database, self._clock, self._seed = database, clock, seed
        self.actor = actor

    # -- looking -----------------------------------------------------------------------------------

    @permits(Permission.QUIZ_SHOW)
    def list(self, wanted: AttemptsWanted = AttemptsWanted()) -> Iterator[AttemptSummary]:
        """The attempts that are wanted, by course, lesson, address and number, read while they are taken.

        Whoever teaches sees those in their courses, learners their own. Raises UnknownCourseError and
        UnknownUserError.
        """
        engine = self._database.existing()
        if engine is None:
            return
        with read(engine) as connection:
            yield from listing.found(connection, wanted, self.actor, self._clock())

    @permits(Permission.QUIZ_SHOW)
    def show(self, number: int) -> AttemptView:
        """One attempt: to learners as far as its quiz lets them see it. Raises UnknownAttemptError."""
        with read(self._engine(number)) as connection:
            one = sitting(connection, number)
            self._require_own(one.row, Permission.QUIZ_SHOW)
            return view(one, self._clock(), self._shown(one))

    # -- by the learner ----------------------------------------------------------------------------

    @permits(Permission.QUIZ_ANSWER)
    def start(self, email: str, slug: str, lesson: str) -> AttemptView:
        """A learner begins an attempt, or goes on with the one that is open.

        One whose time is over is handed in first, with what was saved. Raises NoAccessError,
        LessonComingError, UnknownLessonError, NoQuizError and NoAttemptLeftError.
        """
        self._close_overdue(email, slug, lesson)
        with self._recording(email, slug) as (connection, mine, now):
            entry = settling.opened(mine, lesson)
            wanted = paper(connection, mine, entry, self._seed())
            number = begin(connection, mine, entry, wanted, now)
            acts = settling.seen(connection, mine, entry, 0, now)
            record_all(connection, at=now, actor=self.actor, acts=acts)
            one = sitting(connection, number)
            return view(one, now, self._shown(one))

    @permits(Permission.QUIZ_ANSWER)
    def save(self, number: int, said: Said) -> AttemptView:
        """Keep some answers of an open attempt, which count if the time runs out.

        Raises UnknownAttemptError, UnanswerableError, HandedInError and TooLateError.
        """
        arrived_at = self._clock()
        with self._sitting(number) as (connection, _, one, now):
            if one.is_over(arrived_at):
                raise TooLateError(number, one.row.ends_at)
            save(connection, one, one.meant(said))
            return view(sitting(connection, number), now, self._shown(one))

    @permits(Permission.QUIZ_ANSWER)
    def submit(self, number: int, said: Said = NOTHING) -> Handed:
        """Hand an attempt in, with what was saved and these answers; what is passed completes the lesson.

        When the time is over, it is handed in with what was saved, and TooLateError is raised; what counts is
        when the answers arrived, however long they wait for the database. Raises
        UnknownAttemptError, UnanswerableError and HandedInError as well.
        """
        arrived_at = self._clock()
        with self._sitting(number) as (connection, mine, one, now):
            is_late = one.is_over(arrived_at)
            answers = one.saved if is_late else one.saved | one.meant(said)
            at = one.row.ends_at if is_late else arrived_at
            manner = Manner("quiz.answer", self._shown(one))
            found, act = handed(connection, mine, one, answers, at=at, now=now, manner=manner)
            record(connection, at=now, actor=self.actor, act=act)
        if is_late:
            raise TooLateError(number, one.row.ends_at)
        return found

    # -- by staff ----------------------------------------------------------------------------------

    @permits(Permission.QUIZ_SHOW)
    def sheet(self, slug: str, lesson: str, seed: int = 0) -> Sheet:
        """The sheet that a seed draws of today's quiz, to be printed, or to read answers by.

        For staff alone: learners see a quiz when they begin it. Raises UnknownCourseError,
        UnknownLessonError, NoQuizError and HiddenLessonError.
        """
        self.actor.require_course(Permission.QUIZ_SHOW, slug)
        with read(self._engine_of(slug)) as connection:
            return required(connection, slug, lesson, self._clock()).sheet(seed)

    @permits(Permission.QUIZ_GRADE)
    def paper(self, email: str, slug: str, lesson: str, seed: int = 0) -> Paper:
        """What a learner would be given: the attempt that is open, or one of this seed; nothing is begun.

        Raises what ``record`` does.
        """
        with self._grading(email, slug, lesson, dry_run=True) as (connection, mine, entry, _):
            return paper(connection, mine, entry, seed)

    @permits(Permission.QUIZ_GRADE)
    def record(
        self,
        email: str,
        slug: str,
        lesson: str,
        said: Said,
        *,
        seed: int = 0,
        reason: str | None = None,
        tells: bool = True,
        dry_run: bool = False,
    ) -> Handed:
        """Record what a learner answered: in the attempt that is open, or in one of this seed.

        Neither access nor time limits hold, but the number of attempts does. Raises UnanswerableError,
        NoQuizError, NoAttemptLeftError, HiddenLessonError and UnknownLessonError.
        """
        manner = Manner("quiz.grade", ANSWERS, tells, any_time=True, reason=reason)
        with self._grading(email, slug, lesson, dry_run=dry_run) as (connection, mine, entry, now):
            wanted = paper(connection, mine, entry, seed)
            answers = wanted.answers(said)
            if dry_run:
                return tried(connection, mine, entry, wanted, answers, now=now, manner=manner)
            one = sitting(connection, begin(connection, mine, entry, wanted, now))
            found, act = handed(connection, mine, one, answers, at=now, now=now, manner=manner)
            record(connection, at=now, actor=self.actor, act=act)
            return found

    # -- within ------------------------------------------------------------------------------------

    def _engine(self, number: int) -> Engine:
        if engine := self._database.existing():
            return engine
        raise UnknownAttemptError(number)

    def _engine_of(self, slug: str) -> Engine:
        if engine := self._database.existing():
            return engine
        raise UnknownCourseError(slug, None)

    def _require_own(self, row: Any, action: Permission) -> None:
        """Insist on an attempt within the actor's reach; of others nothing is told."""
        is_mine = row.user_id == self.actor.user_id
        if not is_mine and not self.actor.may_reach_course(action, row.slug):
            raise UnknownAttemptError(row.id)

    def _shown(self, one: Sitting) -> str:
        """How much of an attempt whoever asks may see."""
        is_staff = self.actor.may_reach_course(Permission.QUIZ_SHOW, one.row.slug)
        return ANSWERS if is_staff else one.today.show

    @contextmanager
    def _recording(self, email: str, slug: str) -> Iterator[tuple[Connection, Learning, datetime]]:
        """A learner who acts, with access, whom nobody else changes meanwhile."""
        with write(self._engine_of(slug)) as connection:
            place = settling.held(connection, email, slug)
            now = self._clock()
            mine = learning(connection, place, now)
            settling.require_access(self.actor, Permission.QUIZ_ANSWER, mine, now)
            yield connection, mine, now

    @contextmanager
    def _sitting(self, number: int) -> Iterator[tuple[Connection, Learning, Sitting, datetime]]:
        """An attempt that is open, for whoever takes it."""
        with read(self._engine(number)) as connection:
            row = store.attempt(connection, number)
        if row is None or (row.user_id != self.actor.user_id and not self._answers_for_all):
            raise UnknownAttemptError(number)
        with self._recording(row.email, row.slug) as (connection, mine, now):
            one = sitting(connection, number)
            if one.row.submitted_at is not None:
                raise HandedInError(number, one.row.submitted_at)
            yield connection, mine, one, now

    @property
    def _answers_for_all(self) -> bool:
        return self.actor.reach(Permission.QUIZ_ANSWER) is Reach.ALL

    def _close_overdue(self, email: str, slug: str, lesson: str) -> None:
        """Hand the attempt in whose time is over, if there is one."""
        with self._recording(email, slug) as (connection, mine, now):
            entry = settling.opened(mine, lesson)
            had = store.attempts_at(connection, mine.place.taken.id, entry.node.row)
            begun = open_one(had)
            if begun is None or not is_over(begun, now):
                return
            one = sitting(connection, begun.id)
            manner = Manner("quiz.answer", self._shown(one))
            at = begun.ends_at
            _, act = handed(connection, mine, one, one.saved, at=at, now=now, manner=manner)
            record(connection, at=now, actor=self.actor, act=act)

    @contextmanager
    def _grading(
        self, email: str, slug: str, lesson: str, *, dry_run: bool
    ) -> Iterator[tuple[Connection, Learning, Entry, datetime]]:
        """A learner and a lesson for whoever teaches the course."""
        self.actor.require_course(Permission.QUIZ_GRADE, slug)
        engine = self._engine_of(slug)
        with read(engine) if dry_run else write(engine) as connection:
            place = settling.held(connection, email, slug, dry_run=dry_run)
            now = self._clock()
            mine = learning(connection, place, now)
            entry = mine.lesson(lesson)
            if entry.opening.stage is Stage.HIDDEN:
                raise HiddenLessonError(slug, entry.node.key)
            yield connection, mine, entry, now
