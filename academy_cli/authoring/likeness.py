"""How much texts have in common, found without comparing all with all.

Knows passages: lines, cut at the ends of sentences, that say something. Refuses to know whose texts they are.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)
U = TypeVar("U", bound=Hashable)

ENOUGH = 0.6
"""The share of passages from which on two texts are versions of one."""
ENOUGH_OF_ITS_OWN = 1 / 3
"""The share of what is not boilerplate that has to be the same as well."""
_CUT = re.compile(r"[\r\n]+|(?<=[.!?。！？])\s+")
_SAYS_SOMETHING = re.compile(r"\w.*\w.*\w", re.DOTALL)
_COMMON = 24
"""A passage that so many texts have tells nobody apart; looking all of them up would compare all with all."""
_CLOSEST = 8
"""So many of the texts that share most with one are looked at in full."""

Passages = Mapping[int, int]
"""How often each passage stands in a text, by its hash."""


@dataclass(frozen=True, slots=True)
class Alike(Generic[T, U]):
    """Two texts of which one may be a version of the other.

    ``share`` is how much of the longer one is the same, 0 to 1; ``own`` is how much of the shorter one,
    without boilerplate.
    """

    old: T
    new: U
    share: float
    own: float


def alike(old: Mapping[T, str], new: Mapping[U, str], others: Iterable[str]) -> list[Alike[T, U]]:
    """Every pair of an old and a new text that has enough in common, the most alike first.

    What two or more of the ``others`` say too is boilerplate: without it enough has to be the same as well.
    The time grows with the length of the texts, not with the number of pairs.
    """
    boilerplate = _boilerplate(others)
    before = {key: _passages(text) for key, text in old.items()}
    after = {key: _passages(text) for key, text in new.items()}
    own_before = {key: _own(passages, boilerplate) for key, passages in before.items()}
    own_after = {key: _own(passages, boilerplate) for key, passages in after.items()}
    found: list[Alike[T, U]] = []
    for name, key in _meetings(own_before, own_after):
        whole = _share(before[key], after[name])
        own = _part(own_before[key], own_after[name])
        if whole >= ENOUGH and own >= ENOUGH_OF_ITS_OWN and _both(before[key], after[name]) > 1:
            found.append(Alike(key, name, whole, own))
    return sorted(found, key=lambda pair: (-pair.own, -pair.share))


def share(one: str, other: str) -> float:
    """How much of the longer of two texts is the same, boilerplate included, 0 to 1."""
    return _share(_passages(one), _passages(other))


def _boilerplate(texts: Iterable[str]) -> frozenset[int]:
    seen = Counter(passage for text in texts for passage in _passages(text))
    return frozenset(passage for passage, times in seen.items() if times > 1)


def _passages(text: str) -> Passages:
    parts = (part.strip() for part in _CUT.split(text))
    return Counter(hash(part) for part in parts if _SAYS_SOMETHING.search(part))


def _own(passages: Passages, boilerplate: frozenset[int]) -> Passages:
    return {p: times for p, times in passages.items() if p not in boilerplate}


def _meetings(before: Mapping[T, Passages], after: Mapping[U, Passages]) -> Iterator[tuple[U, T]]:
    """Each new text with the old ones it shares most with, of the passages that few have."""
    holders: dict[int, list[T]] = defaultdict(list)
    for key, passages in before.items():
        for passage in passages:
            holders[passage].append(key)
    for name, passages in after.items():
        met: Counter[T] = Counter()
        for passage in passages:
            here = holders.get(passage, ())
            if len(here) <= _COMMON:
                met.update(here)
        for key, _ in met.most_common(_CLOSEST):
            yield name, key


def _share(one: Passages, other: Passages) -> float:
    longer = max(sum(one.values()), sum(other.values()))
    return _both(one, other) / longer if longer else 0.0


def _part(one: Passages, other: Passages) -> float:
    shorter = min(sum(one.values()), sum(other.values()))
    return _both(one, other) / shorter if shorter else 0.0


def _both(one: Passages, other: Passages) -> int:
    return sum(min(times, other.get(passage, 0)) for passage, times in one.items())
