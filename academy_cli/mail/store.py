"""The rows of messages as people look at them, and as they bring them back.

Knows the table; refuses transactions. What sends them is in ``queue``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Connection, Row, Table, func, select, update

from academy_cli.mail.queue import DEAD, SENDING, UNSURE, WAITING, may_leave
from academy_cli.models import Campaign, OutboxMessage, User

_TABLE = cast("Table", OutboxMessage.__table__)
BACK = (DEAD, UNSURE)
"""States out of which a person may bring a message back."""


class Wanted(NamedTuple):
    """Which messages: of a state, a template, a recipient, a campaign; written down since a moment."""

    state: str | None = None
    template: str | None = None
    recipient: str | None = None
    campaign: str | None = None
    since: datetime | None = None

    def conditions(self) -> Sequence[ColumnElement[bool]]:
        """The same as conditions."""
        same = {"state": self.state, "template": self.template, "recipient": self.recipient}
        found = [_TABLE.c[name] == value for name, value in same.items() if value is not None]
        if self.campaign is not None:
            mine = select(Campaign.id).where(Campaign.reference == self.campaign)
            found.append(_TABLE.c.campaign_id == mine.scalar_subquery())
        if self.since is not None:
            found.append(_TABLE.c.created_at >= self.since)
        return found


def messages(connection: Connection, wanted: Wanted, limit: int | None) -> Iterator[Row[Any]]:
    """Messages, the newest first."""
    query = select(_TABLE).where(*wanted.conditions()).order_by(_TABLE.c.id.desc()).limit(limit)
    yield from connection.execute(query)


def message(connection: Connection, number: int) -> Row[Any] | None:
    """One message, with the reference of its campaign."""
    query = select(_TABLE, Campaign.reference.label("campaign")).outerjoin(
        Campaign, Campaign.id == _TABLE.c.campaign_id
    )
    return connection.execute(query.where(_TABLE.c.id == number)).first()


def address_now(connection: Connection, user_id: int | None) -> str | None:
    """The address that somebody has by now."""
    query = select(User.email).where(User.id == user_id, User.erased_at.is_(None))
    found: str | None = connection.scalar(query) if user_id is not None else None
    return found


def due(connection: Connection, now: datetime) -> Mapping[str, int]:
    """How many messages of each template are due, but for those of campaigns that do not run."""
    query = (
        select(_TABLE.c.template, func.count())
        .where(_TABLE.c.state == WAITING, _TABLE.c.next_try_at <= now, may_leave())
        .group_by(_TABLE.c.template)
        .order_by(_TABLE.c.template)
    )
    return {row.template: row[1] for row in connection.execute(query)}


def later(connection: Connection, now: datetime) -> int:
    """How many messages are not due yet, or in somebody's hands."""
    query = select(func.count()).select_from(_TABLE)
    waits = _TABLE.c.state.in_((WAITING, SENDING))
    return connection.scalar(query.where(waits, _TABLE.c.next_try_at > now)) or 0


def stuck(connection: Connection, wanted: Wanted, numbers: Sequence[int]) -> Mapping[str, int]:
    """How many messages, of those that can be brought back, are of each template."""
    query = select(_TABLE.c.template, func.count()).where(*_stuck(wanted, numbers))
    found = connection.execute(query.group_by(_TABLE.c.template))
    return {row.template: row[1] for row in found}


def states(connection: Connection, numbers: Sequence[int]) -> Mapping[int, str]:
    """The states of some messages, of those there are."""
    query = select(_TABLE.c.id, _TABLE.c.state).where(_TABLE.c.id.in_(numbers))
    return {row.id: row.state for row in connection.execute(query)}


def bring_back(connection: Connection, wanted: Wanted, numbers: Sequence[int], at: datetime) -> int:
    """Let messages be tried again from the beginning; returns how many."""
    mine = update(_TABLE).where(*_stuck(wanted, numbers))
    told = {"state": WAITING, "attempts": 0, "next_try_at": at}
    return connection.execute(mine.values(told)).rowcount


def _stuck(wanted: Wanted, numbers: Sequence[int]) -> Sequence[ColumnElement[bool]]:
    named = [_TABLE.c.id.in_(numbers)] if numbers else []
    over = select(Campaign.id).where(Campaign.state == "cancelled")
    is_over = _TABLE.c.campaign_id.is_not(None) & _TABLE.c.campaign_id.in_(over)
    return [_TABLE.c.state.in_(BACK), ~is_over, *wanted.conditions(), *named]
