"""What SQLite leaves beside a database that was killed or removed is kept, and no other takes it up."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.backups.outside import JSON, RESTORE, academy, told
from tests.backups.test_trouble_restoring import file_of
from tests.backups.vaults import Safe, change, files, findings, people
from tests.reliability import stage

pytestmark = pytest.mark.slow

KILLED_WRITER = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute(f"PRAGMA journal_mode={sys.argv[2]}")
connection.execute("PRAGMA cache_size=1")
if sys.argv[2] != "WAL":
    connection.execute("BEGIN IMMEDIATE")
for statement in sys.argv[3:]:
    connection.execute(statement)
os.kill(os.getpid(), signal.SIGKILL)
"""
TOUCHES = ("os.rename ", "os.link ", "os.remove ")
"""Before what else than these, of a file that is called as the database is, a restore is not killed."""
OTHER_ROWS = "update users set email = 'stale@x.org'"
OTHER_TABLES = (
    "create table odd (id integer primary key, what text)",
    "insert into odd select value, hex(randomblob(9000)) from json_each('[1,2,3,4,5,6,7,8,9]')",
)


def killed(file: Path, *statements: str, journal: str = "WAL") -> None:
    """Let a process change a database and die, so that its log stays."""
    words = [sys.executable, "-c", KILLED_WRITER, str(file), journal, *statements]
    assert subprocess.run(words, check=False, timeout=60).returncode == -signal.SIGKILL


def lost(safe: Safe, *statements: str, journal: str = "WAL") -> Path:
    """The file of a database that was removed while its log was not."""
    file = file_of(safe)
    killed(file, *statements, journal=journal)
    file.unlink()
    return file


def restored(safe: Safe) -> list[str]:
    """What lies beside a database that was brought back whole."""
    assert people(safe.url) == ["ann@x.org"]
    assert findings(safe.url) == ()
    file = file_of(safe)
    return [one for one in files(file.parent) if one.startswith(f"{file.name}.")]


def restore(safe: Safe) -> None:
    """Bring one back."""
    ended = academy(safe).perform(*RESTORE)
    assert ended.code == 0, ended.err
    assert "put aside" in ended.err


def copy(safe: Safe) -> None:
    """Copy one from elsewhere."""
    elsewhere = f"sqlite:///{safe.folder.parent / 'elsewhere.db'}"
    found = academy(safe)
    for words in (
        ("backup", "restore", "latest", "--yes", "--database", elsewhere),
        ("db", "copy", "--from", elsewhere, "--to", safe.url, "--yes"),
    ):
        ended = found.perform(*words)
        assert ended.code == 0, ended.err
    assert "put aside" in ended.err


@pytest.mark.parametrize("way", [restore, copy])
@pytest.mark.parametrize("statements", [(OTHER_ROWS,), OTHER_TABLES], ids=["rows", "tables"])
def test_the_log_of_a_lost_database_is_kept_and_not_taken_up(
    sqlite_safe: Safe, way: Callable[[Safe], None], statements: tuple[str, ...]
) -> None:
    sqlite_safe.backups.create()
    file = lost(sqlite_safe, *statements)
    log = file.with_name(f"{file.name}-wal").read_bytes()
    assert log

    way(sqlite_safe)

    left = restored(sqlite_safe)
    [kept] = [one for one in left if one.endswith("-wal")]
    assert ".left-" in kept
    assert file.with_name(kept).read_bytes() == log


def test_so_is_a_journal_which_would_undo_what_came_back(sqlite_safe: Safe) -> None:
    sqlite_safe.backups.create()
    file = lost(sqlite_safe, OTHER_ROWS, *OTHER_TABLES, journal="DELETE")
    assert file.with_name(f"{file.name}-journal").stat().st_size

    restore(sqlite_safe)

    assert [one[-8:] for one in restored(sqlite_safe)] == ["-journal"]


@pytest.mark.parametrize("is_empty", [True, False])
@pytest.mark.parametrize(
    "words", [("user", "list"), ("db", "upgrade", "--yes"), ("db", "check"), ("backup", "create")]
)
def test_no_database_is_made_where_the_log_of_another_lies(
    sqlite_safe: Safe, words: tuple[str, ...], *, is_empty: bool
) -> None:
    file = lost(sqlite_safe, OTHER_ROWS)
    if is_empty:
        file.touch()
    before = file.with_name(f"{file.name}-wal").read_bytes()

    ended = academy(sqlite_safe).perform(*words, *JSON)

    assert told(ended) == (6, "database.lost")
    assert file.exists() == is_empty
    assert file.with_name(f"{file.name}-wal").read_bytes() == before


def test_a_kept_database_comes_back_with_its_log_and_without_the_live_ones(
    sqlite_safe: Safe,
) -> None:
    made = sqlite_safe.backups.create()
    change(sqlite_safe.url)
    sqlite_safe.restoring.restore(made.id)
    [kept] = sqlite_safe.restoring.kept()
    file = lost(sqlite_safe, OTHER_ROWS)
    killed(file.with_name(kept.name), "update users set name = 'in the log'")

    sqlite_safe.restoring.rollback()

    assert people(sqlite_safe.url) == ["gone@x.org"]
    with sqlite_safe.database.engine.connect() as connection:
        names = connection.exec_driver_sql("select name from users").scalars().all()
    assert names == ["in the log"]


@pytest.mark.parametrize("is_lost", [True, False])
def test_a_restore_that_is_killed_leaves_the_old_or_the_new_and_never_a_mixture(
    sqlite_safe: Safe, *, is_lost: bool
) -> None:
    """The live one is lost, or damaged; in either case a log lies beside its name."""
    sqlite_safe.backups.create()
    file = file_of(sqlite_safe)
    killed(file, OTHER_ROWS)
    if is_lost:
        file.unlink()
    else:
        file.write_bytes(b"no database at all" * 1000)
    whole = {one: one.read_bytes() for one in file.parent.glob(f"{file.name}*") if one.is_file()}
    log, found = file.with_name(f"{file.name}-wal"), academy(sqlite_safe)
    act = found.act(*RESTORE)
    assert stage.ended(stage.start(act), act).code == 0
    points = [
        number
        for number, moment in enumerate(stage.moments(act))
        if moment.startswith(TOUCHES) and file.name in moment
    ]
    assert len(points) > 3
    for point in points:
        for one in file.parent.glob(f"{file.name}*"):
            if one.is_file():
                one.unlink()
        for one, content in whole.items():
            one.write_bytes(content)
        assert found.perform(*RESTORE, kill_at=point).code == -signal.SIGKILL
        if file.exists() and file.read_bytes() != whole.get(file):
            assert restored(sqlite_safe)
        else:
            logs = [one for one in file.parent.glob("*-wal") if one.read_bytes() == whole[log]]
            assert len(logs) == 1
            assert found.perform(*RESTORE).code == 0
            assert restored(sqlite_safe)
