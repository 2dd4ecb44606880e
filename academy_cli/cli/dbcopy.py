"""``academy db copy``: an academy from one database to another, such as from SQLite to PostgreSQL.

Knows the words of the command, what is asked and said; refuses to know how rows get there.
"""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli.emptywords import not_empty
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say, say_so_many

if TYPE_CHECKING:
    from academy_cli.backups.views import CopyView

app = noun("Copy.")

To = Annotated[
    str | None,
    typer.Option("--to", metavar="URL", help="The other database; it may not be there yet."),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="URL",
        help="Copy this one; else the setting database.url.",
        callback=not_empty,
    ),
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Even if an academy is there; it is kept for a week.")
]


@command(
    app,
    "copy",
    changing=True,
    examples=(
        "academy db copy --to postgresql://academy@db.example.org/academy --dry-run",
        "academy db copy --from sqlite:///academy.db --to postgresql:///academy",
        "academy db copy --to sqlite:///trial.db --replace --yes",
    ),
)
def copy(
    shell: Shell,
    *,
    to_database: To = None,
    from_database: From = None,
    replace: Replace = False,
) -> None:
    """Copy everything to another database, of whatever engine, and compare every row before it is in place.

    The database that is copied stays as it is. What is written to it afterwards is not in the copy: stop what
    runs in the background first. Files of courses stay where they are.
    """
    said = to_database or shell.terminal.ask("--to", "Which database?")
    to = shell.settings_with(said).database.url
    academy = shell.open(shell.settings_with(from_database)) if from_database else shell.academy
    service = academy.moving()
    planned = service.look(to, replaces=replace)
    if shell.is_dry_run:
        shell.terminal.note(say("{} would be copied to {}.", planned.source, planned.target))
        shell.terminal.note(DRY)
        shell.terminal.show_one(
            planned, "source", "target", "source_engine", "target_engine", "is_replaced"
        )
        return
    if planned.is_replaced:
        shell.terminal.confirm(
            say("Replace {} with a copy of {}?", planned.target, planned.source),
            destroys="What is there now is not in the copy. It is kept for a week.",
        )
    shell.terminal.note("What is written from now on is not in the copy.")
    done = service.copy(to, replaces=replace, stages=shell.terminal.progress)
    _tell(shell, done)
    shell.terminal.show_one(done)


def _tell(shell: Shell, done: CopyView) -> None:
    if done.kept:
        back = f"academy backup rollback --database {quote(done.target)}"
        shell.terminal.note(say("What was there is kept for a week: {}", back))
    if done.missing_files:
        shell.terminal.warn(
            say_so_many(
                "Of the courses, {:,} file cannot be found in storage: academy storage check",
                "Of the courses, {:,} files cannot be found in storage: academy storage check",
                done.missing_files,
            )
        )
    shell.terminal.note("Files of courses are where they were, as storage.url says.")
    shell.next(
        say(
            "set database.url to {}, then: academy db check --database {}",
            done.target,
            quote(done.target),
        )
    )
