"""Every check there is, for whoever looks after an academy's machine.

Knows which checks there are and what each looks at; refuses to mend anything.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.backups.freshness import limit_of
from academy_cli.config.settings import Settings
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.errors import AcademyError
from academy_cli.health.checking import (
    certificates,
    database,
    machine,
    mailing,
    money,
    settings,
    storing,
    working,
)
from academy_cli.health.checking.doors import Doors
from academy_cli.health.checking.machine import Place
from academy_cli.health.checking.running import answered, run
from academy_cli.health.checking.views import FAILING, Check, Finding
from academy_cli.health.errors import UnknownCheckError
from academy_cli.health.timelimit import within
from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest

Found = TypeVar("Found")
NAMES = (
    "settings", "terminal", "git", "folders", "disk", "database", "migrations", "clock", "storage",
    "worker", "mail", "site", "stripe", "events", "fonts", "certificates", "backups",
)  # fmt: skip
"""What checks are called; several may look at one thing."""


class Wish(NamedTuple):
    """Which checks are wanted, and how: none is all, and each may take so many seconds."""

    names: tuple[str, ...] = ()
    is_offline: bool = False
    limit_s: float = 15


def require_known(names: Iterable[str]) -> None:
    """Refuse a word that names no check. Raises UnknownCheckError."""
    for name in names:
        if name not in NAMES:
            raise UnknownCheckError(name, NAMES, nearest(name, NAMES))


def unsettled(
    errors: Sequence[AcademyError], encoding: str | None, environ: Mapping[str, str], wish: Wish
) -> Sequence[Finding]:
    """What can be said where the settings are wrong, so that nobody knows what they mean."""
    checks = (
        Check("settings", lambda: settings.wrong(errors, None)),
        Check("terminal", lambda: machine.terminal(encoding, environ)),
        Check("git", lambda: machine.git(environ)),
    )
    return run(checks, wish.limit_s, is_offline=wish.is_offline, has_database=False)


class Doctor:
    """Looks at all that one academy stands on, for one actor."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        said: Settings,
        doors: Doors,
        *,
        environ: Mapping[str, str] = os.environ,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self._said, self._doors = database, said, doors
        self._environ, self._clock = environ, clock
        self.actor = actor

    @permits(Permission.DOCTOR_RUN)
    def examine(
        self, wish: Wish = Wish(), errors: Sequence[AcademyError] = (), encoding: str | None = None
    ) -> Sequence[Finding]:
        """What each check found. Raises UnknownCheckError, and nothing that a check meets.

        ``errors`` are what is wrong with the settings all the same: variables that set nothing.
        """
        require_known(wish.names)
        reached = answered(database.PEN, lambda: self._reached(wish.limit_s), wish.limit_s)
        has_database = bool(reached) and reached[0].state != FAILING and self._is_there()
        checks = [*self._local(errors, encoding), *self._in_database(), *self._outside(wish)]
        found = run(checks, wish.limit_s, is_offline=wish.is_offline, has_database=has_database)
        every = sorted([*reached, *found], key=lambda one: NAMES.index(one.check))
        return [one for one in every if not wish.names or one.check in wish.names]

    def _reached(self, limit_s: float) -> Sequence[Finding]:
        return within(limit_s, lambda: tuple(database.reach(self._database)))

    def _is_there(self) -> bool:
        with suppress(AcademyError):
            return self._database.existing() is not None
        return False

    def _local(self, errors: Sequence[AcademyError], encoding: str | None) -> Iterator[Check]:
        said, places = self._said, self._places()
        url = said.database.url
        yield Check("settings", lambda: settings.wrong(errors, said.path))
        yield Check("settings", lambda: settings.secrets(said))
        yield Check("terminal", lambda: machine.terminal(encoding, self._environ))
        yield Check("git", lambda: machine.git(self._environ))
        yield Check("folders", lambda: machine.folders(places))
        yield Check("disk", lambda: machine.disks(places, self._size()))
        yield Check("database", lambda: database.sqlite(url))
        yield Check("worker", self._worker)
        yield Check("mail", lambda: mailing.manner(said.mail))

    def _in_database(self) -> Iterator[Check]:
        said, has_key = self._said, bool(self._said.stripe.api_key)

        def asking(name: str, ask: Callable[[Connection], Iterable[Finding]]) -> Check:
            return Check(name, lambda: self._asked(ask), needs_database=True)

        yield Check("database", lambda: database.postgresql(self._database), needs_database=True)
        yield asking(
            "site",
            lambda connection: settings.site(said, is_live=money.books(connection).is_live is True),
        )
        yield asking(
            "stripe",
            lambda connection: money.key(
                said.stripe.api_key,
                money.books(connection),
                has_secret=bool(said.stripe.webhook_secret),
                site=said.site.url,
            ),
        )
        yield asking("events", lambda one: money.events(one, self._clock(), has_key=has_key))
        yield asking("certificates", lambda one: certificates.key(one, self._doors.signing))
        yield asking("fonts", lambda one: certificates.fonts(certificates.languages(one)))

    def _outside(self, wish: Wish) -> Iterator[Check]:
        said, doors = self._said, self._doors
        is_bucket, is_far = bool(said.storage.url), "://" in said.backup.to
        where = said.storage.url or say("“{}”", said.storage.folder)
        yield Check(
            "storage", lambda: self._stored(where), asks_world=is_bucket, needs_database=True
        )
        if said.mail.transport in mailing.OUTSIDE:
            yield Check(
                say("mail"),
                lambda: mailing.server(lambda: doors.mail(wish.limit_s)),
                asks_world=True,
            )
        if said.stripe.api_key:
            base = said.stripe.api_base
            yield Check(
                "stripe",
                lambda: money.account(lambda: doors.stripe(wish.limit_s), base),
                asks_world=True,
            )
        limit = limit_of(said.backup.max_age)
        yield Check(
            "backups",
            lambda: storing.backups(
                doors.backups, limit, self._environ, has_worker=self._has_worker()
            ),
            asks_world=is_far,
            needs_database=True,
        )

    def _worker(self) -> Iterator[Finding]:
        said = self._said
        return working.worker(said.worker.state, said.database.fingerprint, self._clock())

    def _has_worker(self) -> bool:
        said = self._said
        return working.makes_backups(said.worker.state, said.database.fingerprint, self._clock())

    def _stored(self, where: str) -> Iterable[Finding]:
        some = self._asked(storing.sample)
        return storing.storage(self._doors.assets, some, where)

    def _asked(self, ask: Callable[[Connection], Iterable[Found]]) -> Sequence[Found]:
        """Ask the database something, all of it before the connection is given back."""
        engine = self._database.existing()
        assert engine is not None
        with read(engine) as connection:
            return tuple(ask(connection))

    def _size(self) -> int:
        with suppress(AcademyError):
            return self._database.status().size_bytes
        return 0

    def _places(self) -> Sequence[Place]:
        said = self._said
        places = [
            machine.temporary(),
            Place(say("fetched repositories"), said.repositories.cache, "repositories.cache"),
            Place(
                say("certificates' keys"),
                said.certificates.keys,
                "certificates.keys",
                is_private=True,
            ),
        ]
        file = database.file_of(said.database.url)
        if file is not None:
            places.append(Place(say("the database"), file.parent, "database.url"))
        if not said.storage.url:
            places.append(Place(say("stored files"), said.storage.folder, "storage.folder"))
        if "://" not in said.backup.to:
            places.append(Place(say("backups"), Path(said.backup.to).absolute(), "backup.to"))
        if said.mail.transport == "folder":
            places.append(Place(say("mail"), said.mail.folder, "mail.folder"))
        return places
