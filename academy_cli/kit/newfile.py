"""A new file that appears whole or not at all, for its owner's eyes only unless others may see it.

Knows that a file gets its name last; refuses to take another one's place unless it is told to.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from academy_cli.kit.paths import is_taken

PRIVATE, SHARED = 0o600, 0o666
"""For its owner alone; for whom the umask lets."""


@contextmanager
def new_file(path: Path, mode: int = PRIVATE) -> Iterator[BinaryIO]:
    """A file to be written, which is there once the block has ended well; else nothing is left of it.

    Of its mode the umask takes away, as of every file's.

    Raises FileExistsError where something has the name, or has it by the end, and any other OSError.
    """
    _require_free(path)
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    number = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(number, "wb") as file:
            yield file
        _require_free(path)
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def replaced_file(path: Path, mode: int = PRIVATE) -> Iterator[BinaryIO]:
    """The same, in the place of a file that may be there until then. Raises OSError."""
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    number = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(number, "wb") as file:
            yield file
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _require_free(path: Path) -> None:
    if is_taken(path):
        raise FileExistsError(path)
