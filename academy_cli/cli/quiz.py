"""``academy course quiz``: quizzes in files, and learners' attempts at those of courses.

Knows the words of the command, and which of them go together; refuses to grade anything itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from academy_cli.cli.learning import NoMail, Reason
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind

app = noun("Quizzes.")

Verb = Annotated[
    Literal["check", "show", "grade", "attempts", "regrade"],
    typer.Argument(metavar="check|show|grade|attempts|regrade", help="What to do."),
]
What = Annotated[
    str | None,
    typer.Argument(
        metavar="FILE|COURSE|ATTEMPT",
        help="NAME.quiz.yaml or a lesson with `quiz:`; else a course's slug, or an attempt's number.",
    ),
]
Lesson = Annotated[
    str | None, typer.Argument(metavar="[LESSON]", help="A lesson's key, where a course is named.")
]
Answers = Annotated[
    Path | None,
    typer.Option(
        "--answers", metavar="FILE", help="Answers by question, in YAML or JSON; - is input."
    ),
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", metavar="N", help="Which attempt is drawn; 0 by default."),
]
AsLearner = Annotated[
    bool, typer.Option("--as-learner", help="Show only what `show:` lets learners see.")
]
OfUser = Annotated[
    str | None, typer.Option("--user", metavar="EMAIL", help="Whose attempt, or attempts.")
]
State = Literal["open", "overdue", "passed", "failed", "handed-in"]
InState = Annotated[
    State | None, typer.Option("--state", help="Only attempts that stand like this.")
]
NeverLower = Annotated[
    bool, typer.Option("--never-lower", help="Leave attempts alone that would be worth less.")
]
DropRemoved = Annotated[
    bool, typer.Option("--drop-removed", help="Count questions out that are gone.")
]
_FITTING = {
    "check": (),
    "show": ("--seed", "--as-learner"),
    "grade": ("--answers", "--seed", "--as-learner", "--user", "--reason", "--no-mail"),
    "attempts": ("--user", "--state"),
    "regrade": ("--never-lower", "--drop-removed", "--reason", "--no-mail"),
}
"""Which options each verb takes."""


class UnfittingOptionError(AcademyError):
    """An option that another verb takes."""

    def __init__(self, option: str, verb: str) -> None:
        others = " and ".join(one for one, names in _FITTING.items() if option in names)
        super().__init__(
            Kind.USAGE,
            "usage.invalid",
            f"{option} says nothing to `{verb}`: it is for {others}.",
            "Run: academy course quiz --help",
        )


@command(
    app,
    "quiz",
    listing=True,
    changing=True,
    examples=(
        "academy course quiz check loops.quiz.yaml",
        "academy course quiz show loops.quiz.yaml",
        "academy course quiz grade loops.quiz.yaml",
        "academy course quiz grade loops.quiz.yaml --answers answers.yaml --format json",
        "academy course quiz show 04-loops.md --seed 7",
        "academy course quiz grade python-basics loops.quiz --user ann@example.org --answers ann.yaml",
        "academy course quiz attempts python-basics --state failed",
        "academy course quiz show 17",
        "academy course quiz regrade python-basics loops.quiz --never-lower --dry-run",
    ),
)
def quiz(  # noqa: PLR0913 - the options of five deeds
    shell: Shell,
    verb: Verb,
    what: What = None,
    lesson: Lesson = None,
    *,
    answers: Answers = None,
    seed: Seed = None,
    as_learner: AsLearner = False,
    user: OfUser = None,
    state: InState = None,
    never_lower: NeverLower = False,
    drop_removed: DropRemoved = False,
    reason: Reason = None,
    no_mail: NoMail = False,
) -> None:
    """Check a quiz, see it, answer it; see what learners answered, and grade that again.

    With a file, check, show and grade need no database. With a course and a lesson, grade records an attempt
    of a learner; of your own, if you act as one. After a question was mended, regrade shows what that changes
    for whom, and does it.

    An answer stands behind the question's number or key: a letter of the sheet or the text of a choice, true
    or false, a number, a text, letters in order ([b, a, c]), or left sides with right ones ({1: b, 2: a}).
    Without --answers they are asked for on a terminal. Not to pass is an answer, and no failure.
    """
    from academy_cli.cli import quizalone, quizattempts

    said = {
        "--answers": answers, "--seed": seed is not None, "--as-learner": as_learner,
        "--user": user, "--state": state, "--never-lower": never_lower,
        "--drop-removed": drop_removed, "--reason": reason, "--no-mail": no_mail,
    }  # fmt: skip
    _require_fitting(verb, [option for option, value in said.items() if value])
    if verb == "attempts":
        quizattempts.list_attempts(shell, what, lesson, user, state)
    elif verb == "regrade":
        wish = quizattempts.Wish(never_lower, drop_removed, reason, tells=not no_mail)
        quizattempts.regrade(shell, what, lesson, wish)
    elif verb == "show" and what and what.isascii() and what.isdecimal():
        quizattempts.show(shell, int(what))
    elif verb == "grade" and (lesson or user):
        given = quizattempts.Given(answers, seed, reason, tells=not no_mail)
        quizattempts.grade(shell, what, lesson, user, given)
    else:
        file = Path(what or shell.terminal.ask("FILE", "In which file is the quiz?"))
        if verb == "check":
            quizalone.check(shell, file)
        elif verb == "show":
            quizalone.show(shell, file, seed or 0)
        else:
            quizalone.grade(shell, file, answers, seed or 0, as_learner=as_learner)


def _require_fitting(verb: str, options: list[str]) -> None:
    """Refuse options that the verb does not take. Raises UnfittingOptionError."""
    for option in options:
        if option not in _FITTING[verb]:
            raise UnfittingOptionError(option, verb)
