"""In which order found courses come: how rare a word is, and where it stands.

Values alone, so both engines give the same order. A word counts as much as it tells apart (its inverse
document frequency, over courses), times where it stands best; a document that says everything counts again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log, log2
from typing import NamedTuple

from academy_cli.catalog.matching import Posting

_WEIGHTS = {
    ("course", 3): 8.0, ("course", 2): 5.0, ("course", 1): 2.0,
    ("module", 3): 3.0, ("module", 2): 2.0, ("module", 1): 1.0,
    ("lesson", 3): 3.0, ("lesson", 2): 1.5, ("lesson", 1): 1.0,
}  # fmt: skip
"""What a word is worth by where it stands."""
_OFTEN = 0.3
"""What each doubling of the number of documents that say it adds."""
_TOGETHER = 2.0
"""What it adds when one document says everything."""


class Ranked(NamedTuple):
    """A course, what it scores, its documents with the best first, and which words it says."""

    course: int
    score: float
    documents: tuple[int, ...]
    says: frozenset[int]


def ranked(words: Sequence[Mapping[int, Posting]]) -> Sequence[Ranked]:
    """The courses that say the most of some words, the best first; of those that say as much, by number.

    ``words`` are the documents of each word. Where no course says all, the ones that say most are given.
    """
    courses = _by_course(words)
    most = max((len(one) for one in courses.values()), default=0)
    if not most:
        return []
    rarity = [_rarity(len({one.course for one in word.values()}), len(courses)) for word in words]
    found = [
        _ranked(course, said, rarity, len(words))
        for course, said in courses.items()
        if len(said) == most
    ]
    return sorted(found, key=lambda one: (-one.score, one.course))


def _by_course(
    words: Sequence[Mapping[int, Posting]],
) -> Mapping[int, Mapping[int, Sequence[Posting]]]:
    """The documents of each course by the word that they say."""
    found: dict[int, dict[int, list[Posting]]] = defaultdict(lambda: defaultdict(list))
    for at, word in enumerate(words):
        for posting in word.values():
            found[posting.course][at].append(posting)
    return found


def _rarity(having: int, courses: int) -> float:
    """What a word tells apart: of all courses that say any of the words, how few say it."""
    return 1.0 + log((courses + 1) / (having + 1))


def _ranked(
    course: int, said: Mapping[int, Sequence[Posting]], rarity: Sequence[float], asked: int
) -> Ranked:
    score, worth = 0.0, dict[int, float]()
    says: dict[int, int] = defaultdict(int)
    for at, postings in said.items():
        weights = [_WEIGHTS[one.kind, one.where] for one in postings]
        score += rarity[at] * (max(weights) + _OFTEN * log2(len(postings)))
        for one, weight in zip(postings, weights, strict=True):
            says[one.document] += 1
            worth[one.document] = worth.get(one.document, 0.0) + rarity[at] * weight
    if max(says.values()) == asked:
        score += _TOGETHER * asked
    best = sorted(worth, key=lambda one: (-says[one], -worth[one], one))
    return Ranked(course, round(score, 6), tuple(best), frozenset(said))
