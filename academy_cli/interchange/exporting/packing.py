"""A package as one file: the same files make the same bytes, whenever and wherever.

Knows zip and tar; refuses the clock, the owner and the order in which files were made. The digest of each
file is taken while it is written, for the list that comes last.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO, Protocol, TypeAlias

from academy_cli.interchange.exporting.formats import Container

Content: TypeAlias = bytes | Path
Last: TypeAlias = Callable[[Mapping[str, str]], tuple[str, bytes]]
"""From the sha256 of every file to the path and bytes of one more."""
_TIME = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can tell: packages are compared, and say nothing of when they were made."""
_SECONDS = 315_532_800
"""The same for tar."""
_MODE = 0o644
_CHUNK = 1 << 16
_PACKED = frozenset(
    (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".mp3", ".mp4", ".m4a", ".m4v", ".ogg",
     ".webm", ".zip", ".gz", ".woff", ".woff2", ".epub", ".docx", ".xlsx", ".pptx")
)  # fmt: skip
"""What does not become smaller once more."""


class _Archive(Protocol):
    def add(self, path: str, content: Content) -> str:
        """Add a file, and tell its sha256."""
        ...


def pack(
    target: BinaryIO,
    container: Container,
    files: Iterable[tuple[str, Content]],
    last: Last,
    *,
    first: str = "",
) -> None:
    """Write files into an archive by the order of their names, then what ``last`` makes of their digests."""
    ordered = sorted(files, key=lambda one: (one[0] != first, one[0]))
    if container is Container.TAR:
        with (
            gzip.GzipFile("", "wb", 6, target, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
        ):
            _fill(_Tar(tar), ordered, last)
    else:
        with zipfile.ZipFile(target, "w") as archive:
            _fill(_Zip(archive, first), ordered, last)


def _fill(archive: _Archive, files: Iterable[tuple[str, Content]], last: Last) -> None:
    digests = {path: archive.add(path, content) for path, content in files}
    archive.add(*last(digests))


class _Reading:
    """A file that is read once, whose digest is known at the end."""

    def __init__(self, content: Content) -> None:
        self._file: BinaryIO = (
            io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
        )
        self._sum = hashlib.sha256()
        self.size = self._file.seek(0, io.SEEK_END)
        self._file.seek(0)

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._sum.update(data)
        return data

    def close(self) -> str:
        self._file.close()
        return self._sum.hexdigest()


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, stored: str) -> None:
        self._archive, self._stored = archive, stored

    def add(self, path: str, content: Content) -> str:
        entry = zipfile.ZipInfo(path, _TIME)
        entry.create_system, entry.external_attr = 3, (0o100000 | _MODE) << 16
        is_packed = path == self._stored or path[path.rfind(".") :].lower() in _PACKED
        entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        reading = _Reading(content)
        try:
            entry.file_size = (
                reading.size
            )  # so that zip says by itself whether it needs large sizes
            with self._archive.open(entry, "w") as file:
                while data := reading.read(_CHUNK):
                    file.write(data)
        finally:
            digest = reading.close()
        return digest


class _Tar:
    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, path: str, content: Content) -> str:
        entry = tarfile.TarInfo(path)
        entry.mtime, entry.mode = _SECONDS, _MODE
        reading = _Reading(content)
        try:
            entry.size = reading.size
            self._tar.addfile(entry, reading)
        finally:
            digest = reading.close()
        return digest
