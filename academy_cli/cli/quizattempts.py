"""Learners' attempts on the command line: recorded, listed, shown, and graded again.

Knows what a person is asked and told; refuses to decide what an answer is worth.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from academy_cli.cli import choose
from academy_cli.cli.answer import Columns
from academy_cli.cli.earned import sign_earned
from academy_cli.cli.format import Format
from academy_cli.cli.shell import Shell
from academy_cli.cli.terminal.errors import DeclinedError, MissingValueError
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.page import Cut
from academy_cli.kit.saying import say, say_so_many

if TYPE_CHECKING:
    from academy_cli.attempts.views import AttemptView, Handed, RegradePlan
    from academy_cli.quizzes.answers import Answer

LISTED = Columns(
    ("number", "email", "course", "lesson", "attempt", "state", "percent", "submitted_at"),
    (
        *("number", "email", "name", "course", "lesson", "attempt", "state", "percent", "points"),
        *("out_of", "revision", "started_at", "ends_at", "submitted_at"),
    ),
)
CHANGES = Columns(
    ("email", "lesson", "attempt", "before", "after", "out_of", "passed_before", "passed"),
    (
        *("number", "email", "name", "lesson", "attempt", "before", "after", "out_of_before"),
        *("out_of", "percent_before", "percent", "passed_before", "passed", "completes"),
        "questions",
    ),
    "number",
)
DRY = say("Nothing was written: it was a dry run.")


class OwnDryRunError(AcademyError):
    """Answering for oneself without anything being recorded."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "attempt.own-dry-run",
            "An attempt of your own cannot be tried: beginning it counts.",
            "Leave --dry-run out.",
        )


class Given(NamedTuple):
    """How an attempt is recorded: out of which file of answers, drawn by what, why, and with which mail."""

    answers: Path | None
    seed: int | None
    reason: str | None
    tells: bool


class Wish(NamedTuple):
    """How attempts are graded again."""

    never_lower: bool
    drops_removed: bool
    reason: str | None
    tells: bool


def planned(form: Format) -> tuple[str, ...]:
    """The fields of the answer of a regrade: a plan as data, its changes as a list."""
    from academy_cli.attempts.views import RegradePlan

    if not form.is_structured:
        return CHANGES.known
    return tuple(RegradePlan.__dataclass_fields__)


def list_attempts(
    shell: Shell, course: str | None, lesson: str | None, user: str | None, state: str | None
) -> None:
    """List attempts: of a course, of a lesson, of somebody."""
    from academy_cli.attempts.views import SORTABLE, AttemptsWanted
    from academy_cli.cli.paging import show_in_pages

    sort = shell.terminal.wish.page.sort

    def find(limit: int | None, offset: int) -> Iterable[object]:
        wanted = AttemptsWanted(course, lesson, user, state, Cut(sort, limit, offset))
        return shell.academy.attempts.list(wanted)

    empty = say("Nobody has attempted a quiz, or nobody like that.")
    show_in_pages(shell.terminal, find, LISTED, sortable=SORTABLE, empty=empty)


def show(shell: Shell, number: int) -> None:
    """Show an attempt: its sheet while it is open, what it came to once it was handed in."""
    from academy_cli.cli.show.attempt import show_attempt

    show_attempt(shell.terminal, shell.academy.attempts.show(number))


def show_sheet(shell: Shell, course: str, lesson: str, seed: int) -> None:
    """Show the quiz of a course's lesson as an attempt of some seed has it."""
    from academy_cli.cli.show import quiz
    from academy_cli.quizzes.sheet import sheet

    found = shell.academy.attempts.sheet(course, lesson, seed)
    quiz.show_sheet(shell.terminal, found.quiz, seed, sheet(found.quiz, found.drawing))


def grade(
    shell: Shell, course: str | None, lesson: str | None, user: str | None, given: Given
) -> None:
    """Record what a learner answered; whoever acts as a learner answers themselves."""
    from academy_cli.cli.show.attempt import show_handed

    slug = choose.course(shell, course)
    key = choose.lesson(shell, slug, lesson)
    actor = shell.academy.actor
    who = user or (actor.said if actor.user_id is not None else None)
    who = who or shell.terminal.ask("--user", "Whose answers (e-mail)?")
    is_own = actor.user_id is not None and who.casefold() == actor.said.casefold()
    handed = (_answer if is_own else _record)(shell, who, slug, key, given)
    if shell.is_dry_run:
        shell.terminal.note(DRY)
    else:
        sign_earned(shell)
    _tell(shell, handed)
    show_handed(shell.terminal, handed)


def _record(shell: Shell, who: str, slug: str, key: str, given: Given) -> Handed:
    """An attempt that staff record: of the open one, or as the sheet of a seed has it."""
    from academy_cli.cli import quizasking, quizfiles

    attempts, seed = shell.academy.attempts, given.seed or 0
    if given.answers is not None:
        said = quizfiles.answers(given.answers)
    else:
        paper = attempts.paper(who, slug, key, seed)
        said = quizasking.asked_for(shell.terminal, paper.asked, quizasking.by(paper.quiz))
    record = partial(attempts.record, who, slug, key, said, seed=seed, tells=given.tells)
    return record(reason=given.reason, dry_run=shell.is_dry_run)


def _answer(shell: Shell, who: str, slug: str, key: str, given: Given) -> Handed:
    """An attempt of whoever acts."""
    from academy_cli.cli import quizasking, quizfiles

    attempts = shell.academy.attempts
    if shell.is_dry_run:
        raise OwnDryRunError
    said = None if given.answers is None else quizfiles.answers(given.answers)
    if said is None:
        quizasking.require_person(shell.terminal)
    begun = attempts.start(who, slug, key)
    if said is None:
        _ask(shell, begun)
    return attempts.submit(begun.summary.number or 0, said or {})


def _ask(shell: Shell, begun: AttemptView) -> None:
    """Ask whoever acts question by question; what is answered is saved as it goes."""
    from academy_cli.attempts.errors import UnanswerableError
    from academy_cli.cli import quizasking
    from academy_cli.quizzes.answers import is_blank

    if begun.summary.ends_at is not None:
        shell.terminal.note(say("It can be handed in until {:%H:%M} UTC.", begun.summary.ends_at))
    if begun.answers:
        shell.terminal.note(
            say_so_many(
                "You go on with it: {:,} answer saved, kept where you give no other.",
                "You go on with it: {:,} answers saved, kept where you give no other.",
                len(begun.answers),
            )
        )

    def saved(name: str, answer: Answer) -> str:
        said = {} if is_blank(answer) else {name: answer}
        try:
            shell.academy.attempts.save(begun.summary.number or 0, said)
        except UnanswerableError as error:
            return error.message
        return ""

    try:
        quizasking.asked_for(shell.terminal, begun.sheet, saved)
        shell.terminal.confirm(say("Hand it in?"))
    except (MissingValueError, DeclinedError, KeyboardInterrupt):
        shell.terminal.note("It was not handed in. What you answered is saved: go on the same way.")
        raise


def _tell(shell: Shell, handed: Handed) -> None:
    if handed.completion == "gained":
        told = say(", and they are told by e-mail") if handed.mails else ""
        email, course = handed.attempt.summary.email, handed.attempt.summary.course
        shell.terminal.note(say("With this “{}” has completed “{}”{}.", email, course, told))


# -- those that are over ---------------------------------------------------------------------------


def close(shell: Shell, course: str | None, lesson: str | None, *, tells: bool) -> None:
    """Hand in attempts whose time is over, with what was saved, and say which."""
    found = shell.academy.closing.close(course, lesson, tells=tells, dry_run=shell.is_dry_run)
    if shell.is_dry_run:
        shell.terminal.note(DRY)
    elif found:
        sign_earned(shell)
    shell.terminal.show_list(found, LISTED, empty="No attempt is over that was not handed in.")


def close_overdue(shell: Shell) -> None:
    """The same beside other work: said in a line, if there is anything to say."""
    if found := shell.academy.closing.close():
        passed = sum(one.state == "passed" for one in found)
        shell.terminal.note(
            say_so_many(
                "Handed in {:,} attempt whose time was over; {} passed.",
                "Handed in {:,} attempts whose time was over; {} passed.",
                len(found),
                passed,
            )
        )


# -- grading again ---------------------------------------------------------------------------------


def regrade(shell: Shell, course: str | None, lesson: str | None, wish: Wish) -> None:
    """Show what grading attempts again would change, ask, and do it."""
    from academy_cli.attempts.regrading import Rule
    from academy_cli.cli.show.regrading import loss, summary

    slug, regrades = choose.course(shell, course), shell.academy.regrades
    rule = Rule(wish.never_lower, wish.drops_removed)
    plan = regrades.plan(slug, lesson, rule, tells=wish.tells)
    shell.terminal.note_lines((line,) for line in summary(plan))
    if plan.changes and not shell.is_dry_run:
        shell.terminal.confirm(
            say("Grade {} again?", amount(len(plan.changes), "attempt")),
            destroys=loss(plan),
        )
        plan = regrades.apply(plan, reason=wish.reason, tells=wish.tells)
        sign_earned(shell)
    if shell.is_dry_run:
        shell.terminal.note(DRY)
    _answer_with(shell, plan)


def _answer_with(shell: Shell, plan: RegradePlan) -> None:
    if shell.terminal.format.is_structured:
        shell.terminal.show_documents([plan])
    else:
        shell.terminal.show_list(plan.changes, CHANGES, empty="Every attempt is worth what it was.")
