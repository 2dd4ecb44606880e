"""Where an academy stands now, for one actor: the sections that they may see, each of a few figures.

All of the database's are of one moment. Knows who may see which; refuses to write anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission, Reach
from academy_cli.access.permits import permits
from academy_cli.backups.freshness import Freshness
from academy_cli.backups.service import Backups
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.errors import AcademyError
from academy_cli.health.errors import NoAcademyError
from academy_cli.health.standing import certificates, money, people, queues, worker
from academy_cli.health.standing.views import Figure, Pen
from academy_cli.health.timelimit import TooSlowError, within
from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say, unstopped
from academy_cli.kit.timespan import told

Section = Callable[[Connection, datetime], Iterator[Figure]]
BACKUPS = Pen(say("backups"))
LISTED_WITHIN_S = 10.0
"""A bucket that does not answer must not keep back all the rest."""


class Terms(NamedTuple):
    """What the settings say: whether there is a Stripe key, days of reminders, a backup's greatest age.

    ``worker`` is the file that a worker of this machine leaves, and ``fingerprint`` the one of the database.
    """

    has_stripe_key: bool
    remind_days: int
    max_age: timedelta
    worker: Path
    fingerprint: str


class Standing:
    """Where one academy stands, for one actor."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        backups: Callable[[], Backups],
        terms: Terms,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self._backups = database, backups
        self._terms, self._clock = terms, clock
        self.actor = actor

    @permits(Permission.STATUS_SHOW)
    def figures(self) -> Sequence[Figure]:
        """All figures, by sections. Raises NoAcademyError, and what a database that is not ready does."""
        engine = self._database.existing()
        if engine is None:
            raise NoAcademyError(self._database.url)
        now = self._clock()
        with read(engine) as connection:
            found = [one for each in self._sections() for one in each(connection, now)]
        found.append(worker.worker(self._terms.worker, self._terms.fingerprint, now))
        if self._sees(Permission.BACKUP_LIST):
            found.append(self._backup(now))
        return found

    def _sees(self, permission: Permission) -> bool:
        return self.actor.reach(permission) is Reach.ALL

    def _sections(self) -> Sequence[Section]:
        terms = self._terms
        everything: Sequence[tuple[Permission, Section]] = (
            (Permission.USER_LIST, people.learners),
            (Permission.COURSE_LIST, people.courses),
            (Permission.PAYMENT_LIST, money.sales),
            (Permission.PAYMENT_SYNC, partial(money.stripe, has_key=terms.has_stripe_key)),
            (Permission.REFUND_LIST, money.refunds),
            (Permission.MAIL_LIST, queues.mail),
            (Permission.BATCH_LIST, queues.bulk),
            (Permission.QUIZ_SHOW, queues.quizzes),
            (
                Permission.CERTIFICATE_LIST,
                partial(certificates.certificates, days=terms.remind_days),
            ),
        )
        return [section for permission, section in everything if self._sees(permission)]

    def _backup(self, now: datetime) -> Figure:
        """Whether there is a good backup, and how old what is in it is."""
        more = "academy backup status"
        try:
            found, trouble = within(LISTED_WITHIN_S, self._listed)
        except TooSlowError:
            said = say("the backups could not be listed within {:.0f} seconds", LISTED_WITHIN_S)
            return BACKUPS.attention("backup_verified", None, said, more)
        except AcademyError as error:
            return BACKUPS.attention("backup_verified", None, unstopped(error.message), more)
        if trouble is not None:
            said = unstopped(trouble.message)
            return BACKUPS.attention("backup_verified", found.verified_at, said, more)
        age = max(now - found.verified_at, timedelta(0)) if found.verified_at else timedelta(0)
        said = say("verified backup of {} ago, {}", told(age), found.level)
        return BACKUPS.ok("backup_verified", found.verified_at, said, more)

    def _listed(self) -> tuple[Freshness, AcademyError | None]:
        backups, limit = self._backups(), self._terms.max_age
        return backups.freshness(limit), backups.trouble(limit)
