"""Taking one course, or one person, out of a backup, for a plan against the academy as it is now.

Knows which services read the one and the other; refuses to write anything but files that are gone
afterwards, and the note that somebody looked into a backup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.authoring.history.garbage import files_of
from academy_cli.authoring.history.service import History
from academy_cli.authoring.tree import Limits
from academy_cli.backups.opening import NO_KEYS, Keys
from academy_cli.backups.ownership import is_of, readable_instance
from academy_cli.backups.partial import attached, comparing
from academy_cli.backups.partial.aside import Aside, Needed, aside, nothing
from academy_cli.backups.partial.attached import Gone, Uploads
from academy_cli.backups.partial.parts import CourseOut, Origin, Part, RowsOut, Sort
from academy_cli.backups.partial.rows import Rows
from academy_cli.backups.progress import Progress
from academy_cli.backups.targets import Target
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import iso, utc_now
from academy_cli.storage.service import AssetStore


class Parts:
    """What one actor takes out of the backups of one academy."""

    def __init__(
        self,
        database: Database,
        target: Target,
        assets: AssetStore,
        actor: Actor,
        *,
        limits: Limits = Limits(),
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self._target, self._assets = database, target, assets
        self._limits, self._clock = limits, clock
        self.actor = actor

    @permits(Permission.BACKUP_RESTORE)
    @contextmanager
    def course(
        self,
        word: str,
        slug: str,
        keys: Keys = NO_KEYS,
        *,
        dry_run: bool = False,
        progress: Progress = lambda _: None,
    ) -> Iterator[CourseOut]:
        """A course as a backup has it, written to a folder for the block, so that it can be planned.

        Raises NoSuchPartError, what ``aside`` raises, and what ``History.export`` raises.
        """
        has = self._attached(slug)

        def needed(connection: Connection) -> frozenset[str]:
            return files_of(connection, slug) | attached.wanted(_had(connection, slug), has)

        with self._aside(word, keys, needed, progress) as there:
            past = History(
                there.database, there.files or self._assets, self.actor, limits=self._limits
            )
            part = Part(Sort.COURSE, slug)
            self._rows(there, part).require_course()
            newest = past.revisions(slug)[0]
            folder = there.folder / "courses" / slug
            folder.parent.mkdir()
            past.export(slug, folder)
            self._note(there, part, dry_run=dry_run)
            yield CourseOut(
                self._origin(there),
                slug,
                newest.revision,
                newest.git_commit,
                newest.git_branch,
                newest.git_dirty,
                folder,
                *self._gone(there, slug, has),
            )

    def _gone(self, there: Aside, slug: str, has: Uploads) -> Gone:
        with read(there.database.ready()) as connection:
            had = _had(connection, slug)
        stores = [*filter(None, [there.files]), self._assets]
        return attached.gone(had, has, stores, there.folder)

    def _attached(self, slug: str) -> Uploads:
        """What the course's lessons have now, also those that may come back."""
        if self._database.existing() is None:
            return {}
        with read(self._database.ready()) as connection:
            return comparing.attached(connection, slug, has_archived=True)

    @permits(Permission.BACKUP_RESTORE)
    @contextmanager
    def rows(
        self,
        word: str,
        part: Part,
        keys: Keys = NO_KEYS,
        *,
        is_course_first: bool = False,
        dry_run: bool = False,
        progress: Progress = lambda _: None,
    ) -> Iterator[RowsOut]:
        """What a backup has of a person, or of the learners of a course, that the academy does not have now.

        Rows of lessons that learners do not see are left out, unless the course is to come back before.
        Raises NoSuchPartError, ErasedSinceError, and what ``aside`` raises.
        """
        with self._aside(word, keys, nothing, progress) as there:
            rows = replace(self._rows(there, part), is_course_first=is_course_first)
            found = rows.written(there.folder)
            self._note(there, part, dry_run=dry_run)
            yield RowsOut(self._origin(there), part, *found)

    def _aside(
        self, word: str, keys: Keys, needed: Needed, progress: Progress
    ) -> AbstractContextManager[Aside]:
        instance = readable_instance(self._database)
        return aside(self._target, word, instance, keys, needed, progress=progress)

    def _origin(self, there: Aside) -> Origin:
        header = there.header
        is_same = is_of(self._database, header.instance)
        return Origin(header.id, header.created_at, is_same=is_same)

    def _rows(self, there: Aside, part: Part) -> Rows:
        return Rows(self._database, there.database, self.actor, part, there.header.id)

    def _note(self, there: Aside, part: Part, *, dry_run: bool) -> None:
        """Let the log say that somebody took this out of a backup; who only looks changes nothing."""
        engine = None if dry_run else self._database.existing()
        if engine is None:
            return
        details = {
            "part": part.sort.value,
            "created_at": iso(there.header.created_at),
        } | ({"course": part.name} if part.sort is Sort.COURSE else {})
        act = Act("backup.extract", f"backup:{there.header.id}", details)
        with write(engine) as connection:
            record(connection, at=self._clock(), actor=self.actor, act=act)


def _had(connection: Connection, slug: str) -> Uploads:
    """What the lessons had that a course of a backup comes back with."""
    return comparing.attached(connection, slug, has_archived=False)
