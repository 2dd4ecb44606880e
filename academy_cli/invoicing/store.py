"""Rows of invoices and of their series.

Works in the caller's transaction; refuses to commit, and to know which number is next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, Row, Select, Table, select
from sqlalchemy.orm import aliased

from academy_cli.db.among import among
from academy_cli.db.bulk import allocate_ids, insert_rows
from academy_cli.invoicing import series as series_
from academy_cli.invoicing.document import Document, body, digest, read
from academy_cli.kit.batches import batches
from academy_cli.kit.clock import iso
from academy_cli.models import Invoice, InvoiceSeries

INVOICES = cast("Table", Invoice.__table__)


class Issued(NamedTuple):
    """A document that was issued: its row's number and its reference."""

    id: int
    reference: str


class Wanted(NamedTuple):
    """A document that is to be issued, and the row of what it corrects."""

    document: Document
    corrects_id: int | None = None


class Held(NamedTuple):
    """A document whose row is locked until the transaction ends."""

    id: int
    document: Document


def about(connection: Connection, what: str) -> Issued | None:
    """The document about something, as in ``payment:P-2026-000001``."""
    query = select(Invoice.id, Invoice.reference).where(Invoice.about == what)
    row = connection.execute(query).first()
    return row and Issued(row.id, row.reference)


def about_all(connection: Connection, what: Sequence[str]) -> Mapping[str, Issued]:
    """The documents about some things, by what they are about; nothing of those that have none."""
    query = select(Invoice.about, Invoice.id, Invoice.reference)
    rows = connection.execute(query.where(among(connection, Invoice.about, what)))
    return {row.about: Issued(row.id, row.reference) for row in rows}


def held(connection: Connection, what: str) -> Held | None:
    """The document about something, which nobody else corrects until the transaction ends."""
    query = (
        select(Invoice.id, Invoice.body)
        .where(Invoice.about == what)
        .with_for_update(key_share=True)
    )
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
    """Give a document the next number of its series and year, and write it down, as ``issue_all`` does."""
    return issue_all(connection, [Wanted(wanted, corrects_id)], at)[0]


def issue_all(connection: Connection, wanted: Sequence[Wanted], at: datetime) -> Sequence[Issued]:
    """Give documents of one series the next numbers, in their order, and write them down.

    They are dated as ``series.head`` says, never before the document before them. Somebody else who issues in
    that series waits until the caller's transaction ends, so a rollback leaves no gap. What is about the same
    was issued by whoever came first.
    """
    if not wanted:
        return []
    before = [one.document.corrects.issued_at for one in wanted if one.document.corrects]
    head = series_.head(connection, wanted[0].document.series, at, after=before)
    found = dict(about_all(connection, [one.document.about for one in wanted]))
    rows = list(_chained(head, [one for one in wanted if one.document.about not in found]))
    if rows:
        ids = allocate_ids(connection, Invoice, len(rows))
        told = (tuple(row.values()) for row in rows)
        written = ((number, *row) for number, row in zip(ids, told, strict=True))
        insert_rows(connection, Invoice, ("id", *rows[0]), written)
        series_.advance(connection, head, rows[-1]["number"], rows[-1]["content_sha256"])
        for number, row in zip(ids, rows, strict=True):
            found[row["about"]] = Issued(number, row["reference"])
    return [found[one.document.about] for one in wanted]


def _chained(head: series_.Head, wanted: Iterable[Wanted]) -> Iterator[dict[str, Any]]:
    """The rows of documents that come next in a series."""
    number, before = head.last, head.sha256
    for document, corrects_id in wanted:
        number += 1
        final = replace(
            document,
            year=head.year,
            number=number,
            reference=f"{head.series}-{head.year}-{number:06d}",
            issued_at=iso(head.at),
            previous_sha256=before,
        )
        told = body(final)
        before = digest(told)
        yield _row(final, corrects_id, head.at) | {"body": told, "content_sha256": before}


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
