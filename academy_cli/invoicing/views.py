"""What is said about invoices: frozen values that become a table, JSON or a page.

Knows what people ask of them; refuses rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from academy_cli.invoicing.document import Buyer, Seller
from academy_cli.invoicing.verify import Finding
from academy_cli.kit.money import Money
from academy_cli.kit.page import Cut

SORTABLE = ("reference", "kind", "issued_at", "order", "email", "total")
"""What a list of them can be ordered by."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents somebody wants to see, the newest first; ``since`` counts, ``until`` does not."""

    email: str | None = None
    order: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    kind: str | None = None
    series: str | None = None
    cut: Cut = Cut()


@dataclass(frozen=True, slots=True)
class InvoiceSummary:
    """One document in a list; ``buyer`` is whom it is made out to, ``email`` the account's by now."""

    reference: str
    kind: str
    issued_at: datetime
    order: str
    email: str | None
    buyer: str
    net: Money
    tax: Money
    total: Money
    language: str
    corrects: str | None


@dataclass(frozen=True, slots=True)
class LineView:
    """One line; ``rate`` in percent, as in ``8.1``."""

    number: int
    description: str
    course: str
    rate: str
    net: Money
    tax: Money
    total: Money


@dataclass(frozen=True, slots=True)
class RateView:
    """The sum of all lines of a rate in percent."""

    rate: str
    net: Money
    tax: Money
    total: Money


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """One document with everything that it says, and what corrects it."""

    reference: str
    kind: str
    issued_at: datetime
    order: str
    about: str
    email: str | None
    buyer: Buyer
    seller: Seller
    paid_at: datetime | None
    method: str
    treatment: str
    mention: str
    reason: str
    corrects: str | None
    corrected_by: tuple[str, ...]
    net: Money
    tax: Money
    total: Money
    left: Money | None
    """Of an invoice: what is not credited."""
    language: str
    lines: tuple[LineView, ...]
    rates: tuple[RateView, ...]
    digest: str
    previous: str


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """A rate of a document as a row for an accountant; amounts in major units, a credit note's negative."""

    reference: str
    kind: str
    issued_at: datetime
    order: str
    corrects: str | None
    buyer: str
    buyer_country: str
    buyer_tax_number: str
    treatment: str
    method: str
    currency: str
    rate: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True)
class SentInvoice:
    """A document that is mailed again, or would be."""

    reference: str
    email: str
    template: str
    event: str


class File(NamedTuple):
    """A file to give to somebody; ``media_type`` has no parameters, which not every provider takes."""

    name: str
    content: bytes
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Verification:
    """How many documents were looked at, the heads to note down elsewhere, and what is wrong."""

    documents: int
    heads: tuple[str, ...]
    findings: tuple[Finding, ...]
