"""A post office for tests: an outbox, a way for mail that does as it is told, and a clock.

Knows the queue; refuses to send anything anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, select

from academy_cli.db.transaction import read, write
from academy_cli.mail.gateway import Transport, idle
from academy_cli.mail.judging import Terms
from academy_cli.mail.letter import Letter, Mailbox
from academy_cli.mail.queue import Taken
from academy_cli.mail.sending import Delivery, Report
from academy_cli.mail.service import Message, enqueue
from academy_cli.models import OutboxMessage, Suppression

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
Answer = str | Exception | Callable[[Letter], str]


class Scripted:
    """A transport that answers what it is told to, and then ``ok``."""

    name = "scripted"

    def __init__(self, answers: Sequence[Answer] = ()) -> None:
        self.answers, self.sent = list(answers), list[Letter]()

    @contextmanager
    def opened(self) -> Iterator[Scripted]:
        """Always open."""
        yield self

    def announce(self, letter: Letter) -> None:
        """Nobody has to be told."""

    def ask(self, letter: Letter, meanwhile: Callable[[], object] = idle) -> None:
        """Nobody has to be asked."""

    def send(self, letter: Letter, meanwhile: Callable[[], None] = idle) -> str:
        """Answer the next thing."""
        meanwhile()
        answer = self.answers.pop(0) if self.answers else "ok"
        if isinstance(answer, Exception):
            raise answer
        said = answer if isinstance(answer, str) else answer(letter)
        self.sent.append(letter)
        return said


class Post:
    """One outbox and whoever sends from it."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.now = engine, NOW
        self.reports: list[Report] = []

    def write(self, *names: str, template: str = "enrolled", **values: object) -> None:
        """Let messages wait."""
        messages = [
            Message(
                f"event:{name}", template, f"{name}@x.org", None, None, {"name": name, **values}
            )
            for name in names
        ]
        with write(self.engine) as connection:
            enqueue(connection, messages, self.now)

    def bar(self, name: str, scope: str = "all") -> None:
        """Let nothing be sent to somebody."""
        told = {"recipient": f"{name}@x.org", "scope": scope, "cause": "bounce"}
        with write(self.engine) as connection:
            connection.execute(insert(Suppression).values(**told, created_at=self.now))

    def delivery(self, transport: Transport, **terms: Any) -> Delivery:
        """Somebody who sends."""
        said = Terms(**{"domain": "academy.example", **terms})
        return Delivery(
            self.engine, transport, self.compose, said, lambda: self.now, sleep=lambda _: None
        )

    def send(self, *answers: Answer, most: int | None = None, **terms: Any) -> Scripted:
        """Send what is due; what was sent is in the transport."""
        transport = Scripted(answers)
        self.delivery(transport, **terms).drain(self.reports.append, most)
        return transport

    def compose(self, message: Taken) -> Letter:
        """A letter that says whose it is; one to ``poison`` cannot be."""
        if message.values.get("name") == "poison":
            raise ValueError("the template says {{ nothing }}")
        return Letter(
            key=str(message.id),
            message_id=message.message_id,
            sender=Mailbox("academy@academy.example"),
            recipient=Mailbox(message.recipient),
            subject="Hello",
            text=f"Hello {message.values.get('name')}",
            html="",
            at=message.created_at,
        )

    def rows(self) -> Sequence[Any]:
        """Every message, in its order."""
        with read(self.engine) as connection:
            table = OutboxMessage.__table__
            return connection.execute(select(table).order_by(table.c.id)).all()

    def states(self) -> list[str]:
        """What became of every message."""
        return [row.state for row in self.rows()]
