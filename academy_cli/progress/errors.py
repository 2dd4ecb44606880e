"""What can be refused about progress, each with its own sentence.

Knows lessons and people by name; refuses to know how a shell prints them.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind


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
