"""A cartridge unpacked: only plain files within its folder, and no more of them than settings allow.

Knows what a hostile archive can try; refuses to know what is in it.
"""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath
from zlib import error as ZlibError  # noqa: N812 - it is an exception

from academy_cli.authoring.tree import Limits
from academy_cli.interchange.errors import UnsafeCartridgeError

_CHUNK = 1 << 16
_LINK = 0o120000
_WHOLE_BYTES = 8 * 1024 * 1024 * 1024
"""A cartridge's files all together; courses with their films are smaller."""


def unpacked(path: Path, folder: Path, limits: Limits) -> None:
    """Unpack a cartridge into a folder. Raises UnsafeCartridgeError; sizes that it states are not trusted."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            if len(entries) > limits.files:
                raise UnsafeCartridgeError(path, f"it holds more than {limits.files} files")
            left = _WHOLE_BYTES
            for entry in entries:
                target = folder / _safe(path, entry)
                target.parent.mkdir(parents=True, exist_ok=True)
                left -= _unpack(archive, entry, target, min(left, limits.asset_bytes))
                if left < 0:
                    raise UnsafeCartridgeError(path, f"“{entry.filename}” grows beyond the limit")
    except (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnsafeCartridgeError(path, f"it is damaged or encrypted ({error})") from error
    except OSError as error:
        raise UnsafeCartridgeError(path, str(error.strerror or error).lower()) from error


def _safe(path: Path, entry: zipfile.ZipInfo) -> str:
    """The name of an entry, if it stays within the folder and is that of a plain file."""
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    is_link = (entry.external_attr >> 16) & 0o170000 == _LINK
    if name.is_absolute() or ".." in name.parts or ":" in name.parts[0] or is_link:
        raise UnsafeCartridgeError(path, f"“{entry.filename}” leads out of it")
    return str(name)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, limit: int) -> int:
    """Write one entry, up to a limit; more than that is told by a number above it."""
    written = 0
    with archive.open(entry) as packed, target.open("xb") as file:
        while written <= limit and (chunk := packed.read(_CHUNK)):
            file.write(chunk)
            written += len(chunk)
    return written if written <= limit else _WHOLE_BYTES + 1
