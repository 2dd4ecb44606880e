"""Notices for whoever runs the academy: that something went wrong, or that somebody bought something.

Knows that they leave by a webhook, and how often the same is told; refuses to know what it is about.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.db.service import Database
from academy_cli.db.transaction import write
from academy_cli.errors import AcademyError
from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say
from academy_cli.mail.service import Message, enqueue
from academy_cli.mail.templates.catalog import NOTICE

RECIPIENT = "operators"
"""In place of an address: a channel has none."""


def tell(connection: Connection, event: str, about: str, detail: str, at: datetime) -> int:
    """Tell the operators of an event, once, in the caller's transaction; nobody is told without a webhook.

    ``about`` is one line, ``detail`` paragraphs: plain text, which names nobody's secrets.
    """
    return enqueue(connection, [notice(event, about, detail)], at)


def notice(event: str, about: str, detail: str) -> Message:
    """What ``tell`` writes."""
    values = {"about": about, "detail": detail}
    return Message(event, NOTICE, RECIPIENT, None, None, values)


class Operators:
    """Telling of what went wrong where nobody looks on, for one actor."""

    def __init__(
        self, database: Database, actor: Actor, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database, self.actor, self._clock = database, actor, clock

    @permits(Permission.COURSE_APPLY, Permission.COURSE_CREATE)
    def sync_failed(self, course: str, folder: str, failure: AcademyError) -> None:
        """Tell that a course was not synced; of the same failure, once a day."""
        if NOTICE in self._database.muted:
            return
        at = self._clock()
        what = sha256(f"{folder}\0{failure.code}\0{failure.message}".encode()).hexdigest()[:16]
        about = say("The sync of {} failed", course)
        detail = f"{failure.message}\n\n{failure.hint}".strip()
        with write(self._database.ready()) as connection:
            tell(connection, f"sync-failed:{what}:{at:%Y-%m-%d}", about, detail, at)
