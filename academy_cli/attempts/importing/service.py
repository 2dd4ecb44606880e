"""Importing attempts: what learners answered elsewhere, a row for each, graded as if it was recorded alone.

The bulk engine's adapter for answers to one quiz. A row is graded as ``course quiz grade`` would grade it;
what follows for courses is what follows of imported progress.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeGuard

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.attempts.errors import NoQuestionColumnError
from academy_cli.attempts.importing import cells, tables, undo
from academy_cli.attempts.importing.deciding import Decided, Taker, decided
from academy_cli.attempts.importing.exam import Exam, Past, exam, required
from academy_cli.attempts.importing.tables import Frame, Handing
from academy_cli.bulk.columns import Field
from academy_cli.bulk.engine import Progress
from academy_cli.bulk.importer import Planned, Wish, silent
from academy_cli.bulk.kinds import Journaled, Moment, Outcome, Policy, Wanted, Written
from academy_cli.bulk.outcome import refused
from academy_cli.bulk.reading import Limits
from academy_cli.bulk.source import Source
from academy_cli.bulk.table import Table
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.enrollments import seats
from academy_cli.enrollments.importing.service import NO_ACCOUNT, CourseImports
from academy_cli.enrollments.importing.tables import people as by_email
from academy_cli.enrollments.importing.tables import removed as removed_among
from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say
from academy_cli.progress.importing import tables as learners
from academy_cli.progress.importing.cells import place
from academy_cli.progress.importing.completions import Completions
from academy_cli.progress.importing.deciding import DONE, GAINED, NOT_BEGUN, Step, hidden
from academy_cli.progress.importing.service import not_a_learner
from academy_cli.progress.importing.standings import Standings
from academy_cli.progress.importing.tables import Learner
from academy_cli.quizzes.questions import Quiz

COURSE_COMPLETED = say("course completed")


class AttemptImports(CourseImports):
    """Importing answers to a quiz, for one actor; ``seed`` is the sheet of rows that name none."""

    importing = Permission.QUIZ_GRADE

    def __init__(
        self,
        database: Database,
        actor: Actor,
        limits: Limits = Limits(),
        *,
        course: str = "",
        lesson: str = "",
        seed: int = 0,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._rows = AttemptRows(actor, course, lesson, seed, clock)
        super().__init__(database, actor, self._rows, limits, course, long=cells.LONG)

    @permits("importing")
    def plan(self, given: Source, wish: Wish = Wish(), progress: Progress = silent) -> Planned:
        """Say what would become of each row of a file; raises what ``CourseImports.plan`` raises.

        For the quiz also UnknownLessonError, NoQuizError and HiddenLessonError, and NoQuestionColumnError for
        a file without any answer.
        """
        self._require_course(self._course)
        with read(self._database.ready()) as connection:
            self._rows.prepare(connection)
        planned = super().plan(given, wish, progress)
        found = planned.table
        if _has_columns(found) and not any(one.startswith(cells.PREFIX) for one in found.meant):
            raise NoQuestionColumnError(planned.view.file, self._rows.lesson, self._rows.questions)
        return planned

    @permits("importing")
    def unasked(self, planned: Planned) -> Sequence[str]:
        """What no column of a file with a row for each learner answers: questions of the sheet, as they ask.

        Where rows have sheets of their own, and columns are numbers, these are numbers.
        """
        found, quiz = planned.table, self._rows.quiz
        if quiz is None or not _has_columns(found):
            return ()
        return cells.unasked(quiz, found.meant, self._rows.seed)

    @permits("importing")
    def is_guessed(self, planned: Planned) -> bool:
        """Whether sheets differ, and the file has no column that says which one somebody had."""
        found, quiz = planned.table, self._rows.quiz
        if quiz is None or found is None or cells.SEED in found.meant:
            return False
        return not found.dialect.is_json and cells.has_many_sheets(quiz)


def _has_columns(found: Table | None) -> TypeGuard[Table]:
    """Whether a file has a row for each learner, with a column for each question."""
    return found is not None and not found.dialect.is_json and found.long is None


class AttemptRows:
    """What rows of answers are: who, on which sheet, when, and what to each question."""

    name, action = "attempts", "quiz.import"

    def __init__(
        self, actor: Actor, course: str, lesson: str, seed: int, clock: Callable[[], datetime]
    ) -> None:
        self._actor, self._course, self.lesson, self.seed = actor, course, lesson, seed
        self._clock = clock
        self.fields: Sequence[Field] = ()
        self.quiz: Quiz | None = None
        """As it was when the file was understood."""
        self.options: Mapping[str, str] = {"course": course, "lesson": lesson, "seed": str(seed)}
        self._words: cells.Words | None = None
        self._exam: Exam | None = None
        self._past, self._planned = Past(), Standings()
        self._undoing = undo.Undoing(clock())
        self._handings: Mapping[str, Handing] = {}
        self._steps: Mapping[int, Step] = {}
        """How far learners are in the lesson, by their enrollments."""

    @property
    def questions(self) -> Sequence[str]:
        """What the quiz asks, as people can call it in a file."""
        return [cells.called(one) for one in self.quiz.questions] if self.quiz is not None else ()

    def prepare(self, connection: Connection) -> None:
        """Understand columns by the quiz. Raises UnknownLessonError, NoQuizError and HiddenLessonError."""
        found = required(connection, self._course, self.lesson, self._clock())
        self.fields, self._words = cells.fields(found.quiz), cells.Words(found.quiz)
        self.quiz = found.quiz

    def parse(self, said: Mapping[str, str]) -> Wanted:
        """Whose answers a row has, and which."""
        assert self._words is not None  # a file is understood before it is read
        return cells.parsed(said, self._course, self.lesson, self._words)

    def examine(
        self, connection: Connection | None, wanted: Sequence[Wanted], policy: Policy, *, hold: bool
    ) -> Sequence[Outcome]:
        """What becomes of each, against the attempts that learners have made."""
        if connection is None:
            return [refused(one.key, NO_ACCOUNT) for one in wanted]
        found, why = self._found(connection, hold=hold)
        if found is None:
            return [refused(one.key, why) for one in wanted]
        asked = self._asked(connection, found, wanted, hold=hold)
        takers = self._takers(connection, found, [one for one in asked if isinstance(one, Learner)])
        completions = Completions(connection, self._planned, hold=hold)
        outcomes, handings = list[Outcome](), dict[str, Handing]()
        for one, about in zip(wanted, asked, strict=True):
            if isinstance(about, str):
                outcomes.append(refused(one.key, about))
                continue
            settled = self._decided(connection, found, one, takers[about.id])
            if settled.handing is not None:
                handings[one.key] = settled.handing
            if "state" in settled.outcome.after:
                completions.add(len(outcomes), settled.outcome, found.course, about)
            outcomes.append(settled.outcome)
        self._handings = handings
        return list(map(_with_course, completions.settled(outcomes)))

    def _decided(self, connection: Connection, found: Exam, one: Wanted, taker: Taker) -> Decided:
        return decided(
            one, found, taker, seed=self.seed, now=self._clock(),
            sheet_of=lambda row: self._past.sheet(connection, row),
        )  # fmt: skip

    def _found(self, connection: Connection, *, hold: bool) -> tuple[Exam | None, str]:
        """The quiz as it is now, and why there is none."""
        if not self._actor.may_reach_course(Permission.QUIZ_GRADE, self._course):
            return None, say(
                "“{}” is not among the courses of “{}”", self._course, self._actor.said
            )
        row = next(iter(learners.courses(connection, [self._course], hold=hold)), None)
        if row is None:
            return None, say("there is no course “{}”", self._course)
        known = self._exam
        if known is None or known.course.row != row:
            known = self._exam = exam(connection, row, self.lesson, self._clock())
        if known is None or hidden(known.lesson):
            return None, say("there is no quiz “{}” in “{}” any more", self.lesson, self._course)
        return known, ""

    def _asked(
        self, connection: Connection, found: Exam, wanted: Sequence[Wanted], *, hold: bool
    ) -> list[Learner | str]:
        """The learner of each row, or why there is none."""
        emails = [one.key.split(" ", 1)[0] for one in wanted]
        people = by_email(connection, sorted(set(emails)))
        pairs = {(found.course.id, one.id) for one in people.values()}
        there = learners.learners(connection, pairs, hold=hold)
        removed = removed_among(connection, [one.id for one in there.values()])
        slug = found.course.slug

        def taker(email: str) -> Learner | str:
            person = people.get(email)
            learner = there.get((found.course.id, person.id)) if person is not None else None
            why = not_a_learner(person, learner, slug)
            if learner is None or why:
                return why
            return say("they were removed from “{}”", slug) if learner.id in removed else learner

        return [taker(email) for email in emails]

    def _takers(
        self, connection: Connection, found: Exam, asked: Sequence[Learner]
    ) -> Mapping[int, Taker]:
        """What learners have done at the quiz so far, by their enrollments."""
        lesson, ids = found.lesson.node.row, {one.id for one in asked}
        had = tables.had(connection, ids, lesson)
        answered = tables.answered(connection, [row.id for rows in had.values() for row in rows])
        places = [place(one, {"lesson": lesson}) for one in sorted(ids)]
        steps = learners.steps(connection, places)
        self._steps = {where.enrollment: step for where, step in steps.items()}
        return {
            one: Taker(one, had.get(one, ()), answered, self._steps.get(one, NOT_BEGUN))
            for one in ids
        }

    def apply(
        self, connection: Connection, outcomes: Sequence[Outcome], moment: Moment
    ) -> Sequence[int]:
        """Write attempts with their answers, the lessons that they complete, and courses with those."""
        found = self._exam
        assert found is not None  # outcomes that change anything were decided by it
        lesson = found.lesson.node.row
        frame = Frame(
            lesson, found.course.row.revision, found.digest, found.quiz.time_limit,
            found.questions, moment.at,
        )  # fmt: skip
        handings = [self._handings[one.key] for one in outcomes]
        tables.hand_in(connection, frame, handings)
        pairs = zip(outcomes, handings, strict=True)
        done = [
            (place(handing.enrollment, {"lesson": lesson}), self._done(handing))
            for one, handing in pairs
            if "state" in one.after
        ]
        learners.put(connection, done, moment.at)
        gained = [one for one in outcomes if one.after.get("completion") == GAINED]
        for tells in (True, False):
            mine = [one.subject_id or 0 for one in gained if bool(one.mails) is tells]
            seats.complete(connection, found.course.row, mine, moment.at, tells=tells)
        return [one.subject_id or 0 for one in outcomes]

    def _done(self, one: Handing) -> Step:
        """The lesson, done with what was handed in."""
        step = self._steps.get(one.enrollment)
        return learners.changed(step, {"state": DONE, "completed_at": one.at})

    def send(
        self,
        connection: Connection,
        outcomes: Sequence[Outcome],
        subjects: Sequence[int],
        moment: Moment,
    ) -> int:
        """People were told as their courses were completed; how many."""
        return sum(bool(one.mails) for one in outcomes)

    def undo(
        self, connection: Connection, rows: Sequence[Journaled], reference: str, *, hold: bool
    ) -> Sequence[Outcome]:
        """What going back would do to each."""
        return self._undoing.planned(connection, rows, hold=hold)

    def revert(
        self, connection: Connection, outcomes: Sequence[Outcome], reference: str, moment: Moment
    ) -> Written:
        """Go back."""
        return Written(self._undoing.carry_out(connection, outcomes, moment.at))


def _with_course(one: Outcome) -> Outcome:
    """An outcome that says of a course that it is completed with it, for a plan to count."""
    if one.after.get("completion") != GAINED:
        return one
    return one._replace(gives=(*one.gives, COURSE_COMPLETED))
