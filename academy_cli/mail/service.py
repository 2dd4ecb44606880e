"""Writing down mail that is to leave, in the transaction of what it tells of.

Knows that one event is told to one recipient once; refuses to commit, and to send.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from academy_cli.db.bulk import insert_rows
from academy_cli.kit.jsontext import canonical
from academy_cli.models import OutboxMessage

COLUMNS = (
    "event",
    "recipient",
    "template",
    "user_id",
    "language",
    "values",
    "created_at",
    "state",
    "next_try_at",
)


class Message(NamedTuple):
    """One message: what it tells of (``invitation:81``), to whom, and what its template is filled with.

    ``language`` is None for a recipient of whom none is known. ``values`` may hold a secret that only the
    recipient gets, such as a link that works once.
    """

    event: str
    template: str
    recipient: str
    user_id: int | None
    language: str | None
    values: Mapping[str, object]


def enqueue(connection: Connection, messages: Iterable[Message], at: datetime) -> int:
    """Add messages to the caller's transaction; returns how many had not been told before."""
    rows = (
        (
            one.event,
            one.recipient,
            one.template,
            one.user_id,
            one.language,
            canonical(dict(one.values)),
            at,
            "waiting",
            at,
        )
        for one in messages
    )
    return insert_rows(connection, OutboxMessage, COLUMNS, rows, skip_existing=True)
