"""Movements of money, written into the ledger, and what is told of those of a month that was closed.

What moved has its own date, so a month that was closed may change; whoever closed it has to know. Works in
the caller's transaction; refuses to know what moved it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from academy_cli.kit.saying import say
from academy_cli.mail.operators import tell
from academy_cli.models import Closing
from academy_cli.payments import store


def move(connection: Connection, values: Mapping[str, Any]) -> None:
    """Write a movement down, unless its source did already."""
    if store.move(connection, values):
        _tell(connection, [values])


def move_all(connection: Connection, some: Sequence[Mapping[str, Any]]) -> None:
    """Write movements of new sources down, all with values of the same names."""
    store.move_all(connection, some)
    _tell(connection, some)


def closed_month(connection: Connection, at: datetime) -> str | None:
    """The month of a moment, as in ``2026-10``, if that was closed."""
    found = _newest(connection, _month(at))
    return found and str(found.month)


def _tell(connection: Connection, moved: Iterable[Mapping[str, Any]]) -> None:
    """Tell operators of months that are closed and have changed, once for each closing."""
    late = {_month(one["at"]): one["created_at"] for one in moved if _is_late(one)}
    for month, at in sorted(late.items()):
        closing = _newest(connection, month)
        if closing is not None:
            about = say("{} was closed, and money of that month was written down since", month)
            detail = say(
                "It has its provider's date.\n\nClose it again: academy payment close {}", month
            )
            tell(connection, f"month-changed:{month}:{closing.number}", about, detail, at)


def _is_late(moved: Mapping[str, Any]) -> bool:
    """Whether something moved in a month that was over when it was written down: others are not closed."""
    return _month(moved["at"]) < _month(moved["created_at"])


def _month(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m}"


def _newest(connection: Connection, month: str) -> Row[str, int] | None:
    query = select(Closing.month, Closing.number).where(Closing.month == month)
    return connection.execute(query.order_by(Closing.number.desc()).limit(1)).first()
