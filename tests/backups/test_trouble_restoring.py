"""Where a backup cannot be brought back, it is said, nothing is left, and the academy goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import child
from tests.backups.outside import (
    JSON,
    RESTORE,
    SmallDisk,
    Try,
    academy,
    at,
    largest_file,
    told,
    with_setting,
)
from tests.backups.vaults import PICTURE, Safe, change, files, findings, needed, people

pytestmark = pytest.mark.slow

VERIFY = ("backup", "verify", "--restore", *JSON)


def beside(file: Path) -> list[str]:
    """What is beside a database, other than its log."""
    return [
        name
        for name in files(file.parent)
        if name.startswith(file.name) and name[-4:] not in ("-wal", "-shm")
    ]


def file_of(safe: Safe) -> Path:
    """The file of a SQLite database, all of it in there."""
    safe.database.close()
    return Path(safe.url.removeprefix("sqlite:///"))


def test_a_disk_too_small_for_a_second_database_is_said(sqlite_safe: Safe, disk: SmallDisk) -> None:
    sqlite_safe.backups.create()
    file = file_of(sqlite_safe)
    found = at(academy(sqlite_safe), disk.folder / file.name)
    checks = [Try(("db", "check")), Try(("user", "create", "bo@x.org", "--name", "B", "--yes"))]
    tries = [Try(RESTORE, pages) for pages in (2, 20, 60, 100, 150)]

    *ended, check, written = disk.run(found, *tries, *checks, size_kb=8192, copied=[file])

    for one in ended:
        assert told(one.ended) == (7, "database.full")
        assert [name for name in one.left if name[-4:] not in ("-wal", "-shm")] == [file.name]
    assert (check.code, written.code) == (0, 0)


def test_a_database_that_may_not_grow_is_said(sqlite_safe: Safe) -> None:
    sqlite_safe.backups.create()
    change(sqlite_safe.url)
    file = file_of(sqlite_safe)

    for size in (100_000, 300_000):
        ended = academy(sqlite_safe).run(*RESTORE, preexec_fn=largest_file(size))
        assert told(ended) in {(7, "database.full"), (7, "database.disk")}, ended.err

    assert people(sqlite_safe.url) == ["gone@x.org"]
    assert beside(file) == [file.name]
    assert academy(sqlite_safe).perform(*RESTORE).code == 0
    assert people(sqlite_safe.url) == ["ann@x.org"]


def test_a_folder_that_takes_no_second_database_is_said(sqlite_safe: Safe) -> None:
    sqlite_safe.backups.create()
    file = file_of(sqlite_safe)
    closed = file.parent / "closed"
    closed.mkdir()
    file.rename(closed / file.name)
    closed.chmod(0o555)

    ended = at(academy(sqlite_safe), closed / file.name).run(
        *RESTORE, preexec_fn=child.drop_power()
    )

    closed.chmod(0o755)
    assert told(ended) == (6, "database.read-only")
    assert files(closed) == [file.name]


@pytest.mark.parametrize("words", [RESTORE, ("backup", "rollback", "--yes", *JSON)])
def test_a_folder_where_the_database_should_be_is_said(
    sqlite_safe: Safe, words: tuple[str, ...]
) -> None:
    made = sqlite_safe.backups.create()
    sqlite_safe.restoring.restore(made.id)
    file = file_of(sqlite_safe)
    file.unlink()
    file.mkdir()

    assert told(academy(sqlite_safe).perform(*words)) == (6, "database.read-only")
    assert file.is_dir()


@pytest.mark.parametrize("words", [RESTORE, ("backup", "rollback", "--yes", *JSON)])
def test_a_folder_that_shows_nothing_of_a_database_is_said(
    sqlite_safe: Safe, words: tuple[str, ...]
) -> None:
    sqlite_safe.backups.create()
    file = file_of(sqlite_safe)
    closed = file.parent / "closed"
    closed.mkdir(mode=0o000)

    ended = at(academy(sqlite_safe), closed / file.name).run(*words, preexec_fn=child.drop_power())

    assert told(ended) == (6, "database.read-only")


def test_a_disk_too_small_for_a_trial_is_said(sqlite_safe: Safe, disk: SmallDisk) -> None:
    sqlite_safe.backups.create()
    found = with_setting(academy(sqlite_safe), "TMPDIR", disk.folder)

    [ended, again] = disk.run(found, Try(VERIFY), Try(VERIFY), size_kb=400)

    assert told(ended.ended) == told(again.ended) == (7, "database.full")
    assert ended.left == again.left == []


@pytest.mark.parametrize("where", ["storage", "temporary"])
def test_a_disk_too_small_for_the_courses_files_is_said(
    noisy: Safe, disk: SmallDisk, where: str
) -> None:
    noisy.backups.create()
    change(noisy.url)
    name = "ACADEMY_STORAGE_FOLDER" if where == "storage" else "TMPDIR"
    found = with_setting(academy(noisy), name, disk.folder)

    [ended] = disk.run(found, Try(RESTORE), size_kb=300)

    assert told(ended.ended) == (7, "storage.full")
    assert all("assets" not in name or "partial" not in name for name in ended.left)
    assert people(noisy.url) == ["gone@x.org"]
    assert noisy.restoring.kept() == []
    noisy.database.close()
    assert academy(noisy).perform(*RESTORE).code == 0


def test_storage_that_may_not_be_written_is_said(safe: Safe, tmp_path: Path) -> None:
    safe.backups.create()
    change(safe.url)
    (tmp_path / "closed").mkdir(mode=0o555)
    found = academy(safe, STORAGE_FOLDER=tmp_path / "closed")

    ended = found.run(*RESTORE, preexec_fn=child.drop_power())

    assert told(ended) == (6, "storage.read-only")
    assert people(safe.url) == ["gone@x.org"]
    assert safe.restoring.kept() == []


@pytest.mark.parametrize("whole", [0, 100, 5000])
def test_a_database_that_is_broken_is_replaced_and_kept(sqlite_safe: Safe, whole: int) -> None:
    """What backups are for: so many of its first bytes are still right, and a log lies beside it."""
    sqlite_safe.backups.create()
    file = file_of(sqlite_safe)
    broken = file.read_bytes()[:whole] + b"no database at all" * 1000
    file.write_bytes(broken)
    file.with_name(f"{file.name}-wal").write_bytes(b"a log")

    ended = academy(sqlite_safe).perform(*RESTORE)

    assert ended.code == 0, ended.err
    assert people(sqlite_safe.url) == ["ann@x.org"]
    assert findings(sqlite_safe.url) == ()
    [kept] = [name for name in beside(file) if name != file.name]
    assert (file.parent / kept).read_bytes()[-1000:] == broken[-1000:]


def test_a_folder_with_signs_in_its_name_is_one(sqlite_safe: Safe, tmp_path: Path) -> None:
    sqlite_safe.backups.create()
    odd = tmp_path / "50% sure? #1"
    odd.mkdir()
    file = file_of(sqlite_safe)
    file.rename(odd / file.name)
    found = at(
        academy(sqlite_safe), Path(str(odd / file.name).replace("%", "%25").replace("?", "%3F"))
    )

    assert found.perform(*RESTORE).code == 0
    assert found.perform("backup", "rollback", "--yes").code == 0
    assert found.perform("db", "check").code == 0
    assert files(tmp_path / "school") == ["courses", "storage"]


def test_the_courses_files_come_back_where_they_were_lost_or_changed(safe: Safe) -> None:
    """What nobody refers to stays as it is."""
    safe.backups.create()
    [sha256] = needed(safe)
    path = safe.storage / "assets" / sha256[:2] / sha256
    extra = path.with_name("0" * 64)
    extra.write_bytes(b"of nobody")

    def spoil() -> None:
        path.write_bytes(PICTURE[::-1])

    for lose in (path.unlink, lambda: path.write_bytes(b"cut off"), spoil):
        lose()
        safe.restoring.restore("latest")
        assert path.read_bytes() == PICTURE
    assert extra.read_bytes() == b"of nobody"
