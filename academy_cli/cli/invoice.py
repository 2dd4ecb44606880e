"""``academy invoice``: invoices and credit notes, as tables, files and mail, and proof of them.

Knows the words of each command and which view answers it; refuses to decide what is sound.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.exporting import File, FileTakenError, kept, run_export
from academy_cli.cli.moments import span
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.paths import is_taken
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.invoicing.views import File as Drawn

app = noun("See invoices and credit notes, and prove them.")

Reference = Annotated[
    str | None, typer.Argument(metavar="INVOICE", help="Its number, as in INV-2026-000123.")
]
OfUser = Annotated[
    str | None, typer.Option("--user", metavar="EMAIL", help="Only those of this person.")
]
OfOrder = Annotated[
    str | None, typer.Option("--order", metavar="ORDER", help="Only those of O-2026-000123.")
]
From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="Only those issued from then on, UTC.")
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until", metavar="DATE", help="Only those issued before then; a date is through that day."
    ),
]
OfKind = Annotated[
    Literal["invoice", "credit_note"] | None, typer.Option("--kind", help="Only these.")
]
OfSeries = Annotated[
    str | None, typer.Option("--series", metavar="NAME", help="Only those of this series.")
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="A new file; INV-2026-000123.pdf by default."),
]
FacturX = Annotated[
    str | None,
    typer.Option("--facturx", metavar="INVOICE", help="Only this one, as a Factur-X PDF."),
]
QrBill = Annotated[
    str | None,
    typer.Option(
        "--qr-bill", metavar="INVOICE",
        help="Only this one, with a Swiss QR-bill; of what is still to be paid.",
    ),
]  # fmt: skip

SUMMARY = Columns(
    ("reference", "kind", "issued_at", "order", "email", "total", "corrects"),
    (
        "reference", "kind", "issued_at", "order", "email", "buyer", "net", "tax", "total",
        "language", "corrects",
    ),
)  # fmt: skip
QUESTION = "Which invoice?"


@command(
    app,
    "list",
    listing=True,
    examples=(
        "academy invoice list --user ann@example.org",
        "academy invoice list --kind credit_note --from 2026-11-01 --until 2026-11-30",
        "academy invoice list --order O-2026-000123 --format json",
    ),
)
def list_invoices(
    shell: Shell,
    *,
    user: OfUser = None,
    order: OfOrder = None,
    begin: From = None,
    until: Until = None,
    kind: OfKind = None,
    series: OfSeries = None,
) -> None:
    """List invoices and credit notes, the newest first."""
    from academy_cli.cli.paging import show_in_pages
    from academy_cli.invoicing.views import SORTABLE, Wanted
    from academy_cli.kit.page import Cut

    sort, dates = shell.terminal.wish.page.sort, span(("--from", begin), ("--until", until))

    def find(limit: int | None, offset: int) -> Iterable[object]:
        wanted = Wanted(user, order, *dates, kind, series, Cut(sort, limit, offset))
        return shell.academy.invoices.find(wanted)

    empty = "There are no invoices, or none like that."
    show_in_pages(shell.terminal, find, SUMMARY, sortable=SORTABLE, empty=empty)


@command(
    app,
    "show",
    examples=(
        "academy invoice show INV-2026-000123",
        "academy invoice show CN-2026-000045 --format json",
    ),
)
def show(shell: Shell, reference: Reference = None) -> None:
    """Show an invoice or a credit note: who, what, the tax of each rate, and what corrects it."""
    from academy_cli.cli.show.invoice import show_invoice

    name = reference or shell.terminal.ask("INVOICE", QUESTION)
    show_invoice(shell.terminal, shell.academy.invoices.show(name))


@command(
    app,
    "pdf",
    examples=(
        "academy invoice pdf INV-2026-000123",
        "academy invoice pdf INV-2026-000123 --out ann.pdf",
    ),
)
def pdf(shell: Shell, reference: Reference = None, *, out: Out = None) -> None:
    """Write an invoice or a credit note as a PDF, which is the same each time."""
    name = reference or shell.terminal.ask("INVOICE", QUESTION)
    _write(shell, shell.academy.invoices.pdf(name), out)


@command(
    app,
    "send",
    changing=True,
    examples=(
        "academy invoice send INV-2026-000123",
        "academy invoice send INV-2026-000123 --dry-run",
    ),
)
def send(shell: Shell, reference: Reference = None) -> None:
    """Mail an invoice or a credit note once more, to the address that its buyer has by now."""
    name = reference or shell.terminal.ask("INVOICE", QUESTION)
    told = shell.academy.invoices.send(name, dry_run=True)
    if shell.is_dry_run:
        shell.terminal.note(say("“{}” would be mailed to “{}” again.", told.reference, told.email))
        shell.terminal.note(DRY)
    else:
        shell.terminal.confirm(say("Send “{}” to “{}” again?", told.reference, told.email))
        told = shell.academy.invoices.send(name)
        shell.terminal.note("It leaves with: academy mail send")
    shell.terminal.show_one(told)


@command(app, "verify", examples=("academy invoice verify", "academy invoice verify --format json"))
def verify(shell: Shell) -> None:
    """Prove that every document is what was issued; ends with 9 and says which is not, and how.

    Digests, numbers without gaps, the chain of each series, sums, tax, and credits within their invoices.
    Whoever can write the whole database can also write new books: note the heads that this prints down, on
    another machine or on paper.
    """
    from academy_cli.invoicing.errors import BooksDifferError

    found = shell.academy.invoices.verify()
    shell.terminal.show_one(found)
    if found.findings:
        first = found.findings[0]
        raise BooksDifferError(len(found.findings), first.reference, first.what)


@command(
    app,
    "export",
    changing=True,
    examples=(
        "academy invoice export november.csv --from 2026-11-01 --until 2026-11-30",
        "academy invoice export - --format jsonl",
        "academy invoice export electronic.pdf --facturx INV-2026-000123",
    ),
)
def export(
    shell: Shell,
    file: File = None,
    *,
    begin: From = None,
    until: Until = None,
    facturx: FacturX = None,
    qr_bill: QrBill = None,
) -> None:
    """Write a row for each rate of each document, for an accountant; or one document as an e-invoice.

    Amounts of credit notes are negative, so that columns add up. A QR-bill is a payment slip: an invoice that
    is paid takes none, and academy issues its own invoices when the money has come.
    """
    from academy_cli.invoicing.views import InvoiceRow

    invoices = shell.academy.invoices
    if one := facturx or qr_bill:
        drawn = invoices.facturx(one) if facturx else invoices.qr_bill(one)
        _write(shell, drawn, None if file is None else Path(file))
        return
    rows = invoices.rows(*span(("--from", begin), ("--until", until)))
    run_export(shell, file, InvoiceRow, rows)


def _write(shell: Shell, drawn: Drawn, out: Path | None) -> None:
    path = out or Path(drawn.name)
    if is_taken(path):
        raise FileTakenError(path)
    if shell.is_dry_run:
        shell.terminal.note(say("“{}” would be written.", path))
        shell.terminal.note(DRY)
    else:
        kept(path, drawn.content)
    shell.terminal.show_one({"file": str(path), "bytes": len(drawn.content)})
