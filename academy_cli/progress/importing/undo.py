"""Undoing an import of progress: lessons are again what they were, if nothing newer was done.

Knows what a journal tells of a row; refuses to take from anybody what they did since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from academy_cli.bulk.kinds import Did, Journaled, Outcome
from academy_cli.bulk.outcome import refused
from academy_cli.enrollments import seats
from academy_cli.enrollments.importing.undo import ERASED, GONE
from academy_cli.kit.saying import say
from academy_cli.mail.occasions import COMPLETED, completed, tell_completed, withdraw
from academy_cli.progress import store
from academy_cli.progress.importing import cells, tables
from academy_cli.progress.importing.deciding import (
    FIELDS,
    GAINED,
    NOT_BEGUN,
    OPEN,
    Course,
    Step,
)
from academy_cli.progress.importing.following import GIVEN_BACK, TAKEN_BACK, Back, Following
from academy_cli.progress.importing.standings import Standings
from academy_cli.progress.importing.tables import Learner
from academy_cli.progress.syllabus import Syllabus


class Undoing:
    """The undoing of one import, a chunk after the other; ``now`` says which lessons are still to come."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._standings = Standings()
        self._courses: Mapping[int, Course] = {}
        self._learners: Mapping[int, Learner] = {}

    def planned(
        self, connection: Connection, rows: Sequence[Journaled], *, hold: bool
    ) -> Sequence[Outcome]:
        """What going back would do to each row of an import."""
        known = [row for row in rows if row.after]
        ids = {row.subject_id or 0 for row in rows}
        if hold:
            tables.hold_courses(connection, ids)
        self._learners = tables.by_id(connection, ids, hold=hold)
        self._courses = _courses(connection, self._learners, self._now)
        places = {row.number: cells.place(row.subject_id or 0, row.after) for row in known}
        steps = tables.steps(connection, list(places.values()))

        def alone(row: Journaled, learner: Learner) -> Outcome:
            place = places.get(row.number)
            if place is None:
                return refused("", ERASED)
            return _undone(row, steps.get(place, NOT_BEGUN), learner)

        backs = [
            Back(row, alone(row, learner), learner)
            for row in rows
            if (learner := self._learners.get(row.subject_id or 0)) is not None
        ]
        certified = tables.certified(connection, ids)
        following = Following(connection, self._courses, certified, self._standings, hold=hold)
        found = iter(following.settled(backs))
        return [
            next(found) if (row.subject_id or 0) in self._learners else refused("", GONE)
            for row in rows
        ]

    def carry_out(
        self, connection: Connection, outcomes: Sequence[Outcome], at: datetime
    ) -> Sequence[int]:
        """Put steps back, and completions."""
        subjects = [one.subject_id or 0 for one in outcomes]
        places = [
            cells.place(*one) for one in zip(subjects, (o.after for o in outcomes), strict=True)
        ]
        steps = tables.steps(connection, places)
        gone = [place for place, one in zip(places, outcomes, strict=True) if _is_gone(one)]
        tables.forget(connection, gone)
        kept = [
            (place, tables.changed(steps.get(place), cells.fields_of(one.after)))
            for place, one in zip(places, outcomes, strict=True)
            if not _is_gone(one)
        ]
        tables.put(connection, kept, at)
        self._put_completions_back(connection, outcomes, at)
        return subjects

    def _put_completions_back(
        self, connection: Connection, outcomes: Sequence[Outcome], at: datetime
    ) -> None:
        """What the last row about each learner says holds."""
        last: dict[int, Mapping[str, Any]] = {
            one.subject_id or 0: one.after for one in outcomes if "completion" in one.after
        }
        taken = {
            (one.subject_id or 0, int(str(one.after["was"])))
            for one in outcomes
            if one.after.get("completion") == TAKEN_BACK
        }
        seats.reopen(connection, sorted({who for who, _ in taken}))
        withdraw(connection, COMPLETED, [completed(*one) for one in sorted(taken)])
        given, gained = dict[int, tuple[datetime, int | None]](), dict[int, list[int]]()
        for who, said in last.items():
            if said["completion"] == GIVEN_BACK:
                moment, _, revision = str(said["was"]).partition(" ")
                given[who] = datetime.fromisoformat(moment), int(revision) if revision else None
            elif said["completion"] == GAINED:
                gained.setdefault(self._learners[who].course_id, []).append(who)
        seats.recomplete(connection, given)
        told = {one.subject_id or 0 for one in outcomes if one.mails}
        for number, some in gained.items():
            row = self._courses[number].row
            seats.complete(connection, row, some, at, tells=False, awards=False)
            telling = [who for who in some if who in told]
            tell_completed(connection, telling, row.revision, at)


def _courses(
    connection: Connection, learners: Mapping[int, Learner], now: datetime
) -> Mapping[int, Course]:
    """The courses of some learners, with their rules."""
    found = {}
    for row in tables.courses_by_id(connection, {one.course_id for one in learners.values()}):
        found[row.id] = Course.of(
            row, Syllabus.of(row.fields, store.nodes(connection, row.id), now)
        )
    return found


def _undone(row: Journaled, step: Step, learner: Learner) -> Outcome:
    """What putting one lesson back comes to by itself."""
    names = [name for name in FIELDS if name in row.after]
    if all(step.exact(name) == row.before[name] for name in names):
        return Outcome(Did.UNCHANGED, subject_id=learner.id)
    for name in names:
        if step.said(name) != row.after[name]:
            return refused("", say("its {} was changed again since", name))
    if row.before.get("state") == OPEN and step.last_seen_at is not None:
        return refused("", say("they have been in the lesson since"))
    before = {name: row.after[name] for name in ("lesson", *names)}
    after = {name: row.before[name] for name in ("lesson", *names)}
    return Outcome(Did.UPDATE, "", learner.id, before, after)


def _is_gone(outcome: Outcome) -> bool:
    return outcome.after.get("state") == OPEN
