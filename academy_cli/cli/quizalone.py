"""A quiz in a file, checked, shown and graded without an academy around it.

Knows what a person is told; refuses to grade anything itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from academy_cli.quizzes.words import Refused


class UnanswerableError(AcademyError):
    """Answers that cannot be graded."""

    def __init__(self, refused: Sequence[Refused]) -> None:
        first = refused[0]
        more = say(" And so with {} more.", len(refused) - 1) if len(refused) > 1 else ""
        super().__init__(
            Kind.INVALID,
            "quiz.unanswerable",
            say("The answer to “{}” cannot be graded: {}{}", first.question, first.why, more),
            "Nothing was graded. `academy course quiz show FILE` has the questions and their letters.",
        )


def check(shell: Shell, file: Path) -> None:
    """Show what is wrong with the quiz in a file, or that nothing is."""
    from academy_cli.cli import quizfiles
    from academy_cli.cli.show.problems import summary
    from academy_cli.cli.show.quiz import show_findings
    from academy_cli.kit.amount import amount

    found, problems = quizfiles.examined(file)
    show_findings(shell.terminal, problems, is_answer=True)
    quiz = quizfiles.sound(found, problems, file)
    asked = amount(len(list(quiz.questions)), "question")
    shell.terminal.note(say("{}: {} in {}.", file, summary(problems), asked))


def show(shell: Shell, file: Path, seed: int) -> None:
    """Show the quiz in a file as an attempt shows it."""
    from academy_cli.cli import quizfiles
    from academy_cli.cli.show.quiz import show_sheet
    from academy_cli.quizzes.drawing import draw
    from academy_cli.quizzes.sheet import sheet

    found = quizfiles.read(shell.terminal, file)
    show_sheet(shell.terminal, found, seed, sheet(found, draw(found, seed)))


def grade(
    shell: Shell, file: Path, answers: Path | None, seed: int, *, as_learner: bool = False
) -> None:
    """Grade answers to the quiz in a file. Raises UnanswerableError."""
    from academy_cli.cli import quizasking, quizfiles
    from academy_cli.cli.show import quiz as showing
    from academy_cli.quizzes.drawing import draw
    from academy_cli.quizzes.grading import grade_attempt
    from academy_cli.quizzes.sheet import sheet
    from academy_cli.quizzes.words import answers_of

    found = quizfiles.read(shell.terminal, file)
    drawing = draw(found, seed)
    asked = sheet(found, drawing)
    if answers is None:
        given = quizasking.asked_for(shell.terminal, asked, quizasking.by(found))
    else:
        questions = {question.key: question for question in found.questions}
        given, refused = answers_of(asked, questions, quizfiles.answers(answers))
        if refused:
            for one in refused[1:]:
                shell.terminal.note(say("“{}” neither: {}", one.question, one.why))
            raise UnanswerableError(refused)
    score = grade_attempt(found, drawing.keys, given)
    seen = showing.Seen(seed, found.show if as_learner else "answers")
    showing.show_score(shell.terminal, found, given, score, seen)
