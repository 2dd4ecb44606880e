"""The files that courses refer to, out of storage into a backup and back.

Knows how a file is stored while it goes by; is told which are needed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256 as new_digest
from pathlib import Path

from sqlalchemy import Connection

from academy_cli.backups import spool
from academy_cli.storage.errors import refusal
from academy_cli.storage.service import AssetStore, key_of


@dataclass(frozen=True)
class CourseFiles:
    """Files in storage; ``needed_by`` says which ones rows refer to, ``sizes_by`` how large."""

    assets: AssetStore
    needed_by: Callable[[Connection], Collection[str]]
    sizes_by: Callable[[Connection], Mapping[str, int]] = lambda _: {}

    def needed(self, connection: Connection) -> Sequence[str]:
        """Those that any revision of any course refers to, sorted."""
        return sorted(self.needed_by(connection))

    def known_sizes(self, connection: Connection) -> Mapping[str, int]:
        """How many bytes they have, as far as rows say: storage is not asked."""
        return self.sizes_by(connection)

    def size(self, sha256: str) -> int | None:
        """How many bytes one has; None where it is not there."""
        found = self.assets.store.head(key_of(sha256))
        return None if found is None else found.size

    def is_sound(self, sha256: str) -> bool:
        """Whether one is what its digest says; reads all of it."""
        return self.assets.is_sound(sha256)

    def content(self, sha256: str) -> Iterator[bytes]:
        """One, piece by piece."""
        yield from self.assets.stream(sha256)

    def keep(self, sha256: str, content: Iterator[bytes]) -> Iterator[bytes]:
        """Store a file while it goes by, unless it is there.

        Nothing stays of one that is not what its digest says, which its reader refuses. Raises what storage
        does, also where the folder for temporary files takes no more.
        """
        try:
            with spool.working() as folder:
                path, size, digest = folder / "file", 0, new_digest()
                path.touch(mode=0o600)
                with path.open("wb") as file:
                    for some in content:
                        file.write(some)
                        digest.update(some)
                        size += len(some)
                        yield some
                if digest.hexdigest() == sha256 and not self._is_there(sha256, size):
                    self.assets.put(path, sha256, size)
        except OSError as error:
            raise refusal(error, Path(tempfile.gettempdir())) from error

    def _is_there(self, sha256: str, size: int) -> bool:
        """Whether a file is stored as it should be; one that is not makes room, if seeing that is cheap."""
        if not self.assets.has(sha256, size):
            return False
        if self.assets.path(sha256) is None or self.assets.is_sound(sha256):
            return True
        self.assets.store.delete(key_of(sha256))
        return False
