"""Opening an archive to read it, whether it is encrypted or not, and proving that it is whole.

Knows where keys to decrypt are; refuses to load anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from academy_cli.backups.archive.described import Header, Manifest
from academy_cli.backups.archive.packing import Source
from academy_cli.backups.archive.reading import ArchiveReader
from academy_cli.backups.archive.sealing import MAGIC, identities_of, unsealed
from academy_cli.backups.errors import (
    BadIdentityError,
    DamagedError,
    NoIdentityError,
    NotSignedError,
    WrongIdentityError,
)
from academy_cli.kit.ownership import exposure
from academy_cli.kit.saying import say

CHUNK_BYTES = 1 << 20


class _Rejoined:
    """A stream whose first bytes were looked at already."""

    def __init__(self, first: bytes, rest: Source) -> None:
        self._first, self._rest = first, rest

    def read(self, size: int = -1, /) -> bytes:
        """Some bytes."""
        if not self._first:
            return self._rest.read(size)
        found, self._first = self._first[:size], self._first[size:] if size >= 0 else b""
        return found


class Digesting:
    """A file that is read front to back, and whose digest and size are known then."""

    def __init__(self, source: BinaryIO) -> None:
        self._source, self._sha256, self._size = source, hashlib.sha256(), 0

    def read(self, size: int = -1, /) -> bytes:
        """Some bytes."""
        found = self._source.read(size)
        self._sha256.update(found)
        self._size += len(found)
        return found

    def sum(self) -> tuple[str, int]:
        """The digest and the size of all of it; what was not read yet is read now."""
        while self.read(CHUNK_BYTES):
            continue
        return self._sha256.hexdigest(), self._size


class Keys(NamedTuple):
    """The file of the key that decrypts, and the public key that has to have signed; each may be none."""

    identity: Path | None = None
    signed_by: str | None = None

    def require(self, archive: ArchiveReader, name: str) -> None:
        """Insist on who made an archive that was read to its end. Raises NotSignedError."""
        if self.signed_by is not None and archive.signed_by != self.signed_by:
            raise NotSignedError(name, archive.signed_by)


NO_KEYS = Keys()


@contextmanager
def opened(
    source: Source, name: str, identity: Path | None, recipients: Sequence[str] = ()
) -> Iterator[ArchiveReader]:
    """An archive to be read. Raises NoIdentityError, BadIdentityError and what ArchiveReader raises.

    ``recipients`` are whom it is said to be for: age does not tell, so that errors can.
    """
    first = source.read(len(MAGIC))
    whole = _Rejoined(first, source)
    if first != MAGIC:
        yield ArchiveReader(whole, name)
        return
    if identity is None:
        raise NoIdentityError(name, tuple(recipients))
    with unsealed(whole, identities_of(_secret(identity), str(identity)), name) as plain:
        try:
            archive = ArchiveReader(plain, name)
        except WrongIdentityError as error:
            raise WrongIdentityError(name, tuple(recipients)) from error
        yield archive


def require_identity(path: Path) -> None:
    """Insist on a file that holds a key to decrypt with. Raises BadIdentityError."""
    identities_of(_secret(path), str(path))


def opens(source: Source, name: str, identity: Path) -> bool:
    """Whether a key opens what is encrypted."""
    try:
        with opened(source, name, identity):
            return True
    except WrongIdentityError:
        return False


def _secret(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            found = exposure(path, path.stat(), "600")
            if found is not None:
                raise BadIdentityError(str(path), found.why, found.fix)
            return file.read(64 * 1024)
    except (OSError, UnicodeDecodeError) as error:
        raise BadIdentityError(str(path), say("cannot be read")) from error


def proved(source: Source, name: str, identity: Path | None) -> tuple[Header, Manifest]:
    """Read an archive to its end; what it is. Raises DamagedError where anything is missing or other."""
    with opened(source, name, identity) as archive:
        return archive.header, read_through(archive, name)


def read_through(
    archive: ArchiveReader, name: str, progress: Callable[[int], None] = lambda _: None
) -> Manifest:
    """The manifest of an archive whose every byte was looked at. Raises DamagedError."""
    for _, text in archive.parts():
        progress(text.count(b"\n"))
    if archive.manifest is None:
        raise DamagedError(name, say("it ends before its manifest"))
    return archive.manifest


def digest(source: BinaryIO) -> tuple[str, int]:
    """The digest and the size of a file as it is."""
    return Digesting(source).sum()
