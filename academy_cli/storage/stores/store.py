"""What a place that keeps bytes by key can do, wherever it is.

Knows the promises that every such place keeps; refuses to know what the bytes mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple, Protocol

PIECE_BYTES = 1 << 20
"""How much is read at once."""

Progress = Callable[[int], None]
"""Is told how many bytes are there so far."""


class StoredObject(NamedTuple):
    """What is stored under a key: its size in bytes, and when it was written, by the store's own clock."""

    key: str
    size: int
    modified: datetime
    tag: str = ""
    """Another one where its bytes are others; empty where a store says none."""


class Store(Protocol):
    """A place that keeps bytes by key. A key is names parted by slashes (``keys``).

    Every method raises StoreUnavailableError, StoreDeniedError, NoBucketError or BadKeyError where it has to,
    after a bounded number of tries. What is listed is whole: a writer that was killed leaves nothing.
    """

    def put_new(
        self,
        key: str,
        source: Path,
        *,
        sha256: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Store a file of any size under a free key, in one moment; afterwards it survives a power cut.

        With ``sha256`` the bytes that were sent are proved to have that digest before they get the key.
        Raises AlreadyStoredError (also of two at once, for all but one), ChangedAssetError and
        UnreadableAssetError. Where an answer was lost, AlreadyStoredError may speak of this very file.
        """
        ...

    def put(self, key: str, content: bytes) -> None:
        """Store some bytes, in one moment, in place of whatever has the key."""
        ...

    def stream(self, key: str) -> Iterator[bytes]:
        """Give what is stored, in pieces; raises MissingObjectError, maybe before the first piece only."""
        ...

    def head(self, key: str) -> StoredObject | None:
        """What is known of a key without reading it; None where nothing has it."""
        ...

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """Everything whose key begins with ``prefix``, in the order of keys."""
        ...

    def delete(self, key: str) -> None:
        """Take something away; also where it is not there."""
        ...

    def signed(self, key: str, lifetime: timedelta) -> str | None:
        """An address that lets whoever has it read this for so long; None where a store has no such thing."""
        ...

    def forget(self, before: float, key: str = "") -> int:
        """Clear away what was begun before a moment (s since 1970) and never got its key; how much.

        With ``key`` at least what was begun for that one, by whoever; the caller knows that nobody goes on.
        """
        ...

    @property
    def url(self) -> str:
        """Where this is, for people: without secrets."""
        ...
