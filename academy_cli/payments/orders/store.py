"""Rows of orders as they are made, changed and looked at.

Works in the caller's transaction; refuses to decide anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from academy_cli.models import Order, OrderLine
from academy_cli.payments import store
from academy_cli.payments.references import reference


def by_request(connection: Connection, request_key: str) -> Row[Any] | None:
    """The order that was asked for with a key."""
    query = select(Order.__table__).where(Order.request_key == request_key)
    return connection.execute(query).one_or_none()


def add(
    connection: Connection,
    values: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    at: datetime,
) -> int:
    """Write an order down with its lines, and give its number."""
    made = {**values, "created_at": at, "reference": token_hex(10)}
    number = store.inserted(connection, insert(Order).values(**made))
    named = update(Order).where(Order.id == number)
    connection.execute(named.values(reference=reference("O", number, at)))
    told = [
        {**line, "order_id": number, "position": position} for position, line in enumerate(lines, 1)
    ]
    connection.execute(insert(OrderLine), told)
    return number


def change(connection: Connection, number: int, values: Mapping[str, Any]) -> None:
    """Change an order."""
    connection.execute(update(Order).where(Order.id == number).values(**values))


def open_orders(connection: Connection, user_id: int, at: datetime) -> Sequence[Row[Any]]:
    """Somebody's orders that can still be paid, the newest first."""
    mine = (Order.user_id == user_id, Order.state == "open")
    query = select(Order.__table__).where(*mine).order_by(Order.id.desc())
    return [
        one for one in connection.execute(query) if one.expires_at is None or one.expires_at > at
    ]
