"""Words that nothing has, and what they may have meant: what is a letter or two away.

Knows when two words are near; refuses to know where a word stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

_ONE_FROM, _TWO_FROM = 4, 8
"""From how many letters on a word may differ by one letter, and by two."""


class Meant(NamedTuple):
    """A word that may be meant, what is left of it without its ending, and how far it is: less is nearer."""

    word: str
    far: tuple[int, bool]
    stems: tuple[str, ...]


def tolerance(word: str) -> int:
    """How many letters of a word may be wrong, left out, too much or changed about."""
    if len(word) < _ONE_FROM or any(map(str.isdigit, word)):
        return 0
    return 2 if len(word) >= _TWO_FROM else 1


def near(word: str, words: Iterable[tuple[str, str]], most: int) -> Sequence[Meant]:
    """The nearest of some words, those that begin alike first; nothing where all are too far away.

    What is counted are letters left out, put in, exchanged, and neighbours changed about (the optimal string
    alignment distance).
    """
    from rapidfuzz.distance import OSA  # only for words that nothing has
    from rapidfuzz.process import extract

    stems: dict[str, set[str]] = {}
    for one, stem in words:
        stems.setdefault(one, set()).add(stem)
    cutoff = tolerance(word)
    found = extract(word, stems.keys(), scorer=OSA.distance, score_cutoff=cutoff, limit=None)
    best = sorted((int(distance), one[:1] != word[:1], one) for one, distance, _ in found)
    return [
        Meant(one, (distance, begins_otherwise), tuple(sorted(stems[one])))
        for distance, begins_otherwise, one in best[:most]
    ]
