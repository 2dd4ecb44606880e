"""Stored assets that are dropped for their age, while others take them into use."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from academy_cli.storage.service import AssetStore
from academy_cli.storage.stores.folder import FolderStore

CONTENT = b"an image"
DIGEST, SIZE = sha256(CONTENT).hexdigest(), len(CONTENT)
ROUNDS = 300


@pytest.fixture
def store(tmp_path: Path) -> AssetStore:
    source = tmp_path / "image.png"
    source.write_bytes(CONTENT)
    store = AssetStore(FolderStore(tmp_path / "storage"))
    store.put(source, DIGEST, SIZE)
    return store


def make_old(store: AssetStore) -> None:
    os.utime(store.path(DIGEST), (1, 1))


def test_an_old_asset_is_dropped(store: AssetStore) -> None:
    make_old(store)

    store.drop(DIGEST, before=time.time() - 60)

    assert not store.has(DIGEST, SIZE)
    assert not store.hold(DIGEST, SIZE)


def test_an_asset_that_was_held_stays(store: AssetStore) -> None:
    make_old(store)

    assert store.hold(DIGEST, SIZE)
    store.drop(DIGEST, before=time.time() - 60)

    assert store.has(DIGEST, SIZE)


def test_one_that_was_cut_short_is_not_held(store: AssetStore) -> None:
    os.truncate(store.path(DIGEST), 1)

    assert not store.hold(DIGEST, SIZE)


def test_dropping_twice_is_as_good_as_once(store: AssetStore) -> None:
    make_old(store)

    store.drop(DIGEST, before=time.time() - 60)
    store.drop(DIGEST, before=time.time() - 60)

    assert not store.has(DIGEST, SIZE)


def test_what_was_held_is_there_whoever_drops_it_at_that_moment(
    store: AssetStore, tmp_path: Path
) -> None:
    """Whoever was told that an asset stays commits to it; whoever was not stores it again."""
    with ThreadPoolExecutor(2) as pool:
        for _ in range(ROUNDS):
            store.put(tmp_path / "image.png", DIGEST, SIZE)
            make_old(store)
            dropping = pool.submit(store.drop, DIGEST, time.time() - 60)
            holding = pool.submit(store.hold, DIGEST, SIZE)
            dropping.result()
            assert holding.result() is store.has(DIGEST, SIZE)
