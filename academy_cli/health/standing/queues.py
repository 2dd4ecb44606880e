"""What waits: mail, bulk work that was begun, attempts whose time is over.

Works in the caller's transaction; knows when waiting is longer than it should be.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from academy_cli.health.standing.views import Figure, Pen
from academy_cli.kit.saying import say, say_so_many
from academy_cli.kit.timespan import told
from academy_cli.models import Attempt, Batch, Campaign, OutboxMessage

LATE = timedelta(hours=1)
"""How long something may be due before somebody should know."""
LATELY = timedelta(days=7)
NEWEST = 20_000
"""Of so many attempts those are counted whose time is over: they are ended whenever mail is sent."""
MAIL, BULK, QUIZZES = Pen(say("mail")), Pen(say("bulk")), Pen(say("quizzes"))


def mail(connection: Connection, now: datetime) -> Iterator[Figure]:
    """Messages that wait, that are overdue, that were given up, and of which nobody knows."""
    waiting, due = connection.execute(
        select(func.count(), func.min(OutboxMessage.next_try_at)).where(
            OutboxMessage.state == "waiting"
        )
    ).one()
    said = say_so_many("{:,} message waiting", "{:,} messages waiting", waiting)
    if waiting and due < now - LATE:
        said = say("{}, the first due {} ago", said, told(now - due))
        yield MAIL.attention("mail_waiting", waiting, said, "academy mail send")
    else:
        yield MAIL.ok("mail_waiting", waiting, said, "academy mail list --state waiting")
    since = now - LATELY
    dead = _count(connection, "dead", since)
    said = say_so_many(
        "{:,} message given up in {} days",
        "{:,} messages given up in {} days",
        dead,
        LATELY.days,
    )
    more = f"academy mail list --state dead --since {since:%Y-%m-%d}"
    yield MAIL.zero_or("mail_dead", dead, said, more)
    unsure = _count(connection, "unsure", None)
    said = say_so_many(
        "{:,} message that may have left or not",
        "{:,} messages that may have left or not",
        unsure,
    )
    yield MAIL.zero_or("mail_unsure", unsure, said, "academy mail list --state unsure")
    paused = select(func.count()).select_from(Campaign).where(Campaign.state == "paused")
    count = connection.scalar(paused) or 0
    said = say_so_many("{:,} campaign paused", "{:,} campaigns paused", count)
    yield MAIL.ok("campaigns_paused", count, said)


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
    said = say_so_many(
        "{:,} batch begun and not finished", "{:,} batches begun and not finished", count
    )
    yield BULK.zero_or("batches_unfinished", count, said, f"academy batch show {oldest}")


def quizzes(connection: Connection, now: datetime) -> Iterator[Figure]:
    """Attempts whose time is over and that nobody has ended."""
    newest = connection.scalar(select(func.max(Attempt.id))) or 0
    over = select(func.count()).where(
        Attempt.id > newest - NEWEST, Attempt.submitted_at.is_(None), Attempt.ends_at < now - LATE
    )
    count = connection.scalar(over) or 0
    said = say_so_many(
        "{:,} attempt at quizzes past its time",
        "{:,} attempts at quizzes past their time",
        count,
    )
    yield QUIZZES.zero_or("attempts_overdue", count, said, "academy course quiz close")
