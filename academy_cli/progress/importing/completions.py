"""Which rows complete a course or take that back: one learner's rows after the other, in their order.

Counts what the database has, once for a chunk, and goes on from there. Knows what a plan said of learners
before; refuses to write.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from academy_cli.bulk.kinds import Outcome
from academy_cli.mail.occasions import COMPLETED, who_is_told
from academy_cli.progress import store
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
from academy_cli.progress.syllabus import Done


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
        found, gained = list(outcomes), dict[int, list[Turn]]()
        running = self._running()
        for turn in self._turns:
            before = running[turn.learner.id]
            after = self._after(turn, before)
            running[turn.learner.id] = after
            if after.is_complete == before.is_complete:
                continue
            found[turn.place] = _with_completion(found[turn.place], turn, after)
            if after.is_complete and not before.is_told:
                gained.setdefault(turn.learner.id, []).append(turn)
        for who in self._told([turns[0] for turns in gained.values()]):
            place = gained[who][0].place
            found[place] = found[place]._replace(mails=(COMPLETED,))
            running[who] = running[who]._replace(is_told=True)
        if not self._hold:
            for who, standing in running.items():
                self._planned.put(who, standing)
        return found

    def _after(self, turn: Turn, before: Running) -> Running:
        done, is_complete = turn.course.after(
            before.done, turn.lesson, turn.change, was_complete=before.is_complete
        )
        return Running(done, is_complete, before.was_complete, before.is_told)

    def _running(self) -> dict[int, Running]:
        """How far everybody is before the chunk."""
        found: dict[int, Running] = {}
        fresh: dict[str, dict[int, Turn]] = {}
        for turn in self._turns:
            known = self._planned.get(turn.learner.id)
            if known is not None and not self._hold:
                found[turn.learner.id] = known
            else:
                fresh.setdefault(turn.course.slug, {})[turn.learner.id] = turn
        for turns in fresh.values():
            course = next(iter(turns.values())).course
            tallies = store.tallies(self._connection, course.syllabus.stages, list(turns))
            for who, turn in turns.items():
                done, _ = tallies.get(who, (Done(), 0))
                is_complete = turn.learner.completed_at is not None
                planned = self._planned.get(who)
                was = planned.was_complete if planned is not None else is_complete
                found[who] = Running(done, is_complete, was)
        return found

    def _told(self, turns: Sequence[Turn]) -> set[int]:
        """Those who can be told of their completion and were not yet."""
        by_course: dict[str, list[Turn]] = {}
        for turn in turns:
            by_course.setdefault(turn.course.slug, []).append(turn)
        told: set[int] = set()
        for some in by_course.values():
            ids = [turn.learner.id for turn in some]
            told |= who_is_told(self._connection, ids, some[0].course.row.revision)
        return told


def _with_completion(outcome: Outcome, turn: Turn, after: Running) -> Outcome:
    """A row that completes a course, or takes that back, with what there was before."""
    if after.is_complete:
        before, now = None, GAINED
    else:
        before, now = _completion(turn.learner) if after.was_complete else IN_THIS_FILE, REOPENED
    return outcome._replace(
        before={**outcome.before, "completion": before}, after={**outcome.after, "completion": now}
    )


def _completion(learner: Learner) -> str:
    """A completion as it can be given back."""
    at = learner.completed_at.isoformat() if learner.completed_at else ""
    return f"{at} {learner.completed_revision or ''}"
