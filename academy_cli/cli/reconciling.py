"""``academy payment reconcile``: what differs between the books and Stripe, and what puts it right.

Knows the words of the command and how a difference reads; refuses to know what differs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.moments import span
from academy_cli.cli.moneywords import DRY_AT_STRIPE
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say, say_joined, say_so_many

if TYPE_CHECKING:
    from academy_cli.books.views import Reconciled

app = noun("Compare the books with Stripe.")

_KINDS: Mapping[str, Callable[[int], str]] = {
    "charge": lambda many: say_so_many("{:,} charge", "{:,} charges", many),
    "refund": lambda many: say_so_many("{:,} refund", "{:,} refunds", many),
    "dispute": lambda many: say_so_many("{:,} dispute", "{:,} disputes", many),
    "invoice": lambda many: say_so_many("{:,} invoice", "{:,} invoices", many),
    "balance_transaction": lambda many: say_so_many(
        "{:,} balance transaction", "{:,} balance transactions", many
    ),
}

Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DATE", help="Read and compare only what was made from then on."
    ),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="And only until then; through that day."),
]
Fix = Annotated[bool, typer.Option("--fix", help="Put right what has one right answer.")]
Stored = Annotated[
    bool, typer.Option("--stored", help="Compare with what Stripe said the last time.")
]

DIFFERENCE = Columns(
    ("code", "what", "amount", "references", "fix", "why"),
    ("code", "what", "amount", "references", "fix", "why", "is_notice"),
)


@command(
    app,
    "reconcile",
    changing=True,
    examples=(
        "academy payment reconcile",
        "academy payment reconcile --fix --yes",
        "academy payment reconcile --stored --format json",
        "academy payment reconcile --since 2026-11-01 --until 2026-11-30",
    ),
)
def reconcile(
    shell: Shell,
    *,
    since: Since = None,
    until: Until = None,
    fix: Fix = False,
    stored: Stored = False,
) -> None:
    """Compare the books with Stripe, and say in words whatever differs, with its amount.

    Reads charges, refunds, disputes and balance movements: the first time all, later what is new. They are
    compared with payments, refunds, disputes, ledger, access and documents. The books change with --fix
    alone, and only where there is one right answer. Exit 9 while differences remain. A dry run asks Stripe
    for nothing.
    """
    from academy_cli.books.errors import BooksDifferError, NothingStoredError
    from academy_cli.payments.gateway import Window

    window = Window(*span(("--since", since), ("--until", until)))
    if fix and not shell.is_dry_run:
        shell.terminal.confirm(say("Put right what has one right answer?"))
    fixes = fix and not shell.is_dry_run
    books = shell.academy.books
    try:
        with shell.terminal.progress("Comparing") as progress:
            done = books.reconcile(
                window, is_stored=stored or shell.is_dry_run, fixes=fixes, told=progress
            )
    except NothingStoredError:
        if not shell.is_dry_run:
            raise
        shell.terminal.note("Nothing of Stripe's is kept yet: a dry run asks for nothing.")
        shell.terminal.show_list([], DIFFERENCE, empty="Nothing to compare with.")
        return
    _say(shell, done, fixable=done.fixable if fix else 0)
    shell.terminal.show_list(books.differences(done, window), DIFFERENCE, empty="")
    if not done.left:
        shell.terminal.note("The books and Stripe agree.")
    if done.left and not shell.is_dry_run:
        raise BooksDifferError(done.left, done.fixable)


def _say(shell: Shell, done: Reconciled, *, fixable: int) -> None:
    """What was read, what was put right, and what could not be; of a dry run, what could be put right."""
    if done.read:
        read = [_KINDS[kind](many) for kind, many in done.read.items() if many]
        said = say_joined(", ", read) if read else say("nothing new")
        shell.terminal.note(say("Read from Stripe: {}.", said))
    for one in done.fixed:
        shell.terminal.note(say("{}: {}; {}: done.", " ".join(one.references), one.what, one.fix))
    for about, why in done.failed.items():
        shell.terminal.warn(say("{} could not be put right: {}", about, why))
    if not done.has_documents:
        shell.terminal.note("No document was ever issued, so none is missed.")
    if shell.is_dry_run:
        parts = [say("Compared with what Stripe said the last time."), DRY_AT_STRIPE]
        if fixable:
            would = say_so_many(
                "{:,} difference would be put right.",
                "{:,} differences would be put right.",
                fixable,
            )
            parts.insert(1, would)
        shell.terminal.note(say_joined(" ", parts))
