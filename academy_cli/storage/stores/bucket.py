"""A bucket of S3, GCS or Azure, or memory, as a store, through obstore.

Knows how each kind gets a new object whole and never replaces one; refuses to know how an address is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

from academy_cli.errors import AcademyError
from academy_cli.storage.errors import AlreadyStoredError, MissingObjectError
from academy_cli.storage.stores import sending
from academy_cli.storage.stores.faults import translating
from academy_cli.storage.stores.keys import require_key
from academy_cli.storage.stores.store import PIECE_BYTES, Progress, StoredObject

if TYPE_CHECKING:
    from obstore.store import ObjectStore

WHOLE_BYTES = 8 << 20
"""A file up to this size is sent in one request."""
STAGED = "staged"
"""Where a large object waits for its key, in stores that cannot refuse one at the end of many requests."""
LONGEST = timedelta(days=7)
"""Signed addresses of S3 and GCS last no longer."""


class Multipart(Protocol):
    """Sending a large file in parts that are there when it is tried again."""

    def send(self, key: str, source: Path, sha256: str | None, progress: Progress | None) -> None:
        """Store a file under a key that is free."""
        ...

    def forget(self, before: float, key: str = "") -> int:
        """Give up what was begun before a moment (s since 1970) and not ended, of a key or all; how many."""
        ...


class BucketStore:
    """A store behind obstore; with ``multipart`` large files go on where they were interrupted."""

    def __init__(self, objects: ObjectStore, url: str, multipart: Multipart | None = None) -> None:
        self._objects, self._url, self.multipart = objects, url, multipart

    @property
    def url(self) -> str:
        """Its address without secrets."""
        return self._url

    def put_new(
        self,
        key: str,
        source: Path,
        *,
        sha256: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Store a file under a key that is free."""
        require_key(key)
        with sending.opened(source, sha256) as sent:
            start = sent.read(WHOLE_BYTES + 1)
            if len(start) <= WHOLE_BYTES:
                sent.require_unchanged()
                self._create(key, start)
                if progress is not None:
                    progress(len(start))
                return
            if self.multipart is None:
                self._stage(key, sent, start, progress)
                return
        if self.head(key) is not None:
            raise AlreadyStoredError(self.url, key)
        self.multipart.send(key, source, sha256, progress)

    def _create(self, key: str, content: bytes) -> None:
        import obstore

        with translating(self.url, key):
            obstore.put(self._objects, key, content, mode="create", use_multipart=False)

    def _stage(
        self, key: str, sent: sending.Sending, start: bytes, progress: Progress | None
    ) -> None:
        """Send a large file under another key, then have it copied to its own, which never replaces one."""
        import obstore

        if self.head(key) is not None:
            raise AlreadyStoredError(self.url, key)
        staged = f"{STAGED}/{uuid4().hex}"
        try:
            with translating(self.url, key):
                with obstore.open_writer(self._objects, staged, buffer_size=WHOLE_BYTES) as out:
                    out.write(start)
                    for piece in sent.pieces(progress):
                        out.write(piece)
                    sent.require_unchanged()
                obstore.copy(self._objects, staged, key, overwrite=False)
        finally:
            with suppress(
                AcademyError
            ):  # what went wrong before is what counts; forget() finds it later
                self.delete(staged)

    def put(self, key: str, content: bytes) -> None:
        """Store some bytes in place of whatever has the key."""
        import obstore

        require_key(key)
        with translating(self.url, key):
            obstore.put(self._objects, key, content, use_multipart=False)

    def stream(self, key: str) -> Iterator[bytes]:
        """Give what is stored, in pieces."""
        import obstore

        require_key(key)
        with translating(self.url, key):
            for piece in obstore.get(self._objects, key).stream(min_chunk_size=PIECE_BYTES):
                yield bytes(piece)

    def head(self, key: str) -> StoredObject | None:
        """What is known of a key."""
        import obstore

        require_key(key)
        try:
            with translating(self.url, key):
                return _described(obstore.head(self._objects, key))
        except MissingObjectError:
            return None

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """Everything below a prefix; obstore's prefixes are folders, so the rest of it is looked for here."""
        for one in self._all(prefix.rpartition("/")[0]):
            if one.key.startswith(prefix) and not one.key.startswith(f"{STAGED}/"):
                yield one

    def _all(self, folder: str) -> Iterator[StoredObject]:
        import obstore

        with translating(self.url, folder):
            for some in obstore.list(self._objects, f"{folder}/" if folder else None):
                yield from map(_described, some)

    def delete(self, key: str) -> None:
        """Take something away."""
        import obstore

        require_key(key)
        try:
            with translating(self.url, key):
                obstore.delete(self._objects, key)
        except MissingObjectError:
            return

    def signed(self, key: str, lifetime: timedelta) -> str | None:
        """An address that lets whoever has it read this for so long, a week at the most."""
        import obstore
        from obstore.store import AzureStore, GCSStore, S3Store

        require_key(key)
        if not isinstance(self._objects, (S3Store, GCSStore, AzureStore)):
            return None
        with translating(self.url, key):
            return obstore.sign(self._objects, "GET", key, min(lifetime, LONGEST))

    def forget(self, before: float, key: str = "") -> int:
        """Clear away what was begun before a moment and never got its key; what is staged is anybody's."""
        staged = self._all(STAGED) if not key else ()
        old = [one for one in staged if one.modified.timestamp() < before]
        for one in old:
            self.delete(one.key)
        return len(old) + (self.multipart.forget(before, key) if self.multipart else 0)


def _described(found: Any) -> StoredObject:
    tag = found["e_tag"] or ""
    return StoredObject(found["path"], found["size"], found["last_modified"], tag)
