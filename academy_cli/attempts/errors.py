"""What can be refused about attempts, each with its own sentence.

Knows lessons and people by name; refuses to know how a shell prints them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.clock import iso
from academy_cli.kit.saying import say, say_quoted


class NoQuizError(AcademyError):
    """A lesson that has no quiz."""

    def __init__(self, course: str, lesson: str) -> None:
        super().__init__(
            Kind.MISSING,
            "attempt.no-quiz",
            say("“{}” of “{}” has no quiz.", lesson, course),
            say("See the lessons: academy lesson list --course {}", course),
        )


class UnknownAttemptError(AcademyError):
    """A number that no attempt has, or none that may be seen."""

    def __init__(self, number: int) -> None:
        super().__init__(
            Kind.MISSING,
            "attempt.unknown",
            say("There is no attempt {}.", number),
            "See what there is: academy course quiz attempts COURSE",
        )


class NoAttemptLeftError(AcademyError):
    """A learner who has tried as often as the quiz lets them."""

    def __init__(self, email: str, lesson: str, attempts: int) -> None:
        super().__init__(
            Kind.REFUSED,
            "attempt.none-left",
            say(
                "“{}” has had {} at “{}”, and there are no more.",
                email,
                amount(attempts, "attempt"),
                lesson,
            ),
            "Raise `attempts` in the quiz, or set the lesson by hand: academy progress set",
        )


class HandedInError(AcademyError):
    """An attempt that was handed in before."""

    def __init__(self, number: int, at: datetime) -> None:
        super().__init__(
            Kind.CONFLICT,
            "attempt.handed-in",
            say("Attempt {} was handed in at {}.", number, iso(at)),
            say("See what it came to: academy course quiz show {}", number),
        )


class TooLateError(AcademyError):
    """Answers that came when the time was over."""

    def __init__(self, number: int, ended_at: datetime) -> None:
        super().__init__(
            Kind.REFUSED,
            "attempt.too-late",
            say("Attempt {} could be handed in until {}.", number, iso(ended_at)),
            "It was graded with what was saved by then; whoever teaches can record it in full.",
        )


class UnanswerableError(AcademyError):
    """Answers that cannot be graded, with why by question."""

    def __init__(self, refused: Sequence[tuple[str, str]]) -> None:
        question, why = refused[0]
        more = say(" And so with {} more.", len(refused) - 1) if len(refused) > 1 else ""
        super().__init__(
            Kind.INVALID,
            "attempt.unanswerable",
            say("The answer to “{}” cannot be graded: {}{}", question, why, more),
            "Nothing was recorded.",
        )


class NoQuestionColumnError(AcademyError):
    """A file of answers of which no column is a question of the quiz."""

    def __init__(self, file: str, lesson: str, questions: Sequence[str]) -> None:
        some = say_quoted(questions[:5])
        if len(questions) > 5:
            said = say(
                "No column of “{}” is a question of “{}”, which asks {} …", file, lesson, some
            )
        else:
            said = say(
                "No column of “{}” is a question of “{}”, which asks {}.", file, lesson, some
            )
        super().__init__(
            Kind.INVALID,
            "attempt.no-question-column",
            said,
            "Name columns by a question's key, number or text, or say --map 1='COLUMN'.",
        )


class RegradeMovedError(AcademyError):
    """A regrade that would do something else by now."""

    def __init__(self, course: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "attempt.regrade-moved",
            say(
                "Attempts at quizzes of “{}”, or the quizzes, changed since this was planned.",
                course,
            ),
            say("Plan it anew: academy course quiz regrade {}", course),
        )
