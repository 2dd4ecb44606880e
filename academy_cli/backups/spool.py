"""Where archives are written that go elsewhere: a folder of this machine that nobody else can look into.

Knows what a dead process left there, which is removed first; refuses a folder that somebody else could have
put in its place.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from academy_cli.backups.errors import TargetError, UnwritableError
from academy_cli.backups.targets import FolderTarget
from academy_cli.kit.ownership import exposure


def place(name: str) -> Path:
    """A new file for an archive, which its owner alone can read. Raises UnwritableError."""
    folder = Path(tempfile.gettempdir()) / f"academy-backups-{os.getuid()}"
    with telling(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        _require_own(folder)
    try:
        return FolderTarget(folder).place(name)
    except TargetError as error:
        raise UnwritableError(str(folder), error.why) from error


@contextmanager
def telling(folder: Path) -> Iterator[None]:
    """Say why a folder does not take what the block writes. Raises UnwritableError."""
    try:
        yield
    except OSError as error:
        raise UnwritableError(str(folder), error.strerror or str(error)) from error


@contextmanager
def placed(name: str) -> Iterator[Path]:
    """The same for a block, after which it is gone."""
    path = place(name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _require_own(folder: Path) -> None:
    """Temporary folders are everybody's: whoever made this one could change what is in it."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise UnwritableError(str(folder), "it is no folder")
    if reached := exposure(folder, found, "700"):
        raise UnwritableError(str(folder), f"it {reached.why}")
