"""What is said about attempts: frozen values that become a table, JSON or a page.

Knows what people ask of them; refuses rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from academy_cli.kit.page import Cut
from academy_cli.quizzes.answers import Answer
from academy_cli.quizzes.sheet import Asked, Marked

OPEN, OVERDUE, PASSED, FAILED, HANDED_IN = "open", "overdue", "passed", "failed", "handed-in"
"""How an attempt stands; that it was handed in is all that learners hear where the quiz shows nothing."""
SORTABLE = (
    *("number", "email", "name", "course", "lesson", "attempt", "points", "out_of"),
    *("revision", "started_at", "submitted_at"),
)
"""What a list of them can be ordered by."""


@dataclass(frozen=True, slots=True)
class AttemptsWanted:
    """Which attempts somebody wants to see."""

    course: str | None = None
    lesson: str | None = None
    email: str | None = None
    state: str | None = None
    cut: Cut = Cut()


class AttemptSummary(NamedTuple):
    """One attempt in a list; ``attempt`` counts those of this learner at this quiz, from 1.

    Without a score where it was not handed in, or the quiz does not show learners one; without a number
    and moments where it is only tried.
    """

    number: int | None
    email: str
    name: str
    course: str
    lesson: str
    attempt: int
    state: str
    percent: int | None
    points: Decimal | None
    out_of: int | None
    revision: int
    started_at: datetime | None
    ends_at: datetime | None
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One attempt: the sheet while it is open, each question with what it came to once it was handed in.

    ``answers`` are those that were saved, by the keys of questions. ``is_regraded`` says that another quiz
    than the one that was answered gave the points. ``show`` is how much of it whoever asked may see.
    """

    summary: AttemptSummary
    title: str
    text: str
    seed: int
    pass_mark: int | None
    attempts: int | None
    show: str
    is_regraded: bool
    sheet: tuple[Asked, ...]
    answers: dict[str, Answer]
    questions: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Handed:
    """An attempt that was handed in, or would be, and what became of the lesson and the course.

    ``completion`` is ``gained`` where that completes the course.
    """

    attempt: AttemptView
    lesson: str | None
    completion: str | None
    mails: int


class QuestionChange(NamedTuple):
    """What becomes of a question of an attempt; ``why`` says what keeps its points, if anything does."""

    key: str
    title: str
    before: Decimal
    after: Decimal
    out_of_before: int
    out_of: int
    why: str


class Regraded(NamedTuple):
    """What becomes of an attempt, for people; ``completes`` says that it completes the lesson."""

    number: int
    email: str
    name: str
    lesson: str
    attempt: int
    before: Decimal
    after: Decimal
    out_of_before: int
    out_of: int
    percent_before: int | None
    percent: int | None
    passed_before: bool
    passed: bool
    completes: bool
    questions: tuple[QuestionChange, ...]


@dataclass(frozen=True, slots=True)
class RegradePlan:
    """What a regrade would do, or did: how many attempts were looked at, and each that changes.

    ``kept`` are attempts that would be worth less and are left as they are, ``kept_answers`` answers whose
    points stay because today's question cannot grade them. ``completed`` are learners who get the lesson
    completed, ``gained`` those who complete the course. Nobody loses what was completed.
    """

    course: str
    lesson: str | None
    never_lower: bool
    drops_removed: bool
    attempts: int
    raised: int
    lowered: int
    pass_now: int
    fail_now: int
    kept: int
    kept_answers: int
    completed: int
    gained: int
    mails: int
    digest: str
    changes: tuple[Regraded, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.changes
