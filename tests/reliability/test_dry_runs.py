"""A dry run is dry whatever it starts from: nothing at all, another engine, a database of old."""

from __future__ import annotations

import sqlite3
from hashlib import sha256
from pathlib import Path

import pytest

from tests.reliability import courses
from tests.reliability.academy import Academy

WORDS = [
    "course sync python",
    "course apply plan.json",
    "course publish python",
    "course unpublish python",
    "course new other --template minimal",
    "course init workshop",
    "db upgrade",
    "init other",
]
READING = ["course plan python", "course check python", "course list", "db status"]


def state(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file and folder with its digest and when it was changed."""
    return {
        str(path.relative_to(folder)): (
            sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder",
            path.stat().st_mtime_ns,
        )
        for path in folder.rglob("*")
    }


def synced(academy: Academy) -> Academy:
    """The academy with its course, which has changed since; a plan of that, and another folder."""
    assert academy.perform("course", "sync", "python", "--yes").code == 0
    courses.write(academy.folder / "python", courses.SECOND)
    assert academy.perform("course", "plan", "python", "--out", "plan.json").code == 0
    courses.write(academy.folder / "workshop", {"one.md": "# One\n"})
    return academy


@pytest.fixture
def fresh(tmp_path: Path) -> Academy:
    """A course's folder and an academy that was never used."""
    courses.write(tmp_path / "python", courses.FIRST)
    courses.write(tmp_path / "workshop", {"one.md": "# One\n"})
    return Academy(tmp_path, f"sqlite:///{tmp_path}/data/academy.db")


@pytest.mark.parametrize("words", [*(f"{words} --dry-run" for words in WORDS), *READING])
def test_nothing_is_made_where_nothing_is(fresh: Academy, words: str) -> None:
    before = state(fresh.folder)

    ended = fresh.perform(*words.split())

    assert ended.code in {0, 3, 4}, ended.err
    assert state(fresh.folder) == before


def test_a_plan_without_a_database_is_the_plan_of_an_empty_one(
    fresh: Academy, sqlite_url: str
) -> None:
    empty = Academy(fresh.folder, sqlite_url)

    planned = fresh.perform("course", "plan", "python", "--format", "json")

    assert planned == empty.perform("course", "plan", "python", "--format", "json")
    assert planned.code == 0


def test_a_saved_plan_makes_the_database_it_was_made_without(fresh: Academy) -> None:
    fresh.perform("course", "plan", "python", "--out", "plan.json")

    ended = fresh.perform("course", "apply", "plan.json", "--yes")

    assert ended.code == 0, ended.err
    assert fresh.perform("course", "list", "--format", "ids").out == "python\n"


def test_postgresql_without_tables_is_refused(tmp_path: Path, empty_postgres_url: str) -> None:
    courses.write(tmp_path / "python", courses.FIRST)

    ended = Academy(tmp_path, empty_postgres_url).perform("course", "sync", "python", "--dry-run")

    assert (ended.code, ended.out) == (6, "")
    assert ended.err.endswith(
        "hint: Run: academy db upgrade; or if it was lost: academy backup restore latest\n"
    )


@pytest.mark.parametrize("words", WORDS[:4])
def test_not_a_row_changes(academy: Academy, words: str) -> None:
    synced(academy)
    rows, files = academy.rows(), state(academy.folder)

    ended = academy.perform(*words.split(), "--dry-run")

    assert (ended.code, academy.rows()) == (0, rows)
    assert _lasting(state(academy.folder)) == _lasting(files)


@pytest.mark.parametrize("words", [*(f"{words} --dry-run" for words in WORDS), *READING])
def test_a_database_that_was_copied_stays_as_it_is(sqlite_academy: Academy, words: str) -> None:
    synced(sqlite_academy)
    database = sqlite_academy.folder / "academy.db"
    with sqlite3.connect(database) as connection:
        connection.execute("pragma journal_mode=delete")  # as a backup or another tool leaves it
    connection.close()
    before = state(sqlite_academy.folder)

    ended = sqlite_academy.perform(*words.split())

    assert ended.code == 0, ended.err
    assert state(sqlite_academy.folder) == before


def test_an_empty_file_stays_empty(fresh: Academy) -> None:
    (fresh.folder / "data").mkdir()
    (fresh.folder / "data" / "academy.db").touch()
    before = state(fresh.folder)

    ended = fresh.perform("course", "sync", "python", "--dry-run")

    assert (ended.code, state(fresh.folder)) == (0, before)


def test_lost_assets_stay_lost(academy: Academy) -> None:
    assert academy.perform("course", "sync", "python", "--yes").code == 0
    lost = max((academy.storage / "assets").rglob("*"))
    lost.unlink()

    academy.perform("course", "sync", "python", "--dry-run")
    assert not lost.exists()

    academy.perform("course", "sync", "python", "--yes")
    assert lost.exists()


def _lasting(files: dict[str, tuple[str, int]]) -> dict[str, tuple[str, int]]:
    """Without the write-ahead log, which looking at the rows touches."""
    return {path: said for path, said in files.items() if not path.startswith("academy.db")}
