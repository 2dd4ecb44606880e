"""Words that orders and payments share: what is bought, by whom, and which of them are wanted in a list.

Knows how they are read; refuses to know what is done with them.
"""

from __future__ import annotations

from typing import Annotated

import typer

Currency = Annotated[
    str | None,
    typer.Option("--currency", metavar="CODE", help="Where the courses are sold in several."),
]
Coupon = Annotated[str | None, typer.Option("--coupon", metavar="CODE", help="A coupon to use.")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What to remember.")]
BillTo = Annotated[
    str | None,
    typer.Option(
        "--bill-to", metavar="TEXT", help="Whom the invoice is made out to: lines parted by ;"
    ),
]
Country = Annotated[
    str | None, typer.Option("--country", metavar="CC", help="The buyer's country: FR, CH …")
]
TaxNumber = Annotated[
    str | None, typer.Option("--tax-number", metavar="TEXT", help="The buyer's VAT number.")
]
OfUser = Annotated[
    str | None, typer.Option("--user", metavar="EMAIL", help="Only those of this person.")
]
OfCourse = Annotated[
    str | None, typer.Option("--course", metavar="COURSE", help="Only those of this course.")
]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only from then on.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only through then.")]


def billing(bill_to: str | None, country: str | None, tax_number: str | None) -> dict[str, object]:
    """Whom an invoice is made out to, of what somebody said of it."""
    said: dict[str, object] = {}
    lines = [line.strip() for line in (bill_to or "").split(";") if line.strip()]
    if lines:
        said |= {"name": lines[0], "address": lines[1:]}
    if country:
        said["country"] = country.strip().upper()
    if tax_number:
        said["tax_number"] = tax_number.strip()
    return said
