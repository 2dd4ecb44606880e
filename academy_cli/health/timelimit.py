"""Asking what may take too long, or never answer: several at once, each for so many seconds.

Whoever is too slow is left behind in a thread that keeps no process alive. Knows nothing of what is asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class TooSlowError(Exception):
    """No answer came in time."""


class Asked(Generic[T]):
    """A question that is being asked, since it was made."""

    def __init__(self, ask: Callable[[], T], name: str = "asked") -> None:
        self._answers: SimpleQueue[tuple[bool, T | BaseException]] = SimpleQueue()
        self._begun_at = time.monotonic()
        self._ask = ask
        Thread(target=self._run, name=name, daemon=True).start()

    def _run(self) -> None:
        try:
            self._answers.put((True, self._ask()))
        except BaseException as error:  # whoever waits hears of it, whatever it is
            self._answers.put((False, error))

    def answer(self, limit_s: float) -> T:
        """The answer, if it comes within so many seconds of the question.

        Raises TooSlowError, and what the question raised.
        """
        left = self._begun_at + limit_s - time.monotonic()
        try:
            is_good, found = self._answers.get(timeout=max(left, 0.001))
        except Empty:
            raise TooSlowError from None
        if is_good:
            return found  # type: ignore[return-value]  # it was put there with True
        assert isinstance(found, BaseException)
        raise found


def within(limit_s: float, ask: Callable[[], T]) -> T:
    """The answer to one question, if it comes in time. Raises TooSlowError, and what it did."""
    return Asked(ask).answer(limit_s)
