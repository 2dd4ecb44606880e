"""The academy in figures, as somebody asks for them: told, compared, explained.

Knows who may ask for what, and how far they see; refuses to count. Nothing is written: every answer is one
look at the database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownCourseError
from academy_cli.access.matrix import Permission, Reach
from academy_cli.access.permits import permits
from academy_cli.analytics import answering, retention, stops, store
from academy_cli.analytics.asking import (
    IDLE_DAYS,
    By,
    Narrowing,
    Question,
    Subject,
)
from academy_cli.analytics.calendar import (
    DAY,
    Clock,
    Period,
    Unit,
    months_later,
    starts,
)
from academy_cli.analytics.definitions import Measure, percent
from academy_cli.analytics.errors import (
    NoDaysError,
    TooManyStretchesError,
    UnknownTeacherError,
)
from academy_cli.analytics.grouping import Asked, Piece
from academy_cli.analytics.labels import BY, MEASURES
from academy_cli.analytics.notes import notes as written_notes
from academy_cli.analytics.rates import Rates
from academy_cli.analytics.requiring import require_offered, require_stretches
from academy_cli.analytics.subjects import Told, told, visited
from academy_cli.analytics.views import Answer, Cohort, Explained, Stop
from academy_cli.analytics.visits import read as read_visits
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.kit.clock import utc_now
from academy_cli.kit.money import written
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest
from academy_cli.payments import installation

MONEY, LEARNING, PEOPLE = Permission.STATS_MONEY, Permission.STATS_LEARNING, Permission.STATS_PEOPLE
PERMISSIONS = {Subject.REVENUE: MONEY, Subject.USERS: PEOPLE}
"""What each subject asks for; all others are about learning."""
MOST_ROWS = 4000


def _permission(question: Question | None = None, *_: object, **_others: object) -> Permission:
    """What somebody needs for a question, before anybody asks whether it is a good one."""
    return LEARNING if question is None else PERMISSIONS.get(question.subject, LEARNING)


class _Looked(NamedTuple):
    """A question at the database."""

    asked: Asked
    told: Told
    before: Period | None


class Stats:
    """Figures of one academy, for one actor, whose days are those of a time zone."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        time_zone: str = "UTC",
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self.actor = database, actor
        self._time_zone, self._now = time_zone, clock

    @permits(MONEY, LEARNING, PEOPLE, asked=_permission)
    def tell(
        self,
        question: Question,
        rates: Rates | None = None,
        *,
        money: bool = True,
        visits: Sequence[str] | None = None,
    ) -> Answer:
        """The figures of a subject, of courses also without ``money``; ``visits`` are the lines of a file.

        Raises what a question can be refused for, NoRateError, BadVisitsError and VisitsUnknownError.
        """
        with read(self._engine(question)) as connection:
            look = self._looked(connection, question, money=money)
            asked, subject = look.asked, question.subject
            came = None
            if visits is not None:
                every = [slug for _, slug in store.every_course(connection)]
                look, came = look._replace(told=visited(look.told)), read_visits(visits, every)
            rows = answering.rows(
                connection, subject, look.told, asked, before=look.before, visits=came
            )
        notes = written_notes(question, asked, look.before, self._time_zone)
        if rates is not None:
            rows, whole = answering.converted(rows, look.told.lead, rates)
            notes.append(
                say(
                    "In all, {} is {} at the rates that are stated.", look.told.lead, written(whole)
                )
            )
        shown, known = answering.columns(
            look.told, question.by, compares=look.before is not None, converts=rates is not None
        )
        return Answer(
            subject, question.by, asked.period, look.before, self._time_zone, look.told.figures,
            shown, known, look.told.lead, rows, tuple(notes),
        )  # fmt: skip

    @permits(MONEY, LEARNING, PEOPLE, asked=_permission)
    def explain(self, question: Question) -> Sequence[Explained]:
        """What each figure of a subject means, and the query that tells it. Raises what ``tell`` raises."""
        with read(self._engine(question)) as connection:
            look = self._looked(connection, question)
            return answering.explained(connection, look.told, look.asked)

    @permits(LEARNING)
    def retention(self, question: Question) -> Sequence[Cohort]:
        """Of those enrolled in each week or month, how many learnt later. Raises what ``tell`` raises."""
        require_stretches(question.by)
        with read(self._engine(question)) as connection:
            asked = self._asked(connection, question)
            sizes = _rows(connection, retention.sizes(asked))
            many = [(store.day(row.key), row.enrolled) for row in sizes]
            found = [
                (store.day(row.key), store.day(row.beside), row.learners)
                for row in _rows(connection, retention.returns(asked))
            ]
        return retention.cohorts(asked, many, found)

    @permits(LEARNING)
    def explain_retention(self, question: Question) -> Sequence[Explained]:
        """What retention means, and its queries. Raises what ``tell`` raises."""
        require_stretches(question.by)
        with read(self._engine(question)) as connection:
            asked = self._asked(connection, question)
            meaning = retention.meaning(BY[question.by])
            sizes, returns = retention.sizes(asked).query, retention.returns(asked).query
            count, enrolled = (
                MEASURES[Measure.COUNT],
                say("learners who were enrolled in the cohort's days"),
            )
            return (
                Explained("enrolled", count, enrolled, store.written(connection, sizes)),
                Explained("active", count, meaning, store.written(connection, returns)),
            )

    @permits(LEARNING)
    def stops(self, question: Question, idle_days: int = IDLE_DAYS) -> Sequence[Stop]:
        """Lessons where learners stop, those with the most first. Raises what ``tell`` raises."""
        with read(self._engine(question)) as connection:
            asked = self._asked(connection, question)
            found = _rows(connection, stops.stopped(asked, idle_days))
        return [
            Stop(
                row.course, row.lesson, row.title, row.reached, row.stopped,
                percent(row.stopped, row.reached),
            )
            for row in found
        ]  # fmt: skip

    @permits(LEARNING)
    def explain_stops(self, question: Question, idle_days: int = IDLE_DAYS) -> Sequence[Explained]:
        """What it means to stop at a lesson, and its query. Raises what ``tell`` raises."""
        with read(self._engine(question)) as connection:
            query = stops.stopped(self._asked(connection, question), idle_days).query
            text = store.written(connection, query)
        count, meaning = MEASURES[Measure.COUNT], stops.meaning(idle_days)
        return (
            Explained("reached", count, say("learners who began the lesson"), text),
            Explained("stopped", count, meaning, text),
        )

    @property
    def today(self) -> date:
        """The day it is, by the academy's own clock."""
        return Clock(ZoneInfo(self._time_zone), self._now()).today

    def _engine(self, question: Question) -> Engine:
        """The database; where there is none yet, an empty one. Raises NotPermittedError."""
        self.actor.require(_permission(question))
        return self._database.ready()

    def _looked(self, connection: Connection, question: Question, *, money: bool = True) -> _Looked:
        asked = self._asked(connection, question)
        money = money and bool(self.actor.reach(MONEY))
        before = asked.clock.before(asked.period) if question.compares else None
        return _Looked(asked, told(question.subject, asked, money=money), before)

    def _asked(self, connection: Connection, question: Question) -> Asked:
        require_offered(question)
        clock = Clock(ZoneInfo(self._time_zone), self._now())
        period = _period(clock, question)
        return Asked(
            question.by,
            period,
            clock,
            connection.dialect.name == "sqlite",
            self._courses(connection, question),
            (question.only.country or "").upper() or None,
            (question.only.currency or "").lower() or None,
            installation.is_live(connection),
        )

    def _courses(self, connection: Connection, question: Question) -> frozenset[int] | None:
        """The courses that are asked for and within reach; None is all there are."""
        permission = _permission(question)
        only, found = question.only, None
        if self.actor.reach(permission) is Reach.OWN:
            mine = store.course_numbers(connection, self.actor.courses)
            found = frozenset(mine.values())
        if only.courses:
            found = _within(found, self._named(connection, permission, only))
        if only.instructor:
            taught = store.taught(connection, only.instructor.strip().lower())
            if not taught:
                raise UnknownTeacherError(only.instructor)
            found = _within(found, taught)
        return found

    def _named(
        self, connection: Connection, permission: Permission, only: Narrowing
    ) -> frozenset[int]:
        known = store.course_numbers(connection, only.courses)
        for slug in only.courses:
            if self.actor.reach(permission) is Reach.OWN or slug in known:
                self.actor.require_course(permission, slug)
            if slug not in known:
                every = [name for _, name in store.every_course(connection)]
                raise UnknownCourseError(slug, nearest(slug, every))
        return frozenset(known.values())


def _rows(connection: Connection, piece: Piece) -> Sequence[Any]:
    return store.counted(connection, piece)


def _within(some: frozenset[int] | None, others: frozenset[int]) -> frozenset[int]:
    return others if some is None else some & others


def _period(clock: Clock, question: Question) -> Period:
    """The days of a question. Raises NoDaysError and TooManyStretchesError."""
    last = question.last or clock.today
    since = question.since or usual_start(question.by, last)
    if since > last:
        raise NoDaysError(str(since), str(last))
    period = clock.period(since, last)
    unit = question.by.unit
    if unit is not None and (many := len(starts(unit, period))) > MOST_ROWS:
        raise TooManyStretchesError(many, question.by, MOST_ROWS)
    return period


def usual_start(by: By, last: date) -> date:
    """Where the usual days begin: a year of months, twelve weeks, and thirty days of all else."""
    match by.unit:
        case Unit.MONTH:
            return months_later(last.replace(day=1), -11)
        case Unit.WEEK:
            return Unit.WEEK.start(last) - 77 * DAY
        case _:
            return last - 29 * DAY
