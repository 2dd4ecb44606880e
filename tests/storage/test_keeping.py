"""Nobody drops what somebody is about to refer to, in any store, however either of them ends."""

from __future__ import annotations

import itertools
import random
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from academy_cli.storage import keeping
from academy_cli.storage.keeping import DROPPING, HELD, MarkKeeper, forget_marks
from academy_cli.storage.service import AssetStore, key_of
from academy_cli.storage.stores.folder import FolderStore
from academy_cli.storage.stores.opening import open_store
from academy_cli.storage.stores.store import Store, StoredObject
from tests import child, s3

CONTENT = b"an image"
DIGEST, SIZE = sha256(CONTENT).hexdigest(), len(CONTENT)
KEY = key_of(DIGEST)
AGE = timedelta(days=3)
DYING = """
import os, signal, sys
from academy_cli.storage.keeping import MarkKeeper
from academy_cli.storage.stores.bucket import BucketStore
from academy_cli.storage.stores.opening import open_store
store = open_store(sys.argv[1], {"access_key": "k", "secret_key": "s", "endpoint": sys.argv[2]})
def dying(*_):
    os.kill(os.getpid(), signal.SIGKILL)
print("ready", flush=True)
if sys.argv[3] == "drop":
    BucketStore.head = dying
    MarkKeeper(store).drop(sys.argv[4], 1 << 40)
else:
    BucketStore.list = dying
    MarkKeeper(store).hold(sys.argv[4])
"""


class Aged:
    """A store in which what was there before some moment is days old: nobody can wait for that."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.old = {one.key for one in store.list()}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def head(self, key: str) -> StoredObject | None:
        return self._aged(self._store.head(key))

    def list(self, prefix: str = "") -> Any:
        return map(self._aged, self._store.list(prefix))

    def _aged(self, one: StoredObject | None) -> StoredObject | None:
        is_old = one is not None and one.key in self.old
        return one._replace(modified=one.modified - AGE) if one and is_old else one


@pytest.fixture
def stored(store: Store, tmp_path: Path) -> Store:
    """A store with an asset."""
    source = tmp_path / "image.png"
    source.write_bytes(CONTENT)
    AssetStore(store).put(source, DIGEST, SIZE)
    return store


def yesterday() -> float:
    return time.time() - 24 * 60 * 60


def keys(store: Store) -> list[str]:
    return [one.key for one in store.list()]


def keeper(store: Any) -> MarkKeeper:
    return MarkKeeper(store, sleep=lambda _: None)


def test_a_young_asset_stays_and_an_old_one_goes(stored: Store) -> None:
    assert not keeper(stored).drop(KEY, yesterday())
    assert stored.head(KEY)

    assert keeper(Aged(stored)).drop(KEY, yesterday())

    assert keys(stored) == []


def test_an_old_asset_that_was_held_stays(stored: Store) -> None:
    aged = Aged(stored)
    assert keeper(aged).hold(KEY)

    assert not keeper(aged).drop(KEY, yesterday())

    assert stored.head(KEY)
    assert not [key for key in keys(stored) if key.startswith(DROPPING)]


def test_what_was_held_days_ago_is_held_no_more(stored: Store) -> None:
    keeper(stored).hold(KEY)

    assert keeper(Aged(stored)).drop(KEY, yesterday())


def test_what_is_not_there_is_not_held(store: Store) -> None:
    assert not keeper(store).hold(KEY)


class Turns:
    """A store that lets two go on in an order that was chosen beforehand, one request each time.

    ``order`` says whose turn it is; whoever has none left goes on freely.
    """

    def __init__(
        self, store: Any, name: str, order: list[str], waits: Callable[[str], None]
    ) -> None:
        self._store, self._name, self._order, self._waits = store, name, order, waits

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)

        def in_turn(*words: Any) -> Any:
            self._waits(self._name)
            result = found(*words)
            result = [*result] if name == "list" else result
            if self._order and self._order[0] == self._name:
                self._order.pop(0)
            return result

        return in_turn


def raced(store: Any, order: list[str], kind: type[MarkKeeper]) -> tuple[bool, bool]:
    """Hold and drop at once, in a given order of requests; whether it is held, and whether it is gone."""
    left, ended = [*order], set[str]()

    def waits(name: str) -> None:
        while left and left[0] != name:
            if left[0] in ended:
                left.pop(0)
            time.sleep(0)

    def run(name: str, act: Callable[[MarkKeeper], bool]) -> bool:
        try:
            turns: Any = Turns(store, name, left, waits)
            return act(kind(turns, sleep=lambda _: None))
        finally:
            ended.add(name)

    with ThreadPoolExecutor(2) as pool:
        holding = pool.submit(run, "hold", lambda one: one.hold(KEY))
        dropping = pool.submit(run, "drop", lambda one: one.drop(KEY, yesterday()))
        return holding.result(30), dropping.result(30)


def orders(count: int) -> list[list[str]]:
    """Orders in which two may take turns for their first eight requests."""
    every = [list(order) for order in itertools.product(("hold", "drop"), repeat=8)]
    return random.Random(1).sample(every, count)


def raced_in_memory(order: list[str], kind: type[MarkKeeper], tmp_path: Path) -> tuple[bool, bool]:
    store = open_store("memory://")
    source = tmp_path / "image.png"
    source.write_bytes(CONTENT)
    store.put_new(KEY, source)
    held, _ = raced(Aged(store), order, kind)
    return held, store.head(KEY) is not None


def test_whoever_holds_is_right_whatever_the_order(tmp_path: Path) -> None:
    for order in orders(256):
        held, is_there = raced_in_memory(order, MarkKeeper, tmp_path)
        assert held is is_there, order


def test_looking_before_marking_would_be_caught(tmp_path: Path) -> None:
    """The control: who drops looks for holders first, and marks afterwards."""

    class Hasty(MarkKeeper):
        def drop(self, key: str, before: float) -> bool:
            if self._marks_before(key, self._store.head(key).modified) is None:  # type: ignore[union-attr] # it was stored above
                return False
            self._mark(f"{DROPPING}{key}/")
            self._store.delete(key)
            for one in [*self._store.list(DROPPING)]:
                self._store.delete(one.key)
            return True

    wrong = [
        order for order in orders(256) if raced_in_memory(order, Hasty, tmp_path) == (True, False)
    ]

    assert wrong


def test_one_that_was_killed_while_dropping_keeps_others_waiting_and_no_longer(
    s3_server: s3.S3, tmp_path: Path
) -> None:
    bucket = f"s3://{s3_server.bucket()}"
    store = open_store(bucket, s3_server.options())
    store.put(KEY, CONTENT)
    with child.running(DYING, bucket, str(s3_server), "drop", KEY) as killed:
        assert killed.wait(30) == -signal.SIGKILL
    assert [one.key for one in store.list(DROPPING)]
    waited: list[float] = []
    clock = MarkKeeper(store, sleep=waited.append, monotonic=lambda: 10.0 * len(waited))

    assert clock.hold(KEY)

    assert 10.0 * len(waited) > keeping.PATIENCE_S
    assert not [*store.list(DROPPING)]


def test_one_that_was_killed_while_holding_keeps_it_for_a_day(s3_server: s3.S3) -> None:
    bucket = f"s3://{s3_server.bucket()}"
    store = open_store(bucket, s3_server.options())
    store.put(KEY, CONTENT)
    aged = Aged(store)
    with child.running(DYING, bucket, str(s3_server), "hold", KEY) as killed:
        assert killed.wait(30) == -signal.SIGKILL

    assert not keeper(aged).drop(KEY, yesterday())

    assert keeper(Aged(store)).drop(KEY, yesterday())


def test_who_looks_too_long_drops_nothing(stored: Store) -> None:
    times = itertools.count(0.0, keeping.HASTE_S + 1)
    slow = MarkKeeper(Aged(stored), monotonic=lambda: next(times))  # type: ignore[arg-type] # what the keeper asks of a store, and no more

    assert not slow.drop(KEY, yesterday())

    assert stored.head(KEY)


def test_a_store_whose_clock_is_wrong_is_believed(stored: Store) -> None:
    """Its times are compared with its own: a day is a day there, too."""

    class Wrong(Aged):
        def _aged(self, one: StoredObject | None) -> StoredObject | None:
            return one and one._replace(modified=one.modified - 20 * AGE)

    wrong: Any = Wrong(stored)

    assert not keeper(wrong).drop(KEY, yesterday())


def test_old_marks_are_forgotten_and_young_ones_stay(stored: Store) -> None:
    keeper(stored).hold(KEY)
    marks = [key for key in keys(stored) if key.startswith(HELD)]

    assert forget_marks(stored, yesterday()) == 0
    assert forget_marks(stored, time.time() + 60) == len(marks) > 0
    assert stored.head(KEY)


def test_a_folder_needs_no_marks(tmp_path: Path) -> None:
    source = tmp_path / "image.png"
    source.write_bytes(CONTENT)
    assets = AssetStore(FolderStore(tmp_path / "stored"))
    assets.put(source, DIGEST, SIZE)

    assert assets.hold(DIGEST, SIZE)

    assert keys(assets.store) == [KEY]
