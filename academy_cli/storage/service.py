"""Assets kept by the sha256 of their bytes: stored once, never changed, safe against crashes.

Knows a local folder's layout and how a file gets into it whole; refuses to know who refers to it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256 as new_digest
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO, NamedTuple

from academy_cli.kit import flock
from academy_cli.storage.errors import ChangedAssetError, UnreadableAssetError, refusal

CHUNK_BYTES = 1 << 20
PARTIAL = ".partial"
_DIGEST = re.compile("[0-9a-f]{64}")


class StoredFile(NamedTuple):
    """A stored asset: its digest, its size in bytes, and when it was last written or held, since 1970."""

    sha256: str
    size: int
    modified: float


@dataclass(frozen=True)
class AssetStore:
    """A folder of assets: ``assets/<first two digits>/<sha256>``."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where an asset is, or would be."""
        return self.folder / "assets" / sha256[:2] / sha256

    def has(self, sha256: str, size: int) -> bool:
        """Whether an asset is stored, as far as its size tells: a disk may have lost its end."""
        try:
            found = self.path(sha256).stat()
        except OSError:
            return False
        return S_ISREG(found.st_mode) and found.st_size == size

    def hold(self, sha256: str, size: int) -> bool:
        """Say that somebody is about to refer to an asset; whether it is stored, and stays for a while.

        Until a day later nobody drops it for its age (``drop``).
        """
        path = self.path(sha256)
        try:
            with path.open("rb") as file:
                with suppress(OSError):
                    flock.take(file.fileno(), wait=True)  # while somebody drops it, this waits
                if not os.fstat(file.fileno()).st_nlink:
                    return False
                with suppress(OSError):  # another user's file, which nobody else may touch
                    os.utime(path)
        except OSError:
            return False
        return self.has(sha256, size)

    def files(self) -> Iterator[StoredFile]:
        """Every stored asset; what has no digest for a name is nobody's business."""
        for path in sorted((self.folder / "assets").glob("??/*")):
            if _DIGEST.fullmatch(path.name) and path.parent.name == path.name[:2]:
                with suppress(OSError):
                    found = path.stat()
                    yield StoredFile(path.name, found.st_size, found.st_mtime)

    def drop(self, sha256: str, before: float) -> None:
        """Remove a stored asset that nobody refers to, unless it was held since ``before`` (s since 1970).

        Raises an AcademyError where that is not allowed.
        """
        path = self.path(sha256)
        try:
            with path.open("rb") as file:
                with suppress(OSError):
                    flock.take(file.fileno(), wait=True)
                if os.fstat(file.fileno()).st_mtime < before:
                    path.unlink(missing_ok=True)
        except FileNotFoundError:
            return
        except OSError as error:
            raise refusal(error, self.folder) from error

    def put(self, source: Path, sha256: str, size: int) -> None:
        """Store a file under its digest, unless it is there; afterwards it survives a power cut.

        Raises ChangedAssetError when the file has another digest by now, UnreadableAssetError, or
        an AcademyError for a full or read-only folder. Whatever happens, no half file is stored.
        """
        if self.has(sha256, size):
            return
        try:
            file = source.open("rb")
        except OSError as error:
            raise UnreadableAssetError(source, error.strerror or "not permitted") from error
        with file:
            try:
                self._store(file, source, self.path(sha256))
            except OSError as error:
                raise refusal(error, self.folder) from error

    def _store(self, file: BinaryIO, source: Path, target: Path) -> None:
        _make_folders(target.parent)
        with _partial(target.parent.parent) as (partial, out):
            if _copy(file, source, out) != target.name:
                raise ChangedAssetError(source)
            partial.replace(target)
        _sync_folder(target.parent)


@contextmanager
def _partial(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Open a file to be filled and renamed; whatever happens, neither it nor a dead one stays."""
    _remove_abandoned(folder)
    while True:
        path = folder / f"{os.urandom(8).hex()}{PARTIAL}"
        with path.open("xb") as out:
            with suppress(OSError):
                flock.take(out.fileno(), wait=True)
            if not os.fstat(out.fileno()).st_nlink:
                continue  # it was taken for abandoned before it was locked
            try:
                yield path, out
            finally:
                path.unlink(missing_ok=True)
            return


def _remove_abandoned(folder: Path) -> None:
    """Remove what crashes left; whoever is at work holds a lock."""
    for left in folder.glob(f"*{PARTIAL}"):
        with suppress(OSError), left.open("r+b") as file:
            flock.take(file.fileno(), wait=False)
            left.unlink()


def _copy(file: BinaryIO, source: Path, out: BinaryIO) -> str:
    """Copy to disk and beyond the caches; returns the digest of what was copied."""
    digest = new_digest()
    while chunk := _read(file, source):
        digest.update(chunk)
        out.write(chunk)
    out.flush()
    os.fsync(out.fileno())
    return digest.hexdigest()


def _read(file: BinaryIO, source: Path) -> bytes:
    try:
        return file.read(CHUNK_BYTES)
    except OSError as error:
        raise UnreadableAssetError(source, error.strerror or "not readable") from error


def _make_folders(folder: Path) -> None:
    """Create folders, each of which survives a power cut too."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for created in missing:
        _sync_folder(created.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # folders cannot be opened there
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
