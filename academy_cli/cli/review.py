"""``academy review``: what learners say of courses, and what staff do about it.

Knows the words of each command and which view answers it; refuses to decide who may say what.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli import choose
from academy_cli.cli.answer import Columns
from academy_cli.cli.exporting import OfCourse
from academy_cli.cli.learning import Email, Reason, Slug
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.catalog.views import ReviewChange

app = noun("See what learners say of courses, and moderate it.")

Number = Annotated[int | None, typer.Argument(metavar="NUMBER", min=1, help="The review's number.")]
Stars = Annotated[
    int | None, typer.Option("--stars", metavar="N", min=1, max=5, help="From 1 to 5.")
]
Text = Annotated[str | None, typer.Option("--text", metavar="TEXT", help="What they say.")]
InState = Annotated[
    Literal["shown", "waiting", "hidden"] | None,
    typer.Option("--state", help="Only those in this state."),
]
OfUser = Annotated[str | None, typer.Option("--user", metavar="EMAIL", help="Only theirs.")]
Verdict = Annotated[
    Literal["show", "hide"] | None,
    typer.Argument(metavar="show|hide", help="Who reads it from now on."),
]


class NoReviewNumberError(AcademyError):
    """A word where the number of a review is wanted."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            Kind.USAGE,
            "review.not-a-number",
            say("“{}” is not the number of a review.", typed),
            "See them: academy review list",
        )


LISTED = Columns(
    ("number", "course", "stars", "text", "state", "author", "written_at"),
    (
        "number", "course", "stars", "text", "state", "author", "email", "has_completed",
        "written_at", "edited_at", "moderated_by", "moderated_at", "reason",
    ),
)  # fmt: skip
CHANGE = ("number", "course", "author", "outcome", "stars", "state")


@command(
    app,
    "add",
    changing=True,
    examples=(
        "academy review add ann@example.org python-basics --stars 5 --text 'Clear and short.'",
        "academy review add ann@example.org python-basics --stars 4 --dry-run",
    ),
)
def add(
    shell: Shell,
    email: Email = None,
    course: Slug = None,
    *,
    stars: Stars = None,
    text: Text = None,
) -> None:
    """Write what a learner says of a course they have begun, in place of what they said before."""
    who, slug = choose.place(shell, email, course)
    given = stars if stars is not None else _stars(shell)

    def work(*, dry_run: bool) -> ReviewChange:
        return shell.academy.reviews.add(who, slug, given, text or "", dry_run=dry_run)

    _carry_out(shell, work)


@command(
    app,
    "list",
    listing=True,
    examples=(
        "academy review list --course python-basics",
        "academy review list --state waiting",
        "academy review list --stars 1 --format json",
    ),
)
def list_reviews(
    shell: Shell,
    *,
    course: OfCourse = None,
    state: InState = None,
    stars: Stars = None,
    user: OfUser = None,
) -> None:
    """List reviews, the newest first."""
    found = shell.academy.reviews.list(course, state, stars, user)
    shell.terminal.show_list(found, LISTED, empty="There is no review, or none like that.")


@command(app, "show", examples=("academy review show 12", "academy review show 12 --format json"))
def show(shell: Shell, number: Number = None) -> None:
    """Show one review."""
    view = shell.academy.reviews.show(_number(shell, number))
    shell.terminal.show_one(view, *LISTED.known)


@command(
    app,
    "moderate",
    changing=True,
    examples=(
        "academy review moderate 12 show",
        "academy review moderate 12 hide --reason 'It names another learner.'",
    ),
)
def moderate(
    shell: Shell, number: Number = None, verdict: Verdict = None, *, reason: Reason = None
) -> None:
    """Let everybody read a review, or nobody but its author, staff and who teaches the course."""
    which = _number(shell, number)
    how = verdict or shell.terminal.choose(
        "show|hide",
        "Who reads it?",
        {"show": say("everybody"), "hide": say("staff, its author, who teaches")},
    )
    why = choose.reason(shell, reason) if how == "hide" else reason

    def work(*, dry_run: bool) -> ReviewChange:
        return shell.academy.reviews.moderate(which, how, why, dry_run=dry_run)

    _carry_out(shell, work)


@command(
    app,
    "remove",
    changing=True,
    examples=("academy review remove 12 --dry-run", "academy review remove 12 --yes"),
)
def remove(shell: Shell, number: Number = None, *, reason: Reason = None) -> None:
    """Take a review back for good; to let nobody read it, hide it."""
    which = _number(shell, number)

    def work(*, dry_run: bool) -> ReviewChange:
        return shell.academy.reviews.remove(which, reason, dry_run=dry_run)

    _carry_out(
        shell, work, asks=lambda one: say("Remove what {} says of “{}”?", one.author, one.course)
    )


def _number(shell: Shell, number: int | None) -> int:
    """The number of a review. Raises NoReviewNumberError."""
    if number is not None:
        return number
    typed = shell.terminal.ask("NUMBER", "Which review (its number)?")
    if not typed.isascii() or not typed.isdecimal():
        raise NoReviewNumberError(typed)
    return int(typed)


def _stars(shell: Shell) -> int:
    said = shell.terminal.choose(
        "--stars", "How many stars?", {str(n): str(n) for n in range(5, 0, -1)}
    )
    return int(said)


def _carry_out(
    shell: Shell,
    work: Callable[..., ReviewChange],
    *,
    asks: Callable[[ReviewChange], str] | None = None,
) -> None:
    """Say what will be done and ask, if that is wanted; then do it, unless it is a dry run."""
    change = work(dry_run=True)
    if not change.is_change:
        shell.terminal.note("Nothing to do: it is like that already.")
    if change.is_change and not shell.is_dry_run:
        if asks is not None:
            shell.terminal.confirm(asks(change))
        change = work(dry_run=False)
    if change.is_change and change.state == "waiting" and change.outcome in ("added", "changed"):
        shell.terminal.note("Staff read it before others do.")
    if shell.is_dry_run:
        shell.terminal.note(DRY)
    shell.terminal.show_one(change, *CHANGE)
