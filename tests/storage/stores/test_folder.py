"""A folder as a store: who may read it, and what a crash at any moment leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from stat import S_IMODE

import pytest

from academy_cli.storage.errors import AlreadyStoredError
from academy_cli.storage.stores import disk
from academy_cli.storage.stores.folder import FolderStore
from tests import child

CONTENT = b"something\n" * 200_000
AT = {
    "writing": "disk.settle",
    "naming": "disk.name_new",
    "after naming": "disk.sync_folder",
}
KILLED = """
import os, signal, sys
from pathlib import Path
from academy_cli.storage.stores import disk
from academy_cli.storage.stores.folder import FolderStore
store = FolderStore(Path(sys.argv[1]))
store.put("a/ready", b"")
print("ready", flush=True)
{at} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
store.put_new("a/key", Path(sys.argv[2]))
"""
PUT = """
import sys
from pathlib import Path
from academy_cli.storage.stores.folder import FolderStore
FolderStore(Path(sys.argv[1])).put_new("a/key", Path(sys.argv[2]))
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "stored")


def test_nobody_else_may_read_it(store: FolderStore, source: Path) -> None:
    before = os.umask(0)
    try:
        store.put_new("a/b/new", source)
        store.put("a/b/put", b"")
    finally:
        os.umask(before)

    modes = {S_IMODE(path.stat().st_mode) for path in store.folder.rglob("*") if path.is_file()}
    assert modes == {0o600}
    folders = [store.folder, *(path for path in store.folder.rglob("*") if path.is_dir())]
    assert {S_IMODE(path.stat().st_mode) for path in folders} == {0o700}


@pytest.mark.parametrize("at", AT)
def test_a_kill_leaves_all_or_nothing_and_the_next_goes_through(
    store: FolderStore, source: Path, at: str
) -> None:
    with child.running(KILLED.format(at=AT[at]), store.folder, source) as killed:
        assert killed.wait(30) == -signal.SIGKILL

    found = {one.key: one.size for one in store.list()}
    assert found.get("a/key", len(CONTENT)) == len(CONTENT)
    assert ("a/key" in found) is (at == "after naming")
    assert store.forget(0) == (at != "after naming")
    store.delete("a/key")
    store.put_new("a/key", source)
    assert b"".join(store.stream("a/key")) == CONTENT
    assert [path.name for path in store.folder.rglob("*.partial")] == []


def test_a_writer_that_wrote_under_the_final_name_would_be_caught(
    store: FolderStore, source: Path
) -> None:
    """The control: were the file written where it will be, the same kill would leave a half one listed."""
    code = KILLED.format(at="disk.settle").replace(
        'store.put_new("a/key", Path(sys.argv[2]))',
        'out = open(store.folder / "a/key", "wb", 0)\n'
        "out.write(Path(sys.argv[2]).read_bytes()[:1000])\ndisk.settle(out)",
    )
    with child.running(code, store.folder, source) as killed:
        assert killed.wait(30) == -signal.SIGKILL

    assert {one.key: one.size for one in store.list("a/k")} == {"a/key": 1000}


def test_two_processes_that_want_one_key_get_it_once(store: FolderStore, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}" for number in range(6)]
    for file in files:
        file.write_bytes(file.name.encode() * 1_000_000)

    words = [sys.executable, "-c", child.REPORTING, PUT, str(store.folder)]
    running = [
        subprocess.Popen([*words, str(file)], cwd=child.ROOT, stdout=subprocess.PIPE, text=True)
        for file in files
    ]
    said = [process.communicate(timeout=60)[0].strip() for process in running]

    assert sorted(said) == ["", *["CONFLICT storage.exists"] * 5]
    winner = files[said.index("")]
    assert b"".join(store.stream("a/key")) == winner.read_bytes()


def test_where_there_are_no_hard_links_a_key_is_still_given_once(
    store: FolderStore, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(Path, "hardlink_to", refused)

    store.put_new("a/key", source)

    assert b"".join(store.stream("a/key")) == CONTENT
    with pytest.raises(FileExistsError):
        disk.name_new(source, store.path("a/key"))
    with pytest.raises(AlreadyStoredError):
        store.put_new("a/key", source)


def test_what_is_no_file_is_not_listed(store: FolderStore, source: Path) -> None:
    store.put("a/key", b"")
    os.mkfifo(store.folder / "a" / "pipe")
    (store.folder / "a" / "half.partial").write_bytes(b"x")

    assert [one.key for one in store.list()] == ["a/key"]


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    code = PUT.replace("Path(sys.argv[2])", "source").replace(
        "FolderStore(Path(sys.argv[1]))",
        'disk = Path(sys.argv[1]); source = disk / "s"; source.write_bytes(b"x" * 300_000)\n'
        'FolderStore(disk / "stored")',
    )
    folder = tmp_path / "disk"
    folder.mkdir()

    assert child.run_on_small_disk(code, folder, size_kb=400) == "UNAVAILABLE storage.full"
