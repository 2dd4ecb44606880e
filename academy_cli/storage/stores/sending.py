"""Reading a file that is being stored: in pieces, counted, and proved by its digest at the end.

Knows what a file may do meanwhile (vanish, change, be unreadable); refuses to know where it goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256 as new_digest
from pathlib import Path
from typing import BinaryIO

from academy_cli.kit.paths import is_file, is_there
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words
from academy_cli.storage.errors import ChangedAssetError, UnreadableAssetError
from academy_cli.storage.stores.store import PIECE_BYTES, Progress


class Sending:
    """A file that is read once from beginning to end."""

    def __init__(self, file: BinaryIO, source: Path, sha256: str | None) -> None:
        self._file, self._source, self._sha256 = file, source, sha256
        self._digest = new_digest()
        self.read_bytes = 0

    def read(self, size: int = PIECE_BYTES) -> bytes:
        """The next bytes: so many, unless the file ends. Raises UnreadableAssetError."""
        try:
            piece = self._file.read(size)
        except OSError as error:
            raise UnreadableAssetError(self._source, system_words(error)) from error
        self._digest.update(piece)
        self.read_bytes += len(piece)
        return piece

    def pieces(self, progress: Progress | None = None) -> Iterator[bytes]:
        """All of it, told of piece by piece."""
        while piece := self.read():
            yield piece
            if progress is not None:
                progress(self.read_bytes)

    def require_unchanged(self) -> None:
        """Insist that what was read is what was promised. Raises ChangedAssetError."""
        if self._sha256 is not None and self._digest.hexdigest() != self._sha256:
            raise ChangedAssetError(self._source)


@contextmanager
def opened(source: Path, sha256: str | None) -> Iterator[Sending]:
    """A file to be sent. Raises UnreadableAssetError."""
    if is_there(source) and not is_file(source):
        raise UnreadableAssetError(source, say("it is no regular file"))
    try:
        file = source.open("rb")
    except OSError as error:
        raise UnreadableAssetError(source, system_words(error)) from error
    with file:
        yield Sending(file, source, sha256)
