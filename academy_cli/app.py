"""The composition root: settings in, services out; the only place that names concrete parts.

Knows what the services are made of; refuses to do their work. Each service is built, and its libraries
imported, when a command asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from academy_cli.authoring.compile import Compilation
    from academy_cli.authoring.discovery import Discovery
    from academy_cli.authoring.service import Courses
    from academy_cli.authoring.tree import Limits
    from academy_cli.config import Settings
    from academy_cli.db.service import Database


@dataclass(frozen=True)
class Academy:
    """One academy: what its settings say, and the services that work on it."""

    settings: Settings
    notice: Callable[[str], None]

    @cached_property
    def database(self) -> Database:
        """The database; ``notice`` is told when it had to be created."""
        from academy_cli.db.service import Database

        return Database(
            self.settings.database.url,
            notice=self.notice,
            lock_wait_s=self.settings.sync.lock_wait_s,
        )

    @cached_property
    def courses(self) -> Courses:
        """Plan, apply, publish and show courses."""
        from academy_cli.authoring.service import Courses
        from academy_cli.storage.service import AssetStore

        assets = AssetStore(self.settings.storage.folder)
        return Courses(
            self.database, assets, limits=self.limits, lock_wait_s=self.settings.sync.lock_wait_s
        )

    @property
    def limits(self) -> Limits:
        """How large a course may be."""
        from academy_cli.authoring.tree import Limits

        said = self.settings.limits
        return Limits(
            said.text_file_kb * 1024,
            said.asset_mb * 1024**2,
            said.files,
            said.depth,
            said.yaml_depth,
            said.yaml_aliases,
        )

    def check(
        self, folder: Path, *, strict: bool = False, progress: Callable[[int], None] | None = None
    ) -> Compilation:
        """Read and check a course folder without any database."""
        from academy_cli.authoring.compile import compile_course

        return compile_course(folder, limits=self.limits, strict=strict, progress=progress)

    @staticmethod
    def courses_below(paths: Sequence[Path]) -> Discovery:
        """Every course folder at or below some paths, each with an id of its own, and what was left out.

        Raises NoFolderError, NoCourseError, FoldersUnreadableError and SameIdError.
        """
        from academy_cli.authoring.discovery import discover

        return discover(paths)


def open_academy(settings: Settings, notice: Callable[[str], None] = lambda _: None) -> Academy:
    """The academy that some settings describe; nothing is opened yet."""
    return Academy(settings, notice)
