"""Orders that come to nothing: their page has expired, or the payment did not arrive.

Works in the caller's transaction; refuses to touch an order that was paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from academy_cli.audit.service import Act
from academy_cli.models import Order
from academy_cli.payments import telling
from academy_cli.payments.gateway import Checkout
from academy_cli.pricing.quoting import release_coupon

OPEN, EXPIRED, CANCELLED = "open", "expired", "cancelled"


def closed(connection: Connection, page: Checkout, at: datetime) -> Sequence[Act]:
    """Close the order of a page that nobody can pay on any more."""
    if page.status != "expired":
        return []
    query = (
        select(Order.__table__).where(Order.session_id == page.id).with_for_update(key_share=True)
    )
    mine = connection.execute(query).one_or_none()
    if mine is None or mine.state != OPEN:
        return []
    return close(connection, mine, EXPIRED, at)


def close(connection: Connection, mine: Row[Any], state: str, at: datetime) -> Sequence[Act]:
    """End an open order; a coupon that it used is free again."""
    ended = update(Order).where(Order.id == mine.id, Order.state == OPEN)
    if connection.execute(ended.values(state=state)).rowcount != 1:
        return []
    release_coupon(connection, mine.id, at)
    telling.call_off(connection, [mine], telling.is_over(state))
    told = {"state": {"before": OPEN, "after": state}}
    return [Act(f"order.{state}", f"order:{mine.reference}", told)]
