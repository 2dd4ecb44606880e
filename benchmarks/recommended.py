"""How good recommendations are, against recommending what is popular: on people made up for it.

One course of everybody who has had three or more is held back, and looked for among the first five. Knows
two crowds: one whose people have tastes, and one whose people choose by chance.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from math import log2
from pathlib import Path
from typing import NamedTuple

from academy_cli.catalog.recommending import Pick, Traits, neighbours, picks
from benchmarks.measure import Figure

FIRST = 5
PEOPLE, COURSES, TASTES = 2000, 60, 6
_TRUE_TO_THEIRS = 0.75
"""How often somebody with a taste chooses by it."""
_ASKED = 0.67
"""What is popular finds at most this share of what recommendations find: these are half as good again."""


class Crowd(NamedTuple):
    """What each person took, and what courses say of themselves; it says nothing of people's tastes."""

    courses: Sequence[frozenset[int]]
    traits: Mapping[int, Traits]


class Quality(NamedTuple):
    """How often what was held back is among the first five, and how far ahead (nDCG)."""

    recall: float
    ndcg: float


class Measured(NamedTuple):
    """Both ways for one crowd, and for how many the first course is explained by what others took along."""

    recommended: Quality
    popular: Quality
    explained: float
    people: int


def people_with_tastes(chance: random.Random) -> Crowd:
    """Everybody likes the courses of one taste more; each taste has courses that many like."""
    return _crowd(chance, _TRUE_TO_THEIRS)


def people_by_chance(chance: random.Random) -> Crowd:
    """Nobody likes anything more than everybody else does."""
    return _crowd(chance, 0.0)


def _crowd(chance: random.Random, true_to: float) -> Crowd:
    every = range(1, COURSES + 1)
    weights = [1 / (1 + number % 10) for number in every]  # a few courses of each taste are popular
    taken = []
    for person in range(PEOPLE):
        mine = [one for one in every if one % TASTES == person % TASTES]
        of_mine = [weights[one - 1] for one in mine]
        chosen: set[int] = set()
        while len(chosen) < 2 + person % 5:
            is_mine = chance.random() < true_to
            [one] = chance.choices(mine, of_mine) if is_mine else chance.choices(every, weights)
            chosen.add(one)
        taken.append(frozenset(chosen))
    return Crowd(taken, _traits(taken, every))


def _traits(taken: Sequence[Collection[int]], every: Collection[int]) -> Mapping[int, Traits]:
    counted = Counter(one for courses in taken for one in courses)
    return {one: Traits(frozenset(), None, None, "en", counted[one], 3.5) for one in every}


def measure(crowd: Crowd, chance: random.Random) -> Measured:
    """Hold a course of everybody's back, recommend from the rest, and look for it."""
    known, held = list[frozenset[int]](), list[int]()
    for courses in crowd.courses:
        back = chance.choice(sorted(courses)) if len(courses) > 2 else 0
        known.append(courses - {back})
        held.append(back)
    near = neighbours(known)
    traits = _traits(known, crowd.traits)
    liked = sorted(traits, key=lambda one: (-traits[one].learners, one))
    asked = [(mine, back) for mine, back in zip(known, held, strict=True) if back]
    found = [picks(mine, traits.keys(), near, traits)[:FIRST] for mine, _ in asked]
    popular = [[one for one in liked if one not in mine][:FIRST] for mine, _ in asked]
    wanted = [back for _, back in asked]
    explained = sum(bool(some[0].together) for some in found) / len(found)
    return Measured(
        _quality(list(map(_courses, found)), wanted),
        _quality(popular, wanted),
        explained,
        len(asked),
    )


def _courses(found: Sequence[Pick]) -> Sequence[int]:
    return [one.course for one in found]


def _quality(found: Sequence[Sequence[int]], wanted: Sequence[int]) -> Quality:
    """Recall and nDCG of one wanted course each: what it is worth falls with its place."""
    places = [some.index(one) for some, one in zip(found, wanted, strict=True) if one in some]
    gains = sum(1 / log2(place + 2) for place in places)
    return Quality(len(places) / len(wanted), gains / len(wanted))


def recommended(scratch: Path, environ: Mapping[str, str]) -> Iterator[Figure]:
    """What is popular against recommendations, for both crowds; nothing is run, so nothing is timed."""
    del scratch, environ
    crowds: Mapping[str, Callable[[random.Random], Crowd]] = {
        "with tastes": people_with_tastes,
        "by chance": people_by_chance,
    }
    for name, make in crowds.items():
        found = measure(make(random.Random(7)), random.Random(8))
        ours, theirs = found.recommended, found.popular
        detail = (
            f"recall@5 {ours.recall:.3f} against {theirs.recall:.3f}, nDCG@5 {ours.ndcg:.3f} against"
            f" {theirs.ndcg:.3f}, {found.explained:.0%} explained, {found.people} people"
        )
        asked = _ASKED if make is people_with_tastes else 1.1
        yield Figure(f"popular: {name}", theirs.recall / ours.recall, asked, "x", detail)
