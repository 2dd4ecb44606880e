"""What every store promises, wherever it is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.clock import utc_now
from academy_cli.storage.errors import AlreadyStoredError, ChangedAssetError
from academy_cli.storage.stores.store import Store

pytestmark = pytest.mark.slow

LARGE = bytes(range(256)) * 4 * 1024 * 17
"""17 MiB: three parts, the last of them short."""
SIZES = (0, 1, (8 << 20), (8 << 20) + 1, len(LARGE))
Made = Callable[[bytes], Path]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    def made(content: bytes) -> Path:
        path = tmp_path / sha256(content).hexdigest()[:8]
        path.write_bytes(content)
        return path

    return made


def read(store: Store, key: str) -> bytes:
    return b"".join(store.stream(key))


def keys(store: Store, prefix: str = "") -> list[str]:
    return [one.key for one in store.list(prefix)]


def refused(kind: Kind, code: str) -> object:
    return pytest.raises(AcademyError, check=lambda error: (error.kind, error.code) == (kind, code))


@pytest.mark.parametrize("size", SIZES)
def test_a_file_is_kept_as_it_is(store: Store, made: Made, size: int) -> None:
    store.put_new("a/file.bin", made(LARGE[:size]))

    assert read(store, "a/file.bin") == LARGE[:size]
    found = store.head("a/file.bin")
    assert found is not None
    assert (found.key, found.size) == ("a/file.bin", size)
    assert abs(found.modified - utc_now()) < timedelta(minutes=1)
    assert list(store.list()) == [found]


@pytest.mark.parametrize("size", [1, len(LARGE)])
def test_a_key_is_given_once(store: Store, made: Made, size: int) -> None:
    store.put_new("key", made(b"the first"))

    with refused(Kind.CONFLICT, "storage.exists"):
        store.put_new("key", made(LARGE[:size]))

    assert read(store, "key") == b"the first"
    assert keys(store) == ["key"]


@pytest.mark.parametrize("size", [1000, 9 << 20])
def test_of_many_who_want_a_key_one_gets_it(store_of_many: Store, made: Made, size: int) -> None:
    store = store_of_many
    files = [made(b"%d" % number + LARGE[:size]) for number in range(4)]

    def put(file: Path) -> bytes | None:
        try:
            store.put_new("key", file)
        except AlreadyStoredError:
            return None
        return file.read_bytes()

    with ThreadPoolExecutor(4) as pool:
        won = [found for found in pool.map(put, files) if found is not None]

    assert won == [read(store, "key")]
    assert keys(store) == ["key"]


@pytest.mark.parametrize("size", [1, len(LARGE)])
def test_bytes_that_are_not_what_was_promised_get_no_key(
    store: Store, made: Made, size: int
) -> None:
    with pytest.raises(ChangedAssetError):
        store.put_new("key", made(LARGE[:size]), sha256=sha256(b"other").hexdigest())

    assert keys(store) == []
    store.put_new("key", made(LARGE[:size]), sha256=sha256(LARGE[:size]).hexdigest())
    assert keys(store) == ["key"]


def test_a_file_that_is_not_there_is_said(store: Store, tmp_path: Path) -> None:
    with refused(Kind.INVALID, "asset.unreadable"):
        store.put_new("key", tmp_path / "nothing")

    assert keys(store) == []


def test_progress_ends_with_the_size(store: Store, made: Made) -> None:
    told: list[int] = []

    store.put_new("key", made(LARGE), progress=told.append)

    assert told == sorted(told)
    assert told[-1] == len(LARGE)


def test_put_replaces(store: Store) -> None:
    store.put("a/note.json", b"one")
    store.put("a/note.json", b"two")

    assert read(store, "a/note.json") == b"two"
    assert keys(store) == ["a/note.json"]


def test_nothing_is_found_where_nothing_is(store: Store) -> None:
    assert store.head("a/key") is None
    assert keys(store) == []
    store.delete("a/key")
    with refused(Kind.MISSING, "storage.missing"):
        read(store, "a/key")


def test_a_prefix_of_a_key_is_no_key(store: Store) -> None:
    store.put("a/b", b"")

    assert store.head("a") is None
    with refused(Kind.MISSING, "storage.missing"):
        read(store, "a")


def test_what_was_deleted_is_gone(store: Store) -> None:
    store.put("a/b", b"x")
    store.put("a/c", b"x")

    store.delete("a/b")

    assert store.head("a/b") is None
    assert keys(store) == ["a/c"]


def test_a_list_is_in_the_order_of_keys(store: Store) -> None:
    wanted = ["a", "b-1", "b/1", "b/2/3", "b/20", "b0", "ba/c", "ü/ÿ & more=1.txt"]
    for key in reversed(wanted):
        store.put(key, key.encode())

    assert keys(store) == sorted(wanted)
    assert [one.size for one in store.list()] == [len(key.encode()) for key in sorted(wanted)]
    assert read(store, wanted[-1]) == wanted[-1].encode()


@pytest.mark.parametrize(
    ("prefix", "found"),
    [
        ("b", ["b-1", "b/1", "b/20", "ba/c"]),
        ("b/", ["b/1", "b/20"]),
        ("b/2", ["b/20"]),
        ("c/d/", []),
        ("b/1", ["b/1"]),
    ],
)
def test_a_prefix_is_letters_not_folders(store: Store, prefix: str, found: list[str]) -> None:
    for key in ("a", "b-1", "b/1", "b/20", "ba/c"):
        store.put(key, b"")

    assert keys(store, prefix) == found


@pytest.mark.parametrize(
    "key",
    ["", "/a", "a/", "a//b", "../a", "a/../b", ".", "a\0b", "a\\b", "x" * 300, "a.partial", "a\n"],
)
def test_what_is_no_key_is_refused_by_every_way_in(store: Store, made: Made, key: str) -> None:
    for ask in (
        lambda: store.put(key, b""),
        lambda: store.put_new(key, made(b"")),
        lambda: read(store, key),
        lambda: store.head(key),
        lambda: store.delete(key),
    ):
        with refused(Kind.INVALID, "storage.bad-key"):
            ask()


def test_a_signed_address_lets_in_whoever_has_it(store: Store) -> None:
    store.put("a/b.txt", b"for you")

    signed = store.signed("a/b.txt", timedelta(minutes=5))

    if store.url.startswith("s3:"):
        assert signed is not None
        assert httpx.get(signed).content == b"for you"
        assert "a-very-secret-key" not in signed
    else:
        assert signed is None


def test_its_address_has_no_secret(store: Store) -> None:
    assert store.url
    assert "a-very-secret-key" not in store.url
