"""The wish to end work, heard between two steps of which none may end halfway: letters, refunds, rounds.

Knows that somebody wishes it; refuses to know who, and to end anything.
"""

from __future__ import annotations

from contextlib import suppress
from queue import Empty, SimpleQueue


class Stop:
    """One wish, of which everybody at work hears.

    It may be wished by the handler of a signal, in the middle of anything, itself included: a
    threading.Event that is interrupted while it is set can keep its lock for ever, and whoever insists on
    ending waits for it. ``SimpleQueue.put`` can be interrupted by itself (Python's manual, ``queue``).
    """

    def __init__(self) -> None:
        self._is_wished = False
        self._wishes = SimpleQueue[None]()

    @property
    def is_wished(self) -> bool:
        """Whether nothing more is begun."""
        return self._is_wished

    def wish(self) -> None:
        """Let nothing more be begun."""
        self._is_wished = True
        self._wishes.put(None)

    def rest(self, seconds: float) -> None:
        """Do nothing for so long, or until somebody wishes to end."""
        if not self._is_wished:
            with suppress(Empty):
                self._wishes.get(timeout=seconds)
                self._wishes.put(None)  # for others who rest
