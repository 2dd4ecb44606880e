"""An academy that people come to: its services, its clock, and the mail that waits to leave.

Knows how tests get at what only mail brings; refuses to know what they prove.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from academy_cli.access.actor import operator
from academy_cli.accounts.people import People
from academy_cli.accounts.signin.accesstokens import Keys
from academy_cli.accounts.signin.authentication import Authentication
from academy_cli.accounts.signin.credentials import Credentials
from academy_cli.accounts.signin.onetime import Links, Purpose
from academy_cli.accounts.signin.passwords import Hasher
from academy_cli.accounts.signin.recovery import Recovery
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.errors import AcademyError
from academy_cli.models import AuditEntry, OutboxMessage, User

PASSWORD, OTHER = "correct horse battery", "another long sentence"
ANN, NOBODY = "ann@example.org", "nobody@example.org"
THIRD = "a third one of them"


def code_of(act: Callable[..., object], *words: object) -> str:
    """The code of a refusal; empty where there is none."""
    try:
        act(*words)
    except AcademyError as error:
        return error.code
    return ""


class Entrance:
    """One academy, at a time that tests set."""

    def __init__(self, url: str, cost: int = 4) -> None:
        self.database = Database(url)
        self.database.ready()
        self.now = datetime(2026, 11, 26, 9, tzinfo=UTC)
        self.keys, self.hasher = Keys(["k" * 40]), Hasher(cost)
        self.links = Links("", dict.fromkeys(Purpose, timedelta(days=1)))
        self.own = operator("test")

    def clock(self) -> datetime:
        return self.now

    @property
    def door(self) -> Authentication:
        return Authentication(self.database, self.keys, self.hasher, self.links, clock=self.clock)

    @property
    def recovery(self) -> Recovery:
        return Recovery(self.database, self.hasher, self.links, clock=self.clock)

    @property
    def credentials(self) -> Credentials:
        return Credentials(self.database, self.own, self.hasher, self.links, clock=self.clock)

    @property
    def people(self) -> People:
        return People(self.database, self.own, clock=self.clock)

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)

    def mails(self) -> list[tuple[str, str, dict[str, str]]]:
        """Each message that waits: its template, its recipient, and what it is filled with."""
        table = OutboxMessage.__table__
        with read(self.database.engine) as connection:
            rows = connection.execute(select(table).order_by(table.c.id)).all()
        return [(row.template, row.recipient, json.loads(row._mapping["values"])) for row in rows]

    def code(self, template: str) -> str:
        """The code of the newest link of a kind."""
        return [values["code"] for name, _, values in self.mails() if name == template][-1]

    def acts(self) -> list[str]:
        """What is on record."""
        with read(self.database.engine) as connection:
            return list(connection.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))

    def user(self, email: str = ANN) -> Row[Any]:
        """An account's row."""
        with read(self.database.engine) as connection:
            return connection.execute(select(User.__table__).where(User.email == email)).one()

    def text(self) -> str:
        """Everything in the tables but outgoing mail, as one text to look for secrets in."""
        from academy_cli.models import metadata

        with read(self.database.engine) as connection:
            tables = [table for table in metadata().sorted_tables if table.name != "outbox"]
            return repr([connection.execute(select(table)).all() for table in tables])
