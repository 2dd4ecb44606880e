"""Paths: what is there and where it really is, asked of an operating system that may refuse to say.

Knows that a name can be too long, a folder closed and links in a circle, all of which pathlib raises;
refuses to open anything.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What an operating system says of a disk, a share or a file that may not grow any more."""


def is_there(path: Path) -> bool:
    """Whether anything is there, as far as anybody may know."""
    return os.path.exists(path)  # noqa: PTH110 - pathlib's raises what this answers


def is_taken(path: Path) -> bool:
    """Whether anything has this name, also a link that leads nowhere."""
    return os.path.lexists(path)


def is_file(path: Path) -> bool:
    """Whether a file is there, as far as anybody may know."""
    return os.path.isfile(path)  # noqa: PTH113 - pathlib's raises what this answers


def is_folder(path: Path) -> bool:
    """Whether a folder is there, as far as anybody may know."""
    return os.path.isdir(path)  # noqa: PTH112 - pathlib's raises what this answers


def closed_above(path: Path) -> Path | None:
    """The first folder on the way to a path that this user may not look into; None where the way is open."""
    way = reversed(path.absolute().parents)
    closed = next((folder for folder in way if not os.access(folder, os.X_OK)), None)
    return closed if closed is not None and is_folder(closed) else None


def expanded(path: Path) -> Path:
    """A path whose ``~`` is somebody's home, where there is such a person."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def real(path: Path) -> Path:
    """The whole path without links, as far as it is there and anybody may know."""
    try:
        return Path(os.path.realpath(path))
    except OSError:
        return path.absolute()
