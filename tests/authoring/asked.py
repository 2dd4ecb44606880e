"""A course with a quiz that changes, and its questions' rows, for tests of quizzes.

Knows how a quiz is written; refuses to know who each question was.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from academy_cli.authoring.changes import Change
from academy_cli.authoring.document import Kind
from academy_cli.models import Question
from tests.authoring.academy import Academy

QUIZ = "02-more/02-check.quiz.yaml"
SUM = "kind: single, text: What is two plus two?, choices: [{text: three}, {text: four, correct: true}]"
SKY = "kind: true-false, text: The sky is blue on most days of a dry summer., answer: true"
PI = "kind: numeric, text: What is pi to two digits?, answer: 3.14"
PARIS = "kind: short, text: What is the capital of France?, accept: [Paris]"
FOUR = (SUM, SKY, PI, PARIS)


def quiz(*questions: str, head: str = "title: Check yourself\n") -> str:
    """A file with some questions."""
    return head + "questions:\n" + "".join(f"  - {{{one}}}\n" for one in questions)


def ask(folder: Path, *questions: str, head: str = "title: Check yourself\n") -> None:
    """Write the course's quiz anew."""
    (folder / QUIZ).write_text(quiz(*questions, head=head), encoding="utf-8")


def happens(academy: Academy, folder: Path) -> list[tuple[str, str]]:
    """What a plan does to questions: the action and the first words."""
    with academy.planned(folder) as prepared:
        return [(one.action.word, one.title[:12]) for one in of_questions(prepared.plan.changes)]


def of_questions(changes: tuple[Change, ...]) -> list[Change]:
    return [change for change in changes if change.kind is Kind.QUESTION]


def rows(academy: Academy) -> Mapping[str, int]:
    """The rows of questions that are asked, by their text's first words."""
    return {row.title[:12]: row.id for row in academy.rows(Question) if not row.is_archived}
