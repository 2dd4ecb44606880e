"""Files of a course, written: whole or not at all, and only where they are as they were read.

Knows disk, symbolic links and modes; refuses to know what is written.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from tempfile import mkstemp

from academy_cli.kit.saying import say

MEANWHILE = say("it was changed meanwhile")
OUTSIDE = say("it is a link that leaves the course")
TWICE = say("it stands in the course twice, by a symbolic link")


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
    """Give a file or folder another path; False when something has that, or it leaves the course."""
    above = (folder / new).parent
    if (folder / new).exists() or (folder / new).is_symlink():
        return False
    if not Path(os.path.realpath(above)).is_relative_to(os.path.realpath(folder)):
        return False
    above.mkdir(parents=True, exist_ok=True)
    (folder / old).rename(folder / new)
    return True


def unwritable(folder: Path, paths: Collection[str]) -> dict[str, str]:
    """Which files of a course may not be written, and why; ``paths`` are all there are."""
    root = os.path.realpath(folder)
    real = dict(_real(root, paths))
    times = Counter(real.values())
    found: dict[str, str] = {}
    for path, is_at in real.items():
        if not is_at.startswith(root + os.sep):
            found[path] = OUTSIDE
        elif times[is_at] > 1:
            found[path] = TWICE
    return found


def _real(root: str, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Where each file really is, behind all symbolic links."""
    folders = {"": root}
    for path in paths:
        folder, _, name = path.rpartition("/")
        if folder not in folders:
            folders[folder] = os.path.realpath(f"{root}/{folder}")
        here = f"{folders[folder]}/{name}"
        yield path, os.path.realpath(here) if Path(here).is_symlink() else here
