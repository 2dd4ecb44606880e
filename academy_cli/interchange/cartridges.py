"""A cartridge or package unpacked: only plain files within its folder, no more of them than settings allow.

Knows what a hostile archive can try; refuses to know what is in it.
"""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple, Self
from zlib import error as ZlibError  # noqa: N812 - it is an exception

from academy_cli.authoring.tree import Limits
from academy_cli.interchange.errors import UnsafeCartridgeError
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

_CHUNK = 1 << 16
_LINK = 0o120000
_WHOLE_BYTES = 8 * 1024 * 1024 * 1024
"""A cartridge's files all together; courses with their films are smaller."""


_LONGEST_HEADER = 1 << 20
_OF_FILES = frozenset((*tarfile.REGULAR_TYPES, tarfile.DIRTYPE))
_DAMAGED = (ZlibError, EOFError, NotImplementedError, RuntimeError)
"""What zipfile and tarfile raise of their own: a compression they do not know, a member with a password."""


class _Entry(NamedTuple):
    """A file in an archive; one that is not ``is_plain`` is a link or a device."""

    name: str
    content: IO[bytes]
    is_plain: bool


class _Header(tarfile.TarInfo):
    """A header of a tar; one that goes on for ever would be read into memory."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """A header out of its block. Raises ReadError."""
        found = super().frombuf(buf, encoding, errors)
        if found.type not in _OF_FILES and found.size > _LONGEST_HEADER:
            raise tarfile.ReadError("a header is too long")
        return found


_TARS = (".tar.gz", ".tgz")
_ZIPS = (".imscc", ".zip", ".epub")


def is_packed(path: Path) -> bool:
    """Whether a file is one that can be unpacked, by its name."""
    return path.name.lower().endswith((*_TARS, *_ZIPS))


def stem(path: Path) -> str:
    """What a packed file is called."""
    name = path.name.lower()
    suffix = next((one for one in (*_TARS, *_ZIPS) if name.endswith(one)), "")
    return path.name[: len(path.name) - len(suffix)]


def unpacked(path: Path, folder: Path, limits: Limits) -> None:
    """Unpack a cartridge into a folder. Raises UnsafeCartridgeError; sizes that it states are not trusted."""
    is_tar = path.name.lower().endswith(_TARS)
    try:
        _unpack_all(
            path, folder, limits, _in_tar(path, 2 * limits.files) if is_tar else _in_zip(path)
        )
    except (zipfile.BadZipFile, tarfile.TarError, *_DAMAGED) as error:
        raise UnsafeCartridgeError(path, say("it is damaged or encrypted ({})", error)) from error
    except OSError as error:
        raise UnsafeCartridgeError(path, system_words(error)) from error


def _unpack_all(path: Path, folder: Path, limits: Limits, entries: Iterator[_Entry]) -> None:
    left = _WHOLE_BYTES
    for number, entry in enumerate(entries, 1):
        if number > limits.files:
            raise UnsafeCartridgeError(path, say("it holds more than {} files", limits.files))
        target = folder / _safe(path, entry)
        target.parent.mkdir(parents=True, exist_ok=True)
        left -= _unpack(entry, target, min(left, limits.asset_bytes))
        if left < 0:
            raise UnsafeCartridgeError(path, say("“{}” grows beyond the limit", entry.name))


def _in_zip(path: Path) -> Iterator[_Entry]:
    with zipfile.ZipFile(path) as archive:
        for one in archive.infolist():
            if not one.is_dir():
                is_plain = (one.external_attr >> 16) & 0o170000 != _LINK
                with archive.open(one) as packed:
                    yield _Entry(one.filename, packed, is_plain=is_plain)


def _in_tar(path: Path, most: int) -> Iterator[_Entry]:
    """The files of a tar, one after the other: its list would have to be unpacked to be read."""
    with tarfile.open(path, "r|gz", tarinfo=_Header) as archive:
        for number, one in enumerate(archive):
            archive.members.clear()  # type: ignore[attr-defined] # it would remember each
            if number > most:
                raise UnsafeCartridgeError(
                    path, say("it holds more than {} files and folders", most)
                )
            if not one.isdir():
                packed = archive.extractfile(one) if one.isreg() and not one.issparse() else None
                yield _Entry(one.name, packed or BytesIO(), is_plain=packed is not None)


def _safe(path: Path, entry: _Entry) -> str:
    """The name of an entry, if it stays within the folder and is that of a plain file."""
    name = PurePosixPath(entry.name.replace("\\", "/"))
    is_away = name.is_absolute() or not name.parts or ".." in name.parts or ":" in name.parts[0]
    if is_away or "\0" in entry.name or not entry.is_plain:
        raise UnsafeCartridgeError(path, say("“{}” leads out of it", entry.name))
    return str(name)


def _unpack(entry: _Entry, target: Path, limit: int) -> int:
    """Write one entry, up to a limit; more than that is told by a number above it."""
    written = 0
    with target.open("xb") as file:
        while written <= limit and (chunk := entry.content.read(_CHUNK)):
            file.write(chunk)
            written += len(chunk)
    return written if written <= limit else _WHOLE_BYTES + 1
