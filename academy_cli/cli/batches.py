"""``academy batch``: what was done in bulk, what became of each row, and proof of it.

Knows the words of each command and which view answers it; refuses to do bulk work.
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say_so_many

app = noun("See what was done in bulk, and prove it.")

Reference = Annotated[str, typer.Argument(metavar="REFERENCE", help="B-2026-000123.")]
References = Annotated[
    list[str] | None, typer.Argument(metavar="[REFERENCE]...", help="B-2026-000123; none is all.")
]
KindOption = Annotated[
    Literal["users", "enrollments", "progress", "attempts"] | None,
    typer.Option("--kind", help="Only such rows."),
]
Rows = Annotated[bool, typer.Option("--rows", help="Show what became of each row instead.")]

COUNTS = ("created", "updated", "unchanged", "refused")
SUMMARY = Columns(
    ("reference", "kind", "state", "file", "rows", "done", *COUNTS, "started_at", "undoes"),
    (
        *("reference", "kind", "state", "file", "rows", "done", *COUNTS, "mails"),
        *("started_at", "finished_at", "actor", "options", "file_sha256", "undoes", "undone_by"),
    ),
)
PROOF = Columns(("reference", "kind", "rows", "flaws"), ("reference", "kind", "rows", "flaws"))
ROW = Columns(
    ("number", "outcome", "subject", "after", "reason"),
    ("number", "outcome", "subject", "before", "after", "reason"),
)


@command(
    app,
    "list",
    listing=True,
    examples=("academy batch list --limit 10", "academy batch list --kind users --format json"),
)
def list_batches(shell: Shell, *, kind: KindOption = None) -> None:
    """List what was done in bulk, the newest first."""
    page = shell.terminal.wish.page
    found = shell.academy.batches.find(kind, page.reach)
    shell.terminal.show_list(found, SUMMARY, empty="Nothing was done in bulk yet.")


@command(
    app,
    "show",
    listing=True,
    examples=(
        "academy batch show B-2026-000123",
        "academy batch show B-2026-000123 --rows --limit 20 --format json",
    ),
)
def show(shell: Shell, reference: Reference, *, rows: Rows = False) -> None:
    """Show one batch: where it came from, how far it is, and what became of its rows.

    Rows that changed nothing have no line in the journal.
    """
    if not rows:
        shell.terminal.show_one(shell.academy.batches.show(reference))
        return
    page = shell.terminal.wish.page
    found = shell.academy.batches.rows(reference, page.reach)
    shell.terminal.show_list(found, ROW, empty="Nothing of it is in the journal yet.")


@command(
    app,
    "prune",
    changing=True,
    examples=("academy batch prune --dry-run", "academy batch prune --yes"),
)
def prune(shell: Shell) -> None:
    """Empty the reasons of rows that were refused more than bulk.refused_days ago.

    They quote the file, so they may tell of people who were never imported. The journal still proves itself.
    """
    found = shell.academy.batches.prune(dry_run=True)
    if shell.is_dry_run:
        shell.terminal.note("Nothing was written: it was a dry run.")
    elif found.rows:
        shell.terminal.confirm(
            say_so_many(
                "Empty the reason of {:,} refused row?",
                "Empty the reasons of {:,} refused rows?",
                found.rows,
            )
        )
        found = shell.academy.batches.prune()
    shell.terminal.show_one(found)


@command(
    app,
    "verify",
    listing=True,
    examples=("academy batch verify", "academy batch verify B-2026-000123"),
)
def verify(shell: Shell, references: References = None) -> None:
    """Prove that journals are what was written, all or those named; ends with 9 and says what was changed.

    The journals are held by the audit log, and `academy audit verify` proves that.
    """
    from academy_cli.bulk.errors import TamperedBatchError

    found = list(shell.academy.batches.verify(references or ()))
    shell.terminal.show_list(found, PROOF, empty="Nothing was done in bulk yet.")
    if bad := [one for one in found if one.flaws]:
        raise TamperedBatchError(bad[0].reference, bad[0].flaws[0])
