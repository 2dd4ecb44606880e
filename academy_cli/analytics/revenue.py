"""What was earned: money that came in, what of it went back, and what is left, each currency for itself.

Knows the ledger, documents and orders; refuses to know rates between currencies.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import case

from academy_cli.analytics.allocation import REFUNDS, parted
from academy_cli.analytics.countries import billed
from academy_cli.analytics.definitions import Figure, Known, Measure, average, counted, part, summed
from academy_cli.analytics.grouping import (
    Asked,
    Expression,
    Piece,
    Source,
    count_distinct,
    piece,
    total,
)
from academy_cli.kit.saying import say
from academy_cli.models import Invoice, LedgerEntry, Order, Payment


def _average(known: Known) -> int | None:
    return average(known.get("received"), known.get("orders"))


FIGURES: Sequence[Figure] = (
    counted("orders", say("orders that money came in for")),
    summed(
        "received",
        say("what came in, tax included, on the day the provider dates it, before its fees"),
    ),
    summed(
        "refunded",
        say(
            "what was given back by refunds, on the day it left; less what came back of failed ones"
        ),
    ),
    summed("disputed", say("what banks took back for disputes, less what they returned")),
    summed("net", say("what came in, less what was refunded and disputed in the same days")),
    summed(
        "tax", say("tax on the documents of these days: of invoices, less that of credit notes")
    ),
    Figure(
        "average",
        Measure.MONEY,
        say("what came in for an order, on average (received / orders)"),
        _average,
    ),
    summed(
        "came_back",
        say("of what came in in these days, what was refunded until now, whenever that was"),
    ),
    part(
        "refund_rate",
        "came_back",
        "received",
        say("of what came in in these days, the part refunded until now"),
    ),
)
DISPUTES = ("dispute", "dispute_reversal")
SHOWN = ("orders", "received", "refunded", "disputed", "net", "refund_rate")
LEAD = "net"
"""What a period is compared by."""
BY_LINE = say(
    "Of an order for several courses, each gets what was paid for it, and refunds as they were booked."
)
SHARED = say(
    "A course with several instructors counts whole for each of them, so these rows do not add up."
)


def pieces(asked: Asked) -> Sequence[Piece]:
    """The queries of revenue; tax is told by documents, which know no courses."""
    found = [_moved(asked), _came_back(asked)]
    return found if asked.is_by_course else [*found, _taxed(asked)]


def net(asked: Asked) -> Piece:
    """What is left alone."""
    moved = _movements(asked)
    return piece(asked, moved.source, net=total(moved.amount))


def _moved(asked: Asked) -> Piece:
    moved = _movements(asked)
    return piece(
        asked,
        moved.source,
        orders=count_distinct(case((moved.kind == "payment", Payment.order_id))),
        received=total(moved.amount, where=moved.kind == "payment"),
        refunded=total(-moved.amount, where=moved.kind.in_(REFUNDS)),
        disputed=total(-moved.amount, where=moved.kind.in_(DISPUTES)),
        net=total(moved.amount),
    )


def _came_back(asked: Asked) -> Piece:
    """Refunds until now, in the days in which their payments came in."""
    moved = _movements(asked)
    only = [*moved.source.only, moved.kind.in_(REFUNDS)]
    source = moved.source._replace(at=Payment.received_at, only=only)
    return piece(asked, source, came_back=total(-moved.amount))


class _Movements(NamedTuple):
    """Movements of the ledger, with their amounts and kinds."""

    source: Source
    amount: Expression
    kind: Expression


def _movements(asked: Asked) -> _Movements:
    """What moved: whole, or parted where it matters which course it is of."""
    entries = parted(asked) if asked.is_by_course else LedgerEntry.__table__
    moved = entries.c
    rows = entries.join(Payment.__table__, Payment.id == moved.payment_id)
    rows = rows.join(Order.__table__, Order.id == Payment.order_id)
    source = Source(
        rows,
        moved.at,
        moved.get("course_id"),
        billed(is_sqlite=asked.is_sqlite),
        moved.currency,
        only=[Payment.is_live.is_(asked.is_live)],
    )
    return _Movements(source, moved.amount, moved.kind)


def _taxed(asked: Asked) -> Piece:
    rows = Invoice.__table__.join(Order.__table__, Order.reference == Invoice.order_reference)
    source = Source(
        rows,
        Invoice.issued_at,
        None,
        billed(is_sqlite=asked.is_sqlite),
        Invoice.currency,
        only=[Order.is_live.is_(asked.is_live)],
    )
    signed = case((Invoice.kind == "invoice", Invoice.tax), else_=-Invoice.tax)
    return piece(asked, source, tax=total(signed))
