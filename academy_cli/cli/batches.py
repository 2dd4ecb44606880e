"""``academy batch``: what was done in bulk, what became of each row, and proof of it.

Knows the words of each command and which view answers it; refuses to do bulk work.
"""

from __future__ import annotations

from typing import Annotated

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell

app = noun("See what was done in bulk, and prove it.")

Reference = Annotated[str, typer.Argument(metavar="REFERENCE", help="B-2026-000123.")]
KindOption = Annotated[
    str | None, typer.Option("--kind", metavar="KIND", help="Only such rows: users, enrollments.")
]
Rows = Annotated[bool, typer.Option("--rows", help="Show what became of each row instead.")]

COUNTS = ("created", "updated", "unchanged", "refused")
SUMMARY = Columns(
    ("reference", "kind", "state", "file", "rows", "done", *COUNTS, "started_at"),
    (
        *("reference", "kind", "state", "file", "rows", "done", *COUNTS, "mails"),
        *("started_at", "finished_at", "actor", "options", "file_sha256", "undoes", "undone_by"),
    ),
)
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
    found = shell.academy.batches.find(kind, None if page.sort else page.limit)
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
    found = shell.academy.batches.rows(reference, None if page.sort else page.limit)
    shell.terminal.show_list(found, ROW, empty="Nothing of it is in the journal yet.")


@command(app, "verify", examples=("academy batch verify B-2026-000123",))
def verify(shell: Shell, reference: Reference) -> None:
    """Prove that a batch's journal is what was written; ends with 9 and says what was changed.

    The journal is held by the audit log, and `academy audit verify` proves that.
    """
    from academy_cli.bulk.errors import TamperedBatchError

    found = shell.academy.batches.verify(reference)
    shell.terminal.show_one(found)
    if found.flaws:
        raise TamperedBatchError(found.reference, found.flaws[0])
