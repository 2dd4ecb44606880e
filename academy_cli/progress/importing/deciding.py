"""What a row about a lesson of a learner comes to, and what follows from it for the course.

Pure: decided from the row, from what is there, and by the course's rule. Refuses rows of a database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from academy_cli.bulk.kinds import Did, Fill, Mode, Outcome, Policy, Value, Wanted
from academy_cli.bulk.outcome import refused
from academy_cli.kit.clock import iso
from academy_cli.kit.completion import Stage, missing, weigh
from academy_cli.kit.saying import say
from academy_cli.progress.syllabus import LESSON, Done, Entry, Syllabus

if TYPE_CHECKING:
    from sqlalchemy import Row

DONE, STARTED, OPEN = "done", "started", "open"
"""What a lesson is; open is one that was never begun."""
GAINED, REOPENED = "gained", "reopened"
IN_THIS_FILE = "gained in the same file"
FIELDS = ("state", "completed_at", "seconds")


class Step(NamedTuple):
    """How far somebody is in a lesson."""

    state: str = OPEN
    completed_at: datetime | None = None
    seconds: int = 0
    started_at: datetime | None = None
    last_seen_at: datetime | None = None

    def said(self, name: str) -> Value:
        """A field as a row writes it."""
        value = getattr(self, name)
        return iso(value) if isinstance(value, datetime) else value

    def exact(self, name: str) -> Value:
        """A field as it can be put back."""
        value = getattr(self, name)
        return value.isoformat() if isinstance(value, datetime) else value


NOT_BEGUN = Step()


class Running(NamedTuple):
    """How far a learner is after some rows: lessons done by stage, and whether the course is complete.

    ``was_complete`` is whether it was before the first row, ``is_told`` whether a row brings the mail.
    """

    done: Done
    is_complete: bool
    was_complete: bool
    is_told: bool = False


@dataclass(frozen=True)
class Course:
    """A course as an import meets it: its row, its lessons by key and path, and its rule."""

    row: Row[Any]
    id: int
    slug: str
    syllabus: Syllabus
    lessons: Mapping[str, Entry]
    _known: dict[tuple[Done, int | None, int, bool], tuple[Done, bool]] = field(
        default_factory=dict
    )

    @classmethod
    def of(cls, row: Row[Any], syllabus: Syllabus) -> Course:
        """A course by its row."""
        found = [one for one in syllabus.entries if one.node.kind == LESSON]
        by_path = {one.node.path: one for one in found}
        by_key = {one.node.key: one for one in found}
        return cls(row, row.id, row.slug, syllabus, {**by_path, **by_key})

    def after(
        self, before: Done, lesson: int, change: int, *, was_complete: bool
    ) -> tuple[Done, bool]:
        """The lessons done when one more is, or one less, and whether the course is complete then.

        There are few kinds of learners, so each is weighed once.
        """
        stage = self.syllabus.stages.get(lesson)
        key = (before, stage, change, was_complete)
        found = self._known.get(key)
        if found is None:
            counts = list(before)
            if stage is not None:
                counts[stage] += change
            found = self._weighed(before, Done(*counts), was_complete=was_complete)
            self._known[key] = found
        return found

    def _weighed(self, before: Done, now: Done, *, was_complete: bool) -> tuple[Done, bool]:
        was, tally = self.syllabus.tally_of(before), self.syllabus.tally_of(now)
        has_more = missing(tally) > missing(was)
        rule = self.syllabus.rule
        found = weigh(rule, tally, was_complete=was_complete, has_more_to_do=has_more)
        return now, found.is_complete


def hidden(entry: Entry) -> bool:
    """Whether learners do not see a lesson."""
    return entry.opening.stage is Stage.HIDDEN


def decided(wanted: Wanted, enrollment: int, lesson: int, step: Step, policy: Policy) -> Outcome:
    """What a row comes to for the lesson itself."""
    if policy.mode is Mode.CREATE and step.state != OPEN:
        return refused(wanted.key, say("they have begun the lesson already"))
    if policy.mode is Mode.UPDATE and step.state == OPEN:
        return refused(wanted.key, say("they have not begun the lesson yet"))
    after = _changes(wanted.values, step, is_filling=policy.fill is Fill.MISSING)
    if not after:
        return Outcome(Did.UNCHANGED, wanted.key, enrollment)
    names = [name for name in FIELDS if name in after]
    before: dict[str, Value] = {"lesson": lesson, **{name: step.exact(name) for name in names}}
    return Outcome(Did.UPDATE, wanted.key, enrollment, before, {"lesson": lesson, **after})


def _changes(said: Mapping[str, Value], step: Step, *, is_filling: bool) -> dict[str, Value]:
    """The fields of a lesson that are another afterwards."""
    after: dict[str, Value] = {}
    seconds, completed_at = said.get("seconds"), said.get("completed_at")
    is_done = step.state == DONE
    if said["state"] == DONE and not is_done:
        after["state"] = DONE
        if completed_at is not None:
            after["completed_at"] = completed_at
    elif said["state"] == DONE and completed_at is not None and not is_filling:
        if step.said("completed_at") != completed_at:
            after["completed_at"] = completed_at
    elif said["state"] == OPEN and is_done and not is_filling:
        after |= {"state": STARTED, "completed_at": None}
    elif said["state"] == OPEN and step.state == OPEN and seconds is not None:
        after["state"] = STARTED
    if seconds is not None and seconds != step.seconds and not (is_filling and step.seconds):
        after["seconds"] = seconds
    return after
