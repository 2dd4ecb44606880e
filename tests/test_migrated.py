"""A SQLite database that was made as another came out is that one, row by row and word by word."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from academy_cli.db import upgrade
from academy_cli.db.engine import open_engine
from academy_cli.db.revision import HISTORY, History
from tests import migrated

EARLIER = HISTORY.until("0012")


@pytest.fixture(autouse=True)
def without_sharing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Migrations as they are, which the test lets be shared, or not."""
    run = getattr(upgrade.migrate, "__wrapped__", upgrade.migrate)
    monkeypatch.setattr(upgrade, "migrate", run)
    monkeypatch.setattr(migrated, "SHARE", 0)


def made(path: Path, history: History = HISTORY) -> list[list[str]]:
    """A database after an upgrade: what makes it again, by lines; migrations put constraints in any order."""
    engine = open_engine(f"sqlite:///{path}")
    upgrade.upgrade(engine, "", wait_s=1, history=history)
    engine.dispose()
    connection = sqlite3.connect(path)
    dumped = sorted(
        sorted(line.strip(" ,\t") for line in one.splitlines()) for one in connection.iterdump()
    )
    connection.close()
    return dumped


@pytest.mark.parametrize("history", [HISTORY, EARLIER], ids=["newest", "earlier"])
def test_a_copy_is_what_migrations_make(tmp_path: Path, history: History) -> None:
    run = made(tmp_path / "run.db", history)
    migrated.share()

    first, second = (made(tmp_path / name, history) for name in ("first.db", "second.db"))

    assert first == second == run


def test_the_second_time_no_migration_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrated.share()
    made(tmp_path / "first.db")
    monkeypatch.setattr("alembic.command.upgrade", None)

    made(tmp_path / "second.db")

    with pytest.raises(TypeError):
        made(tmp_path / "third.db", EARLIER)


def test_one_that_has_tables_goes_the_whole_way(tmp_path: Path) -> None:
    migrated.share()
    newest = made(tmp_path / "newest.db")
    made(tmp_path / "earlier.db", EARLIER)

    assert made(tmp_path / "earlier.db") == newest


def test_torture_runs_them_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = upgrade.migrate
    monkeypatch.setattr(migrated, "SHARE", 0.1)

    migrated.share()

    assert upgrade.migrate is run
