"""Academies whose backups are in a bucket, and what is left here and there.

Knows how the services are put together for one; refuses to know what goes wrong.
"""

from __future__ import annotations

import random
import tempfile
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import insert

from academy_cli.backups.restoring.service import Restoring
from academy_cli.backups.service import Backups
from academy_cli.backups.storetarget import StoreTarget
from academy_cli.backups.vault import Vault
from academy_cli.db.transaction import write
from academy_cli.models import Blob
from academy_cli.storage.stores.bucket import BucketStore
from academy_cli.storage.stores.opening import open_store
from tests import s3
from tests.backups.vaults import ACTOR, Safe
from tests.storage.stores.test_faults import begun

LARGE_TEXTS = 13
"""So many texts of a million random letters make an archive of more than one part."""


@dataclass(frozen=True)
class Remote:
    """An academy whose backups are in a store."""

    safe: Safe
    store: BucketStore

    @property
    def vault(self) -> Vault:
        """All of it."""
        return Vault(
            self.safe.database, self.safe.place, StoreTarget(self.store), self.safe.vault.files
        )

    @property
    def backups(self) -> Backups:
        """What makes them."""
        return Backups(self.vault, ACTOR)

    @property
    def restoring(self) -> Restoring:
        """What brings them back."""
        return Restoring(self.vault, self.safe.files, ACTOR)

    @property
    def keys(self) -> list[str]:
        """What is in the store."""
        return [one.key for one in self.store.list()]

    def grow(self) -> None:
        """Let there be so much that an archive does not fit into one part."""
        letters = random.Random(1)
        texts = [b64encode(letters.randbytes(750_000)).decode() for _ in range(LARGE_TEXTS)]
        rows = [
            {"sha256": sha256(text.encode()).hexdigest(), "size": len(text), "text": text}
            for text in texts
        ]
        with write(self.safe.database.engine) as connection:
            connection.execute(insert(Blob), rows)

    def require_nothing_left(self) -> None:
        """Insist that there is nothing of a backup, there and here."""
        assert (self.backups.list(), self.backups.orphans(), self.keys) == ([], [], [])
        assert self.store.multipart is None or begun(self.store) == []
        assert spooled() == []


def spooled() -> list[Path]:
    """What is in the temporary folder of backups."""
    return [*Path(tempfile.gettempdir()).glob("academy-backups-*/*")]


def opened(safe: Safe, s3_server: s3.S3, endpoint: str | None = None) -> Remote:
    store = open_store(f"s3://{s3_server.bucket()}/backups", s3_server.options(endpoint))
    assert isinstance(store, BucketStore)
    return Remote(safe, store)
