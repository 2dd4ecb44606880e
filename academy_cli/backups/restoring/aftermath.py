"""What may not go on as if nothing had happened once a backup is brought back.

Works on the restored database before anybody sees it. Mail that waited may have left since; whoever was
signed in may have signed out since. Refuses to decide anything else.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, update

from academy_cli.models import OneTimeToken, OutboxMessage, RefreshToken, Session

WHY = "a backup was restored: it may have been sent meanwhile"


class Aftermath(NamedTuple):
    """How many messages nobody sends unasked, and how many sessions ended."""

    mail_unsure: int
    sessions: int


def settle(connection: Connection, at: datetime) -> Aftermath:
    """Let mail wait for a person, end sessions, and let no link in a letter work twice."""
    pending = OutboxMessage.state.in_(("waiting", "sending"))
    unsure = {"state": "unsure", "last_error": WHY}
    mail = connection.execute(update(OutboxMessage).where(pending).values(**unsure)).rowcount
    connection.execute(delete(RefreshToken))
    sessions = connection.execute(delete(Session)).rowcount
    connection.execute(delete(OneTimeToken))
    return Aftermath(mail, sessions)
