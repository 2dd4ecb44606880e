"""The time of a world, and what falls due in it.

Knows a clock that may be put forward, and an order of things to do; refuses to know what they are. Stripe's
test clocks (https://docs.stripe.com/billing/testing/test-clocks) move some customers; this one moves all.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count


class Clock:
    """Seconds since 1970: the machine's, or standing still from a given time until it is put forward."""

    def __init__(self, start: int | None = None) -> None:
        self._start = start
        self._ahead = 0
        self._within: int | None = None
        self._due: list[tuple[int, int, Callable[[], None]]] = []
        self._number = count()

    def now(self) -> int:
        """The time; while something due is done, the time at which it was due."""
        if self._within is not None:
            return self._within
        return (int(time.time()) if self._start is None else self._start) + self._ahead

    def at(self, when: int, action: Callable[[], None]) -> None:
        """Do something once the time has come; it has to look whether there still is anything to do."""
        heapq.heappush(self._due, (when, next(self._number), action))

    @contextmanager
    def pretending(self, when: int) -> Iterator[None]:
        """Another time for a while, so that things may have been made long ago."""
        before, self._within = self._within, when
        try:
            yield
        finally:
            self._within = before

    def advance(self, seconds: int) -> None:
        """Put the clock forward, and do what falls due on the way, each at its time."""
        self._ahead += seconds
        self.catch_up()

    def catch_up(self) -> None:
        """Do what has fallen due."""
        now = self.now()
        while self._within is None and self._due and self._due[0][0] <= now:
            when, _, action = heapq.heappop(self._due)
            with self.pretending(when):
                action()
