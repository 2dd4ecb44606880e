"""The paper that goes with money: an invoice for what came in, a credit note for what goes back.

Knows what invoicing has to be told; refuses to number or to draw anything. Works in the caller's transaction.
What invoicing cannot write, it says, and the money is in the books all the same: reconciling tells of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.errors import AcademyError
from academy_cli.invoicing.document import Buyer
from academy_cli.invoicing.errors import BadLinesError
from academy_cli.invoicing.issuing import (
    Correction,
    Credit,
    Issued,
    Sale,
    SaleLine,
    creditable,
    issue_correction,
    issue_credit_note,
    issue_invoices,
)
from academy_cli.kit.money import allocate
from academy_cli.payments import store
from academy_cli.payments.store import Bought, NewPayment
from academy_cli.payments.till import Terms

TAKEN = "refund-disputed:"
"""What a document is about that credits, after a refund failed, what a dispute took of the same payment."""


class Paid(NamedTuple):
    """A payment, and what it is for."""

    payment: Row[Any] | NewPayment
    bought: Bought


def invoice(
    connection: Connection, order: Row[Any], payment: Row[Any], at: datetime, terms: Terms
) -> int | None:
    """Issue the invoice for a payment, once; its number."""
    paid = Paid(payment, store.bought(connection, order))
    return invoices(connection, [paid], at, terms)[0].id


def invoices(
    connection: Connection, some: Sequence[Paid], at: datetime, terms: Terms
) -> Sequence[Issued]:
    """Issue the invoices for payments, each once; in the same order."""
    sales = [_sale(one, terms) for one in some]
    return issue_invoices(connection, sales, terms.paper.issuer, at)


def _sale(paid: Paid, terms: Terms) -> Sale:
    """What an invoice is told of a payment."""
    payment, (order, user, lines) = paid
    billing = json.loads(order.billing)
    tax = terms.paper.tax(billing)
    return Sale(
        f"payment:{payment.reference}",
        order.reference,
        user.id,
        terms.paper.language(user.language or order.language),
        payment.currency,
        _lines(lines, payment),
        _buyer(user, billing),
        payment.received_at,
        payment.method,
        tax.treatment,
        terms.paper.mention(tax.treatment),
        is_part=payment.currency != order.currency or payment.amount < order.total,
    )


def _lines(lines: Sequence[Row[Any]], payment: Row[Any] | NewPayment) -> tuple[SaleLine, ...]:
    """What an invoice says was sold: what is free is not, and of a part of the price a part."""
    return tuple(
        SaleLine(line.title, amount, line.tax_basis_points, line.slug)
        for line, amount in shares(lines, payment)
    )


def shares(
    lines: Sequence[Row[Any]], payment: Row[Any] | NewPayment
) -> Sequence[tuple[Row[Any], int]]:
    """How much of a payment is for each line of its order, in minor units, as its invoice has it.

    Lines that cost nothing have none, unless there is no other.
    """
    sold = [line for line in lines if line.amount]
    amounts: Sequence[int] = [line.amount for line in sold]
    if sum(amounts) != payment.amount:
        amounts = allocate(payment.amount, amounts or [1])
    return list(zip(sold or lines[:1], amounts, strict=True))


def _buyer(user: Row[Any], billing: Mapping[str, Any]) -> Buyer:
    return Buyer(
        str(billing.get("name") or user.name or user.email),
        user.email,
        tuple(billing.get("address") or ()),
        str(billing.get("country") or ""),
        str(billing.get("tax_number") or ""),
    )


def credit_note(
    connection: Connection,
    refund: Row[Any],
    payment: Row[Any],
    parts: Mapping[int, int],
    *,
    terms: Terms,
    at: datetime,
) -> int | None:
    """Issue the credit note for a refund, once, line by line as it was meant; its number."""
    paid = shares(store.lines(connection, payment.order_id), payment)
    amounts = tuple(parts.get(line.id, 0) for line, _ in paid)
    is_whole = sum(amounts) == refund.amount
    credit = Credit(
        f"refund:{refund.reference}",
        f"payment:{payment.reference}",
        refund.amount,
        amounts if is_whole else None,
    )
    return _credited(connection, credit, terms, at)


class Lost(NamedTuple):
    """What a lost dispute comes to: its credit note, and what had been credited before."""

    note: int | None = None
    loss: int = 0


def lost(
    connection: Connection, dispute: Row[Any], payment: Row[Any], terms: Terms, at: datetime
) -> Lost:
    """Issue the credit note for a dispute that was lost, once, of what is not credited yet.

    Who has the money back and disputes it all the same gets it twice: that is a loss, and no document. What
    the bank has given back of it stays with the academy.
    """
    about, corrects = (
        f"dispute:{dispute.provider_id}"[:64],
        f"payment:{payment.reference}",
    )
    left = creditable(connection, corrects)
    if left is None:
        return Lost()
    gone = dispute.amount - store.returned(connection, dispute.provider_id)
    amount = min(gone, left)
    note = _credited(connection, Credit(about, corrects, amount), terms, at) if amount else None
    return Lost(note, gone - amount)


def regained(
    connection: Connection,
    refund: Row[Any],
    payment: Row[Any],
    loss: int,
    *,
    terms: Terms,
    at: datetime,
) -> int:
    """Issue the credit note of what a bank took although a refund was to, once that did not arrive.

    Of a loss as far as the invoice has room for it; how much of the loss has a document now.
    """
    corrects = f"payment:{payment.reference}"
    left = creditable(connection, corrects) or 0
    amount = min(loss, left, refund.amount)
    if not amount:
        return 0
    _credited(connection, Credit(f"{TAKEN}{refund.reference}", corrects, amount), terms, at)
    return left - (creditable(connection, corrects) or 0)


def take_back(connection: Connection, refund: Row[Any], terms: Terms, at: datetime) -> int | None:
    """Issue what makes up for the credit note of a refund that did not arrive, once; its number."""
    about, corrects = f"refund-failed:{refund.reference}", f"refund:{refund.reference}"
    try:
        done = issue_correction(connection, Correction(about, corrects), terms.paper.issuer, at)
    except AcademyError:
        return None
    return done.id


def _credited(connection: Connection, credit: Credit, terms: Terms, at: datetime) -> int | None:
    """Issue a credit note; None where there is no invoice, or less was invoiced than goes back."""
    try:
        return issue_credit_note(connection, credit, terms.paper.issuer, at).id
    except BadLinesError:
        whole = Credit(credit.about, credit.corrects, credit.amount)
        return _credited(connection, whole, terms, at) if credit.line_amounts else None
    except AcademyError:
        return None
