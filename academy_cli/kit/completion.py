"""When a course is complete: how far a learner has come, and whether that is far enough.

The one rule, used by the course compiler, which says beforehand what a change does to learners, and by
whatever records their progress. Neither may import the other, so it lives here and needs nothing but
the standard library. Knows lessons as keys, flags and stages; refuses to know rows, moments and people.

A lesson counts where the course's ``completion.lessons`` says so. For one learner a lesson that counts
is on the scales

- always, while it is open;
- for completion but not for the percentage, while it is still to come: nobody is done before it is out;
- only if this learner completed it, while it is hidden: archived, or a draft.

Such credit weighs the same in what is done and in what there is. So archiving a lesson changes nothing
for whoever completed it and shortens the way for everybody else; the percentage is never above 100; and
removing lessons never takes a completion away.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple


class Stage(Enum):
    """Whether learners can open a lesson: yes, not yet, or not (any more)."""

    OPEN = "open"
    COMING = "coming"
    HIDDEN = "hidden"


class Lesson(NamedTuple):
    """What a rule has to know of a lesson; ``key`` is what people call it, its id where it has one."""

    key: str
    is_required: bool = True
    stage: Stage = Stage.OPEN


class Tally(NamedTuple):
    """The lessons that count, for one learner: how many there are of each stage, and how many are done."""

    open: int = 0
    coming: int = 0
    done: int = 0
    """Of the open ones."""
    done_early: int = 0
    """Of those still to come: completed before they were put off."""
    credit: int = 0
    """Hidden ones that were completed."""


class Standing(NamedTuple):
    """How far a learner has come: whole percents from 0 to 100, rounded down."""

    percent: int
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A course's ``completion`` setting; ``lessons`` is ``required``, ``all`` or a set of keys."""

    lessons: str | frozenset[str] = "required"
    percent: int = 100
    reopens: bool = False

    @classmethod
    def of(cls, setting: Mapping[str, Any] | None) -> Rule:
        """The rule of a setting as course.yaml gives it; whatever it does not say is the default."""
        said = setting or {}
        lessons = said.get("lessons", "required")
        return cls(
            lessons if isinstance(lessons, str) else frozenset(lessons),
            said.get("percent", 100),
            said.get("on_add") == "reopen",
        )

    def counts(self, lesson: Lesson) -> bool:
        """Whether a lesson counts, in whatever stage it is."""
        match self.lessons:
            case "all":
                return True
            case "required":
                return lesson.is_required
            case keys:
                return lesson.key in keys

    def place(self, lesson: Lesson | None) -> Stage | None:
        """Where a lesson is on the scales; None for one that does not count or is not there."""
        return lesson.stage if lesson is not None and self.counts(lesson) else None


def stage(*, is_draft: bool, releases: Iterable[datetime | None], now: datetime) -> Stage:
    """A lesson's stage at a moment; ``releases`` are its own date and those of the modules around it."""
    if is_draft:
        return Stage.HIDDEN
    is_out = all(release is None or release <= now for release in releases)
    return Stage.OPEN if is_out else Stage.COMING


def weight(at: Stage | None, there: int, done: int) -> Tally:
    """So many lessons of a stage and how many of them are done; None for lessons that do not count."""
    match at:
        case Stage.OPEN:
            return Tally(open=there, done=done)
        case Stage.COMING:
            return Tally(coming=there, done_early=done)
        case Stage.HIDDEN:
            return Tally(credit=done)
        case None:
            return Tally()


def together(tallies: Iterable[Tally]) -> Tally:
    """Several tallies as one."""
    return Tally(*map(sum, zip(*tallies, strict=True)))


def tally(rule: Rule, lessons: Mapping[int, Lesson], completed: Container[int]) -> Tally:
    """Count one learner's lessons, given by row; archived ones are there too, as hidden."""
    return together(
        weight(rule.place(one), 1, int(row in completed)) for row, one in lessons.items()
    )


def missing(count: Tally) -> int:
    """How many lessons that count are left to do."""
    return count.open + count.coming - count.done - count.done_early


def weigh(
    rule: Rule, count: Tally, *, was_complete: bool = False, has_more_to_do: bool = False
) -> Standing:
    """How far a tally is, and whether that is complete.

    Who was complete stays so, unless the rule reopens and the learner ``has_more_to_do`` than before.
    A course in which nothing counts is completed by nobody.
    """
    done = count.done + count.done_early + count.credit
    seen = count.open + count.done_early + count.credit
    whole = count.open + count.coming + count.credit
    has_reached = whole > 0 and 100 * done >= rule.percent * whole
    keeps = was_complete and not (rule.reopens and has_more_to_do)
    return Standing(100 * done // seen if seen else 0, has_reached or keeps)


def standing(
    rule: Rule,
    lessons: Mapping[int, Lesson],
    completed: Container[int],
    *,
    was_complete: bool = False,
    has_more_to_do: bool = False,
) -> Standing:
    """One learner's standing in a course, from all its lessons by row and those the learner completed."""
    count = tally(rule, lessons, completed)
    return weigh(rule, count, was_complete=was_complete, has_more_to_do=has_more_to_do)
