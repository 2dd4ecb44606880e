"""The verbs of ``academy course`` that look back: history, diff, rollback and gc.

Knows the words of each command and which view answers it; refuses to decide anything about revisions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from academy_cli.cli import choose
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say

app = noun("Look back at courses.")

Slug = Annotated[str | None, typer.Argument(metavar="[COURSE]", help="The course's slug.")]
OneNumber = Annotated[
    list[str] | None,
    typer.Argument(metavar="[COURSE] N", help="The course's slug, and a revision's number."),
]
Numbers = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[COURSE] [N [M]]",
        help="The course's slug, and revisions: what the newest changed; what changed since N; from N to M.",
    ),
]
Revision = Annotated[
    int | None, typer.Option("--revision", metavar="N", min=1, help="As this revision has it.")
]
Diff = Annotated[bool, typer.Option("--diff", help="Show how the texts change, word by word.")]
Tree = Annotated[bool, typer.Option("--tree", help="Leave out the words of texts.")]
Keep = Annotated[
    int | None,
    typer.Option(
        "--keep", metavar="N", min=1, help="Keep only the newest N revisions of each course."
    ),
]
Files = Annotated[
    bool,
    typer.Option("--files", help="Drop stored files too; the folder must be this academy's alone."),
]


@command(
    app,
    "history",
    listing=True,
    examples=(
        "academy course history python-basics",
        "academy course history python-basics --limit 5 --format json",
    ),
)
def history(shell: Shell, slug: Slug = None) -> None:
    """List what was applied to a course: when, by whom, from which commit, and how much it changed."""
    from academy_cli.cli.show import history as views

    course = choose.only_course(shell, slug)
    views.show(shell.terminal, shell.academy.history.revisions(course))


@command(
    app,
    "diff",
    examples=(
        "academy course diff python-basics",
        "academy course diff python-basics 3",
        "academy course diff python-basics 3 5 --tree",
    ),
)
def diff(shell: Shell, words: Numbers = None, *, tree: Tree = False) -> None:
    """Show what differs between two revisions: by default, what the newest one changed."""
    from academy_cli.cli.show import history as views

    course, numbers = choose.course_and_numbers(shell, words or [], 2, "course diff")
    found = shell.academy.history.difference(course, *numbers)
    views.show_difference(shell.terminal, found, None if tree else shell.academy.history.texts)


@command(
    app,
    "rollback",
    changing=True,
    examples=(
        "academy course rollback python-basics 3 --dry-run",
        "academy course rollback python-basics 3 --yes",
    ),
)
def rollback(shell: Shell, words: OneNumber = None, *, diff: Diff = False) -> None:
    """Bring an earlier revision of a course back, as a new one; what learners did since is kept.

    It is a plan like any other: shown, asked about and applied in one transaction. The course's folder is
    not touched, so its next sync would bring the newer state again.
    """
    from academy_cli.cli import planning

    course, number = _one_number(shell, words or [])
    planning.rollback(shell, shell.academy.history.rollback(course, number), diff=diff)


@command(
    app,
    "gc",
    changing=True,
    examples=("academy course gc --dry-run", "academy course gc --keep 100 --files --yes"),
)
def gc(shell: Shell, *, keep: Keep = None, files: Files = False) -> None:
    """Drop texts that no revision needs; with --keep, old revisions first.

    What learners did, archived lessons and their texts always stay.
    """
    from academy_cli.cli.show import history as views

    found = shell.academy.history.collect(keep=keep, files=files, dry_run=True)
    if not shell.is_dry_run and (found.revisions or found.texts or (files and found.files)):
        shell.terminal.note(views.garbage(found, files=files))
        shell.terminal.confirm(say("Drop this for good?"))
        found = shell.academy.history.collect(keep=keep, files=files)
    views.show_garbage(shell.terminal, found, files=files)
    if shell.is_dry_run:
        shell.terminal.note("Nothing was dropped: it was a dry run.")


def _one_number(shell: Shell, words: Sequence[str]) -> tuple[str, int]:
    """A course and one of its revisions, chosen among the earlier ones where none is given."""
    from academy_cli.cli.show import history as views

    course, numbers = choose.course_and_numbers(shell, words, 1, "course rollback")
    if numbers:
        return course, numbers[0]
    found = shell.academy.history.revisions(course) if shell.terminal.can_ask else ()
    if found and not found[1:]:
        raise choose.NothingToChooseError(
            say("There is no earlier revision to choose from yet."),
            say("See: academy course history {}", course),
        )
    told = {str(one.revision): views.choice(one) for one in found[1:]}
    return course, int(shell.terminal.choose("N", "Which revision?", told))
