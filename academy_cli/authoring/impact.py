"""What a plan does to learners, as numbers: for every change alone, and for all of them together.

Knows the numbers and their JSON; refuses to know how they come about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


class Move(NamedTuple):
    """So many learners whose percentage goes from one number to another."""

    before: int
    after: int
    learners: int


class Outcome(NamedTuple):
    """What becomes of one learner: percentages, and whether a completion is gained or lost."""

    before: int
    after: int
    gains: bool
    loses: bool
    certificates: int
    """Valid ones that the learner holds."""

    @property
    def is_felt(self) -> bool:
        """Whether anything becomes different."""
        return self.before != self.after or self.gains or self.loses


@dataclass(frozen=True, slots=True)
class Effects:
    """What a change, or a whole plan, does; all but the last three numbers count learners.

    ``in_progress`` and ``completed`` say who began or completed the lesson that changes (of a plan: any
    of them). ``certificates`` are valid ones of learners whose completion is ``at_risk``, ``answered``
    attempts that had the question that changes (of a plan: any of them), ``judged`` those that would pass
    now, or no longer, by the pass mark that changes.
    """

    in_progress: int = 0
    completed: int = 0
    moves: tuple[Move, ...] = ()
    gained: int = 0
    at_risk: int = 0
    certificates: int = 0
    answered: int = 0
    judged: int = 0

    @property
    def moved(self) -> int:
        """How many learners have another percentage afterwards."""
        return sum(move.learners for move in self.moves)

    @property
    def is_felt(self) -> bool:
        """Whether any learner has to do with it."""
        begun = self.in_progress or self.completed or self.answered or self.judged
        return bool(begun or self.moves or self.gained or self.at_risk)


@dataclass(frozen=True, slots=True)
class Impact:
    """What a plan does to a course's learners; ``changes`` are in the plan's order, none for nobody.

    ``touched`` are learners whose percentage or completion becomes another, and those ``interrupted``:
    in progress on a lesson that is archived.
    """

    enrolled: int = 0
    touched: int = 0
    interrupted: int = 0
    total: Effects = Effects()
    changes: tuple[Effects, ...] = ()


class Settled(NamedTuple):
    """How many completions an apply gave and took back."""

    gained: int = 0
    reopened: int = 0


NOBODY = Impact()


def effects(
    outcomes: Mapping[Outcome, int],
    in_progress: int,
    completed: int,
    answered: int = 0,
    judged: int = 0,
) -> Effects:
    """Add up what becomes of so many learners each."""
    moves: Counter[tuple[int, int]] = Counter()
    gained = at_risk = certificates = 0
    for one, number in outcomes.items():
        if one.before != one.after:
            moves[one.before, one.after] += number
        gained += number * one.gains
        at_risk += number * one.loses
        certificates += number * one.loses * one.certificates
    moved = tuple(Move(*pair, number) for pair, number in sorted(moves.items()) if number)
    attempts = (answered, judged)
    return Effects(in_progress, completed, moved, gained, at_risk, certificates, *attempts)


def effects_json(one: Effects) -> dict[str, Any]:
    """What a change does as plain data."""
    return {
        "in_progress": one.in_progress,
        "completed": one.completed,
        "moved": one.moved,
        "moves": [{"from": a, "to": b, "learners": number} for a, b, number in one.moves],
        "completions_gained": one.gained,
        "completions_at_risk": one.at_risk,
        "certificates": one.certificates,
        "answered": one.answered,
        "judged": one.judged,
    }


def impact_json(one: Impact) -> dict[str, Any]:
    """What a plan does in total as plain data."""
    people = {"enrolled": one.enrolled, "touched": one.touched, "interrupted": one.interrupted}
    return people | effects_json(one.total)
