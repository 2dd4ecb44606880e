"""The rows of campaigns.

Knows the table; refuses transactions.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select, update

from academy_cli.models import Campaign

RUNNING, PAUSED = "running", "paused"


def pause(connection: Connection, campaign_id: int, reason: str) -> None:
    """Let no more of a campaign's messages leave for now."""
    mine = update(Campaign).where(Campaign.id == campaign_id, Campaign.state == RUNNING)
    connection.execute(mine.values(state=PAUSED, paused_because=reason))


def held(connection: Connection, numbers: Collection[int]) -> Collection[int]:
    """Those of some campaigns of which nothing leaves now."""
    if not numbers:
        return ()
    theirs = (Campaign.id.in_(sorted(numbers)), Campaign.state != RUNNING)
    return set(connection.scalars(select(Campaign.id).where(*theirs)))
