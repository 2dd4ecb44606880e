"""An archive by the word that a person has for it: an id, “latest”, or the path of a file.

Knows where backups are kept, and that what lies beside an archive says which file it is; refuses to read
what is in one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from academy_cli.backups import opening
from academy_cli.backups.archive.reading import ArchiveReader
from academy_cli.backups.catalogue import beside, find
from academy_cli.backups.errors import DamagedError
from academy_cli.backups.opening import Keys
from academy_cli.backups.targets import FolderTarget, Target
from academy_cli.backups.views import BackupView
from academy_cli.kit.paths import is_file


class Found(NamedTuple):
    """An archive that is open, and what it is called."""

    name: str
    archive: ArchiveReader
    source: opening.Digesting
    backup: BackupView | None
    """What lies beside it says so; None where nothing does."""

    def require_same(self) -> None:
        """Insist on the very file that was written, once all of it was read. Raises DamagedError."""
        if self.backup and self.source.sum() != (self.backup.sha256, self.backup.size):
            raise DamagedError(self.name, "it is not the file that was written")


class Located(NamedTuple):
    """Where an archive is, and what lies beside it says of it; None where nothing does."""

    target: Target
    name: str
    backup: BackupView | None


def located(target: Target, word: str, instance: str, *, only_whole: bool = False) -> Located:
    """An archive by a person's word for it. Raises what ``find`` raises.

    ``instance`` is the academy that “latest” is of; ``only_whole`` passes over what was found damaged.
    """
    path = Path(word)
    if is_file(path):
        beside_it = FolderTarget(path.parent)
        return Located(beside_it, path.name, beside(beside_it, path.name))
    backup = find(target, word, instance, only_whole=only_whole)
    return Located(target, backup.archive, backup)


@contextmanager
def found(target: Target, word: str, instance: str, keys: Keys) -> Iterator[Found]:
    """An archive to be read, of what is whole. Raises what ``located`` and ``opening.opened`` raise."""
    target, name, backup = located(target, word, instance, only_whole=True)
    recipients = backup.recipients if backup else ()
    with target.open(name) as file:
        source = opening.Digesting(file)
        with opening.opened(source, name, keys.identity, recipients) as archive:
            yield Found(name, archive, source, backup)
