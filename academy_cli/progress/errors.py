"""What can be refused about progress, each with its own sentence.

Knows lessons and people by name; refuses to know how a shell prints them.
"""

from __future__ import annotations

from datetime import datetime

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.clock import iso


class NoAccessError(AcademyError):
    """A learner whose enrollment gives no access now."""

    def __init__(self, email: str, course: str, state: str, starts_at: datetime | None) -> None:
        later = f" until {iso(starts_at)}" if starts_at else ""
        super().__init__(
            Kind.REFUSED,
            "progress.no-access",
            f"“{course}” is not open to “{email}”{later}: the enrollment is {state}.",
            f"See why: academy enrollment show {email} {course}",
        )


class LessonComingError(AcademyError):
    """A lesson that learners cannot open yet."""

    def __init__(self, course: str, key: str, opens_at: datetime | None) -> None:
        when = f" before {iso(opens_at)}" if opens_at else " yet"
        super().__init__(
            Kind.REFUSED,
            "progress.lesson-coming",
            f"Nobody can open “{key}” of “{course}”{when}.",
            f"See what is open: academy lesson list --course {course}",
        )


class HiddenLessonError(AcademyError):
    """A draft, of which no progress can be set."""

    def __init__(self, course: str, key: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "progress.lesson-hidden",
            f"“{key}” of “{course}” is a draft, which learners do not see.",
            f"See what is open: academy lesson list --course {course}",
        )


class QuizDecidesError(AcademyError):
    """A lesson that is completed by its quiz alone."""

    def __init__(self, course: str, key: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "progress.quiz-decides",
            f"“{key}” of “{course}” is completed by its quiz.",
            f"Answer it: academy course quiz grade {course} {key}",
        )


class NegativeTimeError(AcademyError):
    """A length of time below nothing."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            Kind.USAGE,
            "progress.negative-time",
            f"“{seconds}” seconds cannot be spent.",
            "Give a number from 0.",
        )
