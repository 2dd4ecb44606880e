"""The rows of campaigns.

Knows the table; refuses transactions.
"""

from __future__ import annotations

from sqlalchemy import Connection, update

from academy_cli.models import Campaign

RUNNING, PAUSED, STOPPED = "running", "paused", "cancelled"


def pause(connection: Connection, campaign_id: int, reason: str) -> None:
    """Let no more of a campaign's messages leave for now."""
    mine = update(Campaign).where(Campaign.id == campaign_id, Campaign.state == RUNNING)
    connection.execute(mine.values(state=PAUSED, paused_because=reason))
