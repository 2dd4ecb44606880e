"""Storage as staff look after it: checked against what courses refer to, copied, rid of what nobody needs.

One method is one unit of work; the store is never asked anything inside a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.authoring.history import garbage
from academy_cli.authoring.stored import store
from academy_cli.authoring.stored.store import Reference
from academy_cli.authoring.stored.views import FileFinding, State, StorageCheck, StorageGarbage
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import utc_now
from academy_cli.storage.copying import Copied, copy_assets
from academy_cli.storage.keeping import forget_marks
from academy_cli.storage.service import AssetStore, StoredFile

YOUNG = timedelta(days=1)
"""A stored file of this age may belong to somebody who is about to refer to it."""
UNFINISHED = timedelta(days=7)
"""An upload that was begun so long ago will hardly go on."""
TOLD = 100
"""So many digests of what was removed are in the log."""

Progress = Callable[[int], None]


class Storage:
    """The storage of one academy, for one actor."""

    def __init__(self, database: Database, assets: AssetStore, actor: Actor) -> None:
        self._database, self._assets = database, assets
        self.actor = actor

    @permits(Permission.STORAGE_CHECK)
    def check(self, *, digests: bool = False, progress: Progress | None = None) -> StorageCheck:
        """Compare what rows refer to with what is stored; ``digests`` reads every file, too.

        Files that nothing refers to are told of when they are older than a day. Raises DamagedRevisionError.
        """
        wanted, needed = self._wanted()
        stored = {one.sha256: one for one in self._assets.files()}
        missing = frozenset(needed - stored.keys())
        damaged = {one.sha256 for one in wanted if _is_cut(one, stored)}
        whole = sorted(needed & stored.keys() - damaged)
        if digests:
            damaged |= set(self._unsound(whole, progress))
        findings = (
            *self._told(State.MISSING, missing, wanted, stored),
            *self._told(State.DAMAGED, frozenset(damaged), wanted, stored),
            *(_unneeded(one) for one in _old(stored.values(), needed)),
        )
        read_bytes = sum(stored[one].size for one in whole) if digests else 0
        return StorageCheck(self._assets.store.url, len(needed), read_bytes, findings)

    def _wanted(self) -> tuple[Sequence[Reference], frozenset[str]]:
        engine = self._database.existing()
        if engine is None:
            return (), frozenset()
        with read(engine) as connection:
            return [*store.references(connection)], garbage.needed_files(connection)

    def _unsound(self, digests: Sequence[str], progress: Progress | None) -> Iterator[str]:
        for number, sha256 in enumerate(digests, 1):
            if not self._assets.is_sound(sha256):
                yield sha256
            if progress is not None:
                progress(number)

    def _told(
        self,
        state: State,
        digests: frozenset[str],
        wanted: Sequence[Reference],
        stored: dict[str, StoredFile],
    ) -> Iterator[FileFinding]:
        """Each place that some files belong to: rows, else the newest revision that needs them."""
        for one in (one for one in wanted if one.sha256 in digests):
            place = (one.course, one.lesson, one.path, None)
            yield FileFinding(state.value, *place, one.size, one.sha256)
        past = digests - {one.sha256 for one in wanted}
        engine = self._database.existing() if past else None
        if engine is None:
            return
        with read(engine) as connection:
            found = store.newest_of(connection, past)
        for sha256, (course, revision) in sorted(found.items(), key=lambda one: (one[1], one[0])):
            size = stored[sha256].size if sha256 in stored else None
            yield FileFinding(state.value, course, None, None, revision, size, sha256)

    @permits(Permission.STORAGE_GC)
    def drop_damaged(self, found: StorageCheck) -> StorageCheck:
        """Remove files that a check found damaged, so that they are missing, and can be stored again.

        Each is read once more before. The check as it would be now.
        """
        dropped = [one for one in sorted(found.damaged) if self._assets.drop_damaged(one)]
        told = {"files": len(dropped), "storage": found.storage, "sha256": dropped[:TOLD]}
        with write(self._database.ready()) as connection:
            act = Act("storage.drop-damaged", "academy", told)
            record(connection, at=utc_now(), actor=self.actor, act=act)
        return found.without(frozenset(dropped))

    @permits(Permission.STORAGE_GC)
    def collect(self, *, dry_run: bool = False) -> StorageGarbage:
        """Drop what nothing refers to and is older than a day; a dry run counts it.

        Only where no other academy uses the same storage. Raises DamagedRevisionError and NobodysFilesError.
        """
        now, url = utc_now(), self._assets.store.url
        before = (now - YOUNG).timestamp()
        engine = garbage.require_references(self._database.existing(), url)
        _, needed = self._wanted()
        found = [one for one in _old(self._assets.files(), needed) if one.modified < before]
        if dry_run:
            return StorageGarbage(url, len(found), _size(found), 0, is_dropped=False)
        with write(engine) as connection:
            found = self._still_unneeded(connection, found)
            told = {"files": len(found), "bytes": _size(found), "storage": url}
            record(connection, at=now, actor=self.actor, act=Act("storage.gc", "academy", told))
        dropped = [one for one in found if self._assets.drop(one.sha256, before)]
        unfinished = self._assets.store.forget((now - UNFINISHED).timestamp())
        forget_marks(self._assets.store, before)
        return StorageGarbage(url, len(dropped), _size(dropped), unfinished, is_dropped=True)

    @staticmethod
    def _still_unneeded(connection: Connection, found: Sequence[StoredFile]) -> list[StoredFile]:
        needed = garbage.needed_files(connection)
        return [one for one in found if one.sha256 not in needed]

    @permits(Permission.STORAGE_COPY)
    def copy(
        self,
        source: AssetStore,
        target: AssetStore,
        *,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Copied:
        """Copy every asset from one store to another, each proved by its digest; nothing is ever deleted.

        What is there is not copied again, so whatever interrupted it, the same again goes on.
        """
        copied = copy_assets(source, target, dry_run=dry_run, progress=progress)
        if not dry_run:
            told = {"from": copied.source, "to": copied.target, "files": copied.copied}
            told |= {"bytes": copied.bytes, "damaged": copied.damaged}
            with write(self._database.ready()) as connection:
                act = Act("storage.copy", "academy", told)
                record(connection, at=utc_now(), actor=self.actor, act=act)
        return copied


def _is_cut(one: Reference, stored: dict[str, StoredFile]) -> bool:
    return one.sha256 in stored and stored[one.sha256].size != one.size


def _old(files: Iterable[StoredFile], needed: frozenset[str]) -> list[StoredFile]:
    """Files that nothing refers to and nobody is about to."""
    before = (utc_now() - YOUNG).timestamp()
    return [one for one in files if one.sha256 not in needed and one.modified < before]


def _unneeded(one: StoredFile) -> FileFinding:
    return FileFinding(State.UNREFERENCED.value, None, None, None, None, one.size, one.sha256)


def _size(files: Sequence[StoredFile]) -> int:
    return sum(one.size for one in files)
