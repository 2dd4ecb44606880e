"""Moving an academy to another database: a backup and its restore, which end with equal digests.

Knows that nothing is in its new place before every row there is what was written; refuses to change what is
copied from, but for saying where it went.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.backups import creating, destination, opening, spool
from academy_cli.backups.creating import Files, Making, Wish, Written
from academy_cli.backups.errors import NoDatabaseError
from academy_cli.backups.moving_errors import OccupiedError, SameDatabaseError
from academy_cli.backups.progress import Stages, counted, unseen
from academy_cli.backups.restoring import loading, moments
from academy_cli.backups.restoring.places import Place
from academy_cli.backups.snapshot import snapshot
from academy_cli.backups.vault import LOCK
from academy_cli.backups.views import CopyView
from academy_cli.db.lock import named_lock
from academy_cli.db.service import Database
from academy_cli.db.transaction import write
from academy_cli.kit.clock import utc_now
from academy_cli.payments import installation

ROWS_ALONE = Wish(has_files=False, may_miss_files=True)
"""Files of courses stay where they are."""


class Side(NamedTuple):
    """A database, and the place that it has."""

    database: Database
    place: Place


class Moving:
    """What one actor copies from one database; ``opened`` gives another by its address."""

    def __init__(
        self,
        source: Database,
        opened: Callable[[str], Side],
        files: Files,
        actor: Actor,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._source, self._opened, self._files = source, opened, files
        self._clock: Callable[[], datetime] = lambda: clock().replace(microsecond=0)
        self.actor = actor

    @permits(Permission.BACKUP_CREATE)
    @permits(Permission.BACKUP_RESTORE)
    def look(self, to: str, *, replaces: bool = False) -> CopyView:
        """What copying to an address would do. Changes nothing.

        Raises what ``copy`` raises before it writes anything.
        """
        with self._sides(to, replaces=replaces) as (_, _, view):
            return view

    @permits(Permission.BACKUP_CREATE)
    @permits(Permission.BACKUP_RESTORE)
    def copy(self, to: str, *, replaces: bool = False, stages: Stages = unseen) -> CopyView:
        """Put all rows of this moment at an address, where they are compared before anybody sees them.

        What is there is kept for a week; where people or courses are in it, only if ``replaces``. Raises
        NoDatabaseError, SameDatabaseError, ForeignError, OccupiedError, LockHeldError, InUseError,
        UnfitValueError, UnwritableError, and what ``loading.rehearse`` raises: then the other one is as it
        was.
        """
        with (
            self._sides(to, replaces=replaces) as (source, target, view),
            _locked(source, target.database.engine),
            spool.placed("copy.acb") as path,
        ):
            done = self._written(source, view, path, stages)
            target.place.tidy(target.database.engine)
            kept = self._loaded(path, target, done, stages)
            moments.forget_old(target.place, self._clock())
        missing = len(done.manifest.assets.missing)
        return view._replace(
            rows=done.manifest.rows, content=done.manifest.content, kept=kept, missing_files=missing
        )

    @contextmanager
    def _sides(self, to: str, *, replaces: bool) -> Iterator[tuple[Engine, Side, CopyView]]:
        """Where rows come from and go to, if they may."""
        source = self._source.existing()
        if source is None:
            raise NoDatabaseError
        target = self._opened(to)
        try:
            if destination.is_same(self._source, target.database):
                raise SameDatabaseError(self._source.url, target.database.url)
            what = destination.occupant(target.database)
            if what and not replaces:
                raise OccupiedError(target.database.url, what)
            yield source, target, self._view(target, is_occupied=bool(what))
        finally:
            target.database.close()

    def _view(self, target: Side, *, is_occupied: bool) -> CopyView:
        here, there = self._source.status(), target.database.status()
        return CopyView(
            here.url,
            there.url,
            f"{here.engine} {here.engine_version}",
            f"{there.engine} {there.engine_version}",
            is_replaced=is_occupied,
        )

    def _written(self, source: Engine, view: CopyView, path: Path, stages: Stages) -> Written:
        """Say where it goes, so that either side knows it, and write all of one moment into a file."""
        with write(source) as connection:
            making = Making.begin(installation.key(connection), self._clock())
            act = Act("database.copy", "database", {"to": view.target})
            record(connection, at=making.at, actor=self.actor, act=act)
        with (
            spool.telling(path.parent),
            stages("Writing rows", None) as progress,
            snapshot(source) as moment,
        ):
            told = counted(progress)
            return creating.written(path, moment, self._files, making, ROWS_ALONE, progress=told)

    def _loaded(self, path: Path, target: Side, done: Written, stages: Stages) -> str:
        """Load what was written, compare it, and let it take the place; what was there is kept by this."""
        had, at = not target.place.is_empty, moments.free(target.place, self._clock())
        with (
            path.open("rb") as file,
            opening.opened(file, path.name, None) as archive,
            stages("Loading rows", done.manifest.rows) as progress,
            target.place.replacing(at) as place,
        ):
            loading.rehearse(archive, path.name, place, counted(progress))
            target.database.close()  # whoever is at work there keeps it from being replaced
        return at if had else ""


@contextmanager
def _locked(*engines: Engine) -> Iterator[None]:
    """Let no backup be made or brought back on either side meanwhile."""
    with ExitStack() as held:
        for engine in engines:
            held.enter_context(named_lock(engine, LOCK, 0))
        yield
