"""Documents before they have a number: what a sale or a correction makes each of them say.

Pure: knows which words come from where; refuses rows and numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from academy_cli.invoicing.abroad import buyer_named, seller_named
from academy_cli.invoicing.amounts import Rated, added, rates, taxed
from academy_cli.invoicing.document import BEGINNING, INVOICE, Corrected, Document, Group, Line
from academy_cli.invoicing.grounds import Correction, Credit, Issuer, Sale, SaleLine
from academy_cli.kit.clock import iso
from academy_cli.kit.saying import say


def selling(sale: Sale, issuer: Issuer, at: datetime) -> Document:
    """The invoice of a sale. Raises ValueError for a sale of nothing, or of less than nothing."""
    if not sale.lines or min(line.amount for line in sale.lines) < 0:
        raise ValueError(say("“{}” has nothing that could be invoiced", sale.about))
    lines = tuple(_sold(sale.lines))
    total = added(line.share for line in lines)
    supplied = sale.supplied_at or sale.paid_at or at
    return Document(
        kind=INVOICE,
        series=issuer.invoices,
        year=at.astimezone(UTC).year,
        number=0,
        reference="",
        about=sale.about,
        order=sale.order_reference,
        user=sale.user_id,
        corrects=None,
        language=sale.language,
        currency=sale.currency,
        issued_at=iso(at),
        supplied_at=iso(supplied),
        paid_at=iso(sale.paid_at) if sale.paid_at else None,
        method=sale.method,
        treatment=sale.tax_treatment,
        mention=sale.mention,
        reason="",
        seller=seller_named(issuer.seller, sale.buyer, sale.language),
        buyer=buyer_named(sale.buyer, sale.language),
        lines=lines,
        groups=grouped(lines),
        net=total.net,
        tax=total.tax,
        gross=total.gross,
        previous_sha256=BEGINNING,
        is_part=sale.is_part,
    )


def correcting(
    before: Document,
    lines: Sequence[Line],
    series: tuple[str, str],
    why: Credit | Correction,
    at: datetime,
) -> Document:
    """What corrects another document, in some lines: a kind and its series; the rest is as it was."""
    total = added(line.share for line in lines)
    kind, name = series
    return replace(
        before,
        kind=kind,
        series=name,
        year=at.astimezone(UTC).year,
        number=0,
        reference="",
        about=why.about,
        corrects=Corrected(before.reference, before.issued_at),
        issued_at=iso(at),
        paid_at=None,
        reason=why.reason,
        lines=tuple(lines),
        groups=grouped(lines),
        net=total.net,
        tax=total.tax,
        gross=total.gross,
        previous_sha256=BEGINNING,
    )


def grouped(lines: Sequence[Line]) -> tuple[Group, ...]:
    """The sums of lines by their rates, the highest first."""
    found = []
    for rate in rates(Rated(line.share.gross, line.basis_points) for line in lines):
        total = added(line.share for line in lines if line.basis_points == rate)
        found.append(Group(rate, total.net, total.tax))
    return tuple(found)


def _sold(lines: Sequence[SaleLine]) -> Iterator[Line]:
    shares = taxed([Rated(line.amount, line.tax_basis_points) for line in lines])
    for number, (line, share) in enumerate(zip(lines, shares, strict=True), 1):
        rate = line.tax_basis_points
        yield Line(number, line.description, line.course, rate, share.net, share.tax)
