"""The rows of campaigns, and of their messages as a whole.

Knows the tables; refuses transactions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from academy_cli.db.bulk import allocate_ids
from academy_cli.models import Campaign, Course, OutboxMessage

RUNNING, PAUSED, CANCELLED = "running", "paused", "cancelled"


def begin(connection: Connection, values: Mapping[str, object], at: datetime) -> tuple[int, str]:
    """Add a campaign; its number and reference."""
    [number] = allocate_ids(connection, Campaign, 1)
    reference = f"M-{at.year}-{number:06d}"
    told = {"id": number, "reference": reference, "state": RUNNING, "created_at": at}
    connection.execute(insert(Campaign).values({**values, **told}))
    return number, reference


def campaigns(connection: Connection, limit: int | None) -> Sequence[Row[Any]]:
    """Campaigns with their courses, the newest first."""
    return connection.execute(_query().order_by(Campaign.id.desc()).limit(limit)).all()


def campaign(connection: Connection, reference: str, *, hold: bool = False) -> Row[Any] | None:
    """One campaign with its course."""
    query = _query().where(Campaign.reference == reference.strip().upper())
    return connection.execute(query.with_for_update(of=Campaign) if hold else query).first()


def _query() -> Any:
    return select(Campaign.__table__, Course.slug).join(Course, Course.id == Campaign.course_id)


def messages(connection: Connection, campaign_id: int) -> Mapping[str, int]:
    """How many messages of a campaign are in each state."""
    query = select(OutboxMessage.state, func.count()).where(
        OutboxMessage.campaign_id == campaign_id
    )
    found = connection.execute(query.group_by(OutboxMessage.state).order_by(OutboxMessage.state))
    return {row[0]: row[1] for row in found}


def change(connection: Connection, campaign_id: int, state: str) -> None:
    """Let a campaign be in another state."""
    mine = update(Campaign).where(Campaign.id == campaign_id)
    connection.execute(mine.values(state=state, paused_because=None))


def cancel_messages(connection: Connection, campaign_id: int) -> None:
    """Let nothing more of a campaign leave."""
    mine = update(OutboxMessage).where(
        OutboxMessage.campaign_id == campaign_id, OutboxMessage.state == "waiting"
    )
    connection.execute(mine.values(state="cancelled", last_error="its campaign was cancelled"))
