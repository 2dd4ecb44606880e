"""The paper that goes with money: an invoice for what came in, a credit note for what goes back.

Knows what invoicing has to be told; refuses to number or to draw anything. Works in the caller's transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.payments.till import Terms


def invoice(
    connection: Connection, order: Row[Any], payment: Row[Any], at: datetime, terms: Terms
) -> int | None:
    """Issue the invoice for a payment, once; its number."""
    return None


def credit_note(
    connection: Connection, refund: Row[Any], payment: Row[Any], at: datetime, terms: Terms
) -> int | None:
    """Issue the credit note for a refund, once; its number."""
    return None


def take_back(
    connection: Connection, refund: Row[Any], payment: Row[Any], at: datetime, terms: Terms
) -> int | None:
    """Issue what makes up for the credit note of a refund that did not arrive, once; its number."""
    return None


def lost(
    connection: Connection, dispute: Row[Any], payment: Row[Any], at: datetime, terms: Terms
) -> int | None:
    """Issue the credit note for a dispute that was lost, once; its number."""
    return None
