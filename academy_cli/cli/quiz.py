"""``academy course quiz``: quizzes in files, and learners' attempts at those of courses.

Knows the words of the command, and which of them go together; refuses to grade anything itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import typer

from academy_cli.cli import importing
from academy_cli.cli.learning import NoMail, Reason
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say

app = noun("Quizzes.")
MOST = 2**63 - 1
"""The largest seed that an attempt can be kept with."""

Verb = Annotated[
    Literal["check", "show", "grade", "import", "attempts", "close", "regrade"],
    typer.Argument(metavar="check|show|grade|import|attempts|close|regrade", help="What to do."),
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
        "--answers",
        metavar="FILE",
        help="Answers by question, in YAML or JSON; of many learners, CSV or JSON lines; - is input.",
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed", metavar="N", min=0, max=MOST, help="Which attempt is drawn; 0 by default."
    ),
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
    "import": (
        *("--answers", "--seed", "--reason", "--no-mail", "--map", "--encoding", "--atomic"),
        *("--failed", "--resume", "--undo"),
    ),
    "attempts": ("--user", "--state"),
    "close": ("--no-mail",),
    "regrade": ("--never-lower", "--drop-removed", "--reason", "--no-mail"),
}
"""Which options each verb takes."""


class Words(NamedTuple):
    """The options of the command, by their names."""

    answers: Path | None
    seed: int | None
    as_learner: bool
    user: str | None
    state: str | None
    never_lower: bool
    drop_removed: bool
    reason: str | None
    no_mail: bool
    map: list[str] | None
    encoding: str | None
    atomic: bool
    failed: Path | None
    resume: bool
    undo: str | None


class UnfittingOptionError(AcademyError):
    """An option that another verb takes."""

    def __init__(self, option: str, verb: str) -> None:
        others = " and ".join(one for one, names in _FITTING.items() if option in names)
        super().__init__(
            Kind.USAGE,
            "usage.invalid",
            say("{} says nothing to `{}`: it is for {}.", option, verb, others),
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
        "academy course quiz show python-basics loops.quiz --seed 7",
        "academy course quiz grade python-basics loops.quiz --user ann@example.org --answers ann.yaml",
        "academy course quiz import python-basics loops.quiz --answers exam.csv --dry-run",
        "academy course quiz import --undo B-2026-000123",
        "academy course quiz attempts python-basics --state failed",
        "academy course quiz close python-basics",
        "academy course quiz show 17",
        "academy course quiz regrade python-basics loops.quiz --never-lower --dry-run",
    ),
)
def quiz(  # noqa: PLR0913 - the options of seven deeds
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
    columns: importing.Map = None,
    encoding: importing.Encoding = None,
    atomic: importing.Atomic = False,
    failed: importing.Failed = None,
    resume: importing.Resume = False,
    undo: importing.Undo = None,
) -> None:
    """Check a quiz, see it, answer it; see what learners answered, and grade that again.

    With a file no database is needed. With a course and a lesson, show prints the sheet of today's quiz,
    grade records an attempt of a learner, or of your own, if you act as one, and import those of many
    learners out of one file. Close hands in attempts whose time is over. Regrade shows what a mended question
    changes for whom, and does it.

    An answer stands behind the question's number or key: a letter of the sheet or the text of a choice, true
    or false, a number, a text, letters in order ([b, a, c]), or left sides with right ones ({1: b, 2: a}).
    Without --answers they are asked for on a terminal. Not to pass is an answer, and no failure.
    """
    words = Words(
        *(answers, seed, as_learner, user, state, never_lower, drop_removed, reason, no_mail),
        *(columns, encoding, atomic, failed, resume, undo),
    )
    _require_fitting(verb, words)
    _do(shell, verb, what, lesson, words)


def _do(shell: Shell, verb: str, what: str | None, lesson: str | None, words: Words) -> None:
    """Do something to what learners answered, or to a quiz in a file."""
    if verb in ("import", "attempts", "close", "regrade") or (
        verb == "grade" and (lesson or words.user)
    ):
        _of_learners(shell, verb, what, lesson, words)
    elif verb == "show" and what and what.isascii() and what.isdecimal():
        from academy_cli.cli import quizattempts

        quizattempts.show(shell, int(what))
    elif verb == "show" and what and lesson:
        from academy_cli.cli import quizattempts

        quizattempts.show_sheet(shell, what, lesson, words.seed or 0)
    else:
        _alone(shell, verb, what, words)


def _of_learners(
    shell: Shell, verb: str, what: str | None, lesson: str | None, words: Words
) -> None:
    """Do something to what learners answered."""
    from academy_cli.cli import quizattempts

    tells = not words.no_mail
    if verb == "import":
        _import(shell, what, lesson, words)
    elif verb == "attempts":
        quizattempts.list_attempts(shell, what, lesson, words.user, words.state)
    elif verb == "close":
        quizattempts.close(shell, what, lesson, tells=tells)
    elif verb == "regrade":
        wish = quizattempts.Wish(words.never_lower, words.drop_removed, words.reason, tells)
        quizattempts.regrade(shell, what, lesson, wish)
    else:
        given = quizattempts.Given(words.answers, words.seed, words.reason, tells)
        quizattempts.grade(shell, what, lesson, words.user, given)


def _import(shell: Shell, course: str | None, lesson: str | None, words: Words) -> None:
    """Record the answers of many learners."""
    from academy_cli.cli import quizimport

    given = importing.Given(
        file=None if words.answers is None else str(words.answers),
        columns=words.map,
        encoding=words.encoding,
        atomic=words.atomic,
        no_mail=words.no_mail,
        failed=words.failed,
        resume=words.resume,
        undo=words.undo,
        reason=words.reason,
        own={"COURSE": course, "--seed": None if words.seed is None else str(words.seed)},
    )
    quizimport.run(shell, course, lesson, words.seed, given)


def _alone(shell: Shell, verb: str, what: str | None, words: Words) -> None:
    """Do something to a quiz in a file."""
    from academy_cli.cli import quizalone

    file, seed = Path(what or shell.terminal.ask("FILE", "In which file is the quiz?")), words.seed
    if verb == "check":
        quizalone.check(shell, file)
    elif verb == "show":
        quizalone.show(shell, file, seed or 0)
    else:
        quizalone.grade(shell, file, words.answers, seed or 0, as_learner=words.as_learner)


def _require_fitting(verb: str, words: Words) -> None:
    """Refuse options that the verb does not take. Raises UnfittingOptionError."""
    for name, value in words._asdict().items():
        option = f"--{name.replace('_', '-')}"
        if value not in (None, False) and option not in _FITTING[verb]:
            raise UnfittingOptionError(option, verb)
