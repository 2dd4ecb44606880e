"""The database service: ready when it should be, and clear about what to do when it is not."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from academy_cli.db.engine import open_engine
from academy_cli.db.revision import HEAD, HISTORY
from academy_cli.db.service import Database
from academy_cli.db.transaction import write
from academy_cli.errors import AcademyError, Kind
from tests import child

READY = """
import sys
from academy_cli.db.service import Database
print("started", flush=True)
sys.stdin.readline()
Database(sys.argv[1], notice=lambda said: print(said)).ready()
"""


def refused(database: Database) -> AcademyError:
    with pytest.raises(AcademyError) as refusal:
        database.ready()
    database.close()
    return refusal.value


def execute(url: str, *statements: str) -> None:
    engine = open_engine(url)
    with write(engine) as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_a_migrated_database_is_ready(database_url: str) -> None:
    notices: list[str] = []
    database = Database(database_url, notice=notices.append)

    with write(database.ready()) as connection:
        connection.execute(text("insert into blobs values ('a', 1, 'a')"))

    database.close()
    assert notices == []


def test_a_missing_sqlite_file_is_created_once_and_said_once(tmp_path: Path) -> None:
    notices: list[str] = []
    path = tmp_path / "data" / "academy" / "academy.db"
    database = Database(f"sqlite:///{path}", notice=notices.append)

    database.ready()
    database.ready()

    database.close()
    assert notices == [f"Created the database “{path}”."]
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("size", [0, 4096])
def test_an_empty_sqlite_file_is_set_up(tmp_path: Path, size: int) -> None:
    path = tmp_path / "academy.db"
    url = f"sqlite:///{path}"
    path.touch()
    if size:  # what a command that was killed right after connecting leaves behind
        execute(url, "create table t (x integer)", "drop table t")
    database = Database(url)

    database.ready()

    assert database.status().is_current
    database.close()


def test_two_first_uses_at_once_both_work_and_one_says_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'data' / 'academy.db'}"
    with child.running(READY, url) as first, child.running(READY, url) as second:
        outputs = [process.communicate("go\n", timeout=30)[0] for process in (first, second)]
        codes = [first.returncode, second.returncode]

    assert codes == [0, 0]
    assert sum("Created the database" in output for output in outputs) == 1


def test_postgresql_is_never_migrated_unasked(empty_postgres_url: str) -> None:
    database = Database(empty_postgres_url)

    refusal = refused(database)

    assert (refusal.kind, refusal.code) == (Kind.REFUSED, "database.outdated")
    assert (
        refusal.hint == "Run: academy db upgrade; or if it was lost: academy backup restore latest"
    )
    assert not database.status().is_current
    database.close()


def test_a_database_of_a_later_version_is_refused(database_url: str) -> None:
    execute(database_url, "update alembic_version set version_num = '9999'")

    refusal = refused(Database(database_url))

    assert (refusal.kind, refusal.code) == (Kind.REFUSED, "database.newer")
    assert "9999" in refusal.message


@pytest.mark.parametrize("attempt", ["ready", "upgrade", "check"])
def test_somebody_elses_database_is_left_alone(database_url: str, attempt: str) -> None:
    execute(database_url, "drop table alembic_version")
    database = Database(database_url)

    with pytest.raises(AcademyError) as refusal:
        getattr(database, attempt)()

    database.close()
    assert (refusal.value.kind, refusal.value.code) == (Kind.REFUSED, "database.foreign")


def test_what_was_ready_a_moment_ago_is_not_asked_again(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, asked = Database(database_url), list[float]()
    now = time.monotonic()
    monkeypatch.setattr(
        "academy_cli.db.service.current", lambda _: (asked.append(time.monotonic() - now), HEAD)[1]
    )

    for later in (0.0, 0.5, 0.9, 1.1, 1.5):
        monkeypatch.setattr(time, "monotonic", lambda later=later: now + later)
        database.ready()

    assert [round(one, 1) for one in asked] == [0.0, 1.1]
    database.close()


def test_a_file_that_is_gone_is_seen_at_once(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    file = Path(str(database.ready().url.database))
    database.close()

    file.unlink()

    assert database.existing() is None


def test_a_dry_run_creates_nothing(empty_database_url: str) -> None:
    database = Database(empty_database_url)

    report = database.upgrade(dry_run=True)

    assert (report.before, report.revisions, report.is_dry_run) == (None, HISTORY.revisions, True)
    assert database.status().revision is None
    database.close()
    if empty_database_url.startswith("sqlite"):
        assert not Path(empty_database_url.removeprefix("sqlite:///")).parent.exists()


def test_the_status_tells_where_the_database_is(database_url: str) -> None:
    database = Database(database_url)

    status = database.status()

    database.close()
    assert status.url == database_url
    assert status.engine in {"sqlite", "postgresql"}
    assert (status.revision, status.head, status.is_current) == (HEAD, HEAD, True)
    assert status.size_bytes > 10_000
    assert status.journal_mode == ("wal" if status.engine == "sqlite" else None)


def test_the_status_of_an_absent_file_creates_nothing(tmp_path: Path) -> None:
    status = Database(f"sqlite:///{tmp_path / 'academy.db'}").status()

    assert (status.revision, status.size_bytes, status.is_current) == (None, 0, False)
    assert os.listdir(tmp_path) == []  # noqa: PTH208


def test_nothing_shows_a_password(empty_postgres_url: str) -> None:
    database = Database(empty_postgres_url.replace("academy@", "academy:geheim@"))

    refusal = refused(database)
    status = database.status()

    database.close()
    assert "geheim" not in refusal.message + database.url + repr(status)


def test_a_whole_database_has_no_findings(database_url: str) -> None:
    database = Database(database_url)

    assert database.check() == ()
    database.close()


def test_an_unmigrated_database_is_not_checked(empty_database_url: str) -> None:
    database = Database(empty_database_url)

    with pytest.raises(AcademyError) as refusal:
        database.check()

    database.close()
    assert refusal.value.code == "database.outdated"


def test_rows_that_refer_to_nothing_are_found(sqlite_url: str) -> None:
    careless = create_engine(sqlite_url)
    with careless.begin() as connection:
        connection.execute(text("insert into content_texts values (7, 'en', 'none')"))
    careless.dispose()
    database = Database(sqlite_url)

    found = database.check()

    database.close()
    assert {(finding.code, finding.table) for finding in found} == {
        ("database.broken-reference", "content_texts")
    }


def test_dates_that_are_in_no_calendar_are_found(sqlite_url: str) -> None:
    good = ("2024-02-29", "2026-03-29 02:30:00", "9999-12-31 23:59:59.999999", "0001-01-01")
    odd = ("2026-13-45 25:61:61.000000", "2026-02-30", "2026-01-01 24:00:00", "0000-01-01")
    odd += ("2026-01-01 10:00:00.00000x", "2026-01-01T10:00:00", "1700000000", "now", "")
    into = "insert into users (email, name, created_at) values ('{0}', '', '{1}')"
    execute(sqlite_url, *(into.format(i, one) for i, one in enumerate([*good, *odd], 1)))
    database = Database(sqlite_url)

    [found] = database.check()
    execute(sqlite_url, f"delete from users where id > {len(good)}")

    assert (found.code, found.table) == ("database.no-date", "users")
    assert found.message.startswith(
        f"Row 5 of “users” holds “{odd[0]}” in “created_at”, which is no date, and 8 more rows"
    )
    assert database.check() == ()
    database.close()


def test_a_damaged_page_is_found(sqlite_url: str) -> None:
    execute(sqlite_url, "insert into blobs values ('a', 1, 'a')")
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as connection:
        [[page]] = connection.execute("select rootpage from sqlite_master where name = 'blobs'")
    connection.close()
    whole = bytearray(path.read_bytes())
    whole[page * 4096 - 4096 : page * 4096 - 4000] = b"\xff" * 96
    path.write_bytes(whole)
    database = Database(sqlite_url)

    found = database.check()

    database.close()
    assert {finding.code for finding in found} == {"database.corrupt"}


def test_a_constraint_that_was_never_completed_is_found(postgres_url: str) -> None:
    execute(
        postgres_url,
        "alter table courses drop constraint ck_courses_revision",
        "alter table courses add constraint ck_courses_revision check (revision >= 0) not valid",
    )
    database = Database(postgres_url)

    found = database.check()

    database.close()
    assert [(finding.table, finding.code) for finding in found] == [
        ("courses", "database.broken-reference")
    ]


def test_a_folder_that_cannot_hold_a_database_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    code = "import sys\nfrom academy_cli.db.service import Database\nDatabase(sys.argv[1]).ready()"

    said = child.run_as_ordinary_user(code, f"sqlite:///{folder}/new/academy.db")

    assert said == "REFUSED database.read-only"
