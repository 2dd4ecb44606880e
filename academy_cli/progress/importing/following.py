"""What follows for courses from lessons that are put back: the rule decides, as if each were set by hand.

A completion that a row gave goes with it, unless what is left is enough; one that a row took comes back.
Refuses to take a completion of which a certificate was issued, or of somebody who was in the course since.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from academy_cli.bulk.kinds import Journaled, Outcome
from academy_cli.bulk.outcome import refused
from academy_cli.kit.saying import say
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

TAKEN_BACK, GIVEN_BACK = "taken back", "given back"


class Back(NamedTuple):
    """A row of an import, and what putting its lesson back comes to by itself."""

    row: Journaled
    outcome: Outcome
    learner: Learner


class Following:
    """The courses of some learners, while their rows are undone one after the other."""

    def __init__(
        self,
        connection: Connection,
        courses: Mapping[int, Course],
        certified: Collection[int],
        planned: Standings,
        *,
        hold: bool,
    ) -> None:
        self._connection, self._courses, self._certified = connection, courses, certified
        self._planned, self._hold = planned, hold

    def settled(self, backs: Sequence[Back]) -> Sequence[Outcome]:
        """The same outcomes with what becomes of completions, and the mail that tells of new ones."""
        learners = {one.learner.id: one.learner for one in backs if one.outcome.changes}
        running = outset.running(
            self._connection, self._planned, self._courses, learners, hold=self._hold
        )
        found, gained = list[Outcome](), dict[int, int]()
        for one in backs:
            outcome = one.outcome
            if outcome.changes:
                there = running[one.learner.id]
                outcome, running[one.learner.id] = self._followed(one, there)
                if outcome.after.get("completion") == GAINED and not there.is_told:
                    gained.setdefault(one.learner.id, len(found))
            found.append(outcome)
        for who in outset.can_be_told(self._connection, self._courses, learners, gained):
            found[gained[who]] = found[gained[who]]._replace(mails=(COMPLETED,))
            running[who] = running[who]._replace(is_told=True)
        if not self._hold:
            for who, standing in running.items():
                self._planned.put(who, standing)
        return found

    def _followed(self, one: Back, there: Running) -> tuple[Outcome, Running]:
        """What becomes of the course with one lesson, and how far the learner is then."""
        said, learner = one.outcome.after, one.learner
        course = self._courses[learner.course_id]
        change = _is_done(said.get("state")) - _is_done(one.outcome.before.get("state"))
        has_gained = one.row.after.get("completion") == GAINED
        keeps = there.is_complete and not has_gained
        lesson = int(str(said["lesson"]))
        done, is_complete = course.after(there.done, lesson, change, was_complete=keeps)
        was = str(one.row.before.get("completion") or "")
        has_taken = one.row.after.get("completion") == REOPENED and was != IN_THIS_FILE
        comes_back = has_taken and not there.is_complete
        after = there._replace(done=done, is_complete=is_complete or comes_back)
        if after.is_complete == there.is_complete:
            return one.outcome, after
        if after.is_complete:
            word, what = (GIVEN_BACK, was) if comes_back else (GAINED, str(course.row.revision))
            return _with(one.outcome, word, what), after
        if why := self._kept(learner):
            return refused("", why), there
        return _with(one.outcome, TAKEN_BACK, str(learner.completed_revision or 0)), after

    def _kept(self, learner: Learner) -> str:
        """Why a completion stays."""
        if learner.completed_at is None:
            return ""
        if learner.id in self._certified:
            return say("a certificate of the completion was issued")
        if learner.last_seen_at is not None and learner.last_seen_at > learner.completed_at:
            return say("they have been in the course since it was completed")
        return ""


def _is_done(state: object) -> int:
    return int(state == DONE)


def _with(outcome: Outcome, word: str, was: str) -> Outcome:
    """An outcome with what becomes of the completion: its revision, or what is given back."""
    before = {**outcome.before, "completion": None, "was": was}
    return outcome._replace(before=before, after={**outcome.after, "completion": word, "was": was})
