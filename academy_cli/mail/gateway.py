"""The way mail leaves: what every transport takes, and how it says what became of a letter.

Knows the four ways in which a letter is not sent; refuses to know any provider.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from academy_cli.kit.table import cut, one_line
from academy_cli.mail.letter import Letter

LONGEST_REASON = 300
"""Columns: what others say may be a page, and is shown in a table."""
LONGEST_WAIT_S = 86_400.0
"""A day: whoever names more is asked again tomorrow."""


class NotSentError(Exception):
    """A letter that did not leave, or may not have; ``reason`` is what the other side said, on one line."""

    def __init__(self, reason: str) -> None:
        self.reason = cut(one_line(reason), LONGEST_REASON)
        super().__init__(self.reason)


class LaterError(NotSentError):
    """Not now: it may be tried again, after ``wait_s`` seconds at the earliest where they were named.

    The letter was certainly not taken: a transient refusal (RFC 5321, 4.2.1: 4yz; RFC 6585, 4: 429; RFC 9110,
    15.6.4: 503), or a connection that ended before all of it had left (RFC 5321, 4.1.1.4).
    """

    def __init__(self, reason: str, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.wait_s = None if wait_s is None else min(max(wait_s, 0.0), LONGEST_WAIT_S)


class NeverError(NotSentError):
    """This letter will not be taken, however often it is tried (RFC 5321, 4.2.1: 5yz; RFC 9110, 15.5)."""


class UnsureError(NotSentError):
    """The letter was handed over, and whether it was taken was not heard.

    All of it had left, and then came no answer: it may be on its way (RFC 1047; RFC 9110, 9.2.2), so that
    only whoever accepts that it arrives twice sends it again.
    """


class DownError(NotSentError):
    """No letter leaves this way at present: nobody answers, or we are not let in. No letter's own fault.

    The connection, its certificate, the account or the sender's address, which all letters have in common
    (RFC 5321, 3.1; RFC 4954, 6; RFC 9110, 15.5.2 and 15.5.4).
    """


def idle() -> None:
    """Nothing else to do."""


class Sender(Protocol):
    """A connection that takes one letter after the other."""

    def announce(self, letter: Letter) -> None:
        """Say that a letter comes next, where that takes no waiting; nothing of it leaves.

        So whoever sends can write something down while the other side makes ready. Raises nothing.
        """

    def ask(self, letter: Letter, meanwhile: Callable[[], object] = idle) -> None:
        """Hear whether a letter may come, where that is said before it leaves; nothing of it leaves.

        ``meanwhile`` may be called where an answer is waited for. Raises LaterError, NeverError, DownError,
        and what that raises. Whoever has asked may announce another one after all.
        """

    def send(self, letter: Letter, meanwhile: Callable[[], None] = idle) -> str:
        """Hand a letter over, asking first if nobody did, and give what the other side calls it, if anything.

        ``meanwhile`` is called once where an answer is waited for, and raises nothing.
        Raises LaterError, NeverError, UnsureError and DownError; after each it takes the next letter.
        """


class Transport(Protocol):
    """A way for mail to leave."""

    @property
    def name(self) -> str:
        """What it is called in settings."""

    def opened(self) -> AbstractContextManager[Sender]:
        """A connection, closed at the end. Raises DownError at once, or with the first letter."""
