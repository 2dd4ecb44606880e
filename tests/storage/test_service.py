"""Assets: stored once, whole, under the digest of what they contain."""

from __future__ import annotations

import fcntl
import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from academy_cli.errors import AcademyError, Kind
from academy_cli.storage.service import AssetStore
from academy_cli.storage.stores.folder import FolderStore
from academy_cli.storage.stores.store import PIECE_BYTES
from tests import child

CONTENT = b"an image\0" * (PIECE_BYTES // 4)
DIGEST, SIZE = sha256(CONTENT).hexdigest(), len(CONTENT)
PUT = """
import sys
from hashlib import sha256
from pathlib import Path
from academy_cli.storage.service import AssetStore
from academy_cli.storage.stores.folder import FolderStore
source = Path(sys.argv[1])
AssetStore(FolderStore(Path(sys.argv[2]))).put(
    source, sha256(source.read_bytes()).hexdigest(), source.stat().st_size
)
"""
PUT_ON_SMALL_DISK = """
import sys
from pathlib import Path
from hashlib import sha256
from academy_cli.storage.service import AssetStore
from academy_cli.storage.stores.folder import FolderStore
disk = Path(sys.argv[1])
source = disk / "source"
source.write_bytes(b"x" * 300_000)
try:
    AssetStore(FolderStore(disk / "store")).put(source, sha256(source.read_bytes()).hexdigest(), 300_000)
finally:
    print(sorted(path.name for path in (disk / "store").rglob("*") if path.is_file()))
"""
KILLED = """
import os, signal, sys
from hashlib import sha256
from pathlib import Path
from academy_cli.storage.service import AssetStore
from academy_cli.storage.stores.folder import FolderStore
source = Path(sys.argv[1])
digest = sha256(source.read_bytes()).hexdigest()
os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGKILL) if stop else None
stop = False
store = AssetStore(FolderStore(Path(sys.argv[2])))
store.path(digest).parent.mkdir(parents=True)
stop = True
print("ready", flush=True)
store.put(source, digest, source.stat().st_size)
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "image.png"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def store(tmp_path: Path) -> AssetStore:
    return AssetStore(FolderStore(tmp_path / "data" / "storage"))


def files(store: AssetStore) -> list[Path]:
    return [path for path in store.store.folder.rglob("*") if path.is_file()]


def test_an_asset_is_kept_under_its_digest(store: AssetStore, source: Path) -> None:
    assert not store.has(DIGEST, SIZE)

    store.put(source, DIGEST, SIZE)

    assert store.has(DIGEST, SIZE)
    assert store.path(DIGEST) == store.store.folder / "assets" / DIGEST[:2] / DIGEST
    assert store.path(DIGEST).read_bytes() == CONTENT
    assert files(store) == [store.path(DIGEST)]


def test_an_asset_that_is_there_is_not_copied_again(store: AssetStore, source: Path) -> None:
    store.put(source, DIGEST, SIZE)
    before = store.path(DIGEST).stat().st_ino
    source.unlink()

    store.put(source, DIGEST, SIZE)

    assert store.path(DIGEST).stat().st_ino == before


@pytest.mark.parametrize("left", [0, 1, SIZE - 1])
def test_an_asset_that_was_cut_short_is_not_trusted_and_stored_again(
    store: AssetStore, source: Path, left: int
) -> None:
    store.put(source, DIGEST, SIZE)
    os.truncate(store.path(DIGEST), left)
    assert not store.has(DIGEST, SIZE)

    store.put(source, DIGEST, SIZE)

    assert store.path(DIGEST).read_bytes() == CONTENT
    assert files(store) == [store.path(DIGEST)]


def test_a_folder_in_an_assets_place_is_not_trusted(store: AssetStore, source: Path) -> None:
    store.path(DIGEST).mkdir(parents=True)

    with pytest.raises(AcademyError) as refusal:
        store.put(source, DIGEST, SIZE)

    assert not store.has(DIGEST, SIZE)
    assert refusal.value.code == "storage.read-only"


def test_a_closed_storage_folder_has_nothing(store: AssetStore, source: Path) -> None:
    store.put(source, DIGEST, SIZE)
    store.store.folder.chmod(0)

    said = child.run_as_ordinary_user(PUT, source, store.store.folder)

    store.store.folder.chmod(0o700)
    assert said == "REFUSED storage.read-only"


def test_an_empty_file_is_an_asset(store: AssetStore, source: Path) -> None:
    source.write_bytes(b"")

    store.put(source, sha256().hexdigest(), 0)

    assert store.has(sha256().hexdigest(), 0)


def test_a_file_that_changed_is_refused_and_not_stored(store: AssetStore, source: Path) -> None:
    source.write_bytes(CONTENT + b"!")

    with pytest.raises(AcademyError) as refusal:
        store.put(source, DIGEST, SIZE)

    assert (refusal.value.kind, refusal.value.code) == (Kind.CONFLICT, "asset.changed")
    assert files(store) == []


def test_a_file_that_vanished_is_said(store: AssetStore, source: Path) -> None:
    source.unlink()

    with pytest.raises(AcademyError) as refusal:
        store.put(source, DIGEST, SIZE)

    assert (refusal.value.kind, refusal.value.code) == (Kind.INVALID, "asset.unreadable")


def test_a_folder_is_no_asset(store: AssetStore, tmp_path: Path) -> None:
    with pytest.raises(AcademyError) as refusal:
        store.put(tmp_path, DIGEST, SIZE)

    assert refusal.value.code == "asset.unreadable"


def test_a_crash_leaves_no_half_asset_and_the_next_put_finishes(
    store: AssetStore, source: Path
) -> None:
    with child.running(KILLED, source, store.store.folder) as killed:
        assert killed.wait(30) == -9
    assert not store.has(DIGEST, SIZE)
    assert [path.suffix for path in files(store)] == [".partial"]

    store.put(source, DIGEST, SIZE)

    assert store.path(DIGEST).read_bytes() == CONTENT
    assert files(store) == [store.path(DIGEST)]


def test_a_file_somebody_is_at_work_on_is_left_alone(store: AssetStore, source: Path) -> None:
    folder = store.store.folder / "assets"
    folder.mkdir(parents=True)
    dead, living = folder / "dead.partial", folder / "living.partial"
    dead.touch()
    with living.open("wb") as work:
        fcntl.flock(work, fcntl.LOCK_EX)

        store.put(source, DIGEST, SIZE)

    assert not dead.exists()
    assert living.exists()


def test_many_put_at_once_and_take_nothing_from_each_other(
    store: AssetStore, tmp_path: Path
) -> None:
    def put(number: int) -> None:
        file = tmp_path / f"{number}.bin"
        file.write_bytes(b"%d" % number)
        store.put(file, sha256(b"%d" % number).hexdigest(), len(b"%d" % number))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, range(200)))

    assert len(files(store)) == 200


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()

    said = child.run_on_small_disk(PUT_ON_SMALL_DISK, disk, size_kb=400)

    assert said.splitlines() == ["[]", "UNAVAILABLE storage.full"]


def test_a_file_size_limit_is_said(store: AssetStore, source: Path) -> None:
    limit = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (9999, 9999))\n"

    assert child.run(limit + PUT, source, store.store.folder) == "UNAVAILABLE storage.full"


def test_a_read_only_folder_is_refused(store: AssetStore, source: Path) -> None:
    store.store.folder.mkdir(parents=True)
    store.store.folder.chmod(0o555)

    said = child.run_as_ordinary_user(PUT, source, store.store.folder)

    assert said == "REFUSED storage.read-only"


def test_an_unreadable_file_is_said(store: AssetStore, source: Path, tmp_path: Path) -> None:
    code = PUT.replace("sha256(source.read_bytes()).hexdigest()", f"{DIGEST!r}")
    source.chmod(0)

    said = child.run_as_ordinary_user(code, source, tmp_path)

    assert said == "INVALID asset.unreadable"
