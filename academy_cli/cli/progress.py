"""``academy progress``: how far learners have come.

Knows the words of each command and which view answers it; refuses to decide what is complete.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

import typer

from academy_cli.cli import choose, progressimport
from academy_cli.cli.earned import sign_earned
from academy_cli.cli.learning import Email, NoMail, Reason, Slug
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say, say_so_many

app = noun("See how far learners have come, and set it.")

Key = Annotated[str | None, typer.Argument(metavar="LESSON", help="The lesson's key, or its path.")]
State = Annotated[
    Literal["done", "open"] | None, typer.Argument(metavar="done|open", help="What it shall be.")
]

CHANGE = ("email", "course", "lesson", "before", "after", "percent", "completion", "mails")


@command(
    app,
    "show",
    examples=(
        "academy progress show ann@example.org python-basics",
        "academy progress show ann@example.org python-basics --plain",
        "academy progress show ann@example.org python-basics --format json",
    ),
)
def show(shell: Shell, email: Email = None, course: Slug = None) -> None:
    """Show how far somebody has come in a course: the whole, each module and each lesson."""
    from academy_cli.cli.show.learners import show_progress

    who, slug = choose.place(shell, email, course)
    view = shell.academy.progress.show(who, slug)
    show_progress(shell.terminal, view)


@command(
    app,
    "set",
    changing=True,
    examples=(
        "academy progress set ann@example.org python-basics variables done",
        'academy progress set ann@example.org python-basics variables open --reason "By mistake"',
    ),
)
def set_progress(
    shell: Shell,
    email: Email = None,
    course: Slug = None,
    lesson: Key = None,
    state: State = None,
    *,
    reason: Reason = None,
    no_mail: NoMail = False,
) -> None:
    """Say of a lesson that somebody has done it, or has not; whether the course is complete follows."""
    who, slug = choose.place(shell, email, course)
    key = choose.lesson(shell, slug, lesson)
    wanted = state or shell.terminal.choose(
        "done|open", "What shall it be?", {"done": say("done"), "open": say("not done")}
    )
    setting = partial(shell.academy.progress.set, who, slug, key, is_done=wanted == "done")
    put = partial(setting, reason=reason, tells=not no_mail)
    change = put(dry_run=True)
    if not change.is_change and not change.completion:
        shell.terminal.note(say("Nothing to do: “{}” is {}.", change.lesson, change.before))
    elif change.completion == "gained":
        told = say(", and they are told by e-mail") if change.mails else ""
        shell.terminal.note(say("With this “{}” has completed “{}”{}.", change.email, slug, told))
    elif change.completion == "reopened":
        shell.terminal.confirm(
            say("With this “{}” has no longer completed “{}”. Go on?", change.email, slug)
        )
    if not shell.is_dry_run:
        change = put()
        sign_earned(shell)
    else:
        shell.terminal.note("Nothing was written: it was a dry run.")
    shell.terminal.show_one(change, *CHANGE)


@command(
    app,
    "recount",
    changing=True,
    examples=(
        "academy progress recount python-basics",
        "academy progress recount python-basics --no-mail --dry-run",
    ),
)
def recount(shell: Shell, course: Slug = None, *, no_mail: NoMail = False) -> None:
    """Complete a course for everybody who has done enough; nobody loses a completion.

    Syncing a course and recording progress do so by themselves: this is for what came another way, such as a
    restored backup, or lessons whose release date has passed.
    """
    slug = choose.course(shell, course)
    found = shell.academy.progress.recount(slug, tells=not no_mail, dry_run=True)
    if found.mails:
        shell.terminal.note(
            say_so_many(
                "{} learner is told by e-mail.", "{} learners are told by e-mail.", found.mails
            )
        )
    if found.gained and not shell.is_dry_run:
        found = shell.academy.progress.recount(slug, tells=not no_mail)
        sign_earned(shell)
    if shell.is_dry_run:
        shell.terminal.note("Nothing was written: it was a dry run.")
    shell.terminal.show_one(found)


app.makers.update(progressimport.app.makers)
