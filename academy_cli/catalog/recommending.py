"""Which courses somebody may like: what others took along with theirs, what is alike, what is liked.

Values alone. Two courses belong together as far as more people took both than would by chance: the cosine of
their learners (Sarwar and others, “Item-based collaborative filtering”, 2001), shrunk where few took both
(Bell and Koren, 2007), and only where the surplus is four standard deviations of Poisson's distribution. So
of courses that people take by chance nothing is pretended. Fewer than five people are never spoken of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from math import sqrt
from typing import NamedTuple

FEWEST = 5
"""People who took both of two courses, below which it says too much about them."""
_SHRUNK_BY = 10
_SURPLUS = 4.0
_ALIKE, _LIKED = 0.05, 0.01
"""What being alike and being liked weigh beside being taken together."""
_LEVELS = {"beginner": 0, "intermediate": 1, "advanced": 2}


class Traits(NamedTuple):
    """What a course says of itself, and how many took it."""

    tags: frozenset[str]
    category: str | None
    level: str | None
    language: str
    learners: int
    worth: float


class Together(NamedTuple):
    """Two courses that people take together: how much, how many of how many."""

    strength: float
    both: int
    of: int


class Pick(NamedTuple):
    """A course for somebody: the one of theirs that speaks for it the most, and in which way."""

    course: int
    score: float
    because_of: Sequence[int]
    together: Together | None
    shared: Sequence[str]


Neighbours = Mapping[int, Mapping[int, Together]]


def neighbours(taken: Iterable[Collection[int]]) -> Neighbours:
    """For each course those taken along with it more often than by chance; ``taken`` are people's courses."""
    single, both, people = Counter[int](), Counter[tuple[int, int]](), 0
    for courses in taken:
        people += bool(courses)
        single.update(courses)
        both.update(combinations(sorted(courses), 2))
    found: dict[int, dict[int, Together]] = defaultdict(dict)
    for (one, other), count in both.items():
        expected = single[one] * single[other] / people
        if count < FEWEST or count <= expected + _SURPLUS * sqrt(expected):
            continue
        cosine = count / sqrt(single[one] * single[other])
        strength = cosine * count / (count + _SHRUNK_BY)
        found[one][other] = Together(strength, count, single[one])
        found[other][one] = Together(strength, count, single[other])
    return found


def picks(
    had: Collection[int],
    may_take: Collection[int],
    near: Neighbours,
    traits: Mapping[int, Traits],
    language: str | None = None,
) -> Sequence[Pick]:
    """Courses for somebody who ``had`` some, the best first; those in a language of theirs before others.

    ``language`` is the one that they speak, if that is known.
    """
    mine = [one for one in sorted(had) if one in traits]
    spoken = {traits[one].language.split("-")[0] for one in mine}
    spoken |= {language.split("-")[0]} if language else set()
    most = max((traits[one].learners for one in may_take), default=0) or 1
    found = [_pick(one, mine, near, traits, most) for one in sorted(set(may_take) - set(mine))]

    def order(pick: Pick) -> tuple[bool, float, int]:
        is_foreign = bool(spoken) and traits[pick.course].language.split("-")[0] not in spoken
        return is_foreign, -pick.score, pick.course

    return sorted(found, key=order)


def _pick(
    course: int, mine: Sequence[int], near: Neighbours, traits: Mapping[int, Traits], most: int
) -> Pick:
    self = traits[course]
    together = {one: near[one][course] for one in mine if course in near.get(one, {})}
    alike = {one: _likeness(self, traits[one]) for one in mine}
    liked = self.learners / most + self.worth / 50
    score = sum(one.strength for one in together.values()) + _LIKED * liked
    score += _ALIKE * max(alike.values(), default=0.0) - _ALIKE * _is_too_hard(self, mine, traits)
    if together:
        best = max(together, key=lambda one: (together[one].strength, -one))
        return Pick(course, round(score, 6), (best,), together[best], ())
    if alike and max(alike.values()) > 0:
        best = max(alike, key=lambda one: (alike[one], -one))
        return Pick(course, round(score, 6), (best,), None, _shared(self, traits[best]))
    return Pick(course, round(score, 6), (), None, ())


def _likeness(one: Traits, other: Traits) -> float:
    """How much two courses say the same of themselves: Jaccard's index of tags and category."""
    mine, theirs = _marks(one), _marks(other)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _shared(one: Traits, other: Traits) -> Sequence[str]:
    return sorted(one.tags & other.tags) or sorted(_marks(one) & _marks(other))


def _marks(one: Traits) -> frozenset[str]:
    return one.tags | ({one.category} if one.category else set())


def _is_too_hard(self: Traits, mine: Sequence[int], traits: Mapping[int, Traits]) -> bool:
    """Whether a course is two levels above all that somebody has had."""
    reached = max((_LEVELS.get(traits[one].level or "", 0) for one in mine), default=0)
    return _LEVELS.get(self.level or "", 0) > reached + 1
