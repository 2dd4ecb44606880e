"""Ending attempts whose time is over: handed in with what was saved, by the clock, without anybody's doing.

Each is a transaction of its own that holds its learner's enrollment; one that its learner ends meanwhile is
left alone. Looked at whenever mail is sent, and by hand. Refuses to end an attempt while answers may still be
on their way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.attempts import store
from academy_cli.attempts.handing import Manner, handed
from academy_cli.attempts.sitting import ANSWERS, GRACE, sitting, summary
from academy_cli.attempts.views import AttemptSummary
from academy_cli.audit.service import record
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.enrollments import seats
from academy_cli.kit.clock import utc_now
from academy_cli.progress import settling
from academy_cli.progress.learning import learning

UNDER_WAY = timedelta(minutes=1)
"""How much longer answers that arrived in time may wait for the database until they are handed in."""


class Closing:
    """Attempts of one academy whose time is over, ended by one actor."""

    def __init__(
        self, database: Database, actor: Actor, *, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database, self.actor, self._clock = database, actor, clock

    @permits(Permission.QUIZ_GRADE)
    def close(
        self,
        slug: str | None = None,
        lesson: str | None = None,
        *,
        tells: bool = True,
        dry_run: bool = False,
    ) -> Sequence[AttemptSummary]:
        """Hand in what is over, of a course or of all that the actor teaches; returns those that were.

        Raises UnknownCourseError and, for a course that is somebody else's, NotPermittedError.
        """
        if slug is not None:
            self.actor.require_course(Permission.QUIZ_GRADE, slug)
        engine = self._database.existing()
        if engine is None:
            return ()
        with read(engine) as connection:
            course = None if slug is None else seats.course(connection, slug).id
            due = store.overdue(connection, self._clock() - GRACE - UNDER_WAY, course, lesson)
        mine = [row for row in due if self.actor.may_reach_course(Permission.QUIZ_GRADE, row.slug)]
        if dry_run:
            return [summary(row, self._clock(), is_hidden=False) for row in mine]
        found = (self._close(engine, row.id, row.email, row.slug, tells=tells) for row in mine)
        return [one for one in found if one is not None]

    def _close(
        self, engine: Engine, number: int, email: str, slug: str, *, tells: bool
    ) -> AttemptSummary | None:
        """Hand one in, unless somebody did meanwhile."""
        with write(engine) as connection:
            place = settling.held(connection, email, slug)
            one, now = sitting(connection, number), self._clock()
            if one.row.submitted_at is not None or one.row.ends_at is None:
                return None
            mine = learning(connection, place, now)
            manner = Manner("quiz.close", ANSWERS, tells)
            at = one.row.ends_at
            done, act = handed(connection, mine, one, one.saved, at=at, now=now, manner=manner)
            record(connection, at=now, actor=self.actor, act=act)
            return done.attempt.summary
