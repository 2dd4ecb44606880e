"""Grading attempts again after a question was mended: planned, shown, and done exactly as planned.

One method is one unit of work. Whoever carries a regrade out holds the course, so nobody hands in meanwhile.
Points may fall; what was completed never does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownCourseError, UnknownLessonError
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.attempts import planning, store
from academy_cli.attempts.errors import NoQuizError, RegradeMovedError
from academy_cli.attempts.planning import Changed, Found
from academy_cli.attempts.regrading import Rule
from academy_cli.attempts.store import Given, Quizzed
from academy_cli.attempts.views import RegradePlan
from academy_cli.audit.service import Act, record
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.enrollments import seats
from academy_cli.enrollments.access import State
from academy_cli.kit.clock import utc_now
from academy_cli.kit.completion import Stage
from academy_cli.kit.spelling import nearest
from academy_cli.progress import settling
from academy_cli.progress.learning import GAINED, learning, syllabus

PLAIN = Rule()


class Regrades:
    """Regrades of one academy's attempts, for one actor."""

    def __init__(
        self, database: Database, actor: Actor, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database, self._clock = database, clock
        self.actor = actor

    @permits(Permission.QUIZ_REGRADE)
    def plan(
        self, slug: str, lesson: str | None = None, rule: Rule = PLAIN, *, tells: bool = True
    ) -> RegradePlan:
        """What a regrade of a course, or of one lesson, would change.

        Raises UnknownCourseError, UnknownLessonError and NoQuizError.
        """
        self.actor.require_course(Permission.QUIZ_REGRADE, slug)
        with read(self._engine(slug)) as connection:
            course = seats.course(connection, slug)
            found = _found(connection, course, lesson, rule)
            ends = self._complete(connection, course, found, tells=tells, dry_run=True)
            return _plan(slug, lesson, rule, found, ends)

    @permits(Permission.QUIZ_REGRADE)
    def apply(
        self, plan: RegradePlan, *, reason: str | None = None, tells: bool = True
    ) -> RegradePlan:
        """Do what was planned, whole or not at all. Raises RegradeMovedError where that is another by now."""
        slug, rule = plan.course, Rule(plan.never_lower, plan.drops_removed)
        self.actor.require_course(Permission.QUIZ_REGRADE, slug)
        with write(self._engine(slug)) as connection:
            course = seats.hold_course(connection, slug)
            found = _found(connection, course, plan.lesson, rule)
            if found.digest != plan.digest:
                raise RegradeMovedError(slug)
            for one in found.changes:
                _write(connection, one)
            ends = self._complete(connection, course, found, tells=tells, dry_run=False)
            done = _plan(slug, plan.lesson, rule, found, ends)
            if found.changes:
                act = Act("quiz.regrade", f"course:{slug}", _told(done), reason)
                record(connection, at=self._clock(), actor=self.actor, act=act)
            return done

    def _engine(self, slug: str) -> Engine:
        if engine := self._database.existing():
            return engine
        raise UnknownCourseError(slug, None)

    def _complete(
        self,
        connection: Connection,
        course: Row[Any],
        found: Found,
        *,
        tells: bool,
        dry_run: bool,
    ) -> Mapping[str, int]:
        """Complete the lessons of whoever passes now, but for who was removed; how many learners that is."""
        now = self._clock()
        tree = syllabus(connection, course, now)
        entries = {
            one.node.row: one for one in tree.entries if one.opening.stage is not Stage.HIDDEN
        }
        people = {one.row.enrollment_id: one.row.email for one in found.changes}
        counts = {"completed": 0, "gained": 0, "mails": 0}
        for enrolled, rows in sorted(found.completes.items()):
            lessons = [entries[row] for row in sorted(rows) if row in entries]
            user = seats.person(connection, people[enrolled])
            place = seats.seat(connection, course, user, is_held=not dry_run)
            if not lessons or place.access(now).state is State.REMOVED:
                continue
            mine = learning(connection, place, now, tree)
            completion, mails = settling.finished(
                connection, mine, lessons, now=now, tells=tells, dry_run=dry_run
            )
            counts["completed"] += 1
            counts["gained"] += completion == GAINED
            counts["mails"] += mails
        return counts


def _found(connection: Connection, course: Row[Any], lesson: str | None, rule: Rule) -> Found:
    return planning.found(connection, _lessons(connection, course, lesson), rule)


def _lessons(connection: Connection, course: Row[Any], lesson: str | None) -> Sequence[Quizzed]:
    there = store.quizzed(connection, course.id)
    if lesson is None:
        return there
    found = [one for one in there if lesson in (one.key, one.path)]
    if not found:
        keys = store.lesson_keys(connection, course.id)
        if lesson in keys:
            raise NoQuizError(course.slug, lesson)
        raise UnknownLessonError(course.slug, lesson, nearest(lesson, keys))
    return found[:1]


def _write(connection: Connection, one: Changed) -> None:
    number, regrade = one.row.id, one.regrade
    answers = (step.answered for step in regrade.steps)
    given = [
        Given(number, each.question, each.answer, each.worth, each.graded_key) for each in answers
    ]
    store.grade(connection, given)
    digest = one.lesson.digest
    store.regrade(connection, number, regrade.after, digest, is_passed=regrade.passed)


def _plan(
    slug: str, lesson: str | None, rule: Rule, found: Found, ends: Mapping[str, int]
) -> RegradePlan:
    changes = [one.regrade for one in found.changes]
    return RegradePlan(
        course=slug,
        lesson=lesson,
        never_lower=rule.never_lower,
        drops_removed=rule.drops_removed,
        attempts=found.attempts,
        raised=sum(one.before.is_below(one.after) for one in changes),
        lowered=sum(one.after.is_below(one.before) for one in changes),
        pass_now=sum(one.passed and not one.passed_before for one in changes),
        fail_now=sum(one.passed_before and not one.passed for one in changes),
        kept=found.kept,
        kept_answers=found.kept_answers,
        completed=ends["completed"],
        gained=ends["gained"],
        mails=ends["mails"],
        digest=found.digest,
        changes=tuple(planning.views(found)),
    )


_COUNTED = (
    *("lesson", "never_lower", "drops_removed", "attempts", "raised", "lowered", "pass_now"),
    *("fail_now", "kept", "completed", "gained", "mails", "digest"),
)


def _told(plan: RegradePlan) -> Mapping[str, object]:
    """What the audit log keeps of a regrade: how many, and nobody's name."""
    return {name: getattr(plan, name) for name in _COUNTED} | {"changed": len(plan.changes)}
