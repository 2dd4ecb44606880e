"""Telling learners of modules that have opened, which happens by the clock and without anybody's doing.

Looked at whenever mail is sent; who was told of an opening is not told again. Knows modules' dates; refuses
to send.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.enrollments import seats
from academy_cli.kit.clock import iso, utc_now
from academy_cli.mail.service import Message, enqueue, told
from academy_cli.models import Content, Course
from academy_cli.progress.audience import learners
from academy_cli.progress.views import StudentsWanted

TEMPLATE = "module-released"
RECENT = timedelta(days=7)
"""What opened longer ago is no news: the switch may have been off until today."""


class Releases:
    """The openings of one academy, told by one actor."""

    def __init__(
        self, database: Database, actor: Actor, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database, self.actor, self._clock = database, actor, clock

    @permits(Permission.MAIL_SEND)
    def tell(self) -> int:
        """Write down the mail about modules that opened lately; how many messages are new."""
        engine = self._database.existing()
        if engine is None or TEMPLATE in self._database.muted:
            return 0
        now = self._clock()
        with read(engine) as connection:
            opened = list(_opened(connection, now))
        if not opened:
            return 0
        with write(engine) as connection:
            return sum(_tell(connection, module, since, now) for module, since in opened)


def _opened(
    connection: Connection, now: datetime
) -> Iterator[tuple[Row[*tuple[Any, ...]], datetime]]:
    """Modules that opened lately, of courses that are published."""
    query = (
        select(Content.id, Content.title, Content.fields, Course.slug, Course.title.label("of"))
        .join(Course, Course.id == Content.course_id)
        .where(Content.kind == "module", Content.is_archived.is_(False))
        .where(Content.fields.contains('"release_at"', autoescape=True))
        .where(Course.status == "published")
        .order_by(Content.id)
    )
    for row in connection.execute(query):
        since = datetime.fromisoformat(json.loads(row.fields)["release_at"])
        if now - RECENT < since <= now:
            yield row, since


def _tell(
    connection: Connection, module: Row[*tuple[Any, ...]], since: datetime, now: datetime
) -> int:
    event = f"module:{module.id}:{iso(since)}"
    known = told(connection, event, TEMPLATE)
    course = seats.course(connection, module.slug)
    values = {"course": module.slug, "title": module.of, "module": module.title}
    messages = (
        Message(event, TEMPLATE, one.email, one.user_id, one.language, {**values, "name": one.name})
        for one in learners(connection, course, StudentsWanted("active"), now)
        if not known.has(one.email, one.user_id)
    )
    return enqueue(connection, messages, now)
