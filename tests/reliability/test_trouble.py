"""A full disk, a closed door, a database that goes: one sentence, the right exit code, nothing half done."""

from __future__ import annotations

import json
import os
import random
import resource
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from tests import child, postgres
from tests.reliability import courses, stage
from tests.reliability.academy import Academy

JSON = ("--format", "json")
SYNC = ("course", "sync", "python", "--yes", *JSON)
ON_SMALL_DISK = """
import io, json, os, sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from academy_cli.__main__ import main
from tests.reliability.academy import Academy
disk = Path(sys.argv[1])
academy = Academy(disk.parent, f"sqlite:///{disk}/academy.db", {"ACADEMY_STORAGE_FOLDER": f"{disk}/storage"})
os.environ.update(academy.environ)
os.chdir(academy.folder)
def run(*words):
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        return [main(words), err.getvalue(), out.getvalue()]
sync = lambda name: run("course", "sync", name, "--yes", "--format", "json")
ended = [sync("small")]
before = academy.rows()
ended.append(sync("large"))
assert academy.rows() == before
assert not list(disk.rglob("*.partial"))
ended.append(run("db", "check"))
courses = json.loads(run("course", "list", "--format", "json")[2])
print(json.dumps([one[:2] for one in ended] + [[one["slug"] for one in courses]]))
"""


def error(ended: stage.Ended) -> str:
    """The code of the one error that a command ended with, told in one sentence and no more."""
    assert "Traceback" not in ended.err
    lines = [line for line in ended.err.splitlines() if line.startswith("{")]
    said = json.loads(lines[-1])["error"]
    assert len(lines) == 1
    assert set(said) == {"kind", "code", "message", "hint"}
    assert said["kind"] != "internal", said
    assert said["hint"]
    return str(said["code"])


def fate(ended: stage.Ended) -> tuple[int, str]:
    """How a command ended: its exit code and the code of its error."""
    return ended.code, error(ended)


def room(template: Path) -> int:
    """KiB of a disk that a fresh database, its log and a small course fit on, and not much more."""
    return template.stat().st_size * 5 // 2048


def largest_file(size: int) -> Callable[[], None]:
    """What makes every file end at some size, as a quota does."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.fixture
def synced(academy: Academy) -> Academy:
    """An academy with a course whose folder has changed."""
    assert academy.perform(*SYNC).code == 0
    courses.write(academy.folder / "python", courses.SECOND)
    return academy


@pytest.fixture
def synced_sqlite(sqlite_academy: Academy) -> Academy:
    """The same, on SQLite only."""
    assert sqlite_academy.perform(*SYNC).code == 0
    courses.write(sqlite_academy.folder / "python", courses.SECOND)
    return sqlite_academy


def test_a_disk_too_small_for_the_database_is_said(tmp_path: Path, sqlite_template: Path) -> None:
    courses.write(tmp_path / "small", {**courses.FIRST, "course.yaml": "id: small\ntitle: S\n"})
    files = courses.large(random.Random(1), 1600)
    courses.write(
        tmp_path / "large", {name: text for name, text in files.items() if ".png" not in name}
    )
    (tmp_path / "disk").mkdir()

    said = child.run_on_small_disk(ON_SMALL_DISK, tmp_path / "disk", size_kb=room(sqlite_template))

    small, large, check, listed = json.loads(said.splitlines()[-1])
    assert (small[0], check[0], listed) == (0, 0, ["small"])
    assert fate(stage.Ended(large[0], "", large[1])) == (7, "database.full")


def test_a_disk_too_small_for_the_assets_is_said(tmp_path: Path, sqlite_template: Path) -> None:
    courses.write(tmp_path / "small", {**courses.FIRST, "course.yaml": "id: small\ntitle: S\n"})
    courses.write(tmp_path / "large", {**courses.FIRST, "course.yaml": "id: large\ntitle: L\n"})
    (tmp_path / "large/01-basics/images/loop.png").write_bytes(b"x" * 4_000_000)
    (tmp_path / "disk").mkdir()

    said = child.run_on_small_disk(ON_SMALL_DISK, tmp_path / "disk", size_kb=room(sqlite_template))

    small, large, check, listed = json.loads(said.splitlines()[-1])
    assert (small[0], check[0], listed) == (0, 0, ["small"])
    assert fate(stage.Ended(large[0], "", large[1])) == (7, "storage.full")


def test_a_database_that_may_not_grow_is_said(synced_sqlite: Academy) -> None:
    before = synced_sqlite.rows()
    courses.write(
        synced_sqlite.folder / "python", courses.large(random.Random(1), 400, slug="python")
    )

    ended = synced_sqlite.run(*SYNC, preexec_fn=largest_file(100_000))

    assert ended.code == 7
    assert error(ended) in {"database.full", "database.disk"}
    assert synced_sqlite.rows() == before
    assert synced_sqlite.perform(*SYNC).code == 0


def test_assets_that_may_not_grow_are_said(synced: Academy) -> None:
    before = synced.rows()
    (synced.folder / "python/03-new/end.png").write_bytes(b"x" * 2_000_000)

    ended = synced.run(*SYNC, preexec_fn=largest_file(1_000_000))

    assert fate(ended) == (7, "storage.full")
    assert synced.rows() == before
    assert synced.half_assets() == []
    assert synced.perform(*SYNC).code == 0


@pytest.mark.parametrize("closed", ["", "academy.db"])
def test_a_database_that_may_not_be_written_is_said(synced_sqlite: Academy, closed: str) -> None:
    place = synced_sqlite.folder / "closed"
    place.mkdir()
    (synced_sqlite.folder / "academy.db").rename(place / "academy.db")
    moved = replace(synced_sqlite, url=f"sqlite:///{place}/academy.db")
    before = moved.rows()
    (place / closed).chmod(0o555 if not closed else 0o444)

    ended = moved.run(*SYNC, preexec_fn=child.drop_power())

    assert fate(ended) == (6, "database.read-only")
    (place / closed).chmod(0o755)
    assert moved.rows() == before
    assert moved.perform(*SYNC).code == 0


def test_a_log_that_may_not_be_replayed_is_said(synced_sqlite: Academy) -> None:
    killed(synced_sqlite, "committed")
    (synced_sqlite.folder / "academy.db-shm").unlink()
    synced_sqlite.folder.chmod(0o555)

    ended = synced_sqlite.run("course", "list", *JSON, preexec_fn=child.drop_power())

    synced_sqlite.folder.chmod(0o755)
    assert fate(ended) == (6, "database.read-only")


def test_storage_that_may_not_be_written_is_said(synced: Academy) -> None:
    before = synced.rows()
    for folder in (synced.storage, synced.storage / "assets"):
        folder.chmod(0o555)

    ended = synced.run(*SYNC, preexec_fn=child.drop_power())

    assert fate(ended) == (6, "storage.read-only")
    for folder in (synced.storage, synced.storage / "assets"):
        folder.chmod(0o755)
    assert synced.rows() == before
    assert synced.perform(*SYNC).code == 0


@pytest.mark.parametrize("moment", ["select version_num", "SELECT contents", "COMMIT"])
def test_a_server_that_is_killed_is_said(
    tmp_path: Path, own_postgres: postgres.Server, moment: str
) -> None:
    own_postgres.create("academy")
    academy = Academy(tmp_path, own_postgres.url("academy"))
    courses.write(tmp_path / "python", courses.FIRST)
    academy.perform("db", "upgrade")
    assert academy.perform(*SYNC).code == 0
    courses.write(tmp_path / "python", courses.SECOND)

    ended = interrupted(academy, moment, own_postgres.kill)

    assert fate(ended) == (7, "database.gone")
    assert fate(academy.perform(*SYNC)) == (7, "database.unreachable")


@pytest.mark.parametrize(
    "moment", ["SELECT courses", "select pg_try", "insert into blobs", "update contents", "COMMIT"]
)
def test_sessions_that_are_ended_are_said(tmp_path: Path, postgres_url: str, moment: str) -> None:
    academy = Academy(tmp_path, postgres_url)
    courses.write(tmp_path / "python", courses.FIRST)
    assert academy.perform(*SYNC).code == 0
    courses.write(tmp_path / "python", courses.SECOND)
    before = academy.rows()

    ended = interrupted(academy, moment, lambda: _end_sessions(postgres_url))

    assert fate(ended) == (7, "database.gone")
    assert academy.rows() == before
    assert academy.perform(*SYNC).code == 0


@pytest.mark.parametrize("moment", ["SELECT courses", "open academy.db.locks"])
def test_a_database_file_that_vanishes_is_made_again(synced_sqlite: Academy, moment: str) -> None:
    ended = interrupted(synced_sqlite, moment, lambda: _delete(synced_sqlite))

    assert ended.code == 0
    assert "Created the database" in ended.err
    assert [row[2] for row in synced_sqlite.rows()["revisions"]] == [1]


@pytest.mark.parametrize("moment", ["insert into blobs", "insert into audit_log"])
def test_nothing_is_committed_to_a_database_file_that_is_gone(
    synced_sqlite: Academy, moment: str
) -> None:
    ended = interrupted(synced_sqlite, moment, lambda: _delete(synced_sqlite))

    assert fate(ended) == (7, "database.gone")
    assert synced_sqlite.perform(*SYNC).code == 0
    assert [row[2] for row in synced_sqlite.rows()["revisions"]] == [1]


def test_a_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    courses.write(tmp_path / "python", courses.FIRST)

    ended = Academy(tmp_path, f"postgresql:///academy?host={tmp_path}").run(*SYNC)

    assert fate(ended) == (7, "database.unreachable")


@pytest.mark.parametrize(
    "words", [SYNC, (*SYNC[:-3], "--dry-run", *SYNC[-2:]), ("course", "list", *SYNC[-2:])]
)
def test_what_is_no_database_is_said_and_left_alone(tmp_path: Path, words: tuple[str, ...]) -> None:
    courses.write(tmp_path / "python", courses.FIRST)
    file = tmp_path / "academy.db"
    file.write_text("not a database, but longer than a hundred bytes: " + "x" * 5000)
    before = file.read_bytes()

    ended = Academy(tmp_path, f"sqlite:///{file}").run(*words)

    assert fate(ended) == (3, "database.corrupt")
    assert file.read_bytes() == before


def interrupted(academy: Academy, moment: str, happening: Callable[[], None]) -> stage.Ended:
    """A sync to which something happens right before a moment."""
    act = academy.act(*SYNC, stop=stage.Stop(moment))
    process = stage.start(act)
    act.stop.wait()
    happening()
    act.stop.go_on()
    return stage.ended(process, act)


def killed(academy: Academy, moment: str) -> None:
    """A sync that ends at a moment without any chance to tidy up."""
    act = academy.act(*SYNC, stop=stage.Stop(moment))
    process = stage.start(act)
    act.stop.wait()
    process.kill()
    process.join()


def _end_sessions(url: str) -> None:
    query = (
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )
    with psycopg.connect(url) as connection:
        connection.execute(query)


def _delete(academy: Academy) -> None:
    for path in academy.folder.glob("academy.db*"):
        if path.is_file():
            os.unlink(path)  # noqa: PTH108
