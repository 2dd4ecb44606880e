"""Issuing invoices and credit notes, in the transaction of the payment or refund that they are about.

Knows that there is one document for each thing it is about; refuses to commit, to draw a page, and to know
payments.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from academy_cli.invoicing import store
from academy_cli.invoicing.crediting import Standing, note_lines
from academy_cli.invoicing.document import CREDIT_NOTE, INVOICE
from academy_cli.invoicing.drafting import correcting, selling
from academy_cli.invoicing.errors import NothingInvoicedError, TakenBackError
from academy_cli.invoicing.grounds import Correction, Credit, Issuer, Sale, SaleLine
from academy_cli.invoicing.store import Issued

__all__ = [
    "Correction",
    "Credit",
    "Issued",
    "Issuer",
    "Sale",
    "SaleLine",
    "creditable",
    "issue_correction",
    "issue_credit_note",
    "issue_invoice",
    "issue_invoices",
]


def issue_invoice(connection: Connection, sale: Sale, issuer: Issuer, at: datetime) -> Issued:
    """Issue the invoice of a sale, or find it, as ``issue_invoices`` does."""
    return issue_invoices(connection, [sale], issuer, at)[0]


def issue_invoices(
    connection: Connection, sales: Sequence[Sale], issuer: Issuer, at: datetime
) -> Sequence[Issued]:
    """Issue the invoices of sales, or find them, in the same order: there is one about each payment.

    Their numbers are drawn in the caller's transaction, so that a rollback leaves no gap. They are dated
    ``at``, but never before the last document of their series; their year is that of the date in UTC. Takes a
    lock on the series until that transaction ends. Raises ValueError for a sale of nothing, or of less than
    nothing.
    """
    found = dict(store.about_all(connection, [one.about for one in sales]))
    new = [one for one in sales if one.about not in found]
    wanted = [store.Wanted(selling(one, issuer, at)) for one in new]
    issued = store.issue_all(connection, wanted, at)
    found |= {one.about: mine for one, mine in zip(new, issued, strict=True)}
    return [found[one.about] for one in sales]


def issue_credit_note(
    connection: Connection, credit: Credit, issuer: Issuer, at: datetime
) -> Issued:
    """Issue the credit note of a refund, or find it: there is one about each.

    The seller and the buyer are those of the invoice, as it says them. What a correction took back is owed by
    the first invoice again, so that one is credited and never a correction. Raises NothingInvoicedError,
    ExceedsInvoiceError and BadLinesError.
    """
    if found := store.about(connection, credit.about):
        return found
    invoice = store.held(connection, credit.corrects)
    if invoice is None or invoice.document.corrects is not None:
        raise NothingInvoicedError(credit.corrects)
    if found := store.about(
        connection, credit.about
    ):  # issued while this one waited for the invoice
        return found
    standing = Standing(invoice.document, tuple(store.live_credits(connection, invoice.id)))
    lines = note_lines(standing, credit.amount, credit.line_amounts)
    series = (CREDIT_NOTE, issuer.credit_notes)
    wanted = correcting(invoice.document, lines, series, credit, at)
    return store.issue(connection, wanted, invoice.id, at)


def creditable(connection: Connection, about: str) -> int | None:
    """How much of an invoice is not yet credited, in minor units; None where there is none.

    Nobody else credits it until the transaction ends.
    """
    invoice = store.held(connection, about)
    if invoice is None or invoice.document.corrects is not None:
        return None
    return sum(Standing(invoice.document, tuple(store.live_credits(connection, invoice.id))).left)


def issue_correction(
    connection: Connection, correction: Correction, issuer: Issuer, at: datetime
) -> Issued:
    """Issue the invoice that takes a credit note back, or find it: what was credited is owed as before.

    Raises NothingInvoicedError and TakenBackError.
    """
    if found := store.about(connection, correction.about):
        return found
    note = store.held(connection, correction.corrects)
    if note is None or not note.document.is_credit:
        raise NothingInvoicedError(correction.corrects)
    if found := store.about(connection, correction.about):
        return found
    if by := store.corrected_by(connection, note.id):
        raise TakenBackError(note.document.reference, by[0])
    series = (INVOICE, issuer.invoices)
    wanted = correcting(note.document, note.document.lines, series, correction, at)
    return store.issue(connection, wanted, note.id, at)
