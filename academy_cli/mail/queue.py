"""The outbox as a queue: messages are taken for a while, handed over one by one, and settled.

A message that is taken is nobody else's until its time is over; so a sender that dies holds nothing back for
longer. Before a message is handed over that is written down, and what became of it right afterwards: whatever
dies in between leaves one message of which nobody knows whether it left. Knows the table; refuses
transactions, and to know how mail travels.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Connection,
    Row,
    String,
    Table,
    Update,
    bindparam,
    case,
    func,
    select,
    update,
)
from sqlalchemy.types import TypeEngine

from academy_cli.db.prepared import rows_written
from academy_cli.mail.campaign_store import RUNNING
from academy_cli.mail.texts import LONGEST_NAME, values_in, writable
from academy_cli.models import Campaign, OutboxMessage, UTCDateTime

WAITING, SENDING, SENT = "waiting", "sending", "sent"
UNSURE, DEAD, CANCELLED = "unsure", "dead", "cancelled"
LOST = "the sender ended while it was handed over, and whether it left is not known"
_TABLE = cast("Table", OutboxMessage.__table__)


def _stepping(of: str = "") -> Update:
    """How a message's beginning and end are both written; ``of`` begins the names of its parameters."""

    def told(name: str, kind: TypeEngine[Any] | None = None) -> BindParameter[Any]:
        return bindparam(of + name, type_=kind)

    row = _TABLE.c
    due, since = told("next_at", UTCDateTime()), told("was", UTCDateTime())
    return (
        update(_TABLE)
        .where(
            row.id == told("number"),
            row.state.in_((WAITING, told("or_state"), told("or_doubted"))),
            row.attempts.between(told("attempts_before"), told("attempts_after")),
            row.next_try_at == func.coalesce(since, row.next_try_at),
        )
        .values(
            {
                "state": told("now"),
                "last_error": case((told("begins", Boolean()), row.last_error), else_=told("why")),
                "next_try_at": func.coalesce(due, row.next_try_at),
                "attempts": told("attempts_now"),
                "sent_at": told("at", UTCDateTime()),
                "values": case((told("is_sent", Boolean()), "{}"), else_=row["values"]),
                "provider_id": told("called"),
            }
        )
    )


_ENDED = "ended_"
_STEP = _stepping()
_BOTH = _stepping().add_cte(_stepping(_ENDED).cte("ended"))
"""An end and a beginning as one statement, where the database has that."""


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

    only: Collection[str] = ()
    without: Collection[str] = ()

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
    """Take the messages that are due longest; what a sender that died was at comes again.

    Each gets its Message-ID, which stays (RFC 5322, 3.6.4).
    """
    called = _called(portion.domain)
    has_none = _TABLE.c.campaign_id.is_(None)
    is_wanted = ~has_none if portion.is_of_campaigns else has_none
    query = (
        select(_TABLE, called.label("called"))
        .where(_is_due(now), may_leave(), is_wanted, *portion.choice.conditions())
        .order_by(_TABLE.c.next_try_at, _TABLE.c.id)
        .limit(portion.many)
        .with_for_update(skip_locked=True, of=_TABLE)
    )
    rows = connection.execute(query).all()
    if not rows:
        return ()
    mine = update(_TABLE).where(_TABLE.c.id.in_([row.id for row in rows]))
    connection.execute(mine.values(next_try_at=until, message_id=called, state=WAITING))
    return [_taken(row, until) for row in rows]


def _called(domain: str) -> ColumnElement[str]:
    """A message's Message-ID, or a new one: its number, and a random part for all that are taken now."""
    rest = f"-{token_hex(8)}@{domain}"
    return func.coalesce(_TABLE.c.message_id, "academy-" + _TABLE.c.id.cast(String) + rest)


def _taken(row: Row[Any], until: datetime) -> Taken:
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
        row.called,
        row.campaign_id,
        until,
        values is not None,
    )


def _is_due(now: datetime) -> ColumnElement[bool]:
    """What waits and is due, and what was being sent by somebody whose time is over.

    A message of a campaign is not sent twice: one that may have left is for a person to decide.
    """
    lost = (_TABLE.c.state == SENDING) & _TABLE.c.campaign_id.is_(None)
    return ((_TABLE.c.state == WAITING) | lost) & (_TABLE.c.next_try_at <= now)


def may_leave() -> ColumnElement[bool]:
    """That no campaign is paused that a message is of."""
    held = select(Campaign.id).where(Campaign.state != RUNNING)
    return _TABLE.c.campaign_id.is_(None) | _TABLE.c.campaign_id.not_in(held)


def doubt_lost(connection: Connection, now: datetime) -> int:
    """Say of campaigns' messages that a dead sender was at that they may have left; returns how many."""
    mine = (_TABLE.c.state == SENDING, _TABLE.c.campaign_id.is_not(None))
    lost = update(_TABLE).where(*mine, _TABLE.c.next_try_at <= now)
    return connection.execute(lost.values(state=UNSURE, last_error=LOST)).rowcount


def step(
    connection: Connection,
    done: Sequence[tuple[Taken, Settled]],
    begun: Taken | None,
    at: datetime,
    until: datetime,
) -> bool:
    """Write down what became of messages, and that another one is being handed over until a moment.

    A single statement where at most one has ended. False where the other is not ours any more. Of one that
    somebody else took meanwhile and has not ended, what we heard counts. What a message was filled with goes
    once it has left.
    """
    told = [_ended(one, settled, at) for one, settled in done]
    if begun is None:
        rows_written(connection, _STEP, told)
        return True
    mine = _begun(begun, until)
    if len(told) == 1 and connection.dialect.name == "postgresql":
        other = {_ENDED + name: value for name, value in told[0].items()}
        return rows_written(connection, _BOTH, [mine | other]) == 1
    written = rows_written(connection, _STEP, [*told, mine])
    return written == len(told) + 1 or _is_begun(connection, begun, until)


def _begun(one: Taken, until: datetime) -> dict[str, object]:
    return {
        "number": one.id,
        "or_state": WAITING,
        "or_doubted": WAITING,
        "was": one.until,
        "begins": True,
        "is_sent": False,
        "attempts_before": one.attempts,
        "attempts_after": one.attempts,
        "now": SENDING,
        "why": None,
        "next_at": until,
        "attempts_now": one.attempts + 1,
        "at": None,
        "called": None,
    }


def _ended(one: Taken, settled: Settled, at: datetime) -> dict[str, object]:
    is_sent = settled.state == SENT
    return {
        "number": one.id,
        "or_state": SENDING,
        "or_doubted": UNSURE,
        "was": None,
        "begins": False,
        "is_sent": is_sent,
        "attempts_before": one.attempts,
        "attempts_after": one.attempts + 1,
        "now": settled.state,
        "why": writable(settled.reason),
        "next_at": settled.next_try_at,
        "attempts_now": one.attempts + settled.counts,
        "at": at if is_sent else None,
        "called": writable(settled.provider_id, LONGEST_NAME),
    }


def _is_begun(connection: Connection, one: Taken, until: datetime) -> bool:
    mine = (_TABLE.c.id == one.id, _TABLE.c.state == SENDING, _TABLE.c.next_try_at == until)
    return connection.scalar(select(_TABLE.c.id).where(*mine)) is not None


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
