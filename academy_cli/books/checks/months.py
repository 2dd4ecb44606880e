"""Months that were closed and are not what they were: something was written down for them since.

Knows the newest closing of each month and the ledger; refuses to compute a month anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, func, literal, select

from academy_cli.books.checks.check import Check, always
from academy_cli.books.closing.months import Month, month
from academy_cli.books.views import Found
from academy_cli.models import Closing, LedgerEntry


def checks(connection: Connection) -> Iterator[Check]:
    """What was written down for each month since it was closed last."""
    query = select(Closing.month, func.max(Closing.closed_at).label("at")).group_by(Closing.month)
    for closed in connection.execute(query.order_by(Closing.month)).all():
        yield Check(_since(month(closed.month), closed.at), always(Found.MONTH_CHANGED))


def _since(closed: Month, at: Any) -> Select[*tuple[Any, ...]]:
    """What the ledger has more of a month than when it was closed, by currency."""
    return (
        select(
            literal(closed.name).label("about"), literal(closed.name).label("r1"),
            func.sum(LedgerEntry.amount).label("amount"), LedgerEntry.currency,
        )
        .where(
            LedgerEntry.at >= closed.begins, LedgerEntry.at < closed.ends, LedgerEntry.created_at > at
        )
        .group_by(LedgerEntry.currency)
        .order_by(LedgerEntry.currency)
    )  # fmt: skip
