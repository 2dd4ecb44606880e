"""The file that an academy lives in, and the moment in which another takes its name.

Knows what else SQLite keeps beside a file, and that renaming is a single step; refuses to fill one.
"""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, Engine

from academy_cli.backups import spool
from academy_cli.backups.restoring.errors import InUseError
from academy_cli.backups.restoring.places import Kept, reading
from academy_cli.backups.restoring.sqlite import SqliteScratch, refusing, scratch
from academy_cli.config.sqlite import sqlite_url
from academy_cli.db import strays
from academy_cli.db.address import parse
from academy_cli.db.engine import open_engine
from academy_cli.db.faults import PRIMARY
from academy_cli.db.transaction import translating
from academy_cli.kit.paths import is_taken
from academy_cli.kit.saying import say
from academy_cli.storage.stores.disk import sync_folder

_KEPT, _LEFT = ".before-restore-", ".left-"
_MOMENT = re.compile(r"[0-9]{8}T[0-9]{6}Z")
_NEW = re.compile(rf".*\.restore-([0-9]+)(?:{'|'.join(strays.ENDINGS)})?")
BUSY_S = 5.0


class SqlitePlace:
    """The file that an academy lives in; where a link leads to it, the link stays as it is.

    ``notice`` is told where the log of a database was put that was gone.
    """

    def __init__(self, file: Path, notice: Callable[[str], None] = lambda _: None) -> None:
        self._file = file.resolve()
        self._notice = notice

    @property
    def is_empty(self) -> bool:
        """Whether there is no database yet. Raises what is wrong with what is no file there."""
        found = self._found()
        return found is None or not found.st_size

    def _found(self) -> os.stat_result | None:
        """What is known of the live file; None where it is not there."""
        with refusing(self._file):
            try:
                found = self._file.stat()
            except (FileNotFoundError, NotADirectoryError):
                return None
            if stat.S_ISDIR(found.st_mode):
                raise IsADirectoryError(errno.EISDIR, say("it is a folder"))
        return found

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
        """Files that were replaced, the newest first; another name of the live one is none of them.

        What lies beside one is no database.
        """
        live = self._found()
        with refusing(self._file):
            found = sorted(self._file.parent.glob(f"{self._file.name}{_KEPT}*"), reverse=True)
            return [
                Kept(one.name, one.name.rpartition("-")[2])
                for one in found
                if _MOMENT.fullmatch(one.name.rpartition("-")[2])
                and one.stat().st_ino != (live and live.st_ino)
            ]

    @contextmanager
    def reading(self, kept: Kept) -> Iterator[Connection]:
        """A file that was replaced, to be read."""
        with reading(open_engine(sqlite_url(self._file.with_name(kept.name)))) as connection:
            yield connection

    def swap_back(self, kept: Kept, at: str) -> None:
        """Put a file that was replaced in the live one's place, with what is in its log."""
        back = self._file.with_name(kept.name)
        with _held(back):
            self._exchange(back, at)

    def forget(self, kept: Kept) -> None:
        """Remove a file that was replaced, which is found again until all beside it is gone."""
        file = self._file.with_name(kept.name)
        with refusing(self._file):
            for one in (*strays.beside(file), file):
                one.unlink(missing_ok=True)

    def _exchange(self, new: Path, at: str) -> None:
        """Give the live file another name and its name to a new one, while nobody can read or write it.

        Without a write-ahead log it is one file that is locked as a whole; a log left beside it would be
        taken for the new one's, so none is there any more when that gets the name.
        """
        if self.is_empty:
            with refusing(self._file):
                self._set_aside(self._file, at)
                new.replace(self._file)
                sync_folder(self._file.parent)
            return
        kept = self._file.with_name(f"{self._file.name}{_KEPT}{at}")
        with _held(self._file), refusing(self._file):
            self._remove_other_names()
            self._set_aside(kept, at)
            os.link(self._file, kept)
            _move_beside(self._file, kept)
            new.replace(self._file)
            sync_folder(self._file.parent)

    def _set_aside(self, gone: Path, at: str) -> None:
        """Give what lies beside a name where no database is another one: it may be all that is left of it."""
        if not (found := strays.beside(gone)):
            return
        names = (f"{self._file.name}{_LEFT}{at}{number or ''}" for number in count())
        free = (self._file.with_name(name) for name in names)
        left = next(one for one in free if not strays.beside(one) and not is_taken(one))
        _move_beside(gone, left)
        self._notice(
            say(
                "The log of a database that is gone, “{}”, was put aside as “{}”.",
                found[0].name,
                f"{left.name}{found[0].name.removeprefix(gone.name)}",
            )
        )

    def _remove_other_names(self) -> None:
        """Remove what the live file was to be kept by when a swap died that never happened.

        What lay beside the live one comes back to it.
        """
        for left in self._file.parent.glob(f"{self._file.name}{_KEPT}*"):
            if _MOMENT.fullmatch(left.name.rpartition("-")[2]) and left.samefile(self._file):
                _move_beside(left, self._file)
                left.unlink()

    def _remove_abandoned(self) -> None:
        for left in self._file.parent.glob(f"{self._file.name}.restore-*"):
            owner = _NEW.fullmatch(left.name)
            if owner and not _is_alive(int(owner[1])):
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


def _move_beside(file: Path, to: Path) -> None:
    """Leave what lies beside a file to another name of it, on disk before anything else gets the file's."""
    for one in strays.beside(file):
        one.replace(to.with_name(f"{to.name}{one.name.removeprefix(file.name)}"))
    sync_folder(file.parent)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return process != os.getpid()
