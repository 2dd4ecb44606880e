"""``academy mail suppress``: addresses that are not written to.

Knows the words of the command and which view answers it; refuses to know whose an address is.
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say

app = noun("See and say who is not written to.")

Verb = Annotated[
    Literal["list", "add", "remove"],
    typer.Argument(metavar="list|add|remove", help="What to do."),
]
Email = Annotated[str | None, typer.Argument(metavar="[EMAIL]", help="Which address.")]
Cause = Annotated[
    Literal["wish", "bounce", "complaint", "unsubscribe"],
    typer.Option("--cause", help="Why it is not written to."),
]
Campaigns = Annotated[
    bool, typer.Option("--campaigns", help="No campaigns; all other mail still arrives.")
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What to remember.")]

LISTED = Columns(
    ("recipient", "scope", "cause", "created_at", "note"),
    ("recipient", "scope", "cause", "created_at", "note"),
)


@command(
    app,
    "suppress",
    listing=True,
    changing=True,
    examples=(
        "academy mail suppress list",
        "academy mail suppress add ann@example.org --cause complaint",
        "academy mail suppress remove ann@example.org --yes",
    ),
)
def suppress(
    shell: Shell,
    verb: Verb,
    email: Email = None,
    *,
    cause: Cause = "wish",
    campaigns: Campaigns = False,
    note: Note = None,
) -> None:
    """See which addresses nothing is sent to, put one there, or take it off.

    It is looked at when a message leaves: what waits for the address is cancelled then.
    """
    listed = shell.academy.suppressions
    if verb == "list":
        page = shell.terminal.wish.page
        found = listed.find(email, page.reach)
        shell.terminal.show_list(list(found), LISTED, empty="Everybody is written to.")
        return
    email = email or shell.terminal.ask("EMAIL", "Which address?")
    if verb == "add":
        done = listed.add(
            email, cause, only_campaigns=campaigns, note=note, dry_run=shell.is_dry_run
        )
        shell.terminal.show_one(done)
        if (done.cause, done.note) != (cause, note):
            shell.terminal.note(
                say("“{}” was on the list already, and stays as it was.", done.recipient)
            )
    else:
        gone = listed.remove(email, dry_run=True)
        if not shell.is_dry_run:
            shell.terminal.confirm(say("Write to “{}” again?", email))
            gone = listed.remove(email)
            shell.terminal.note("Off the list; what was cancelled meanwhile stays so.")
        shell.terminal.show_list(gone, LISTED)
    if shell.is_dry_run:
        shell.terminal.note("Nothing was written: it was a dry run.")
