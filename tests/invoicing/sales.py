"""Sales, credits and an issuer to begin from: sound ones, of which a test breaks one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from academy_cli.db.transaction import read, write
from academy_cli.invoicing import document, issuing
from academy_cli.invoicing.document import Buyer, Document, Identifier, Seller
from academy_cli.invoicing.issuing import Credit, Issued, Issuer, Sale, SaleLine
from academy_cli.models import Invoice

AT = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
SELLER = Seller(
    "Lakeside Academy",
    ("12 rue du Lac", "1003 Lausanne"),
    "CH",
    (Identifier("UID", "CHE-123.456.789 MWST"),),
)
ISSUER = Issuer(SELLER)
BUYER = Buyer("Ann Lee", "ann@x.org", ("1 High Street", "London N1"), "GB")
LINES = (SaleLine("Python basics", 4900, 810, "python-basics"),)


def sale(number: int = 1, **values: Any) -> Sale:
    """A sale; ``values`` replace what is in it."""
    usual = Sale(
        f"payment:P-2026-{number:06d}", f"O-2026-{number:06d}", None, "en", "chf", LINES, BUYER, AT, "card"
    )  # fmt: skip
    return replace(usual, **values)


def of_amounts(*lines: tuple[int, int], **values: Any) -> Sale:
    """A sale of lines, each an amount and a rate in basis points."""
    sold = [SaleLine(f"Course {at}", *line, f"course-{at}") for at, line in enumerate(lines, 1)]
    return sale(lines=tuple(sold), **values)


def credit(amount: int, number: int = 1, of: int = 1, **values: Any) -> Credit:
    """A refund of a sale."""
    usual = Credit(f"refund:R-2026-{number:06d}", f"payment:P-2026-{of:06d}", amount)
    return replace(usual, **values)


def invoiced(engine: Engine, wanted: Sale | None = None, at: datetime = AT) -> Issued:
    """An invoice, issued."""
    with write(engine) as connection:
        return issuing.issue_invoice(connection, wanted or sale(), ISSUER, at)


def credited(engine: Engine, wanted: Credit, at: datetime = AT) -> Issued:
    """A credit note, issued."""
    with write(engine) as connection:
        return issuing.issue_credit_note(connection, wanted, ISSUER, at)


def taken_back(engine: Engine, number: int = 1, at: datetime = AT) -> Issued:
    """A correction, issued, of the credit note of a refund."""
    name = f"R-2026-{number:06d}"
    wanted = issuing.Correction(f"refund-failed:{name}", f"refund:{name}", "The refund failed")
    with write(engine) as connection:
        return issuing.issue_correction(connection, wanted, ISSUER, at)


def documents(engine: Engine) -> list[Document]:
    """Every document there is, in the order of issue."""
    with read(engine) as connection:
        return list(map(document.read, _bodies(connection)))


def _bodies(connection: Connection) -> list[str]:
    return list(connection.scalars(select(Invoice.body).order_by(Invoice.id)))
