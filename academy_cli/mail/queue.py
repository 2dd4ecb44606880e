"""The outbox as a queue: messages are taken for a while, handed over one by one, and settled.

A message that is taken is nobody else's until its time is over; so a sender that dies holds nothing back for
longer. Before a message is handed over that is written down, and what became of it right afterwards: whatever
dies in between leaves one message of which nobody knows whether it left. Knows the table; refuses
transactions, and to know how mail travels.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from secrets import token_hex
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    String,
    Table,
    bindparam,
    func,
    select,
    update,
)

from academy_cli.mail.campaign_store import RUNNING
from academy_cli.mail.texts import values_in
from academy_cli.models import Campaign, OutboxMessage

WAITING, SENDING, SENT = "waiting", "sending", "sent"
UNSURE, DEAD, CANCELLED = "unsure", "dead", "cancelled"
LOST = "the sender ended while it was handed over, and whether it left is not known"
_TABLE = cast("Table", OutboxMessage.__table__)


class Taken(NamedTuple):
    """A message that is ours to send until a moment."""

    id: int
    event: str
    template: str
    recipient: str
    language: str | None
    values: Mapping[str, Any]
    created_at: datetime
    attempts: int
    message_id: str
    campaign_id: int | None
    until: datetime
    is_readable: bool = True
    """Whether ``values`` are what its row holds: nothing is, where that is no JSON object."""


class Settled(NamedTuple):
    """What became of a message: its state from now on, why, and when it is looked at again.

    ``provider_id`` is what the other side calls one that left. Only what ``counts`` was an attempt: not what
    was never handed over.
    """

    state: str
    reason: str | None = None
    next_try_at: datetime | None = None
    provider_id: str | None = None
    counts: bool = True


class Choice(NamedTuple):
    """Which messages one way of sending takes: all, only some templates, or all but some."""

    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def conditions(self) -> Sequence[ColumnElement[bool]]:
        """The same as conditions."""
        only = [_TABLE.c.template.in_(self.only)] if self.only else []
        return [*only, _TABLE.c.template.not_in(self.without)] if self.without else only


EVERYTHING = Choice()


class Portion(NamedTuple):
    """How many messages are taken, of which, and the domain that Message-IDs are from."""

    many: int
    domain: str
    choice: Choice = EVERYTHING
    is_of_campaigns: bool = False


def take(
    connection: Connection, now: datetime, until: datetime, portion: Portion
) -> Sequence[Taken]:
    """Take what a sender that died was at, and the messages that are due longest.

    One after the other, so that each is read along the index and nothing is sorted. Each gets its
    Message-ID, which stays (RFC 5322, 3.6.4).
    """
    rows: list[Row[Any]] = []
    for query in _due(portion.choice, is_of_campaigns=portion.is_of_campaigns):
        rows += connection.execute(query, {"now": now, "many": portion.many - len(rows)}).all()
    if not rows:
        return ()
    rest = f"-{token_hex(8)}@{portion.domain}"
    numbers = [row.id for row in rows]
    connection.execute(_TAKE, {"numbers": numbers, "rest": rest, "until": until})
    return [_taken(row, row.message_id or f"{_NAME}{row.id}{rest}", until) for row in rows]


_NAME = "academy-"
_TAKE = (
    update(_TABLE)
    .where(_TABLE.c.id.in_(bindparam("numbers", expanding=True)))
    .values(
        next_try_at=bindparam("until"),
        state=WAITING,
        message_id=func.coalesce(
            _TABLE.c.message_id,
            _NAME + _TABLE.c.id.cast(String) + bindparam("rest", type_=String()),
        ),
    )
)
"""Makes messages ours: the name of each is its number, and a random part for all that are taken now."""


@lru_cache(maxsize=16)
def _due(choice: Choice, *, is_of_campaigns: bool) -> Sequence[Select[Any]]:
    """What a dead sender was at, and what waits: the messages ``many`` that are due longest ``now``.

    One of a campaign is not sent twice: one that may have left is for a person to decide.
    """
    row = _TABLE.c
    has_none = row.campaign_id.is_(None)
    wanted = [may_leave(), ~has_none if is_of_campaigns else has_none, *choice.conditions()]
    was_left = (row.state == SENDING) & has_none
    return [
        select(_TABLE)
        .where(state, row.next_try_at <= bindparam("now"), *wanted)
        .order_by(row.next_try_at, row.id)
        .limit(bindparam("many", type_=Integer()))
        .with_for_update(skip_locked=True, of=_TABLE)
        for state in (
            (row.state == WAITING,) if is_of_campaigns else (was_left, row.state == WAITING)
        )
    ]


def _taken(row: Row[Any], called: str, until: datetime) -> Taken:
    values = values_in(row.values)
    return Taken(
        row.id,
        row.event,
        row.template,
        row.recipient,
        row.language,
        values or {},
        row.created_at,
        row.attempts,
        called,
        row.campaign_id,
        until,
        values is not None,
    )


def may_leave() -> ColumnElement[bool]:
    """That no campaign is paused that a message is of."""
    held = select(Campaign.id).where(Campaign.state != RUNNING)
    return _TABLE.c.campaign_id.is_(None) | _TABLE.c.campaign_id.not_in(held)


def doubt_lost(connection: Connection, now: datetime) -> int:
    """Say of campaigns' messages that a dead sender was at that they may have left; returns how many."""
    mine = (_TABLE.c.state == SENDING, _TABLE.c.campaign_id.is_not(None))
    lost = update(_TABLE).where(*mine, _TABLE.c.next_try_at <= now)
    return connection.execute(lost.values(state=UNSURE, last_error=LOST)).rowcount


def give_back(connection: Connection, some: Collection[Taken], at: datetime) -> None:
    """Let others send what was taken and not begun."""
    for one in some:
        mine = update(_TABLE).where(
            _TABLE.c.id == one.id, _TABLE.c.state == WAITING, _TABLE.c.next_try_at == one.until
        )
        connection.execute(mine.values(next_try_at=at))


def next_due(connection: Connection) -> datetime | None:
    """When the next message is due."""
    query = select(func.min(_TABLE.c.next_try_at)).where(
        _TABLE.c.state.in_((WAITING, SENDING)), may_leave()
    )
    found: datetime | None = connection.scalar(query)
    return found


LEASE = timedelta(minutes=5)
"""How long a message that is taken is nobody else's, at least."""


def lease_for(timeout_s: float) -> timedelta:
    """A lease that outlasts any letter on its way, where each of its steps takes no longer than a time."""
    return LEASE + timedelta(seconds=4 * timeout_s)
