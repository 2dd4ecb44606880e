"""An invoice as a person reads it: lines, the tax of each rate, and what is left.

Knows how it reads on a terminal; refuses to know where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from academy_cli.cli.format import Format
from academy_cli.cli.terminal import Ink, Line, Terminal
from academy_cli.kit.money import Money, written
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.invoicing.views import InvoiceView

SHOWN = (
    "reference", "kind", "issued_at", "order", "email", "paid_at", "method", "treatment", "reason",
    "corrects", "corrected_by", "net", "tax", "total", "left", "language",
)  # fmt: skip


def show_invoice(terminal: Terminal, view: InvoiceView) -> None:
    """Write a document; on a terminal its buyer, lines and rates follow."""
    if terminal.format is not Format.TABLE or terminal.wish.fields:
        terminal.show_one(view)
        return
    terminal.show_one(view, *SHOWN)
    terminal.print("")
    terminal.print_lines(_told(view))


def _told(view: InvoiceView) -> Iterator[Line]:
    buyer = view.buyer
    parts = (buyer.name, *buyer.address, buyer.country_said, buyer.tax_number)
    yield (Ink(say("billed to  "), "dim"), ", ".join(part for part in parts if part))
    for line in view.lines:
        yield (f"  {line.number}. {line.description}",)
        yield (Ink(f"     {_sum(line.rate, line.net, line.tax, line.total)}", "dim"),)
    for rate in view.rates:
        yield (f"  {_sum(rate.rate, rate.net, rate.tax, rate.total)}",)


def _sum(rate: str, net: Money, tax: Money, total: Money) -> str:
    return f"{written(net)} + {rate} % {written(tax)} = {written(total)}"
