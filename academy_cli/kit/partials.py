"""Files that are not whole yet: of another name, locked by whoever writes them, and gone after a crash.

Knows locks, and that some systems have none; refuses to know which name a file will get.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from academy_cli.kit import flock


@contextmanager
def partial_file(name: Callable[[], Path], mode: int) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file to be filled and named, locked until the block ends; whatever happens, it does not stay.

    ``name`` gives another name each time: it is begun again where it was taken for abandoned before it could
    be locked. Raises OSError.
    """
    path, number, lock = _begun(name, mode)
    try:
        with os.fdopen(number, "wb") as out:
            yield path, out
    finally:
        path.unlink(missing_ok=True)
        if lock is not None:
            os.close(lock)


def _begun(name: Callable[[], Path], mode: int) -> tuple[Path, int, int | None]:
    while True:
        path = name()
        number, lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode), None
        with suppress(OSError):  # where there are no locks, nothing is ever taken for abandoned
            flock.take(number, wait=True)
            lock = os.dup(number)  # where there are none, a file that is open may have no new name
        if path.exists():
            return path, number, lock
        os.close(number)
        if lock is not None:
            os.close(lock)


def remove_abandoned(files: Iterable[Path]) -> int:
    """Remove those that nobody holds a lock on, which crashes left; how many there were."""
    removed = 0
    for left in files:
        with suppress(OSError), left.open("r+b") as file:
            flock.take(file.fileno(), wait=False)
            left.unlink()
            removed += 1
    return removed
