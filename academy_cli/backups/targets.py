"""Where backups are kept: archives, each with a file beside it that says it is whole; here in a folder.

Knows how a file gets its name last, and never another one's; refuses to read what is in it.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from academy_cli.backups.errors import ExistingBackupError, NoSuchFileError, TargetError
from academy_cli.kit.paths import is_taken, is_there
from academy_cli.kit.systemwords import system_words
from academy_cli.storage.stores.disk import sync_folder

PARTIAL = ".partial"
_NO_DISKS = ("/proc", "/sys")
"""What looks like folders and is the kernel's."""
_PARTIAL = re.compile(r"\..+\.([0-9]+)\.partial")


class Target(Protocol):
    """A place for backups."""

    @property
    def url(self) -> str:
        """What it is called, for people."""

    def require(self) -> None:
        """Insist, as far as that is seen without writing, that it takes an archive. Raises TargetError."""

    def place(self, name: str) -> Path:
        """A file to write an archive to, which nobody sees."""

    def commit(self, written: Path, name: str, sha256: str) -> None:
        """Give what was written, which has this digest, its name. Raises ExistingBackupError."""

    def put(self, name: str, content: bytes) -> None:
        """Write a small file, or replace it."""

    def get(self, name: str) -> bytes | None:
        """A small file; None where there is none."""

    def open(self, name: str) -> BinaryIO:
        """An archive, read front to back. Raises NoSuchFileError."""

    def names(self) -> Sequence[str]:
        """The names of all files that are whole, in order."""

    def delete(self, name: str) -> None:
        """Remove a file; nothing happens where there is none."""


class FolderTarget:
    """A folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def url(self) -> str:
        """What it is called, for people."""
        return str(self._folder)

    def require(self) -> None:
        """Insist, as far as that is seen without writing, that it takes an archive. Raises TargetError."""
        above = next(
            one for one in (self._folder, *self._folder.absolute().parents) if is_taken(one)
        )
        with self._telling():
            if not stat.S_ISDIR(above.stat().st_mode):
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
            if not os.access(above, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            if above.stat().st_dev in {
                Path(one).stat().st_dev for one in _NO_DISKS if is_there(Path(one))
            }:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    def place(self, name: str) -> Path:
        """A file to write an archive to, which nobody sees; what a dead process left is removed first."""
        with self._telling():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for left in self._folder.glob(f".*{PARTIAL}"):
                if is_abandoned(left.name):
                    left.unlink(missing_ok=True)
            path = self._folder / f".{name}.{os.getpid()}{PARTIAL}"
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return path

    def commit(self, written: Path, name: str, sha256: str) -> None:
        """Give what was written its name, once it is on disk. Raises ExistingBackupError."""
        with self._telling():
            with written.open("rb") as file:
                os.fsync(file.fileno())
            try:
                os.link(written, self._folder / name)  # a rename would take the place of another
            except FileExistsError as error:
                raise ExistingBackupError(name) from error
            written.unlink()
            sync_folder(self._folder)

    def put(self, name: str, content: bytes) -> None:
        """Write a small file, or replace it."""
        with self._telling():
            partial = self._folder / f".{name}.{os.getpid()}{PARTIAL}"
            number = os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                partial.replace(self._folder / name)
            finally:
                partial.unlink(missing_ok=True)
            sync_folder(self._folder)

    def get(self, name: str) -> bytes | None:
        """A small file; None where there is none."""
        with self._telling(), suppress(FileNotFoundError, IsADirectoryError):
            return (self._folder / name).read_bytes()
        return None

    def open(self, name: str) -> BinaryIO:
        """An archive, read front to back. Raises NoSuchFileError."""
        with self._telling():
            try:
                return (self._folder / name).open("rb")
            except FileNotFoundError as error:
                raise NoSuchFileError(str(self._folder / name)) from error

    def names(self) -> Sequence[str]:
        """The names of all files that are whole, in order."""
        with self._telling():
            if not self._folder.exists():
                return ()
            return sorted(
                one.name for one in self._folder.iterdir() if one.is_file() and one.name[0] != "."
            )

    def delete(self, name: str) -> None:
        """Remove a file; nothing happens where there is none."""
        with self._telling():
            (self._folder / name).unlink(missing_ok=True)
            sync_folder(self._folder)

    def _telling(self) -> AbstractContextManager[None]:
        return telling(self._folder)


@contextmanager
def telling(folder: Path) -> Iterator[None]:
    """Say of a folder why it does not take, or give, what the block wants of it. Raises TargetError."""
    try:
        yield
    except OSError as error:
        raise TargetError(str(folder), system_words(error)) from error


def is_abandoned(name: str) -> bool:
    """Whether the process that wrote a file is gone."""
    found = _PARTIAL.fullmatch(name)
    if found is None:
        return False
    try:
        os.kill(int(found[1]), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return int(found[1]) == os.getpid()
