"""Backups in a bucket, or in whatever else keeps bytes by key.

Knows that a bucket gives an object its key last, and what is left of one that never got there; archives are
written on this machine first. Refuses to read what is in them.
"""

from __future__ import annotations

import io
import math
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from academy_cli.backups import opening, spool
from academy_cli.backups.errors import (
    DamagedError,
    ExistingBackupError,
    NoSuchFileError,
    TargetError,
)
from academy_cli.backups.progress import Progress, Stages, unseen
from academy_cli.errors import AcademyError
from academy_cli.kit.amount import megabytes
from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say
from academy_cli.storage.errors import (
    AlreadyStoredError,
    ChangedAssetError,
    MissingObjectError,
    StoreDeniedError,
    StoreUnavailableError,
)
from academy_cli.storage.stores.store import Store

UNFINISHED = timedelta(days=7)
"""What was begun so long ago will hardly go on, whoever's it is."""


class StoreTarget:
    """A bucket, or whatever else keeps bytes by key."""

    def __init__(self, store: Store, stages: Stages = unseen) -> None:
        self._store, self._stages = store, stages
        self._tags: dict[str, str] = {}
        """What small files were when all was listed last."""
        self._read: dict[tuple[str, str], bytes] = {}

    @property
    def url(self) -> str:
        """What it is called, for people."""
        return self._store.url

    def require(self) -> None:
        """Insist, as far as that is seen without writing, that it takes an archive; raises what it does."""
        self.names()

    def place(self, name: str) -> Path:
        """A file to write an archive to, which nobody sees; what dead processes left is removed first.

        Raises UnwritableError; and what the store raises, before anything was written.
        """
        with suppress(StoreDeniedError):  # keys may send without being allowed to look
            self._store.forget((utc_now() - UNFINISHED).timestamp())
        return spool.place(name)

    def commit(self, written: Path, name: str, sha256: str) -> None:
        """Store what was written, which has this digest, under its name, in one moment.

        Nothing is left there where that fails. Raises ExistingBackupError, TargetError, DamagedError where it
        changed since, and what the store raises.
        """
        try:
            with (
                self._giving_up(name),
                self._travelling(say("Sending {}, MB", name), written.stat().st_size) as far,
            ):
                self._store.put_new(name, written, sha256=sha256, progress=far)
        except ChangedAssetError as error:
            raise DamagedError(name, say("it changed after it was written")) from error
        except AlreadyStoredError as error:
            if not self._holds(name, sha256, written.stat().st_size):
                raise self._taken(name) from error
        except StoreUnavailableError:
            if not self._holds(name, sha256, written.stat().st_size):
                raise
        written.unlink()

    @contextmanager
    def _travelling(self, label: str, size: int) -> Iterator[Progress]:
        """Tell how much of an archive has come where it goes; the block says it in bytes."""
        with self._stages(label, megabytes(size)) as progress:
            yield lambda done: progress(megabytes(done))

    @contextmanager
    def _giving_up(self, name: str) -> Iterator[None]:
        """Where the block fails, take away parts of what has no name: no other attempt goes on with them."""
        try:
            yield
        except BaseException:
            with suppress(AcademyError):
                self._store.forget(math.inf, name)
            raise

    def _holds(self, name: str, sha256: str, size: int) -> bool:
        """Whether what has a name is this very file, of which only the answer was lost."""
        with suppress(AcademyError):  # then nobody knows, and what was wrong before is what counts
            there = self._store.head(name)
            if there is not None and there.size == size:
                with self.open(name) as file:
                    return opening.digest(file) == (sha256, size)
        return False

    def _taken(self, name: str) -> AcademyError:
        """Why a store did not take a file: its name is another one's, or somebody took its parts away."""
        if self._store.head(name) is not None:
            return ExistingBackupError(name)
        return TargetError(self.url, say("what was sent was taken away before its end"))

    def put(self, name: str, content: bytes) -> None:
        """Write a small file, or replace it."""
        self._store.put(name, content)
        self._tags.pop(name, None)

    def get(self, name: str) -> bytes | None:
        """A small file; None where there is none. One that is listed as it was is not sent again."""
        known = name, self._tags.get(name, "")
        if known not in self._read:
            try:
                content = b"".join(self._store.stream(name))
            except MissingObjectError:
                return None
            if not known[1]:
                return content
            self._read[known] = content
        return self._read[known]

    def open(self, name: str) -> BinaryIO:
        """An archive, read front to back. Raises NoSuchFileError."""
        found = self._store.head(name)
        if found is None:
            raise NoSuchFileError(f"{self.url}/{name}")
        return io.BufferedReader(_Streamed(self._coming(name, found.size)))

    def _coming(self, name: str, size: int) -> Generator[bytes]:
        """An archive, piece by piece; a stage of the work where anybody wants more than the first."""
        pieces = self._store.stream(name)
        first = next(pieces, b"")
        yield first
        second = next(pieces, None)
        if second is None:
            return
        with self._travelling(say("Fetching {}, MB", name), size) as progress:
            done = len(first)
            for piece in chain((second,), pieces):
                done += len(piece)
                progress(done)
                yield piece

    def names(self) -> Sequence[str]:
        """The names of all files that are whole, in order."""
        found = [one for one in self._store.list() if "/" not in one.key]
        self._tags = {one.key: one.tag for one in found}
        return [one.key for one in found]

    def delete(self, name: str) -> None:
        """Remove a file; nothing happens where there is none."""
        self._store.delete(name)
        self._tags.pop(name, None)


class _Streamed(io.RawIOBase):
    """What comes in pieces, as a file that is read front to back."""

    def __init__(self, pieces: Generator[bytes]) -> None:
        super().__init__()
        self._pieces, self._held = pieces, memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def close(self) -> None:
        """Want no more of it."""
        self._pieces.close()
        super().close()

    def readinto(self, into: Any, /) -> int:
        """Fill as much as the next piece does."""
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._held = memoryview(piece)
        some = self._held[: len(into)]
        into[: len(some)] = some
        self._held = self._held[len(some) :]
        return len(some)
