"""The services that make backups and bring them back, and the courses' files that go with them.

Knows where backups are kept, as the settings say; refuses to do their work.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from academy_cli.app.foundation import Foundation

if TYPE_CHECKING:
    from academy_cli.backups.coursefiles import CourseFiles
    from academy_cli.backups.creating import Wish
    from academy_cli.backups.leftovers import Leftovers
    from academy_cli.backups.moving import Moving, Side
    from academy_cli.backups.partial.service import Parts
    from academy_cli.backups.restoring.places import Place
    from academy_cli.backups.restoring.service import Restoring
    from academy_cli.backups.service import Backups
    from academy_cli.backups.targets import Target
    from academy_cli.backups.vault import Vault


class BackupServices(Foundation):
    """What there is to do with backups."""

    def backups(self, to: str = "") -> Backups:
        """Make, list, show and prove them; ``to`` is another place than the settings'."""
        from academy_cli.backups.service import Backups

        return Backups(self._vault(to), self.actor)

    def leftovers(self, to: str = "") -> Leftovers:
        """Remove what was never finished."""
        from academy_cli.backups.leftovers import Leftovers

        return Leftovers(self._vault(to), self.actor)

    def restoring(self, to: str = "") -> Restoring:
        """Bring them back."""
        from academy_cli.backups.restoring.service import Restoring

        return Restoring(
            self._vault(to),
            self._files,
            self.actor,
            bring_key=self._bring_key,
            is_other_key=self._is_other_key,
            require_keys_place=self._require_keys_place,
        )

    def _require_keys_place(self) -> None:
        from academy_cli.certificates.keys.folder import require_closed

        require_closed(self.settings.certificates.keys)

    def _bring_key(self, name: str, content: bytes) -> bool:
        from academy_cli.certificates.keys.folder import brought_back

        return brought_back(self.settings.certificates.keys, name, content)

    def _is_other_key(self, name: str, content: bytes) -> bool | None:
        from academy_cli.certificates.keys.folder import is_other

        return is_other(self.settings.certificates.keys, name, content)

    def backup_parts(self, to: str = "") -> Parts:
        """Take a course or a person out of one."""
        from academy_cli.backups.partial.service import Parts

        target = self._target(to)
        return Parts(self.database, target, self.assets, self.actor, limits=self.limits)

    def moving(self) -> Moving:
        """Copy all of it to another database."""
        from academy_cli.backups.moving import Moving

        return Moving(self.database, lambda url: side(url, self.notice), self._files, self.actor)

    def backup_wish(self, *, with_keys: bool = False) -> Wish:
        """How the settings want backups to be made; private keys of certificates are in none unasked.

        Raises what ``keys.folder.files`` does.
        """
        from academy_cli.backups.archive.signing import signer
        from academy_cli.backups.creating import Wish
        from academy_cli.certificates.keys.folder import files
        from academy_cli.config.backup import recipients

        said = self.settings.backup
        key = signer(Path(said.sign_with)) if said.sign_with else None
        wish = Wish(tuple(recipients(said.recipients)), said.level, signer=key)
        return wish._replace(keys=files(self.settings.certificates.keys)) if with_keys else wish

    def _vault(self, to: str) -> Vault:
        from academy_cli.backups.vault import Vault

        return Vault(self.database, self._place, self._target(to), self._files)

    def _target(self, to: str) -> Target:
        from academy_cli.backups import spool
        from academy_cli.backups.targets import FolderTarget

        spool.tidy()  # a command that was killed left people's data there
        address = to or self.settings.backup.to
        if "://" in address:
            return self._bucket(address)
        return FolderTarget(Path(address).absolute())

    @cached_property
    def _bucket(self) -> Callable[[str], Target]:
        """A bucket by its address: opened once, for it remembers what it read."""
        from academy_cli.backups.storetarget import StoreTarget

        return cache(lambda address: StoreTarget(self.store_at(address), self.stages))

    @property
    def _files(self) -> CourseFiles:
        from academy_cli.authoring.history.garbage import known_sizes, needed_files
        from academy_cli.backups.coursefiles import CourseFiles

        return CourseFiles(self.assets, needed_files, known_sizes)

    @property
    def _place(self) -> Place:
        return place(self.settings.database.url, self.notice)


def _unheard(_sentence: str) -> None:
    """What nobody listens to."""


def side(url: str, notice: Callable[[str], None] = _unheard) -> Side:
    """A database that an academy is copied to, and its place."""
    from academy_cli.backups.moving import Side
    from academy_cli.db.service import Database

    return Side(Database(url), place(url, notice))


def place(url: str, notice: Callable[[str], None] = _unheard) -> Place:
    """Where a database is, or would be."""
    from academy_cli.db.address import parse, sqlite_file

    address = parse(url)
    file = sqlite_file(address)
    if file is not None:
        from academy_cli.backups.restoring.sqliteplace import SqlitePlace

        return SqlitePlace(file, notice)
    from academy_cli.backups.restoring.postgresqlplace import PostgresqlPlace

    return PostgresqlPlace(address, "academy")
