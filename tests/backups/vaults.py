"""Vaults to test with: an academy, where its backups are, and what brings them back.

Knows how the services are put together; refuses to know what is tested.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection, insert, select, update

from academy_cli.access.actor import operator
from academy_cli.app.backups import place, side
from academy_cli.authoring.history.garbage import known_sizes, needed_files
from academy_cli.backups.archive.described import Manifest
from academy_cli.backups.coursefiles import CourseFiles
from academy_cli.backups.moving import Moving
from academy_cli.backups.opening import proved
from academy_cli.backups.restoring.places import Place
from academy_cli.backups.restoring.service import Restoring
from academy_cli.backups.service import Backups
from academy_cli.backups.targets import FolderTarget
from academy_cli.backups.vault import Vault
from academy_cli.db.engine import open_engine
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.models import User
from academy_cli.storage.service import AssetStore
from academy_cli.storage.stores.folder import FolderStore

ACTOR = operator("test")
AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
PICTURE = b"\x89PNG a picture"


@dataclass(frozen=True)
class Safe:
    """An academy's database and storage, and a folder of backups."""

    url: str
    storage: Path
    folder: Path

    @cached_property
    def database(self) -> Database:
        """Its database."""
        return Database(self.url)

    @property
    def place(self) -> Place:
        """Where its database is."""
        return place(self.url)

    @property
    def files(self) -> CourseFiles:
        """The files of its courses."""
        return CourseFiles(AssetStore(FolderStore(self.storage)), needed_files, known_sizes)

    @cached_property
    def vault(self) -> Vault:
        """All of it."""
        return Vault(self.database, self.place, FolderTarget(self.folder), self.files)

    @property
    def backups(self) -> Backups:
        """Its backups."""
        return Backups(self.vault, ACTOR)

    @property
    def restoring(self) -> Restoring:
        """What brings them back."""
        return Restoring(self.vault, self.files, ACTOR)

    @property
    def moving(self) -> Moving:
        """What copies its database."""
        return Moving(self.database, side, self.files, ACTOR)


def people(url: str) -> list[str]:
    """Everybody's address."""
    engine = open_engine(url)
    with read(engine) as connection:
        found = list(connection.scalars(select(User.email).order_by(User.id)))
    engine.dispose()
    return found


def findings(url: str) -> tuple[object, ...]:
    """What is wrong with a database."""
    database = Database(url)
    found = database.check()
    database.close()
    return found


def change(url: str) -> None:
    """Let everybody have left."""
    with changing(url) as connection:
        connection.execute(update(User).values(email="gone@x.org"))


def upgrade(url: str) -> None:
    """Make an academy of nobody and nothing."""
    database = Database(url)
    database.upgrade()
    database.close()


@contextmanager
def changing(url: str) -> Iterator[Connection]:
    """A transaction on a database."""
    engine = open_engine(url)
    try:
        with write(engine) as connection:
            yield connection
    finally:
        engine.dispose()


def occupy(url: str) -> None:
    """Make an academy with Bo in it."""
    upgrade(url)
    with changing(url) as connection:
        connection.execute(insert(User).values(email="bo@x.org", name="Bo", created_at=AT))


def files(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(one.name for one in folder.iterdir())


def needed(safe: Safe) -> list[str]:
    """The files that an academy's courses refer to."""
    with read(safe.database.engine) as connection:
        return list(safe.vault.files.needed(connection))


def manifest(safe: Safe, name: str) -> Manifest:
    """What an archive says that it holds."""
    with (safe.folder / name).open("rb") as file:
        return proved(file, name, None)[1]
