"""A new file that appears whole or not at all, for its owner's eyes only unless others may see it.

Knows that a file gets its name last, and what is left of one whose writer was killed; refuses to take another
one's place unless it is told to.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from academy_cli.kit.partials import partial_file, remove_abandoned
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
    with _partial(path, mode) as (partial, file):
        yield file
        file.close()  # one that is open may have no new name everywhere
        _require_free(path)
        partial.rename(path)


@contextmanager
def replaced_file(path: Path, mode: int = PRIVATE) -> Iterator[BinaryIO]:
    """The same, in the place of a file that may be there until then. Raises OSError."""
    with _partial(path, mode) as (partial, file):
        yield file
        file.close()
        partial.replace(path)


def _require_free(path: Path) -> None:
    if is_taken(path):
        raise FileExistsError(path)


@contextmanager
def _partial(path: Path, mode: int) -> Iterator[tuple[Path, BinaryIO]]:
    """A file of another name beside a path; what those left there who were killed is removed before."""
    remove_abandoned(_left_beside(path))
    with partial_file(
        lambda: path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial"), mode
    ) as made:
        yield made


def _left_beside(path: Path) -> list[Path]:
    left = re.compile(rf"{re.escape(path.name)}\.[0-9a-f]{{8}}\.partial")
    try:
        with os.scandir(path.parent) as entries:
            found = [one for one in entries if left.fullmatch(one.name)]
    except OSError:
        return []
    return [Path(one.path) for one in found if one.is_file(follow_symlinks=False)]
