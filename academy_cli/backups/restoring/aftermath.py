"""What may not go on as if nothing had happened once a backup is brought back.

Works on the restored database before anybody sees it. Mail that waited may have left since; whoever was
signed in may have signed out since. Refuses to decide anything else.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, select, update

from academy_cli.models import OneTimeToken, OutboxMessage, Payment, RefreshToken, Session

WHY = "a backup was restored: it may have been sent meanwhile"


class Aftermath(NamedTuple):
    """How many messages nobody sends unasked, how many sessions ended, and how many payments there are."""

    mail_unsure: int
    sessions: int
    payments: int


def settle(connection: Connection, at: datetime) -> Aftermath:
    """Let mail wait for a person, end sessions, and let no link in a letter work twice."""
    pending = OutboxMessage.state.in_(("waiting", "sending"))
    unsure = {"state": "unsure", "last_error": WHY}
    mail = connection.execute(update(OutboxMessage).where(pending).values(**unsure)).rowcount
    connection.execute(delete(RefreshToken))
    sessions = connection.execute(delete(Session)).rowcount
    connection.execute(delete(OneTimeToken))
    payments = connection.scalar(select(func.count()).select_from(Payment)) or 0
    return Aftermath(mail, sessions, payments)
