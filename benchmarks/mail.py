"""How fast mail leaves, against smtplib alone, and how fast a campaign is written down, against its rows.

Knows an SMTP server that takes everything, in a process of its own; refuses to know how mail is made.
"""

from __future__ import annotations

import shutil
import smtplib
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import insert, select, text

from academy_cli.app import Academy, Acting, open_academy
from academy_cli.campaigns.service import Wish
from academy_cli.config.load import load
from academy_cli.db.bulk import insert_rows
from academy_cli.db.transaction import read, write
from academy_cli.mail.letter import Letter, mime
from academy_cli.mail.queue import Taken
from academy_cli.mail.service import COLUMNS, Message, enqueue
from academy_cli.models import OutboxMessage
from benchmarks.learners import LEARNERS, SLUG, THEN
from benchmarks.measure import BIN, Figure, in_turn, ratio, run
from tests.mail.sink import sink
from tests.postgres import running

ACADEMY = BIN / "academy"
MESSAGES, ROUNDS = 10_000, 5
VALUES = {"course": "python", "title": "Python"}
WISH = Wish(SLUG, "campaign", values={"subject": "News", "message": "There is more."})


class Place(NamedTuple):
    """An engine: its name, and a fresh database in which messages wait."""

    name: str
    fresh: Callable[[], str]


def mail(scratch: Path, environ: dict[str, str]) -> Iterator[Figure]:
    """Ten thousand messages by SMTP, on both engines, to servers of both kinds.

    The usual ones (Postfix, Exim, the providers) hear several commands at once; a plain one hears each alone.
    """
    for kind, is_pipelining in (("pipelining", True), ("plain", False)):
        folder = scratch / kind
        folder.mkdir()
        yield from _mail(folder, environ, kind, is_pipelining=is_pipelining)


def _mail(
    scratch: Path, environ: dict[str, str], kind: str, *, is_pipelining: bool
) -> Iterator[Figure]:
    with sink(scratch, is_pipelining=is_pipelining) as server, running() as postgresql:
        said = {
            "ACADEMY_MAIL_TRANSPORT": "smtp",
            "ACADEMY_MAIL_SMTP_HOST": "127.0.0.1",
            "ACADEMY_MAIL_SMTP_PORT": str(server.port),
            "ACADEMY_MAIL_SMTP_SECURITY": "none",
        }
        postgresql.create("waiting")
        _fill(postgresql.url("waiting"), environ)
        kept = scratch / "waiting.db"
        _fill(f"sqlite:///{kept}", environ)
        letters = _letters(f"sqlite:///{kept}", scratch, environ)
        numbers = iter(range(10**6))

        def sqlite() -> str:
            shutil.copyfile(kept, scratch / "mail.db")
            return f"sqlite:///{scratch / 'mail.db'}"

        def copied() -> str:
            name = f"mail{next(numbers)}"
            postgresql.create(name, template="waiting")
            return postgresql.url(name)

        for place in (Place("SQLite", sqlite), Place("PostgreSQL", copied)):
            least, ours = in_turn(
                [
                    lambda: _alone(letters, server.port),
                    lambda place=place: _sent(place.fresh(), environ | said),  # type: ignore[misc]
                ],
                ROUNDS,
            )
            what = f"send {MESSAGES:,} messages by SMTP to a {kind} server, {place.name}"
            yield ratio(what, ours, least, 1.5)


def campaign(name: str, academy: Academy, rounds: int) -> Figure:
    """Writing a campaign down, as a multiple of the insert of the same rows."""
    engine = academy.database.engine
    _campaign_s(academy)
    with read(engine) as connection:
        columns = (*COLUMNS, "campaign_id")
        table = OutboxMessage.__table__
        rows = connection.execute(select(*[table.c[one] for one in columns])).all()
    _emptied(academy)

    def floor_s() -> float:
        _emptied(academy)
        with write(engine) as connection:
            connection.execute(insert_campaign())
            begun = time.perf_counter()
            insert_rows(connection, OutboxMessage, columns, (tuple(row) for row in rows))
        return time.perf_counter() - begun

    def ours_s() -> float:
        _emptied(academy)
        return _campaign_s(academy)

    least, ours = in_turn([floor_s, ours_s], rounds)
    _emptied(academy)
    return ratio(f"queue {LEARNERS:,} messages of a campaign, {name}", ours, least, 3)


def insert_campaign() -> object:
    """The campaign that the floor's rows are of."""
    from academy_cli.models import Campaign

    told = {"id": 1, "reference": "M-2026-000001", "course_id": 1, "template": "campaign"}
    told |= {"wanted": "{}", "state": "running", "actor": "bench", "created_at": THEN}
    return insert(Campaign).values(told)


def _campaign_s(academy: Academy) -> float:
    begun = time.perf_counter()
    academy.campaigns.start(WISH)
    return time.perf_counter() - begun


def _emptied(academy: Academy) -> None:
    with write(academy.database.engine) as connection:
        connection.execute(text("delete from outbox"))
        connection.execute(text("delete from campaigns"))


def _fill(url: str, environ: dict[str, str]) -> None:
    run([ACADEMY, "db", "upgrade", "--database", url], environ)
    academy = open_academy(load(Path(), environ, {"database_url": url}), acting=Acting("bench"))
    messages = (
        Message(f"bench:{n}", "enrolled", f"person{n}@example.org", None, "en", _values(n))
        for n in range(MESSAGES)
    )
    with write(academy.database.engine) as connection:
        enqueue(connection, messages, THEN)
    academy.database.close()


def _values(number: int) -> dict[str, object]:
    """What one person's letter is filled with: the name is each one's own."""
    return {**VALUES, "name": f"Ann Lee {number}"}


def _letters(url: str, scratch: Path, environ: dict[str, str]) -> list[tuple[str, str, bytes]]:
    """The same letters as academy makes, ready to be handed over."""
    academy = open_academy(load(scratch, environ, {"database_url": url}), acting=Acting("bench"))
    made: list[tuple[str, str, bytes]] = []
    compose = academy.composition
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        found = connection.execute("select id, event, recipient from outbox order by id").fetchall()
    for number, event, recipient in found:
        called = f"floor-{number}@localhost"
        values = _values(int(event.removeprefix("bench:")))
        message = Taken(
            number, event, "enrolled", recipient, "en", values, THEN, 0, called, None, THEN
        )
        letter: Letter = compose(message)
        made.append((letter.sender.email, recipient, mime(letter)))
    academy.database.close()
    return made


def _alone(letters: list[tuple[str, str, bytes]], port: int) -> float:
    """Seconds that smtplib takes for letters that are ready, on one connection."""
    begun = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for sender, recipient, content in letters:
            server.sendmail(sender, [recipient], content)
    return time.perf_counter() - begun


def _sent(url: str, environ: dict[str, str]) -> float:
    return run([ACADEMY, "mail", "send", "--database", url, "--quiet"], environ).seconds
