"""The way mail leaves: what every transport takes, and how it says what became of a letter.

Knows the four ways in which a letter is not sent; refuses to know any provider.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from academy_cli.mail.letter import Letter


class NotSentError(Exception):
    """A letter that did not leave, or may not have; ``reason`` is what the other side said."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = " ".join(reason.split())


class LaterError(NotSentError):
    """Not now: it may be tried again, after ``wait_s`` seconds at the earliest where they were named."""

    def __init__(self, reason: str, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


class NeverError(NotSentError):
    """This letter will not be taken, however often it is tried."""


class UnsureError(NotSentError):
    """The letter was handed over, and whether it was taken was not heard."""


class DownError(NotSentError):
    """No letter leaves this way at present: nobody answers, or we are not let in. No letter's own fault."""


class Sender(Protocol):
    """A connection that takes one letter after the other."""

    def send(self, letter: Letter) -> str:
        """Hand a letter over, and give what the other side calls it, if anything.

        Raises LaterError, NeverError, UnsureError and DownError.
        """


class Transport(Protocol):
    """A way for mail to leave."""

    name: str

    def opened(self) -> AbstractContextManager[Sender]:
        """A connection, closed at the end. Raises DownError at once, or with the first letter."""
