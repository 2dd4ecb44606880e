"""What services of an academy stand on: settings, database, assets, templates, and who acts.

Knows how they are opened; refuses to know any service.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from academy_cli.backups.progress import Stages, unseen
from academy_cli.kit.saying import say, say_joined

if TYPE_CHECKING:
    from academy_cli.access.actor import Actor
    from academy_cli.authoring.tree import Limits
    from academy_cli.certificates.paper.library import Library
    from academy_cli.config.settings import Settings
    from academy_cli.db.service import Database
    from academy_cli.storage.service import AssetStore
    from academy_cli.storage.stores.store import Store


class Acting(NamedTuple):
    """Who acts: an operator by their name on this machine, or a user by e-mail; and from where."""

    operator: str
    email: str | None = None
    source: Mapping[str, str] = {}


@dataclass(frozen=True)
class Foundation:
    """One academy: what its settings say, and who acts."""

    settings: Settings
    notice: Callable[[str], None]
    acting: Acting
    stages: Stages = unseen
    """Whom long work tells how far it has come."""

    @cached_property
    def database(self) -> Database:
        """The database; ``notice`` is told when it had to be created."""
        from academy_cli.db.service import Database

        wait_s = self.settings.sync.lock_wait_s
        url = self.settings.database.url
        return Database(url, notice=self._created, lock_wait_s=wait_s, muted=self.settings.muted)

    def _created(self, sentence: str) -> None:
        """Say that a database was created; where backups are, it may be in the place of a lost one."""
        from academy_cli.backups.catalogue import are_in

        where = self.settings.backup.to
        if are_in(where):
            lost = say(
                "There are backups in {}: if it was lost, academy backup restore latest", where
            )
            sentence = say_joined(" ", (say("warning:"), sentence, lost))
        self.notice(sentence)

    @cached_property
    def actor(self) -> Actor:
        """Who acts. Raises what ``access.service.actor_of`` raises for a user."""
        if self.acting.email is None:
            from academy_cli.access.actor import operator

            return operator(self.acting.operator, self.acting.source)
        from academy_cli.access.errors import UnknownUserError
        from academy_cli.access.service import actor_of
        from academy_cli.db.transaction import read

        engine = self.database.existing()
        if engine is None:
            raise UnknownUserError(self.acting.email)
        with read(engine) as connection:
            return actor_of(connection, self.acting.email, self.acting.source)

    @cached_property
    def assets(self) -> AssetStore:
        """The stored assets: in a folder, unless a bucket is set."""
        from academy_cli.storage.service import AssetStore

        said = self.settings.storage
        return AssetStore(self.store_at(said.url or str(said.folder)))

    def store_at(self, address: str) -> Store:
        """The store at an address; a bucket like the one that is set is opened as that one is.

        Without one, what is set for buckets is for any. Raises BadStoreAddressError.
        """
        from academy_cli.storage.stores.opening import open_store

        said = self.settings.storage
        is_alike = not said.url or address.partition("://")[0] == said.url.partition("://")[0]
        return open_store(address, said.options if is_alike else {})

    @cached_property
    def library(self) -> Library:
        """The templates that pages are drawn by."""
        from academy_cli.certificates.paper.library import Library
        from academy_cli.config.certificates import signatories

        said = self.settings.certificates
        return Library(said.templates, said.template, signatories(said.signatories))

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
