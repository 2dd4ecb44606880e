"""How fast messages of campaigns leave: so many in a minute, over all connections of one sender together.

Knows turns; refuses to wait for one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

IN_HAND_S = 10
"""Messages of a campaign are taken for so long at a time: other mail waits for no more of them."""


class Pace:
    """The turns of one sender; ``per_minute`` is 0 for as fast as it goes."""

    def __init__(self, per_minute: int, now_s: Callable[[], float] = time.monotonic) -> None:
        self._per_minute, self._now_s = per_minute, now_s
        self._next_s, self._lock = 0.0, Lock()

    def turn_s(self) -> float:
        """How long until the next message may leave; each call is another message's turn."""
        if not self._per_minute:
            return 0
        with self._lock:
            now_s = self._now_s()
            begins_s = max(now_s, self._next_s)
            self._next_s = begins_s + 60 / self._per_minute
            return begins_s - now_s

    def in_hand(self, many: int) -> int:
        """How many messages of campaigns to take at once."""
        return min(many, max(1, self._per_minute * IN_HAND_S // 60)) if self._per_minute else many
