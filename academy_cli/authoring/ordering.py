"""The order of siblings: which of them moved, and where those stand that could not be read.

Pure functions over sequences; refuses to know what is ordered.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def moved(before: Sequence[T], after: Sequence[T]) -> frozenset[T]:
    """The fewest of the items in both that have to move to turn one order into the other.

    Everything outside a longest increasing subsequence moves; O(n log n).
    """
    place = {item: index for index, item in enumerate(before)}
    both = [item for item in after if item in place]
    numbers = [place[item] for item in both]
    if numbers == sorted(numbers):
        return frozenset()
    return frozenset(both) - {both[index] for index in _longest_increasing(numbers)}


def _longest_increasing(numbers: Sequence[int]) -> list[int]:
    """Indices of one longest increasing subsequence of distinct numbers (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    previous = [-1] * len(numbers)
    for index, number in enumerate(numbers):
        pile = bisect_left(tails, number)
        previous[index] = ends[pile - 1] if pile else -1
        tails[pile : pile + 1] = [number]
        ends[pile : pile + 1] = [index]
    chain: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(index)
        index = previous[index]
    return chain[::-1]


def with_kept(order: Sequence[T], kept: Sequence[T], before: Sequence[T]) -> list[T]:
    """Put items back that must stay, each behind the nearest sibling it stood behind before; O(n)."""
    present, stays, known = set(order), set(kept), set(before)
    behind: dict[T | None, list[T]] = defaultdict(list)
    last: T | None = None
    for item in before:
        if item in stays:
            behind[last].append(item)
        elif item in present:
            last = item
    result = list(behind[None])
    for item in order:
        result += [item, *behind.get(item, ())]
    return result + [item for item in kept if item not in known]


def as_before(order: Sequence[T], before: Sequence[T]) -> list[T]:
    """The old order for what was there, new items behind: for lists that could not be read."""
    place = {item: index for index, item in enumerate(before)}
    return sorted(order, key=lambda item: place.get(item, len(before)))
