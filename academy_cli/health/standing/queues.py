"""What waits: mail, bulk work that was begun, attempts whose time is over.

Works in the caller's transaction; knows when waiting is longer than it should be.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from academy_cli.health.standing.views import Figure, Pen
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say
from academy_cli.kit.timespan import told
from academy_cli.models import Attempt, Batch, Campaign, OutboxMessage

LATE = timedelta(hours=1)
"""How long something may be due before somebody should know."""
LATELY = timedelta(days=7)
NEWEST = 20_000
"""Of so many attempts those are counted whose time is over: they are ended whenever mail is sent."""
MAIL, BULK, QUIZZES = Pen("mail"), Pen("bulk"), Pen("quizzes")


def mail(connection: Connection, now: datetime) -> Iterator[Figure]:
    """Messages that wait, that are overdue, that were given up, and of which nobody knows."""
    waiting, due = connection.execute(
        select(func.count(), func.min(OutboxMessage.next_try_at)).where(
            OutboxMessage.state == "waiting"
        )
    ).one()
    said = say("{} waiting", amount(waiting, "message"))
    if waiting and due < now - LATE:
        said += say(", the first due {} ago", told(now - due))
        yield MAIL.attention("mail_waiting", waiting, said, "academy mail send")
    else:
        yield MAIL.ok("mail_waiting", waiting, said, "academy mail list --state waiting")
    since = now - LATELY
    dead = _count(connection, "dead", since)
    said = say("{} given up in {} days", amount(dead, "message"), LATELY.days)
    more = f"academy mail list --state dead --since {since:%Y-%m-%d}"
    yield MAIL.zero_or("mail_dead", dead, said, more)
    unsure = _count(connection, "unsure", None)
    said = say("{} that may have left or not", amount(unsure, "message"))
    yield MAIL.zero_or("mail_unsure", unsure, said, "academy mail list --state unsure")
    paused = select(func.count()).select_from(Campaign).where(Campaign.state == "paused")
    count = connection.scalar(paused) or 0
    yield MAIL.ok("campaigns_paused", count, say("{} paused", amount(count, "campaign")))


def _count(connection: Connection, state: str, since: datetime | None) -> int:
    query = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == state)
    if since is not None:
        query = query.where(OutboxMessage.next_try_at >= since)
    return connection.scalar(query) or 0


def bulk(connection: Connection, now: datetime) -> Iterator[Figure]:
    """Bulk work that was begun and not finished."""
    mine = (Batch.state == "running", Batch.started_at < now - LATE)
    count, oldest = connection.execute(
        select(func.count(), func.min(Batch.reference)).where(*mine)
    ).one()
    said = say(
        "{} begun and not finished", amount(count, "batch").removesuffix("s") + "es" * (count != 1)
    )
    yield BULK.zero_or("batches_unfinished", count, said, f"academy batch show {oldest}")


def quizzes(connection: Connection, now: datetime) -> Iterator[Figure]:
    """Attempts whose time is over and that nobody has ended."""
    newest = connection.scalar(select(func.max(Attempt.id))) or 0
    over = select(func.count()).where(
        Attempt.id > newest - NEWEST, Attempt.submitted_at.is_(None), Attempt.ends_at < now - LATE
    )
    count = connection.scalar(over) or 0
    said = say(
        "{} at quizzes past {} time",
        amount(count, "attempt"),
        say("its") if count == 1 else say("their"),
    )
    yield QUIZZES.zero_or("attempts_overdue", count, said, "academy course quiz close")
