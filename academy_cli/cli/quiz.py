"""``academy course quiz``: a quiz as learners see it, and answers graded, without an academy around it.

Knows the words of the command; refuses to grade anything itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from academy_cli.quizzes.answers import Answer
    from academy_cli.quizzes.questions import Quiz
    from academy_cli.quizzes.sheet import Asked
    from academy_cli.quizzes.words import Refused

app = noun("Quizzes.")

Verb = Annotated[
    Literal["check", "show", "grade"],
    typer.Argument(metavar="check|show|grade", help="What to do."),
]
File = Annotated[
    Path, typer.Argument(metavar="FILE", help="NAME.quiz.yaml, or a lesson with `quiz:`.")
]
Answers = Annotated[
    Path | None,
    typer.Option(
        "--answers", metavar="FILE", help="Answers by question, in YAML or JSON; - is input."
    ),
]
Seed = Annotated[
    int, typer.Option("--seed", metavar="N", help="Which attempt is drawn; 0 by default.")
]
AsLearner = Annotated[
    bool, typer.Option("--as-learner", help="Show only what `show:` lets learners see.")
]


class UnanswerableError(AcademyError):
    """Answers that cannot be graded."""

    def __init__(self, refused: Sequence[Refused]) -> None:
        first = refused[0]
        more = f" And so with {len(refused) - 1} more." if len(refused) > 1 else ""
        super().__init__(
            Kind.INVALID,
            "quiz.unanswerable",
            f"The answer to “{first.question}” cannot be graded: {first.why}{more}",
            "Nothing was graded. `academy course quiz show FILE` has the questions and their letters.",
        )


@command(
    app,
    "quiz",
    examples=(
        "academy course quiz check loops.quiz.yaml",
        "academy course quiz show loops.quiz.yaml",
        "academy course quiz grade loops.quiz.yaml",
        "academy course quiz grade loops.quiz.yaml --answers answers.yaml --format json",
        "academy course quiz show 04-loops.md --seed 7",
    ),
)
def quiz(
    shell: Shell,
    verb: Verb,
    file: File,
    *,
    answers: Answers = None,
    seed: Seed = 0,
    as_learner: AsLearner = False,
) -> None:
    """Check a quiz, see it as an attempt shows it, or answer it and see the score; needs no database.

    An answer stands behind the question's number or key: a letter of the sheet or the text of a choice, true
    or false, a number, a text, letters in order ([b, a, c]), or left sides with right ones ({1: b, 2: a}).
    Without --answers they are asked for on a terminal. Not to pass is an answer, and no failure.
    """
    from academy_cli.cli import quizfiles
    from academy_cli.cli.show import quiz as showing
    from academy_cli.quizzes.drawing import draw
    from academy_cli.quizzes.grading import grade_attempt
    from academy_cli.quizzes.sheet import sheet

    if verb == "check":
        _check(shell, file)
        return
    found = quizfiles.read(shell.terminal, file)
    drawing = draw(found, seed)
    asked = sheet(found, drawing)
    if verb == "show":
        showing.show_sheet(shell.terminal, found, seed, asked)
        return
    given = _given(shell, found, asked, answers)
    score = grade_attempt(found, drawing.keys, given)
    show = found.show if as_learner else "answers"
    showing.show_score(shell.terminal, found, given, score, showing.Seen(seed, show))


def _given(
    shell: Shell, quiz: Quiz, asked: Sequence[Asked], file: Path | None
) -> Mapping[str, Answer]:
    """The answers in a file, else of whoever sits in front. Raises UnanswerableError."""
    from academy_cli.cli import quizasking, quizfiles
    from academy_cli.quizzes.words import answers_of

    if file is None:
        return quizasking.asked_for(shell.terminal, quiz, asked)
    questions = {question.key: question for question in quiz.questions}
    given, refused = answers_of(asked, questions, quizfiles.answers(file))
    if refused:
        for one in refused[1:]:
            shell.terminal.note(f"“{one.question}” neither: {one.why}")
        raise UnanswerableError(refused)
    return given


def _check(shell: Shell, file: Path) -> None:
    """Show what is wrong with the quiz in a file, or that nothing is."""
    from academy_cli.cli import quizfiles
    from academy_cli.cli.show.problems import summary
    from academy_cli.cli.show.quiz import show_findings
    from academy_cli.kit.amount import amount

    found, problems = quizfiles.examined(file)
    show_findings(shell.terminal, problems, is_answer=True)
    quiz = quizfiles.sound(found, problems, file)
    asked = amount(len(list(quiz.questions)), "question")
    shell.terminal.note(f"{file}: {summary(problems)} in {asked}.")
