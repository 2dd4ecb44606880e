"""A new file that appears whole or not at all, and for its owner's eyes only unless it is said to be shared.

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
"""Who may read a file: its owner alone, or whoever may read what its owner makes (their umask)."""


@contextmanager
def new_file(path: Path, mode: int = PRIVATE) -> Iterator[BinaryIO]:
    """A file to be written, which is there once the block has ended well; else nothing is left of it.

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
