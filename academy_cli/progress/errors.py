"""What can be refused about progress, each with its own sentence.

Knows lessons and people by name; refuses to know how a shell prints them.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class HiddenLessonError(AcademyError):
    """A draft, of which no progress can be set."""

    def __init__(self, course: str, key: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "progress.lesson-hidden",
            say("“{}” of “{}” is a draft, which learners do not see.", key, course),
            say("See what is open: academy lesson list --course {}", course),
        )


class QuizDecidesError(AcademyError):
    """A lesson that is completed by its quiz alone."""

    def __init__(self, course: str, key: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "progress.quiz-decides",
            say("“{}” of “{}” is completed by its quiz.", key, course),
            say("Answer it: academy course quiz grade {} {}", course, key),
        )


class NegativeTimeError(AcademyError):
    """A length of time below nothing."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            Kind.USAGE,
            "progress.negative-time",
            say("“{}” seconds cannot be spent.", seconds),
            "Give a number from 0.",
        )
