"""What came in for an order and stayed, and what of it is still to be paid, line by line.

What goes back pays for nothing. Reads in the caller's transaction; refuses to write.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.kit.money import Money, allocate, granule
from academy_cli.payments import store


class Due(NamedTuple):
    """A line of an order, and how much of it is still to be paid, in minor units of the order's currency."""

    title: str
    amount: int


def held(connection: Connection, order: Row[Any]) -> Money:
    """What came in for an order in its currency and has not gone back."""
    came = (one for one in store.payments_of(connection, order.id) if one.state == "succeeded")
    amount = sum(
        one.amount - one.reserved_own - one.refunded_external
        for one in came
        if one.currency == order.currency
    )
    return Money(amount, order.currency)


def left(connection: Connection, order: Row[Any]) -> Money:
    """What is still to be paid of an order; nothing of one that was paid, whatever went back since."""
    is_over = order.paid_at is not None
    amount = 0 if is_over else max(0, order.total - held(connection, order).amount)
    return Money(amount, order.currency)


def asked(connection: Connection, order: Row[Any]) -> Money | None:
    """What a receipt says is still to be paid of an order; None where nothing is, or it was called off."""
    rest = left(connection, order) if order.state != "cancelled" else None
    return rest or None


def of_order(connection: Connection, reference: str) -> Money | None:
    """The same of an order by its reference; None where there is no such order."""
    found = store.order(connection, reference)
    return asked(connection, found) if found is not None else None


def due(connection: Connection, order: Row[Any]) -> Sequence[Due]:
    """The lines of an order of which something is still to be paid; what came in is parted over all alike."""
    lines = [one for one in store.lines(connection, order.id) if one.amount]
    if not lines:
        return []
    rest, step = left(connection, order).amount, granule(order.currency)
    parts = allocate(rest, [one.amount for one in lines], step)
    some = (Due(line.title, part) for line, part in zip(lines, parts, strict=True))
    return [one for one in some if one.amount]
