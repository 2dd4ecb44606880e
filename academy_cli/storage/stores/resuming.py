"""Sending a large file to S3 in parts, and going on where an earlier attempt was interrupted.

Knows that a part that is there counts when its MD5 is that of the file's own bytes, so nothing has to be
remembered on this side; refuses to mix two files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, suppress
from hashlib import md5
from pathlib import Path
from typing import NamedTuple

from academy_cli.errors import AcademyError
from academy_cli.storage.errors import AlreadyStoredError, ChangedAssetError, StoreDeniedError
from academy_cli.storage.stores import sending
from academy_cli.storage.stores.s3 import NoUploadError, Part, Parts
from academy_cli.storage.stores.store import Progress

PART_BYTES = 8 << 20
MOST_PARTS = 10_000
"""So many parts an object of S3 may have."""
AT_ONCE = 4
"""Parts that travel at the same time; so many times their size is in memory."""


class Piece(NamedTuple):
    """A part of a file: its place from 1, and its bytes."""

    place: int
    content: bytes

    @property
    def tag(self) -> str:
        """What S3 calls these bytes, unless it keeps them encrypted with a key of somebody's own."""
        return md5(self.content, usedforsecurity=False).hexdigest()


class ResumingUploads:
    """Large files sent to one bucket; ``connect`` opens the way to it for a block."""

    def __init__(self, connect: Callable[[], AbstractContextManager[Parts]]) -> None:
        self.connect = connect

    def send(self, key: str, source: Path, sha256: str | None, progress: Progress | None) -> None:
        """Store a file under a key that is free. What was sent of it before is not sent again.

        Only a file whose digest is known goes on: two that share a key could share an upload as well.
        """
        with self.connect() as parts, sending.opened(source, sha256) as sent:
            size = source.stat().st_size
            number, there = _earlier(parts, key, source, size) if sha256 else ("", {})
            number = number or parts.begin(key)
            try:
                pieces = _pieces(sent, size)
                tags = _Travel(parts, key, number, progress).sent(pieces, there)
                sent.require_unchanged()
                parts.complete(key, number, tags)
            except NoUploadError as error:  # somebody else who sent the same was faster
                raise AlreadyStoredError(parts.shown, key) from error
            except BaseException as error:
                if not sha256 or isinstance(error, ChangedAssetError | AlreadyStoredError):
                    with suppress(AcademyError):  # what was wrong before is what counts
                        parts.abort(key, number)
                raise

    def forget(self, before: float, key: str = "") -> int:
        """Give up what was begun before a moment (s since 1970) and not ended, of a key or all; how many."""
        with self.connect() as parts:
            old = [one for one in parts.begun(key) if one.began.timestamp() < before]
            for one in old:
                parts.abort(one.key, one.number)
        return len(old)


def _earlier(parts: Parts, key: str, source: Path, size: int) -> tuple[str, Mapping[int, Part]]:
    """The attempt at this very file that came the farthest, and its parts; none where there is none."""
    found: list[tuple[str, Mapping[int, Part]]] = []
    with suppress(StoreDeniedError):  # keys may send without being allowed to look, or nobody may
        for one in parts.begun(key):
            with suppress(NoUploadError):
                there = parts.there(key, one.number)
                if there and _is_of(source, size, there):
                    found.append((one.number, there))
    return max(found, key=lambda one: len(one[1]), default=("", {}))


class _Travel:
    """The parts of one upload on their way, a few at once."""

    def __init__(self, parts: Parts, key: str, number: str, progress: Progress | None) -> None:
        self._parts, self._key, self._number, self._progress = parts, key, number, progress
        self._going: dict[Future[str], Piece] = {}
        self._tags: dict[int, str] = {}
        self._done = 0

    def sent(self, pieces: Iterator[Piece], there: Mapping[int, Part]) -> Mapping[int, str]:
        """Send what is not there; the entity tag of every part."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                for piece in pieces:
                    had = there.get(piece.place)
                    if had is not None and had.tag == piece.tag:
                        self._arrived(piece, had.tag)
                    else:
                        words = (self._key, self._number, piece.place, piece.content)
                        self._going[pool.submit(self._parts.put, *words)] = piece
                    if len(self._going) >= AT_ONCE:
                        self._wait()
                while self._going:
                    self._wait()
            finally:
                pool.shutdown(cancel_futures=True)
        return self._tags

    def _wait(self) -> None:
        """Wait for a part that travels."""
        for one in wait(self._going, return_when=FIRST_COMPLETED).done:
            self._arrived(self._going.pop(one), one.result())

    def _arrived(self, piece: Piece, tag: str) -> None:
        self._tags[piece.place] = tag
        self._done += len(piece.content)
        if self._progress is not None:
            self._progress(self._done)


def part_bytes(size: int) -> int:
    """How large the parts of a file are: the same whenever it is tried again."""
    least = -(-size // MOST_PARTS)
    return max(PART_BYTES, -(-least // PART_BYTES) * PART_BYTES)


def _pieces(sent: sending.Sending, size: int) -> Iterator[Piece]:
    place, length = 1, part_bytes(size)
    while content := sent.read(length):
        yield Piece(place, content)
        place += 1


def _is_of(source: Path, size: int, there: Mapping[int, Part]) -> bool:
    """Whether some parts are this file's: the last one tells most others apart without reading it all."""
    place, length = max(there), part_bytes(size)
    with source.open("rb") as file:
        file.seek((place - 1) * length)
        return Piece(place, file.read(length)).tag == there[place].tag
