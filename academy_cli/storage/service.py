"""Assets kept by the sha256 of their bytes: stored once, never changed, safe against crashes.

Knows which key an asset has in a store, and what is proved of it; refuses to know who refers to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from hashlib import sha256 as new_digest
from pathlib import Path
from typing import BinaryIO, NamedTuple

from academy_cli.storage.errors import AlreadyStoredError, MissingObjectError
from academy_cli.storage.keeping import Keeper, keeper_of
from academy_cli.storage.stores.folder import FolderStore
from academy_cli.storage.stores.sending import opened
from academy_cli.storage.stores.store import Progress, Store

ASSETS = "assets/"
AT_ONCE = 16
"""Questions that travel to a distant store at the same time."""
_KEY = re.compile(r"assets/([0-9a-f]{2})/(\1[0-9a-f]{62})")


class StoredFile(NamedTuple):
    """A stored asset: its digest, its size in bytes, and when it was last written or held, since 1970."""

    sha256: str
    size: int
    modified: float


def key_of(sha256: str) -> str:
    """The key of an asset: ``assets/<first two digits>/<sha256>``."""
    return f"{ASSETS}{sha256[:2]}/{sha256}"


@dataclass(frozen=True)
class AssetStore:
    """The assets in a store."""

    store: Store

    @cached_property
    def _keeper(self) -> Keeper:
        return keeper_of(self.store)

    def path(self, sha256: str) -> Path | None:
        """Where an asset is on this machine, or would be; None where it is kept elsewhere."""
        return self.store.path(key_of(sha256)) if isinstance(self.store, FolderStore) else None

    def has(self, sha256: str, size: int) -> bool:
        """Whether an asset is stored, as far as its size tells: a disk may have lost its end."""
        found = self.store.head(key_of(sha256))
        return found is not None and found.size == size

    def lacking(self, wanted: Iterable[tuple[str, int]]) -> frozenset[str]:
        """Which of some assets, by digest and size, are not stored; a distant store is asked many at once."""
        if isinstance(self.store, FolderStore):
            return frozenset(sha256 for sha256, size in wanted if not self.has(sha256, size))
        asked = [*wanted]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            there = [*pool.map(lambda one: self.has(*one), asked)]
        return frozenset(one[0] for one, is_there in zip(asked, there, strict=True) if not is_there)

    def hold(self, sha256: str, size: int) -> bool:
        """Say that somebody is about to refer to an asset; whether it is stored, and stays for a while.

        Until a day later nobody drops it for its age (``drop``).
        """
        return self._keeper.hold(key_of(sha256)) and self.has(sha256, size)

    def files(self) -> Iterator[StoredFile]:
        """Every stored asset, by digest; what has no digest for a name is nobody's business."""
        for one in self.store.list(ASSETS):
            if found := _KEY.fullmatch(one.key):
                yield StoredFile(found[2], one.size, one.modified.timestamp())

    def drop(self, sha256: str, before: float) -> bool:
        """Remove a stored asset that nobody refers to, unless it was held since ``before`` (s since 1970).

        Whether it is gone. Raises an AcademyError where that is not allowed.
        """
        return self._keeper.drop(key_of(sha256), before)

    def put(
        self, source: Path, sha256: str, size: int, *, progress: Progress | None = None
    ) -> None:
        """Store a file under its digest, unless it is there; afterwards it survives a power cut.

        It stays as if it were held. Raises ChangedAssetError when the file has another digest by now,
        UnreadableAssetError, or what a store raises. Whatever happens, no half file is stored.
        """
        key = key_of(sha256)
        self._keeper.announce(key)
        found = self.store.head(key)
        if found is not None and found.size == size:
            return
        if found is not None:
            self.store.delete(key)  # a disk lost a part of it
        try:
            self.store.put_new(key, source, sha256=sha256, progress=progress)
        except AlreadyStoredError:
            if not self.has(sha256, size):
                raise

    def stream(self, sha256: str) -> Iterator[bytes]:
        """Give an asset's bytes, in pieces. Raises MissingObjectError."""
        return self.store.stream(key_of(sha256))

    def copy_out(self, sha256: str, out: BinaryIO) -> bool:
        """Write an asset to an open file; whether its bytes are those of its digest."""
        return self._digest(sha256, out.write) == sha256

    def is_sound(self, sha256: str) -> bool:
        """Whether an asset's bytes are those of its digest; reads all of it. Raises MissingObjectError."""
        return self._digest(sha256, lambda _: None) == sha256

    def drop_damaged(self, sha256: str) -> bool:
        """Remove a stored asset whose bytes are not those of its digest, so that it can be stored again.

        It is read once more before. Whether there was such a one.
        """
        try:
            if self.is_sound(sha256):
                return False
        except MissingObjectError:
            return False
        self.store.delete(key_of(sha256))
        return True

    def _digest(self, sha256: str, each: Callable[[bytes], object]) -> str:
        found = new_digest()
        for piece in self.stream(sha256):
            found.update(piece)
            each(piece)
        return found.hexdigest()

    def signed(self, sha256: str, lifetime: timedelta) -> str | None:
        """An address that lets whoever has it read an asset for so long; None where there is none."""
        return self.store.signed(key_of(sha256), lifetime)


def digest_of(source: Path, progress: Progress | None = None) -> tuple[str, int]:
    """The sha256 and the size of a file. Raises UnreadableAssetError."""
    found, size = new_digest(), 0
    with opened(source, None) as sent:
        for piece in sent.pieces(progress):
            found.update(piece)
            size += len(piece)
    return found.hexdigest(), size
