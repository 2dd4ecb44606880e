"""Files of a course, written: whole or not at all, and only where they are as they were read.

Knows disk, symbolic links and modes; refuses to know what is written.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from tempfile import mkstemp

MEANWHILE = "it was changed meanwhile"
OUTSIDE = "it is a link that leaves the course"
TWICE = "it stands in the course twice, by a symbolic link"


def replaced(real: Path, before: bytes, after: bytes) -> bool:
    """Put a file's new bytes in its place at once, with its mode; False when it is not as it was read."""
    if real.read_bytes() != before:
        return False
    descriptor, temporary = mkstemp(dir=real.parent, prefix=f".{real.name[:40]}.", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, real.stat().st_mode & 0o7777)
            file.write(after)
            file.flush()
            os.fsync(descriptor)
        Path(temporary).replace(real)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True


def moved(folder: Path, old: str, new: str) -> bool:
    """Give a file or folder another name in its folder; False when there is something of that name."""
    if (folder / new).exists() or (folder / new).is_symlink():
        return False
    (folder / old).rename(folder / new)
    return True


def unwritable(folder: Path, paths: Collection[str], wanted: Iterable[str]) -> dict[str, str]:
    """Which wanted files of a course may not be written, and why; ``paths`` are all there are."""
    root = os.path.realpath(folder)
    found: dict[str, str] = {}
    linked = _linked(root, paths)
    for path in wanted:
        real = os.path.realpath(f"{root}/{path}")
        if not real.startswith(root + os.sep):
            found[path] = OUTSIDE
        elif linked[real] > (0 if real == f"{root}/{path}" else 1):
            found[path] = TWICE
    return found


def _linked(root: str, paths: Collection[str]) -> Counter[str]:
    """How many paths lead to a file by a symbolic link, by where it really is."""
    folders: dict[str, str] = {}
    found: Counter[str] = Counter()
    for path in paths:
        folder, _, name = path.rpartition("/")
        if folder not in folders:
            folders[folder] = os.path.realpath(f"{root}/{folder}") if folder else root
        here = f"{folders[folder]}/{name}"
        real = os.path.realpath(here) if Path(here).is_symlink() else here
        if real != f"{root}/{path}":
            found[real] += 1
    return found
