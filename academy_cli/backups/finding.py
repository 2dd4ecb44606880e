"""An archive by the word that a person has for it: an id, “latest”, or the path of a file.

Knows where backups are kept, and that what lies beside an archive says which file it is; refuses to read
what is in one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, NoReturn

from academy_cli.backups import opening
from academy_cli.backups.archive.reading import ArchiveReader
from academy_cli.backups.catalogue import ENDINGS, address, beside, find
from academy_cli.backups.errors import DamagedError, NoSuchFileError
from academy_cli.backups.finding_errors import NoArchiveError
from academy_cli.backups.opening import Keys
from academy_cli.backups.targets import FolderTarget, Target
from academy_cli.backups.views import BackupView
from academy_cli.kit.paths import is_file, is_folder, is_there
from academy_cli.kit.saying import say

_PATH = re.compile(r"[./]")
"""What is in every path that anybody has for an archive, and in no id."""


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
            raise DamagedError(self.name, say("it is not the file that was written"))


class Located(NamedTuple):
    """Where an archive is, and what lies beside it says of it; None where nothing does."""

    target: Target
    name: str
    backup: BackupView | None


def located(target: Target, word: str, instance: str, *, only_whole: bool = False) -> Located:
    """An archive by a person's word for it. Raises what ``find`` raises, NoSuchFileError and NoArchiveError.

    ``instance`` is the academy that “latest” is of; ``only_whole`` passes over what was found damaged.
    """
    path = Path(word)
    if is_file(path):
        beside_it = FolderTarget(path.parent)
        return Located(beside_it, path.name, beside(beside_it, path.name))
    if name := _archive_in(target, word):
        return Located(target, name, beside(target, name))
    if _PATH.search(word):
        _refuse(path, word)
    backup = find(target, word, instance, only_whole=only_whole)
    return Located(target, backup.archive, backup)


def _archive_in(target: Target, word: str) -> str:
    """The archive of a place that a word names, or its address there; empty if it is neither."""
    plain = word.partition("?")[0] if "://" in word else word
    name = plain.removeprefix(address(target, ""))
    return name if name.endswith(ENDINGS) and name in target.names() else ""


def _refuse(path: Path, word: str) -> NoReturn:
    if is_there(path) and "://" not in word:
        raise NoArchiveError(word, say("a folder") if is_folder(path) else say("no regular file"))
    raise NoSuchFileError(word)


@contextmanager
def found(target: Target, word: str, instance: str, keys: Keys) -> Iterator[Found]:
    """An archive to be read, of what is whole. Raises what ``located`` and ``opening.opened`` raise."""
    target, name, backup = located(target, word, instance, only_whole=True)
    recipients = backup.recipients if backup else ()
    with target.open(name) as file:
        source = opening.Digesting(file)
        with opening.opened(source, name, keys.identity, recipients) as archive:
            yield Found(name, archive, source, backup)
