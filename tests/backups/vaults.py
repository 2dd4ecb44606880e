"""Vaults to test with: an academy, where its backups are, and what brings them back.

Knows how the services are put together; refuses to know what is tested.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from academy_cli.access.actor import operator
from academy_cli.app.backups import place
from academy_cli.authoring.history.garbage import needed_files
from academy_cli.backups.coursefiles import CourseFiles
from academy_cli.backups.restoring.places import Place
from academy_cli.backups.restoring.service import Restoring
from academy_cli.backups.service import Backups, Vault
from academy_cli.backups.targets import FolderTarget
from academy_cli.db.service import Database
from academy_cli.storage.service import AssetStore
from academy_cli.storage.stores.folder import FolderStore

ACTOR = operator("test")


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

    @cached_property
    def vault(self) -> Vault:
        """All of it."""
        files = CourseFiles(AssetStore(FolderStore(self.storage)), needed_files)
        return Vault(self.database, self.place, FolderTarget(self.folder), files)

    @property
    def backups(self) -> Backups:
        """Its backups."""
        return Backups(self.vault, ACTOR)

    @property
    def restoring(self) -> Restoring:
        """What brings them back."""
        files = CourseFiles(AssetStore(FolderStore(self.storage)), needed_files)
        return Restoring(self.vault, files, ACTOR)
