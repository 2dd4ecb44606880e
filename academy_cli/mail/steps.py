"""What is written down of each message: that it is being handed over, and what became of it.

Both in one statement where the database has that, and while something else is done. Knows how a row
changes; refuses to know which messages are taken, and how mail travels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    BindParameter,
    Boolean,
    Connection,
    Table,
    Update,
    bindparam,
    case,
    func,
    update,
)
from sqlalchemy.types import TypeEngine

from academy_cli.db.prepared import rows_written
from academy_cli.db.transaction import OneByOne
from academy_cli.mail.queue import SENDING, SENT, UNSURE, WAITING, Settled, Taken
from academy_cli.mail.texts import LONGEST_NAME, writable
from academy_cli.models import OutboxMessage, UTCDateTime

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


def settle(connection: Connection, done: Sequence[tuple[Taken, Settled]], at: datetime) -> None:
    """Write down what became of messages.

    Of one that somebody else took meanwhile and has not ended, what we heard counts. What a message was
    filled with goes once it has left.
    """
    rows_written(connection, _STEP, [_ended(one, settled, at) for one, settled in done])


class Beginning(NamedTuple):
    """A message's beginning while it is written down.

    ``more`` is what is left to do, wherever there is time; ``is_ours`` does it if nobody did, waits for its
    end, and says whether the message is ours.
    """

    more: Callable[[], object]
    is_ours: Callable[[], bool]


def begin(
    notes: OneByOne,
    done: Sequence[tuple[Taken, Settled]],
    begun: Taken,
    at: datetime,
    until: datetime,
) -> Beginning:
    """Begin to write down the same, and that another message is being handed over until a moment.

    The caller waits as little as the database lets be. PostgreSQL is asked for both in one statement, and
    heard later. SQLite does its work here, so what has ended is written down now, and what begins is left.
    """
    told = [_ended(one, settled, at) for one, settled in done]
    mine = _begun(begun, until)
    if len(told) <= 1 and notes.has_several_in_one:
        for other in told:
            mine |= {_ENDED + name: value for name, value in other.items()}
        changed = notes.begin(_BOTH if told else _STEP, [mine])
        return Beginning(lambda: None, lambda: changed() == 1)
    if told:
        notes.begin(_STEP, told)()

    @cache
    def is_begun() -> bool:
        return notes.begin(_STEP, [mine])() == 1

    return Beginning(is_begun, is_begun)


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
