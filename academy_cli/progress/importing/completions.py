"""Which rows complete a course or take that back: one learner's rows after the other, in their order.

Counts what the database has, once for a chunk, and goes on from there. Knows what a plan said of learners
before; refuses to write.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from academy_cli.bulk.kinds import Outcome
from academy_cli.mail.occasions import COMPLETED
from academy_cli.progress.importing import outset
from academy_cli.progress.importing.deciding import (
    DONE,
    GAINED,
    IN_THIS_FILE,
    REOPENED,
    Course,
    Running,
)
from academy_cli.progress.importing.standings import Standings
from academy_cli.progress.importing.tables import Learner


class Turn(NamedTuple):
    """A row by which a lesson is done, or no longer is."""

    place: int
    course: Course
    learner: Learner
    lesson: int
    change: int


class Completions:
    """What follows from the rows of one chunk."""

    def __init__(self, connection: Connection, planned: Standings, *, hold: bool) -> None:
        self._connection, self._planned, self._hold = connection, planned, hold
        self._turns: list[Turn] = []

    def add(self, place: int, outcome: Outcome, course: Course, learner: Learner) -> None:
        """Take a row into account that changes the state of a lesson."""
        is_done, was_done = (said.get("state") == DONE for said in (outcome.after, outcome.before))
        if is_done != was_done:
            lesson = int(str(outcome.after["lesson"]))
            self._turns.append(Turn(place, course, learner, lesson, 1 if is_done else -1))

    def settled(self, outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
        """The same rows, where one completes a course, or takes that back, with this and its mail."""
        found, gained = list(outcomes), dict[int, int]()
        courses = {turn.learner.course_id: turn.course for turn in self._turns}
        learners = {turn.learner.id: turn.learner for turn in self._turns}
        running = outset.running(
            self._connection, self._planned, courses, learners, hold=self._hold
        )
        for turn in self._turns:
            there = running[turn.learner.id]
            after = _after(turn, there)
            running[turn.learner.id] = after
            if after.is_complete == there.is_complete:
                continue
            found[turn.place] = _with_completion(found[turn.place], turn, after)
            if after.is_complete and not there.is_told:
                gained.setdefault(turn.learner.id, turn.place)
        for who in outset.can_be_told(self._connection, courses, learners, gained):
            place = gained[who]
            found[place] = found[place]._replace(mails=(COMPLETED,))
            running[who] = running[who]._replace(is_told=True)
        if not self._hold:
            for who, standing in running.items():
                self._planned.put(who, standing)
        return found


def _after(turn: Turn, there: Running) -> Running:
    """How far a learner is behind a row."""
    done, is_complete = turn.course.after(
        there.done, turn.lesson, turn.change, was_complete=there.is_complete
    )
    return there._replace(done=done, is_complete=is_complete)


def _with_completion(outcome: Outcome, turn: Turn, after: Running) -> Outcome:
    """A row that completes a course, or takes that back, with what there was before."""
    if after.is_complete:
        was, now = None, GAINED
    else:
        was, now = _completion(turn.learner) if after.was_complete else IN_THIS_FILE, REOPENED
    return outcome._replace(
        before={**outcome.before, "completion": was}, after={**outcome.after, "completion": now}
    )


def _completion(learner: Learner) -> str:
    """A completion as it can be given back."""
    at = learner.completed_at.isoformat() if learner.completed_at else ""
    return f"{at} {learner.completed_revision or ''}"
