"""Stores of every kind."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from academy_cli.storage.stores.opening import open_store
from academy_cli.storage.stores.store import Store
from tests import s3

STORES = ("folder", "memory", "s3", "s3 with a prefix", "s3 without parts")


@pytest.fixture(params=STORES)
def store_of_many(request: pytest.FixtureRequest, tmp_path: Path, proxy: s3.Proxy) -> Store:
    """A store that several use at once; an S3 whose server takes one request after the other.

    Amazon's decides by itself which of two is first. This one, asked by two at once, would answer both as if
    they were the first, so a lock in front of it decides.
    """
    if not request.param.startswith("s3"):
        return _opened(request, tmp_path, None)
    turn = threading.Lock()

    def in_turn(passing: s3.Passing) -> bool:
        with turn:
            passing.forward()
        return True

    proxy.fail(in_turn)
    return _opened(request, tmp_path, proxy.url)


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """An empty store of each kind."""
    return _opened(request, tmp_path, None)


def _opened(request: pytest.FixtureRequest, tmp_path: Path, endpoint: str | None) -> Store:
    if request.param == "folder":
        return open_store(str(tmp_path / "stored"))
    if request.param == "memory":
        return open_store("memory://")
    server: s3.S3 = request.getfixturevalue("s3_server")
    bucket = f"s3://{server.bucket()}"
    if request.param == "s3 with a prefix":
        bucket += "/an/academy's own"
    opened = open_store(bucket, server.options(endpoint))
    if request.param == "s3 without parts":
        opened.multipart = None
    return opened
