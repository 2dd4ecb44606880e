"""The file that an academy lives in, and the moment in which another takes its name.

Knows what else SQLite keeps beside a file, and that renaming is a single step; refuses to fill one.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine

from academy_cli.backups import spool
from academy_cli.backups.restoring.errors import InUseError
from academy_cli.backups.restoring.places import Kept
from academy_cli.backups.restoring.sqlite import SqliteScratch, refusing, scratch
from academy_cli.config.sqlite import sqlite_url
from academy_cli.db.address import parse
from academy_cli.db.faults import PRIMARY
from academy_cli.db.transaction import translating
from academy_cli.kit.paths import is_there
from academy_cli.storage.stores.disk import sync_folder

_KEPT, _LOG = ".before-restore-", "-wal"
_MOMENT = re.compile(r"[0-9]{8}T[0-9]{6}Z")
BUSY_S = 5.0


class SqlitePlace:
    """The file that an academy lives in; where a link leads to it, the link stays as it is."""

    def __init__(self, file: Path) -> None:
        self._file = file.resolve()

    @property
    def is_empty(self) -> bool:
        """Whether there is no database yet."""
        return not self._file.exists() or not self._file.stat().st_size

    @contextmanager
    def replacing(self, at: str) -> Iterator[SqliteScratch]:
        """A file that takes the live one's name when the block has ended well."""
        with refusing(self._file):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self._file.with_name(f"{self._file.name}.restore-{os.getpid()}")
        with scratch(new) as place:
            yield place
        try:
            self._exchange(new, at)
        finally:
            new.unlink(missing_ok=True)

    def tidy(self, _engine: Engine) -> None:
        """Remove files that were being filled by processes that are no more."""
        with suppress(OSError):
            self._remove_abandoned()

    @contextmanager
    def trial(self) -> Iterator[SqliteScratch]:
        """A file that is gone at the end of the block."""
        with spool.working() as folder, scratch(folder / "a.db") as place:
            yield place

    def kept(self) -> Sequence[Kept]:
        """Files that were replaced, the newest first; another name of the live one is none of them."""
        live = self._file.stat().st_ino if self._file.exists() else None
        found = sorted(self._file.parent.glob(f"{self._file.name}{_KEPT}*"), reverse=True)
        return [
            Kept(one.name, one.name.rpartition("-")[2])
            for one in found
            if _MOMENT.fullmatch(one.name.rpartition("-")[2]) and one.stat().st_ino != live
        ]

    def swap_back(self, kept: Kept, at: str) -> None:
        """Put a file that was replaced in the live one's place."""
        self._exchange(self._file.with_name(kept.name), at)

    def forget(self, kept: Kept) -> None:
        """Remove a file that was replaced."""
        with refusing(self._file):
            for left in ("", _LOG):
                self._file.with_name(f"{kept.name}{left}").unlink(missing_ok=True)

    def _exchange(self, new: Path, at: str) -> None:
        """Give the live file another name and its name to a new one, while nobody can read or write it.

        Without a write-ahead log it is one file that is locked as a whole; a log left beside it would be
        taken for the new one's.
        """
        if self.is_empty:
            with refusing(self._file):
                new.replace(self._file)
                sync_folder(self._file.parent)
            return
        kept = self._file.with_name(f"{self._file.name}{_KEPT}{at}")
        with _held(self._file), refusing(self._file):
            self._remove_other_names()
            os.link(self._file, kept)
            _set_aside_log(self._file, kept)
            new.replace(self._file)
            sync_folder(self._file.parent)

    def _remove_other_names(self) -> None:
        """Remove what the live file was to be kept by when a swap died that never happened."""
        for left in self._file.parent.glob(f"{self._file.name}{_KEPT}*"):
            if left.samefile(self._file):
                left.unlink()

    def _remove_abandoned(self) -> None:
        for left in self._file.parent.glob(f"{self._file.name}.restore-*"):
            owner = left.name.rpartition("-")[2]
            if owner.isdecimal() and not _is_alive(int(owner)):
                left.unlink(missing_ok=True)


@contextmanager
def _held(file: Path) -> Iterator[None]:
    """Keep everybody out of a file for the block; nobody is in one that is no database any more.

    Raises InUseError, and what is wrong with the disk.
    """
    connection = sqlite3.connect(file, timeout=BUSY_S, isolation_level=None)
    try:
        with translating(parse(sqlite_url(file))):
            try:
                connection.execute("PRAGMA journal_mode=DELETE")
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.DatabaseError as error:
                what = error.sqlite_errorcode & PRIMARY
                if what in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise InUseError(str(file)) from error
                if what not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                    raise
        yield
    finally:
        connection.close()


def _set_aside_log(file: Path, kept: Path) -> None:
    """Leave a log that could not be emptied to its damaged file: no other may take it for its own."""
    if is_there(log := file.with_name(f"{file.name}{_LOG}")):
        log.replace(f"{kept}{_LOG}")
    file.with_name(f"{file.name}-shm").unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return process != os.getpid()
