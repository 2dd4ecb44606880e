"""What can be refused about the books, each with its own sentence.

Knows months and amounts; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, say_joined, say_so_many


class BooksDifferError(AcademyError):
    """Books that do not agree with the provider."""

    def __init__(self, many: int, fixable: int) -> None:
        said = say_so_many(
            "{} difference remains between the books and Stripe.",
            "{} differences remain between the books and Stripe.",
            many,
        )
        hint = say("Put right what has one right answer: academy payment reconcile --fix")
        super().__init__(
            Kind.ATTENTION,
            "books.differ",
            said,
            hint if fixable else say("Each says what a person has to do."),
        )


class NothingStoredError(AcademyError):
    """Nothing to compare with: the provider was not asked yet."""

    def __init__(self) -> None:
        super().__init__(
            Kind.REFUSED,
            "books.nothing-stored",
            "Nothing of Stripe's is kept yet, so there is nothing to compare with.",
            "Ask Stripe first: academy payment reconcile",
        )


class BadMonthError(AcademyError):
    """A month that is none."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "close.bad-month",
            say("“{}” is no month.", written),
            "Write year and month: academy payment close 2026-11",
        )


class MonthOpenError(AcademyError):
    """A month that is not over."""

    def __init__(self, month: str, last_day: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "close.month-open",
            say("{} is not over: it lasts through {}, UTC.", month, last_day),
            "Close the month before, or wait.",
        )


class NotReadError(AcademyError):
    """A month of which not everything was read."""

    def __init__(self, month: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "close.not-read",
            say("What Stripe says of {} was not read since the month ended.", month),
            "Read it first: academy payment reconcile",
        )


class NotBalancedError(AcademyError):
    """A month whose sums are not equal."""

    def __init__(self, month: str, said: Sequence[str]) -> None:
        super().__init__(
            Kind.ATTENTION,
            "close.not-balanced",
            say("{} does not balance: {}.", month, say_joined("; ", said)),
            "See what differs: academy payment reconcile",
        )


class NotAsClosedError(AcademyError):
    """A month that is not as it was closed."""

    def __init__(self, month: str, said: Sequence[str]) -> None:
        super().__init__(
            Kind.ATTENTION,
            "close.not-as-closed",
            say("{} is not as it was closed: {}.", month, say_joined("; ", said)),
            say("Look at it, then close it again: academy payment close {}", month),
        )


class NotClosedError(AcademyError):
    """A month that was not closed."""

    def __init__(self, month: str) -> None:
        super().__init__(
            Kind.MISSING,
            "close.unknown",
            say("{} was not closed.", month),
            say("Close it: academy payment close {}", month),
        )
