"""A folder of this machine as a store: a key is a path below it.

Knows how a file gets its name whole, once, and for good; refuses to leave the folder. Beside obstore's own,
because that one neither syncs to disk nor minds who may read (docs/decisions/0021).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from academy_cli.kit.systemwords import system_words
from academy_cli.storage.errors import (
    AlreadyStoredError,
    MissingObjectError,
    StoreUnavailableError,
    refusal,
)
from academy_cli.storage.stores import disk, sending
from academy_cli.storage.stores.keys import PARTIAL, require_key
from academy_cli.storage.stores.store import PIECE_BYTES, Progress, StoredObject

_ABSENT = (FileNotFoundError, NotADirectoryError)


class FolderStore:
    """A store in a folder, which is made when something is put into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def url(self) -> str:
        """The folder."""
        return str(self.folder)

    def path(self, key: str) -> Path:
        """Where a key is, or would be. Raises BadKeyError."""
        return self.folder.joinpath(*require_key(key).split("/"))

    def put_new(
        self,
        key: str,
        source: Path,
        *,
        sha256: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Store a file under a key that is free."""
        with sending.opened(source, sha256) as sent, self._writing(key) as (target, written, out):
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            if os.path.lexists(target):
                raise AlreadyStoredError(self.url, key)
            for piece in sent.pieces(progress):
                out.write(piece)
            sent.require_unchanged()
            disk.settle(out)
            self._name(key, written, target)

    def _name(self, key: str, written: Path, target: Path) -> None:
        try:
            disk.name_new(written, target)
        except FileExistsError as error:
            raise AlreadyStoredError(self.url, key) from error

    def put(self, key: str, content: bytes) -> None:
        """Store some bytes in place of whatever has the key."""
        with self._writing(key) as (target, written, out):
            out.write(content)
            disk.settle(out)
            written.replace(target)

    @contextmanager
    def _writing(self, key: str) -> Iterator[tuple[Path, Path, BinaryIO]]:
        """A partial file beside where it will be, and what is refused of it as a sentence."""
        target = self.path(key)
        beside = self.folder / key.split("/", maxsplit=1)[0] if "/" in key else self.folder
        try:
            disk.make_folders(target.parent)
            with disk.partial(beside) as (written, out):
                yield target, written, out
            disk.sync_folder(target.parent)
        except OSError as error:
            raise refusal(error, self.folder) from error

    def stream(self, key: str) -> Iterator[bytes]:
        """Give what is stored, in pieces."""
        with self._looking(), self._open(key) as file:
            while piece := file.read(PIECE_BYTES):
                yield piece

    def _open(self, key: str) -> BinaryIO:
        try:
            return self.path(key).open("rb")
        except (*_ABSENT, IsADirectoryError) as error:
            raise MissingObjectError(self.url, key) from error

    def head(self, key: str) -> StoredObject | None:
        """What is known of a key."""
        try:
            with self._looking():
                return _described(key, self.path(key).stat())
        except _ABSENT:
            return None

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """Everything below a prefix."""
        above = prefix.rpartition("/")[0]
        if above:
            require_key(above)
        start = self.folder.joinpath(*above.split("/")) if above else self.folder
        with self._looking():
            yield from _walk(start, f"{above}/" if above else "", prefix)

    def delete(self, key: str) -> None:
        """Take something away."""
        target = self.path(key)
        try:
            target.unlink()
            disk.sync_folder(target.parent)
        except _ABSENT:
            return
        except OSError as error:
            raise refusal(error, self.folder) from error

    def signed(self, key: str, lifetime: timedelta) -> None:
        """No link leads into a folder."""

    def forget(self, before: float, key: str = "") -> int:
        """Clear away what a crash left, however young; whoever is at work holds a lock."""
        with self._looking():
            folders = [self.folder, *(one for one in self.folder.glob("*") if one.is_dir())]
            return sum(map(disk.remove_abandoned, folders))

    @contextmanager
    def _looking(self) -> Iterator[None]:
        """Say what keeps a folder from being read; that something is absent is for the caller to know."""
        try:
            yield
        except _ABSENT:
            raise
        except PermissionError as error:
            raise refusal(error, self.folder) from error
        except OSError as error:
            raise StoreUnavailableError(self.url, system_words(error)) from error


def _walk(folder: Path, above: str, prefix: str) -> Iterator[StoredObject]:
    """Whole files in the order of their keys: a folder's slash counts as a letter of its name."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=_as_key)
    except _ABSENT:
        return
    for entry in entries:
        key = f"{above}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if f"{key}/".startswith(prefix) or prefix.startswith(f"{key}/"):
                yield from _walk(folder / entry.name, f"{key}/", prefix)
        elif key.startswith(prefix) and not key.endswith(PARTIAL):
            yield from _present(key, entry.stat)


def _as_key(entry: os.DirEntry[str]) -> str:
    return f"{entry.name}/" if entry.is_dir(follow_symlinks=False) else entry.name


def _present(key: str, look: Callable[[], os.stat_result]) -> Iterator[StoredObject]:
    """One file, unless it went away meanwhile or is none."""
    try:
        found = _described(key, look())
    except _ABSENT:
        return
    if found is not None:
        yield found


def _described(key: str, found: os.stat_result) -> StoredObject | None:
    if not S_ISREG(found.st_mode):
        return None
    return StoredObject(key, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))
