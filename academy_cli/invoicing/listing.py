"""Reading documents out of the database: lists, single ones, and rows for an accountant.

Joins rows and views; refuses to change anything, and to show what is not within somebody's reach.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select
from sqlalchemy.orm import aliased

from academy_cli.access.actor import Actor
from academy_cli.access.address import canonical_address
from academy_cli.access.matrix import Permission, Reach
from academy_cli.db.paging import paged
from academy_cli.db.streaming import streamed
from academy_cli.invoicing import store
from academy_cli.invoicing.crediting import Standing
from academy_cli.invoicing.document import Document, Group, Line, read
from academy_cli.invoicing.views import (
    InvoiceRow,
    InvoiceSummary,
    InvoiceView,
    LineView,
    RateView,
    Wanted,
)
from academy_cli.kit.clock import moment_of
from academy_cli.kit.money import Money, decimals
from academy_cli.models import Invoice, User

_BEFORE = aliased(Invoice)
ORDERED: Mapping[str, Any] = {
    "reference": Invoice.reference,
    "kind": Invoice.kind,
    "issued_at": Invoice.issued_at,
    "order": Invoice.order_reference,
    "email": func.lower(User.email),
    "total": Invoice.gross,
}


def found(connection: Connection, wanted: Wanted, actor: Actor) -> Iterator[InvoiceSummary]:
    """The documents that are wanted and within an actor's reach, read some at a time."""
    query = paged(
        narrowed(_query(), wanted, actor, Permission.INVOICE_LIST),
        wanted.cut, ORDERED, (Invoice.id.desc(),),
    )  # fmt: skip
    for rows in streamed(connection, query, wanted.cut.limit):
        for row in rows:
            yield _summary(row)


def one(
    connection: Connection, reference: str, actor: Actor, action: Permission
) -> Row[Any] | None:
    """The row of a document within an actor's reach; None for what is not."""
    query = narrowed(_query(), Wanted(), actor, action)
    return connection.execute(query.where(Invoice.reference == reference.strip().upper())).first()


def view(connection: Connection, row: Row[Any]) -> InvoiceView:
    """Everything that a document says."""
    document, code = read(row.body), row.currency
    standing = Standing(document, tuple(store.live_credits(connection, row.id)))
    return InvoiceView(
        reference=row.reference,
        kind=row.kind,
        issued_at=row.issued_at,
        order=row.order_reference,
        about=row.about,
        email=row.email,
        buyer=document.buyer,
        seller=document.seller,
        paid_at=moment_of(document.paid_at) if document.paid_at else None,
        method=document.method,
        treatment=document.treatment,
        mention=document.mention,
        reason=document.reason,
        corrects=row.before,
        corrected_by=tuple(store.corrected_by(connection, row.id)),
        net=Money(row.net, code),
        tax=Money(row.tax, code),
        total=Money(row.gross, code),
        left=None if document.corrects else Money(sum(standing.left), code),
        language=row.language,
        lines=tuple(_line(one, code) for one in document.lines),
        rates=tuple(_rate(one, code) for one in document.groups),
        digest=row.content_sha256,
        previous=row.previous_sha256,
    )


def rows(
    connection: Connection, since: datetime | None, until: datetime | None
) -> Iterator[InvoiceRow]:
    """A row for each rate of each document, in the order of issue."""
    query = _dated(_query(), since, until).order_by(Invoice.id)
    for some in streamed(connection, query, None):
        for row in some:
            document = read(row.body)
            for group in document.groups:
                yield _row(row, document, group)


def percent(basis_points: int) -> str:
    """A rate as files have it: ``8.1``."""
    return f"{Decimal(basis_points).scaleb(-2).normalize():f}"


def narrowed(query: Select[Any], wanted: Wanted, actor: Actor, action: Permission) -> Select[Any]:
    """The documents of a query that are wanted and within an actor's reach."""
    if actor.reach(action) is not Reach.ALL:
        query = query.where(Invoice.user_id == actor.user_id)
    if wanted.email is not None:
        query = query.where(User.email == canonical_address(wanted.email))
    if wanted.order is not None:
        query = query.where(Invoice.order_reference == wanted.order.strip().upper())
    if wanted.kind is not None:
        query = query.where(Invoice.kind == wanted.kind)
    if wanted.series is not None:
        query = query.where(Invoice.series == wanted.series.strip().upper())
    return _dated(query, wanted.since, wanted.until)


def _dated(query: Select[Any], since: datetime | None, until: datetime | None) -> Select[Any]:
    if since is not None:
        query = query.where(Invoice.issued_at >= since)
    return query if until is None else query.where(Invoice.issued_at < until)


def _query() -> Select[Any]:
    columns = (store.INVOICES, User.email, _BEFORE.reference.label("before"))
    return (
        select(*columns)
        .select_from(Invoice)
        .join(User, User.id == Invoice.user_id, isouter=True)
        .join(_BEFORE, _BEFORE.id == Invoice.corrects_id, isouter=True)
    )


def _summary(row: Row[Any]) -> InvoiceSummary:
    code = row.currency
    return InvoiceSummary(
        row.reference, row.kind, row.issued_at, row.order_reference, row.email,
        read(row.body).buyer.name, Money(row.net, code), Money(row.tax, code), Money(row.gross, code),
        row.language, row.before,
    )  # fmt: skip


def _line(line: Line, code: str) -> LineView:
    rate, amounts = percent(line.basis_points), (line.net, line.tax, line.share.gross)
    net, tax, total = (Money(amount, code) for amount in amounts)
    return LineView(line.number, line.description, line.course, rate, net, tax, total)


def _rate(group: Group, code: str) -> RateView:
    amounts = (group.net, group.tax, group.share.gross)
    return RateView(percent(group.basis_points), *(Money(amount, code) for amount in amounts))


def _row(row: Row[Any], document: Document, group: Group) -> InvoiceRow:
    sign, places = (-1 if document.is_credit else 1), decimals(document.currency)
    amounts = (group.net, group.tax, group.share.gross)
    net, tax, gross = (Decimal(sign * one).scaleb(-places) for one in amounts)
    return InvoiceRow(
        row.reference, row.kind, row.issued_at.astimezone(UTC), row.order_reference, row.before,
        document.buyer.name, document.buyer.country, document.buyer.tax_number, document.treatment,
        document.method, row.currency, Decimal(group.basis_points).scaleb(-2), net, tax, gross,
    )  # fmt: skip
