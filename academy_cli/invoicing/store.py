"""Rows of invoices and of their series, and the numbers that are drawn there.

Knows that a number is drawn under its series' lock, in the caller's transaction; refuses to commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, Row, Select, Table, insert, select, update
from sqlalchemy.orm import aliased

from academy_cli.db.bulk import insert_rows
from academy_cli.invoicing.document import BEGINNING, Document, body, digest, read
from academy_cli.kit.batches import batches
from academy_cli.models import Invoice, InvoiceSeries

INVOICES = cast("Table", Invoice.__table__)
_SERIES = ("series", "year", "last", "head_sha256")


class Issued(NamedTuple):
    """A document that was issued: its row's number and its reference."""

    id: int
    reference: str


class Held(NamedTuple):
    """A document whose row is locked until the transaction ends."""

    id: int
    document: Document


def about(connection: Connection, what: str) -> Issued | None:
    """The document about something, as in ``payment:P-2026-000001``."""
    query = select(Invoice.id, Invoice.reference).where(Invoice.about == what)
    row = connection.execute(query).first()
    return row and Issued(row.id, row.reference)


def held(connection: Connection, what: str) -> Held | None:
    """The document about something, which nobody else corrects until the transaction ends."""
    query = select(Invoice.id, Invoice.body).where(Invoice.about == what).with_for_update()
    row = connection.execute(query).first()
    return row and Held(row.id, read(row.body))


def live_credits(connection: Connection, invoice_id: int) -> Iterator[Document]:
    """The credit notes of an invoice that no correction took back, in the order of their numbers."""
    taken = aliased(Invoice)
    query = (
        select(Invoice.body)
        .join(taken, taken.corrects_id == Invoice.id, isouter=True)
        .where(Invoice.corrects_id == invoice_id, taken.id.is_(None))
        .order_by(Invoice.id)
    )
    yield from map(read, connection.scalars(query))


def corrected_by(connection: Connection, invoice_id: int) -> Sequence[str]:
    """The references of what corrects a document, in the order they were issued."""
    query = select(Invoice.reference).where(Invoice.corrects_id == invoice_id)
    return connection.scalars(query.order_by(Invoice.id)).all()


def issue(
    connection: Connection, wanted: Document, corrects_id: int | None, at: datetime
) -> Issued:
    """Give a document the next number of its series and year, and write it down.

    Somebody else who issues in that series waits until the caller's transaction ends, so a rollback leaves no
    gap. What is about the same was issued by whoever came first.
    """
    last, head = _next(connection, wanted.series, wanted.year)
    if found := about(connection, wanted.about):
        return found
    number = last + 1
    reference = f"{wanted.series}-{wanted.year}-{number:06d}"
    final = replace(wanted, number=number, reference=reference, previous_sha256=head)
    told = body(final)
    row = _row(final, corrects_id, at) | {"body": told, "content_sha256": digest(told)}
    added = connection.execute(insert(Invoice).values(row).returning(Invoice.id)).scalar_one()
    mine = (InvoiceSeries.series == wanted.series) & (InvoiceSeries.year == wanted.year)
    newest = {"last": number, "head_sha256": row["content_sha256"]}
    connection.execute(update(InvoiceSeries).where(mine).values(newest))
    return Issued(added, reference)


def _next(connection: Connection, series: str, year: int) -> tuple[int, str]:
    """The last number of a series and year and its digest, locked until the transaction ends."""
    first = [(series, year, 0, BEGINNING)]
    insert_rows(connection, InvoiceSeries, _SERIES, first, skip_existing=True)
    query = select(InvoiceSeries.last, InvoiceSeries.head_sha256).with_for_update()
    mine = (InvoiceSeries.series == series) & (InvoiceSeries.year == year)
    row = connection.execute(query.where(mine)).one()
    return row.last, row.head_sha256


def _row(final: Document, corrects_id: int | None, at: datetime) -> dict[str, Any]:
    return {
        "kind": final.kind,
        "series": final.series,
        "year": final.year,
        "number": final.number,
        "reference": final.reference,
        "about": final.about,
        "corrects_id": corrects_id,
        "order_reference": final.order,
        "user_id": final.user,
        "currency": final.currency,
        "net": final.net,
        "tax": final.tax,
        "gross": final.gross,
        "language": final.language,
        "issued_at": at,
        "previous_sha256": final.previous_sha256,
    }


def one(connection: Connection, reference: str) -> Row[Any] | None:
    """The row of one document."""
    return connection.execute(select(INVOICES).where(Invoice.reference == reference)).first()


def series(connection: Connection) -> Sequence[Row[Any]]:
    """Every series and year there is, in their order."""
    query = select(cast("Table", InvoiceSeries.__table__))
    return connection.execute(query.order_by(InvoiceSeries.series, InvoiceSeries.year)).all()


def every() -> Select[Any]:
    """All documents, each series and year in the order of its numbers."""
    return select(INVOICES).order_by(Invoice.series, Invoice.year, Invoice.number)


def corrected(connection: Connection) -> frozenset[int]:
    """The numbers of rows that another document corrects."""
    query = select(Invoice.corrects_id).where(Invoice.corrects_id.is_not(None)).distinct()
    return frozenset(one for one in connection.scalars(query) if one is not None)


def names(connection: Connection, numbers: Iterable[int]) -> Mapping[int, str]:
    """The references of some rows by their numbers."""
    found: dict[int, str] = {}
    for some in batches(sorted(numbers)):
        rows = connection.execute(select(Invoice.id, Invoice.reference).where(Invoice.id.in_(some)))
        found |= {row.id: row.reference for row in rows}
    return found
