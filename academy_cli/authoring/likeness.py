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
_CUT = re.compile(r"[\r\n]+|(?<=[.!?。！？])\s+")
_SAYS_SOMETHING = re.compile(r"\w.*\w.*\w", re.DOTALL)
_COMMON = 24
"""A passage that so many texts have tells nobody apart; looking all of them up would compare all with all."""
_CLOSEST = 8
"""So many of the texts that share most with one are looked at in full."""
_LEAST = 2
"""One passage in common is no evidence, however short the texts are."""

Passages = Mapping[int, int]
"""How often each passage stands in a text, by its hash."""


@dataclass(frozen=True, slots=True)
class Alike(Generic[T, U]):
    """Two texts of which one may be a version of the other; ``share`` is of the longer one, 0 to 1."""

    old: T
    new: U
    share: float


def alike(old: Mapping[T, str], new: Mapping[U, str], others: Iterable[str]) -> list[Alike[T, U]]:
    """Every pair of an old and a new text that has enough in common, the most alike first.

    What two or more of the ``others`` say too is boilerplate and counts for nobody. The time grows with
    the length of the texts, not with the number of pairs.
    """
    boilerplate = _boilerplate(others)
    before = {key: _own(text, boilerplate) for key, text in old.items()}
    after = {key: _own(text, boilerplate) for key, text in new.items()}
    found = [
        Alike(key, name, share)
        for name, key in _meetings(before, after)
        if (share := _share(before[key], after[name])) >= ENOUGH
    ]
    return sorted(found, key=lambda pair: -pair.share)


def _boilerplate(texts: Iterable[str]) -> frozenset[int]:
    seen = Counter(passage for text in texts for passage in _passages(text))
    return frozenset(passage for passage, times in seen.items() if times > 1)


def _passages(text: str) -> Passages:
    parts = (part.strip() for part in _CUT.split(text))
    return Counter(hash(part) for part in parts if _SAYS_SOMETHING.search(part))


def _own(text: str, boilerplate: frozenset[int]) -> Passages:
    return {p: times for p, times in _passages(text).items() if p not in boilerplate}


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
    both = sum(min(times, other.get(passage, 0)) for passage, times in one.items())
    longer = max(sum(one.values()), sum(other.values()))
    return both / longer if both >= _LEAST else 0.0
