"""Chance that can be had again: the same numbers for the same seed and purpose, on every machine.

Knows sha256 of a counter, and how to draw from it without a bias; refuses Python's own generator, whose
shuffling may differ between versions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

_RANGE = 2**64


class Chance:
    """The numbers of one seed for one purpose, so that another purpose more changes none of them."""

    def __init__(self, seed: int, purpose: str) -> None:
        self._numbers = _numbers(f"{seed}\n{purpose}\n")

    def below(self, bound: int) -> int:
        """A number from 0 on and below a bound of at least 1, each as likely."""
        fair = _RANGE - _RANGE % bound
        return next(number for number in self._numbers if number < fair) % bound

    def shuffled(self, things: Sequence[T]) -> tuple[T, ...]:
        """Things in an order of which each is as likely (Fisher and Yates)."""
        mixed = list(things)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return tuple(mixed)

    def picked(self, things: Sequence[T], count: int) -> tuple[T, ...]:
        """So many of some things, each selection as likely, in the order in which they stood."""
        chosen = sorted(self.shuffled(range(len(things)))[:count])
        return tuple(things[index] for index in chosen)


def _numbers(name: str) -> Iterator[int]:
    """Numbers below 2**64: four of each digest of the name and a counter."""
    counter = 0
    while True:
        digest = hashlib.sha256(f"{name}{counter}".encode()).digest()
        yield from (int.from_bytes(digest[at : at + 8], "big") for at in range(0, 32, 8))
        counter += 1
