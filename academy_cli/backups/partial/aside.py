"""A backup as an academy of its own, beside the one that goes on, for as long as a block lasts.

It is a file of SQLite's, whatever engine the backup is from: the services that read any academy read this
one. Knows that nothing in it counts before all of it was proved; refuses to touch the live academy.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from academy_cli.backups import finding, spool
from academy_cli.backups.archive.described import EMBEDDED, Header
from academy_cli.backups.coursefiles import CourseFiles
from academy_cli.backups.opening import Keys
from academy_cli.backups.progress import Progress, counted
from academy_cli.backups.restoring import loading
from academy_cli.backups.restoring.sqlite import scratch
from academy_cli.backups.targets import Target
from academy_cli.db.service import Database
from academy_cli.storage.service import AssetStore
from academy_cli.storage.stores.folder import FolderStore

Needed = Callable[[Connection], Collection[str]]
"""Which of the courses' files are wanted, asked once every row is there."""


def nothing(_: Connection) -> Collection[str]:
    """No file at all."""
    return ()


@dataclass(frozen=True)
class Aside:
    """An academy out of a backup: its rows, and the files that were wanted if they are in it."""

    header: Header
    database: Database
    files: AssetStore | None
    """None where the backup only says which files there were."""
    folder: Path
    """For whatever is made of it."""


@contextmanager
def aside(
    target: Target,
    word: str,
    instance: str,
    keys: Keys,
    needed: Needed,
    *,
    progress: Progress = lambda _: None,
) -> Iterator[Aside]:
    """A backup, loaded and brought up to date; gone at the end of the block.

    ``instance`` is the academy that “latest” is of. Raises UnknownBackupError, DamagedError,
    NewerRevisionError, NoIdentityError, WrongIdentityError, NotSignedError and what ``loading.load`` raises.
    """
    with spool.working() as folder:
        stored = CourseFiles(AssetStore(FolderStore(folder / "files")), nothing)
        file = folder / "academy.db"
        with finding.found(target, word, instance, keys) as found:
            header = found.archive.header
            with scratch(file) as place:
                keep = _keeping(stored, lambda: needed(place.connection))
                loading.load(found.archive, found.name, place, keep, counted(progress))
                found.require_same()
                keys.require(found.archive, found.name)
                place.upgrade()
        database = Database(f"sqlite:///{file}")
        try:
            files = stored.assets if header.assets == EMBEDDED else None
            yield Aside(header, database, files, folder)
        finally:
            database.close()


def _keeping(
    files: CourseFiles, needed: Callable[[], Collection[str]]
) -> Callable[[str, Iterator[bytes]], Iterator[bytes]]:
    """Store the files that are needed while they go by; they come behind all rows."""
    wanted: set[str] | None = None

    def keep(sha256: str, content: Iterator[bytes]) -> Iterator[bytes]:
        nonlocal wanted
        if wanted is None:
            wanted = set(needed())
        return files.keep(sha256, content) if sha256 in wanted else content

    return keep
