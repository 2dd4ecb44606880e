"""What becomes of every learner when a plan is carried out: the rule of completion, before and after.

Learners who have done the same kinds of lessons are weighed once, so the work grows with the changes and
with the ways in which learners differ. Knows values only; refuses to know where they were counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from academy_cli.authoring.impact import Outcome
from academy_cli.authoring.scales import Scales, Shift, Shifts
from academy_cli.kit.completion import Rule, Tally, missing, together, weigh, weight


class Learner(NamedTuple):
    """One enrollment."""

    enrollment: int
    is_complete: bool
    certificates: int
    """Valid ones."""


class Step(NamedTuple):
    """That a learner began or completed a lesson."""

    enrollment: int
    row: int
    is_completed: bool


class Profile(NamedTuple):
    """What there is to know of a learner: lessons done by kind of places, and what it led to."""

    done: tuple[int, ...]
    is_complete: bool
    certificates: int


class Forecast:
    """Learners on the scales."""

    def __init__(
        self, scales: Scales, learners: Iterable[Learner], done: Mapping[int, Mapping[int, int]]
    ) -> None:
        self.scales = scales
        kinds, nothing = range(len(scales.sizes)), dict[int, int]()
        self.profiles = {
            one.enrollment: Profile(
                tuple(done.get(one.enrollment, nothing).get(kind, 0) for kind in kinds),
                one.is_complete,
                one.certificates,
            )
            for one in learners
        }
        self.groups = Counter(self.profiles.values())
        self._before = {one: scales.tally(0, one.done) for one in self.groups}

    @cached_property
    def outcomes(self) -> Mapping[Profile, Outcome]:
        """What the whole plan makes of each kind of learner."""
        return {one: self._afterwards(one, self.scales.tally(2, one.done)) for one in self.groups}

    @property
    def gaining(self) -> list[int]:
        """The enrollments that the plan completes."""
        return [who for who, one in self.profiles.items() if self.outcomes[one].gains]

    @property
    def losing(self) -> list[int]:
        """The enrollments that the plan reopens."""
        return [who for who, one in self.profiles.items() if self.outcomes[one].loses]

    @property
    def feeling(self) -> set[int]:
        """The enrollments for which anything becomes different."""
        return {who for who, one in self.profiles.items() if self.outcomes[one].is_felt}

    def total(self) -> Counter[Outcome]:
        """How many learners each outcome has."""
        return _counted((self.outcomes[one], n) for one, n in self.groups.items())

    def by_rule(self) -> Counter[Outcome]:
        """The same if only the rule changed."""
        ruled = ((one, self.scales.tally(1, one.done), n) for one, n in self.groups.items())
        return _counted((self._afterwards(one, after), n) for one, after, n in ruled)

    def by_shifts(self, shifts: Shifts, steps: Iterable[Step]) -> Counter[Outcome]:
        """The same if only these lessons shifted; ``steps`` on them tell who has completed which."""
        there = Counter(shifts.values())
        found = Counter(self._without_steps(frozenset(there.items())))
        for (one, done), number in self._finishers(shifts, steps).items():
            found[self._shifted(one, there, {})] -= number
            found[self._shifted(one, there, dict(done))] += number
        return found

    @cached_property
    def _kept(self) -> dict[frozenset[tuple[Shift, int]], Counter[Outcome]]:
        return {}

    def _without_steps(self, there: frozenset[tuple[Shift, int]]) -> Counter[Outcome]:
        """As if nobody had completed any of the lessons; many changes have that in common."""
        if there not in self._kept:
            moved = ((self._shifted(one, dict(there), {}), n) for one, n in self.groups.items())
            self._kept[there] = _counted(moved)
        return self._kept[there]

    def _finishers(
        self, shifts: Shifts, steps: Iterable[Step]
    ) -> Counter[tuple[Profile, frozenset[tuple[Shift, int]]]]:
        """Learners by kind and by how many of the lessons they completed."""
        done: dict[int, Counter[Shift]] = defaultdict(Counter)
        for step in steps:
            if step.is_completed:
                done[step.enrollment][shifts[step.row]] += 1
        return Counter((self.profiles[who], frozenset(n.items())) for who, n in done.items())

    def _shifted(
        self, one: Profile, there: Mapping[Shift, int], done: Mapping[Shift, int]
    ) -> Outcome:
        tally = self._before[one]
        for shift, lessons in there.items():
            gone = weight(shift[0], -lessons, -done.get(shift, 0))
            tally = together((tally, gone, weight(shift[1], lessons, done.get(shift, 0))))
        return self._outcome(one, tally, self.scales.before.rule)

    def _afterwards(self, one: Profile, tally: Tally) -> Outcome:
        return self._outcome(one, tally, self.scales.after.rule)

    def _outcome(self, one: Profile, tally: Tally, rule: Rule) -> Outcome:
        """What becomes of a learner who has this on the scales afterwards, under this rule."""
        before = self._before[one]
        was = weigh(self.scales.before.rule, before)
        more = missing(tally) > missing(before)
        now = weigh(rule, tally, was_complete=one.is_complete, has_more_to_do=more)
        gains = now.is_complete and not was.is_complete and not one.is_complete
        loses = one.is_complete and not now.is_complete
        return Outcome(was.percent, now.percent, gains, loses, one.certificates)


def _counted(outcomes: Iterable[tuple[Outcome, int]]) -> Counter[Outcome]:
    found: Counter[Outcome] = Counter()
    for outcome, number in outcomes:
        found[outcome] += number
    return found
