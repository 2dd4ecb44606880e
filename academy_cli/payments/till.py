"""What work with money stands on: the database, who acts, the provider, the terms, and the time.

One value that every service of this slice takes; refuses to do anything itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from academy_cli.access.actor import Actor
from academy_cli.accounts.bookkeeping import hold_books
from academy_cli.audit.service import Act, record
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import utc_now
from academy_cli.kit.money import Money
from academy_cli.payments import installation
from academy_cli.payments.gateway import Gateway
from academy_cli.payments.paper import Paper

LEASE = timedelta(minutes=5)
"""How long somebody who asks the provider has it to themselves; longer than any request takes."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the settings say about money.

    ``approve_above`` are amounts, one per currency, from beyond which somebody else has to approve a refund.
    """

    approve_above: tuple[Money, ...] = ()
    lease: timedelta = LEASE
    suspends_disputed: bool = True
    """Whether a disputed payment gives no access until that is decided."""
    per_second: int = 20
    """How many requests bulk work asks of the provider in a second; 0 is as many as it can."""
    grace: timedelta = timedelta(days=7)
    """How long a subscription gives access beyond what is paid, before it counts as not renewed."""
    link_hours: int = 23
    success_url: str = ""
    cancel_url: str | None = None
    language: str = "en"
    """Of people of whom none is known."""
    paper: Paper = field(default_factory=Paper)
    """How documents are issued."""


@dataclass(frozen=True)
class Till:
    """One academy's money, for one actor."""

    database: Database
    actor: Actor
    open_gateway: Callable[[], Gateway]
    """Makes the provider's gateway when it is needed. Raises what settings are missing."""
    terms: Terms = Terms()
    clock: Callable[[], datetime] = utc_now
    sleep: Callable[[float], None] = field(default=time.sleep)

    @property
    def engine(self) -> Engine:
        """The database, ready."""
        return self.database.ready()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The transaction of a change to the books: one after another, so that nobody waits in a circle."""
        with write(self.engine) as connection:
            hold_books(connection)
            yield connection

    def provider(self) -> Gateway:
        """The provider, if its key's money is of the kind this academy's is; asked outside of a transaction.

        Raises LiveModeError, and what settings are missing.
        """
        gateway = self.open_gateway()
        with read(self.engine) as connection:
            known = installation.mode(connection)
        if known is not gateway.is_live:
            with self.writing() as connection:
                installation.require_mode(connection, is_live=gateway.is_live)
        return gateway

    def record(
        self,
        connection: Connection,
        action: str,
        subject: str,
        details: Mapping[str, object],
        reason: str | None = None,
    ) -> None:
        """Add an entry to the audit log, as the last thing of a transaction."""
        act = Act(action, subject, details, reason)
        record(connection, at=self.clock(), actor=self.actor, act=act)
