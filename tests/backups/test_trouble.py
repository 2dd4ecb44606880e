"""Where a backup cannot be written, it is said in a sentence, nothing is left, and the academy goes on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from academy_cli.backups import catalogue
from academy_cli.backups.archive.described import AssetSum
from academy_cli.backups.creating import Wish
from academy_cli.backups.errors import TargetError
from academy_cli.backups.service import Backups
from tests import child
from tests.backups.outside import CREATE, PAGE, SmallDisk, Try, academy, at, largest_file, told
from tests.backups.vaults import PICTURE, Safe, files, manifest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("option", ["", "--encrypt-to"])
def test_a_disk_too_small_is_said_and_nothing_is_left(
    noisy: Safe, disk: SmallDisk, key: str, option: str
) -> None:
    found = academy(noisy, BACKUP_TO=disk.folder / "backups")
    words = (*CREATE, *((option, key) if option else ()))

    made, listed = disk.run(found, Try(words), Try(("backup", "list")), size_kb=300)

    assert told(made.ended) == (7, "backup.target")
    assert "no space left on device" in made.ended.err
    assert (listed.code, listed.ended.out, listed.ended.err) == (0, "", "")
    assert made.left == []
    assert academy(noisy).perform(*CREATE).code == 0


def test_wherever_the_disk_ends_there_is_a_whole_one_or_none(safe: Safe, disk: SmallDisk) -> None:
    pages = safe.backups.create().size // PAGE
    found = academy(safe, BACKUP_TO=disk.folder / "backups")

    ended = disk.run(found, *(Try(CREATE, pages + more) for more in range(-1, 6)), size_kb=4096)

    codes = [one.code for one in ended]
    assert (codes[0], codes[-1]) == (7, 0)
    for number, one in enumerate(ended):
        whole = codes[: number + 1].count(0)
        assert [name.endswith(".json") for name in one.left] == [False, True] * whole
        assert not one.code or told(one.ended) == (7, "backup.target")


def test_a_disk_that_it_shares_with_the_database_is_not_left_full(
    sqlite_safe: Safe, disk: SmallDisk
) -> None:
    pages = sqlite_safe.backups.create().size // PAGE
    sqlite_safe.database.close()
    file = Path(sqlite_safe.url.removeprefix("sqlite:///"))
    found = at(academy(sqlite_safe, BACKUP_TO=disk.folder / "backups"), disk.folder / file.name)
    tries = [Try(CREATE, pages + more) for more in range(0, 60, 4)]
    after = [Try(("db", "check")), Try(("user", "create", "bo@x.org", "--name", "B", "--yes"))]

    *made, check, written = disk.run(found, *tries, *after, size_kb=8192, copied=[file])

    codes = [one.code for one in made]
    assert set(codes) == {0, 7}
    assert (check.code, written.code) == (0, 0)
    for number, one in enumerate(made):
        left = [name for name in one.left if name.startswith("academy-")]
        assert len(left) == 2 * codes[: number + 1].count(0)
        assert not [name for name in one.left if name.endswith(".partial")]


def test_a_file_that_may_not_grow_is_said(noisy: Safe) -> None:
    ended = academy(noisy).run(*CREATE, preexec_fn=largest_file(200_000))

    assert told(ended) == (7, "backup.target")
    assert "file too large" in ended.err
    assert files(noisy.folder) == []
    assert noisy.backups.create().verified == "full"


def test_a_folder_that_may_not_be_written_is_said(safe: Safe) -> None:
    safe.folder.mkdir(mode=0o555)

    ended = academy(safe).run(*CREATE, preexec_fn=child.drop_power())

    assert told(ended) == (7, "backup.target")
    assert "permission denied" in ended.err
    assert files(safe.folder) == []


def test_of_what_could_not_be_finished_nothing_is_left(
    safe: Safe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the control: unless it is taken away again, an archive that nobody lists fills the disk."""
    monkeypatch.setattr(catalogue, "write", _refused)
    with pytest.raises(TargetError):
        safe.backups.create()
    assert files(safe.folder) == []

    monkeypatch.setattr(Backups, "_remove", lambda *_: None)
    with pytest.raises(TargetError):
        safe.backups.create()
    assert len(files(safe.folder)) == 1


def test_one_that_nobody_can_log_is_none(safe: Safe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Backups, "_log", _refused)
    with pytest.raises(TargetError):
        safe.backups.create()
    assert files(safe.folder) == []


def _refused(*_: object) -> None:
    raise TargetError("backups", "No space left on device")


@pytest.mark.parametrize("verb", ["create", "list", "verify", "status", "prune"])
def test_a_folder_that_is_a_file_is_said(safe: Safe, verb: str) -> None:
    safe.folder.write_text("a file")

    ended = academy(safe).perform("backup", verb, "--format", "json")

    assert told(ended) == (7, "backup.target")


AWAY = {"STORAGE_URL": "s3://bucket", "STORAGE_ENDPOINT": "http://127.0.0.1:1"}
"""Settings of a bucket that nobody can reach."""


def test_rows_are_saved_while_storage_is_away(sqlite_safe: Safe) -> None:
    found = academy(sqlite_safe, **AWAY, STORAGE_ACCESS_KEY="a", STORAGE_SECRET_KEY="b")

    whole = found.run(*CREATE)
    alone = found.perform(*CREATE, "--no-files")
    at_least = found.run(*CREATE, "--rows-at-least")

    assert told(whole) == (7, "storage.unavailable")
    assert "academy backup create --no-files" in whole.err
    assert alone.code == 0, alone.err
    assert told(at_least) == (8, "backup.rows-alone")
    both = sqlite_safe.backups.list()
    assert [(one.verified, one.has_files, one.absent_files) for one in both] == [
        ("full", False, 1)
    ] * 2
    assert json.loads(at_least.out)["id"] == both[0].id


def test_rows_alone_say_how_large_files_are_that_storage_lost(sqlite_safe: Safe) -> None:
    listed = sqlite_safe.backups.create(Wish(has_files=False))
    shutil.rmtree(sqlite_safe.storage / "assets")
    later = sqlite_safe.backups.create(Wish(has_files=False))

    said = [manifest(sqlite_safe, one.archive).assets for one in (listed, later)]
    assert said == [AssetSum(1, len(PICTURE))] * 2


def test_a_full_disk_takes_no_key_and_no_schedule_and_is_said_to_be_full(
    safe: Safe, disk: SmallDisk
) -> None:
    tries = (
        Try(("backup", "keygen", "--out", str(disk.folder / "a.key"), "--format", "json"), 0),
        Try(("backup", "schedule", "--out", str(disk.folder), "--format", "json"), 0),
    )

    key, units = disk.run(academy(safe), *tries, size_kb=64)

    assert (told(key.ended), key.left) == ((7, "backup.key-no-space"), [])
    assert (told(units.ended), units.left) == ((7, "export.no-space"), [])
