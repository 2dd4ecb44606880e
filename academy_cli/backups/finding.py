"""An archive by the word that a person has for it: an id, “latest”, or the path of a file.

Knows where backups are kept; refuses to read what is in one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from academy_cli.backups import opening
from academy_cli.backups.archive.reading import ArchiveReader
from academy_cli.backups.catalogue import find
from academy_cli.backups.opening import Keys
from academy_cli.backups.targets import Target


class Found(NamedTuple):
    """An archive that is open, and what it is called."""

    name: str
    archive: ArchiveReader


@contextmanager
def found(target: Target, word: str, keys: Keys) -> Iterator[Found]:
    """An archive to be read. Raises UnknownBackupError, NoBackupError and what ``opening.opened`` raises."""
    path = Path(word)
    if path.is_file():
        file: BinaryIO = path.open("rb")
        name = path.name
    else:
        name = find(target, word).archive
        file = target.open(name)
    with file, opening.opened(file, name, keys.identity) as archive:
        yield Found(name, archive)
