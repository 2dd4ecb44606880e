"""Orders that come to nothing: their page has expired, or the payment did not arrive.

Works in the caller's transaction; refuses to touch an order that was paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from academy_cli.audit.service import Act
from academy_cli.models import Order
from academy_cli.payments.gateway import Checkout

OPEN, EXPIRED, CANCELLED = "open", "expired", "cancelled"


def closed(connection: Connection, page: Checkout, at: datetime) -> Sequence[Act]:
    """Close the order of a page that nobody can pay on any more."""
    if page.status != "expired":
        return []
    query = select(Order.__table__).where(Order.session_id == page.id).with_for_update()
    mine = connection.execute(query).one_or_none()
    if mine is None or mine.state != OPEN:
        return []
    return close(connection, mine.id, mine.reference, EXPIRED, at)


def close(
    connection: Connection, number: int, reference: str, state: str, at: datetime
) -> Sequence[Act]:
    """End an open order; a coupon that it used is free again."""
    ended = update(Order).where(Order.id == number, Order.state == OPEN)
    if connection.execute(ended.values(state=state)).rowcount != 1:
        return []
    return [
        Act(f"order.{state}", f"order:{reference}", {"state": {"before": OPEN, "after": state}})
    ]
