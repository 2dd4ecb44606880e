"""Writing down mail that is to leave, in the transaction of what it tells of.

Knows that one event is told to one recipient once; refuses to commit, and to send.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from academy_cli.db.bulk import insert_rows
from academy_cli.db.engine import MUTED
from academy_cli.kit.jsontext import canonical
from academy_cli.mail import suppression_store
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


def enqueue(
    connection: Connection,
    messages: Iterable[Message],
    at: datetime,
    campaign_id: int | None = None,
) -> int:
    """Add messages to the caller's transaction; returns how many had not been told before.

    Those of a kind that is switched off are not added.
    """
    muted = muted_in(connection)
    rows: Iterable[tuple[object, ...]] = (
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
        if one.template not in muted
    )
    if campaign_id is None:
        return insert_rows(connection, OutboxMessage, COLUMNS, rows, skip_existing=True)
    columns = (*COLUMNS, "campaign_id")
    mine = ((*row, campaign_id) for row in rows)
    return insert_rows(connection, OutboxMessage, columns, mine, skip_existing=True)


def muted_in(connection: Connection) -> Collection[str]:
    """The kinds of mail that are switched off."""
    found: Collection[str] = connection.get_execution_options().get(MUTED, ())
    return found


def unwanted(connection: Connection, addresses: Sequence[str]) -> Collection[str]:
    """Those of some addresses to which no campaign is sent."""
    return set(suppression_store.scopes(connection, addresses))


class Told(NamedTuple):
    """Who was told of an event, or will be: addresses, and people, who may have had another one then."""

    addresses: Collection[str]
    people: Collection[int]

    def has(self, email: str, user_id: int) -> bool:
        """Whether somebody was."""
        return email in self.addresses or user_id in self.people


def told(connection: Connection, event: str, template: str) -> Told:
    """Who was told of an event, or will be."""
    query = select(OutboxMessage.recipient, OutboxMessage.user_id).where(
        OutboxMessage.event == event, OutboxMessage.template == template
    )
    rows = connection.execute(query).all()
    return Told({row.recipient for row in rows}, {row.user_id for row in rows})
