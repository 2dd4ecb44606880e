"""Writing a backup: one moment of the database, and the files that it refers to.

Knows what an archive is made of, in which order; refuses to know targets and engines.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from sqlalchemy import Connection

from academy_cli import __version__
from academy_cli.backups import schema
from academy_cli.backups.archive.described import (
    EMBEDDED,
    REFERENCED,
    AssetSum,
    FileSum,
    Header,
    Manifest,
)
from academy_cli.backups.archive.following import Growing
from academy_cli.backups.archive.packing import Sink
from academy_cli.backups.archive.sealing import recipients_of, sealed
from academy_cli.backups.archive.signing import Signer
from academy_cli.backups.archive.writing import LEVEL, ArchiveWriter, ChangedFileError
from academy_cli.backups.creating_errors import StorageAwayError
from academy_cli.backups.errors import DamagedFileError, KeysInClearError, MissingFilesError
from academy_cli.backups.progress import Progress
from academy_cli.backups.snapshot import Snapshot
from academy_cli.db.revision import HEAD
from academy_cli.kit.clock import compact
from academy_cli.kit.saying import say
from academy_cli.storage.errors import NoBucketError, StoreDeniedError, StoreUnavailableError

LARGEST_ID = (1 << 32) - 1
TOLD_BYTES = 1 << 16
PRIVATE_KEYS = say("private keys of certificates")
EXCLUDES = (
    say("academy.yaml and other settings"),
    say("secrets: Stripe, mail and database passwords"),
    PRIVATE_KEYS,
    say("keys to decrypt backups"),
)
"""What a person would miss who has an archive alone."""


class Files(Protocol):
    """The files of the courses, by their digests."""

    def needed(self, connection: Connection) -> Sequence[str]:
        """Those that any revision of any course refers to, sorted."""

    def known_sizes(self, connection: Connection) -> Mapping[str, int]:
        """How many bytes they have, as far as rows say: storage is not asked."""

    def size(self, sha256: str) -> int | None:
        """How many bytes one has; None where it is not there."""

    def is_sound(self, sha256: str) -> bool:
        """Whether one is what its digest says; reads all of it."""

    def content(self, sha256: str) -> Iterator[bytes]:
        """One, piece by piece."""


NO_PRIVATE_KEYS: Mapping[str, bytes] = {}


class Wish(NamedTuple):
    """How a backup is to be made."""

    recipients: tuple[str, ...] = ()
    level: int = LEVEL
    label: str = ""
    has_files: bool = True
    """Whether the courses' files are in it; else only what they are."""
    may_miss_files: bool = False
    signer: Signer | None = None
    keys: Mapping[str, bytes] = NO_PRIVATE_KEYS
    """Private keys of certificates, by their names; only what is encrypted may hold any."""

    @property
    def excludes(self) -> tuple[str, ...]:
        """What is not in it."""
        return tuple(one for one in EXCLUDES if not (self.keys and one == PRIVATE_KEYS))


class Making(NamedTuple):
    """What a backup is of, and when."""

    instance: str
    id: str
    at: datetime

    @classmethod
    def begin(cls, instance: str, at: datetime, taken: Iterable[str] = ()) -> Making:
        """A new one, whose id comes after those of the same second that are taken: so it is the latest."""
        first = max((int(one, 16) + 1 for one in taken), default=0)
        first = min(first, LARGEST_ID)
        return cls(instance, f"{first + secrets.randbelow(LARGEST_ID + 1 - first):08x}", at)

    def name(self, wish: Wish) -> str:
        """The name of its archive."""
        ending = ".acb.age" if wish.recipients else ".acb"
        return f"academy-{self.instance[:8]}-{compact(self.at)}-{self.id}{ending}"


class Written(NamedTuple):
    """An archive that was written: its digest and size as they left, and what is in it."""

    sha256: str
    size: int
    header: Header
    manifest: Manifest


class _Hashing:
    """A file whose digest is known when it is written; whoever follows is told how far it is."""

    def __init__(self, file: BinaryIO, growing: Growing) -> None:
        self._file, self.sha256, self.size = file, hashlib.sha256(), 0
        self._growing, self._told = growing, 0

    def write(self, content: bytes, /) -> int:
        """Write some."""
        self.sha256.update(content)
        self.size += len(content)
        written = self._file.write(content)
        if self.size - self._told > TOLD_BYTES:
            self.flush()
        return written

    def flush(self) -> None:
        """Hand over what is held."""
        self._file.flush()
        self._told = self.size
        self._growing.grew(self.size)


def written(
    path: Path,
    snapshot: Snapshot,
    files: Files,
    making: Making,
    wish: Wish,
    *,
    progress: Progress = lambda _: None,
    growing: Growing | None = None,
) -> Written:
    """Write an archive to a file; ``growing`` tells whoever reads it meanwhile.

    Raises UnfitValueError, MissingFilesError, DamagedFileError, KeysInClearError and BadRecipientError,
    before anything of it is named.
    """
    tables = schema.tables()
    header = Header(
        making.id,
        making.instance,
        making.at,
        __version__,
        HEAD,
        snapshot.engine,
        tables,
        wish.level,
        wish.recipients,
        EMBEDDED if wish.has_files else REFERENCED,
        wish.label,
        wish.excludes,
    )
    recipients = readers(wish)
    with path.open("wb") as file:
        hashing = _Hashing(file, growing or Growing())
        with _maybe_sealed(hashing, recipients) as out:
            manifest = _fill(ArchiveWriter(out, header), snapshot, files, wish, progress)
        hashing.flush()
    return Written(hashing.sha256.hexdigest(), hashing.size, header, manifest)


def readers(wish: Wish) -> Sequence[object]:
    """Who is to be able to read it. Raises KeysInClearError and BadRecipientError."""
    if wish.keys and not wish.recipients:
        raise KeysInClearError
    return recipients_of(wish.recipients)


def require_files(connection: Connection, files: Files, wish: Wish) -> None:
    """Insist on every file of the courses, unless it may be missed. Raises MissingFilesError."""
    if wish.has_files and not wish.may_miss_files:
        missing = [one for one in files.needed(connection) if files.size(one) is None]
        if missing:
            raise MissingFilesError(len(missing), missing[0])


@contextmanager
def _maybe_sealed(out: _Hashing, recipients: Sequence[object]) -> Iterator[Sink]:
    if not recipients:
        yield out
        return
    with sealed(out, recipients) as inner:
        yield inner


def _fill(
    archive: ArchiveWriter, snapshot: Snapshot, files: Files, wish: Wish, progress: Progress
) -> Manifest:
    tables = schema.tables()
    for table in tables:
        archive.table(table.name, _told(snapshot.rows(table), progress))
    kept = _write_files(archive, snapshot.connection, files, wish)
    for name in sorted(wish.keys):
        archive.key(name, wish.keys[name])
    return archive.close(snapshot.sequences(tables), kept, wish.signer)


def _told(rows: Iterable[bytes], progress: Progress) -> Iterator[bytes]:
    for some in rows:
        yield some
        progress(some.count(b"\n"))


def _write_files(
    archive: ArchiveWriter, connection: Connection, files: Files, wish: Wish
) -> AssetSum:
    """The courses' files, or their list only; each is looked at before where damaged ones are left out.

    Raises StorageAwayError; a list that nobody wants to know the missing ones of asks no storage.
    """
    needed = files.needed(connection)
    if not wish.has_files and not wish.may_miss_files:
        known = files.known_sizes(connection)
        return _list(archive, [FileSum(one, known.get(one, 0)) for one in needed])
    with _answering():
        return _looked_at(archive, needed, files, wish)


def _list(
    archive: ArchiveWriter, found: Sequence[FileSum], missing: Sequence[str] = ()
) -> AssetSum:
    archive.index(found)
    return AssetSum(len(found), sum(one.size for one in found), tuple(missing))


@contextmanager
def _answering() -> Iterator[None]:
    """Say what can be done while storage does not answer, or lets nobody in."""
    try:
        yield
    except (StoreUnavailableError, StoreDeniedError, NoBucketError) as error:
        raise StorageAwayError(error) from error


def _looked_at(archive: ArchiveWriter, needed: Sequence[str], files: Files, wish: Wish) -> AssetSum:
    sizes = {one: files.size(one) for one in needed}
    if wish.may_miss_files and wish.has_files:
        sizes |= {one: None for one in needed if sizes[one] is not None and not files.is_sound(one)}
    there = [FileSum(one, size) for one, size in sizes.items() if size is not None]
    missing = [one for one, size in sizes.items() if size is None]
    if missing and not wish.may_miss_files:
        raise MissingFilesError(len(missing), missing[0])
    listed = _list(archive, there, missing)
    if wish.has_files:
        for one in there:
            try:
                archive.file(one, files.content(one.sha256))
            except ChangedFileError as error:
                raise DamagedFileError(one.sha256) from error
    return listed
