"""``academy audit``: who did what to what, and proof that the account of it is what was written.

Knows the words of each command and which view answers it; refuses to decide what is sound.
"""

from __future__ import annotations

from typing import Annotated

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.moments import span
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say, say_joined

app = noun("See who did what, and prove it.")

By = Annotated[
    str | None,
    typer.Option("--by", metavar="WHO", help="Only what they did: an e-mail, or operator:NAME."),
]
Action = Annotated[
    str | None,
    typer.Option("--action", metavar="NOUN[.VERB]", help="Only such acts: course, course.apply."),
]
Subject = Annotated[
    str | None,
    typer.Option("--subject", metavar="WHAT", help="Only to this: course:SLUG, or an e-mail."),
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Only from then on, UTC.")
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until", metavar="DATE", help="Only before then, UTC; a date is through that day."
    ),
]
Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, help="The entry's number.")]
Expected = Annotated[
    str | None,
    typer.Option("--expect", metavar="HEAD", help="A head that an earlier verify printed."),
]

FLAGS = {"actor": "--by", "action": "--action", "subject": "--subject"}
SUMMARY = Columns(
    ("number", "at", "actor", "action", "subject", "reason"),
    ("number", "at", "actor", "action", "subject", "reason", "details", "source", "digest", "via"),
)


@command(
    app,
    "list",
    listing=True,
    examples=(
        "academy audit list --limit 20",
        "academy audit list --action course.apply --since 2026-11-01",
        "academy audit list --subject course:python-basics --format json",
    ),
)
def list_entries(
    shell: Shell,
    *,
    by: By = None,
    action: Action = None,
    subject: Subject = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """List what was done, the newest first."""
    from academy_cli.audit.views import SORTABLE, Wanted
    from academy_cli.cli.paging import show_in_pages

    wanted = Wanted(
        by or "",
        action or "",
        subject or "",
        *span(("--since", since), ("--until", until)),
        shell.terminal.wish.page.sort,
    )
    for one in shell.academy.audit.unheard(wanted) if by or action or subject else ():
        said = say("Nothing on record has {} “{}”.", FLAGS[one.field], one.said)
        if one.nearest:
            said = say_joined(" ", (said, say("Did you mean “{}”?", one.nearest)))
        shell.terminal.warn(said)
    show_in_pages(
        shell.terminal,
        lambda limit, offset: shell.academy.audit.find(wanted.part(limit, offset)),
        SUMMARY,
        sortable=SORTABLE,
        empty="Nothing was done, or nothing like that.",
    )


@command(app, "show", examples=("academy audit show 12", "academy audit show 12 --format json"))
def show(shell: Shell, number: Number) -> None:
    """Show one act: who, what, where and why, and what was there before and after."""
    shell.terminal.show_one(shell.academy.audit.entry(number))


@command(
    app,
    "verify",
    examples=("academy audit verify", "academy audit verify --expect 1204:9f86d081884c"),
)
def verify(shell: Shell, *, expect: Expected = None) -> None:
    """Prove that no entry was edited, removed or moved; ends with 9 and names those that were.

    Whoever can write the whole database can also write a new log. Note down the head that this prints, on
    another machine or on paper: with --expect, the log is held to it. The first 12 digits are enough.
    """
    from academy_cli.audit.errors import TamperedError

    found = shell.academy.audit.verify(expect)
    shell.terminal.show_one(found)
    if found.flaws:
        raise TamperedError(len(found.flaws), *found.flaws[0])
