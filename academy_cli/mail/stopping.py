"""The wish to end sending, heard between two letters.

A letter that was handed over has left: whoever ends before its answer is heard has it sent again. Knows that
somebody wishes it; refuses to know who, and to end anything.
"""

from __future__ import annotations

from threading import Event


class Stop:
    """One wish, of which all connections hear."""

    def __init__(self) -> None:
        self._wished = Event()

    @property
    def is_wished(self) -> bool:
        """Whether no other letter is begun."""
        return self._wished.is_set()

    def wish(self) -> None:
        """Let no other letter be begun."""
        self._wished.set()

    def rest(self, seconds: float) -> None:
        """Do nothing for so long, or until somebody wishes to end."""
        self._wished.wait(seconds)
