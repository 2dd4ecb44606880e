"""Files that appear whole or not at all and survive a power cut, for their owner's eyes only.

Knows partial files, the locks on them, and what makes a name last; refuses to know keys.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from academy_cli.kit import flock, partials
from academy_cli.kit.partials import partial_file
from academy_cli.storage.stores.keys import PARTIAL

FILE_MODE, FOLDER_MODE = 0o600, 0o700


@contextmanager
def partial(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Open a file to be filled and named; whatever happens, neither it nor a dead one stays."""
    remove_abandoned(folder)
    with partial_file(lambda: folder / f"{os.urandom(8).hex()}{PARTIAL}", FILE_MODE) as made:
        yield made


def remove_abandoned(folder: Path) -> int:
    """Remove what crashes left. How many there were."""
    return partials.remove_abandoned(folder.glob(f"*{PARTIAL}"))


def name_new(written: Path, target: Path) -> None:
    """Give a whole file its name. Raises FileExistsError where something has that name, whoever was first."""
    try:
        target.hardlink_to(written)
    except FileExistsError:
        raise
    except OSError:
        _name_alone(written, target)


def _name_alone(written: Path, target: Path) -> None:
    """The same where a file system has no second names: one after the other, by a lock on the folder."""
    descriptor = os.open(target.parent, os.O_RDONLY)
    try:
        flock.take(descriptor, wait=True)
        if os.path.lexists(target):
            raise FileExistsError(target)
        written.rename(target)
    finally:
        os.close(descriptor)


def settle(out: BinaryIO) -> None:
    """Bring what was written beyond the caches."""
    out.flush()
    os.fsync(out.fileno())


def make_folders(folder: Path) -> None:
    """Create folders for their owner alone, each of which survives a power cut too."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    for wanted in reversed(missing):
        with suppress(FileExistsError):
            wanted.mkdir(mode=FOLDER_MODE)
        sync_folder(wanted.parent)
    folder.mkdir(exist_ok=True)  # a file in its place is refused here


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    if os.name == "nt":
        return  # folders cannot be opened there
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
