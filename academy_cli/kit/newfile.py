"""A new file that appears whole or not at all, for its owner's eyes only unless others may see it.

Knows that a file gets its name last, and what is left of one whose writer was killed; refuses to take another
one's place unless it is told to.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from academy_cli.kit import flock
from academy_cli.kit.paths import is_taken

PRIVATE, SHARED = 0o600, 0o666
"""For its owner alone; for whom the umask lets."""


@contextmanager
def new_file(path: Path, mode: int = PRIVATE) -> Iterator[BinaryIO]:
    """A file to be written, which is there once the block has ended well; else nothing is left of it.

    Of its mode the umask takes away, as of every file's. What somebody left who was killed is removed.

    Raises FileExistsError where something has the name, or has it by the end, and any other OSError.
    """
    _require_free(path)
    with _partial(path, mode) as (partial, number):
        with os.fdopen(number, "wb") as file:
            yield file
        _require_free(path)
        partial.rename(path)


@contextmanager
def replaced_file(path: Path, mode: int = PRIVATE) -> Iterator[BinaryIO]:
    """The same, in the place of a file that may be there until then. Raises OSError."""
    with _partial(path, mode) as (partial, number):
        with os.fdopen(number, "wb") as file:
            yield file
        partial.replace(path)


def _require_free(path: Path) -> None:
    if is_taken(path):
        raise FileExistsError(path)


@contextmanager
def _partial(path: Path, mode: int) -> Iterator[tuple[Path, int]]:
    """A file of another name beside a path, open for writing, and locked until the block ends."""
    _remove_abandoned(path)
    partial, number, lock = _begun(path, mode)
    try:
        yield partial, number
    finally:
        partial.unlink(missing_ok=True)
        if lock is not None:
            os.close(lock)


def _begun(path: Path, mode: int) -> tuple[Path, int, int | None]:
    """A new one: begun again where it was taken for abandoned before it could be locked."""
    while True:
        partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
        number, lock = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), None
        with suppress(OSError):  # where there are no locks, nothing is ever taken for abandoned
            flock.take(number, wait=True)
            lock = os.dup(number)  # where there are none, a file that is open may have no new name
        if partial.exists():
            return partial, number, lock
        os.close(number)
        if lock is not None:
            os.close(lock)


def _remove_abandoned(path: Path) -> None:
    """Remove what those left beside a path who were killed; whoever is at work holds a lock."""
    left = re.compile(rf"{re.escape(path.name)}\.[0-9a-f]{{8}}\.partial")
    with suppress(OSError), os.scandir(path.parent) as entries:
        found = [
            Path(one.path)
            for one in entries
            if left.fullmatch(one.name) and one.is_file(follow_symlinks=False)
        ]
        for one in found:
            with suppress(OSError):
                _remove_unless_held(one)


def _remove_unless_held(file: Path) -> None:
    number = os.open(file, os.O_WRONLY)
    try:
        flock.take(number, wait=False)
        file.unlink()
    finally:
        os.close(number)
