"""How nobody drops what somebody else is about to refer to, however either of them ends.

Knows locks and times of files in a folder, and marks in every other store (docs/decisions/0022); refuses to
know what is kept.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import uuid4

from academy_cli.kit import flock
from academy_cli.storage.errors import refusal
from academy_cli.storage.stores.folder import FolderStore
from academy_cli.storage.stores.store import Store

HELD, DROPPING = "held/", "dropping/"
PATIENCE_S = 120.0
"""Whoever has been dropping one thing for so long is dead."""
HASTE_S = 15.0
"""Whoever drops something gives up where looking took longer; the request that deletes it is tried for some
95 seconds at the most, so it has ended when others lose their patience."""
PAUSE_S = 0.2


class Keeper(Protocol):
    """Keeps what is held from being dropped."""

    def hold(self, key: str) -> bool:
        """Let nobody drop something for its age for a while; whether there may be something."""
        ...

    def announce(self, key: str) -> None:
        """Say that something is about to be stored or is there: while somebody drops it, this waits."""
        ...

    def drop(self, key: str, before: float) -> bool:
        """Delete something, unless it was stored or held since ``before`` (s since 1970); whether it went."""
        ...


def keeper_of(store: Store) -> Keeper:
    """How a store's contents are kept."""
    return FolderKeeper(store) if isinstance(store, FolderStore) else MarkKeeper(store)


class FolderKeeper:
    """In a folder, a file is held by its time, which is looked at and changed under a lock on the file."""

    def __init__(self, store: FolderStore) -> None:
        self._store = store

    def hold(self, key: str) -> bool:
        """Make a file young again, unless it is being removed at this moment."""
        path = self._store.path(key)
        try:
            with path.open("rb") as file:
                with suppress(OSError):
                    flock.take(file.fileno(), wait=True)  # while somebody drops it, this waits
                if not os.fstat(file.fileno()).st_nlink:
                    return False
                with suppress(OSError):  # another user's file, which nobody else may touch
                    os.utime(path)
        except OSError:
            return False
        return True

    def announce(self, key: str) -> None:
        """A file is young when it is stored; nothing has to be said before."""

    def drop(self, key: str, before: float) -> bool:
        """Remove a file that is old, under a lock."""
        path = self._store.path(key)
        try:
            with path.open("rb") as file:
                with suppress(OSError):
                    flock.take(file.fileno(), wait=True)
                is_old = os.fstat(file.fileno()).st_mtime < before
                if is_old:
                    path.unlink(missing_ok=True)
                return is_old
        except FileNotFoundError:
            return True
        except OSError as error:
            raise refusal(error, self._store.folder) from error


class MarkKeeper:
    """In any other store by marks: each side writes its own, then looks for the other's.

    Whatever the order, one of them sees the other's, for a store answers with what was written before. Each
    mark has a name of its own, so nobody removes another's; and all times are the store's.
    """

    def __init__(
        self,
        store: Store,
        *,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._sleep, self._monotonic = store, sleep, monotonic

    def hold(self, key: str) -> bool:
        """Mark something as held, then wait until nobody is dropping it."""
        self.announce(key)
        return self._store.head(key) is not None

    def announce(self, key: str) -> None:
        """Mark something as held, then wait until nobody is dropping it."""
        self._mark(f"{HELD}{key}/")
        seen: dict[str, float] = {}
        while marks := [one.key for one in self._store.list(f"{DROPPING}{key}/")]:
            now = self._monotonic()
            seen = {one: seen.get(one, now) for one in marks}
            for one in (one for one, since in seen.items() if now - since > PATIENCE_S):
                self._store.delete(one)
            self._sleep(PAUSE_S)

    def drop(self, key: str, before: float) -> bool:
        """Mark something as being dropped, then delete it if it is old and nobody holds it."""
        age = timedelta(seconds=time.time() - before)
        started = self._monotonic()
        mark = self._mark(f"{DROPPING}{key}/")
        try:
            now = self._store.head(mark)
            if now is None:
                return False  # somebody took this for dead
            old = self._marks_before(key, now.modified - age)
            found = self._store.head(key)
            is_young = found is not None and found.modified >= now.modified - age
            if old is None or is_young or self._monotonic() - started > HASTE_S:
                return False
            self._store.delete(key)
            for one in old:
                self._store.delete(one)
            return True
        finally:
            self._store.delete(mark)

    def _marks_before(self, key: str, moment: datetime) -> list[str] | None:
        """The marks of those who held something; None where one is not that old."""
        held = list(self._store.list(f"{HELD}{key}/"))
        is_held = any(one.modified >= moment for one in held)
        return None if is_held else [one.key for one in held]

    def _mark(self, prefix: str) -> str:
        key = f"{prefix}{uuid4().hex}"
        self._store.put(key, b"")
        return key


def forget_marks(store: Store, before: float) -> int:
    """Remove marks of holding that are older than ``before`` (s since 1970); how many there were.

    They keep nothing any more, and each has a name of its own, so no younger one is removed.
    """
    moment = datetime.fromtimestamp(before, UTC)
    old = [one.key for one in store.list(HELD) if one.modified < moment]
    for key in old:
        store.delete(key)
    return len(old)
