"""Advisory locks on open files and folders, which end with whoever holds them, however that ends.

Knows flock, and that some systems and file systems have none; refuses to wait for less than everything.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def take(descriptor: int, *, wait: bool) -> None:
    """Lock an open file until it is closed; OSError when another holds it, or where there are no locks."""
    try:
        import fcntl
    except ImportError as error:
        raise OSError from error
    fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def folder_locked(folder: Path) -> Iterator[bool]:
    """Lock a folder for the block, which is told whether nobody else holds it."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # folders cannot be opened everywhere
        yield False
        return
    try:
        yield _is_taken(descriptor)
    finally:
        os.close(descriptor)


def _is_taken(descriptor: int) -> bool:
    try:
        take(descriptor, wait=False)
    except OSError:
        return False
    return True
