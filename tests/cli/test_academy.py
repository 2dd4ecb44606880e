"""An academy from nothing: settings, a database, and its care."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def contents(folder: Path) -> dict[str, str]:
    """Every file below a folder with its digest."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_init_makes_settings_and_a_database_here(academy: Run, home: Path) -> None:
    ran = academy("init")

    assert ran.code == 0
    assert ran.out == (
        f"settings_file\t{home}/academy.yaml\nsettings\tcreated\n"
        f"database_url\tsqlite:///{home}/academy.db\ndatabase\tcreated\n"
    )
    assert ran.err == (
        "Next: academy course new my-course, or adopt a folder: academy course init DIR\n"
    )
    assert {"academy.yaml", "academy.db"} <= set(contents(home))


def test_init_again_keeps_what_is_there(academy: Run, home: Path) -> None:
    academy("init")
    before = (home / "academy.yaml").read_bytes()

    ran = academy("init", "--fields", "settings,database")

    assert (ran.code, ran.out) == (0, "settings\tkept\ndatabase\tkept\n")
    assert (home / "academy.yaml").read_bytes() == before


def test_a_dry_init_makes_nothing(academy: Run, home: Path) -> None:
    dry = academy("init", "--dry-run")

    assert dry.code == 0
    assert contents(home) == {}
    assert dry.out == academy("init").out


def test_init_in_another_folder_uses_that_folder(academy: Run, home: Path) -> None:
    ran = academy("init", "school/a", "--format", "json")

    assert json.loads(ran.out)["database_url"] == f"sqlite:///{home}/school/a/academy.db"
    assert (home / "school" / "a" / "academy.db").exists()


@pytest.mark.parametrize("name", ["what?", "50%25", "#1"])
def test_init_makes_the_database_in_the_folder_it_names(
    academy: Run, home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    ran = academy("init", name, "--format", "json")
    monkeypatch.chdir(home / name)
    shown = json.loads(academy("db", "status", "--format", "json").out)

    assert [path.name for path in home.iterdir()] == [name]
    assert {"academy.yaml", "academy.db"} <= set(contents(home / name))
    assert shown["is_current"]
    assert shown["url"] == json.loads(ran.out)["database_url"]


def test_init_where_no_folder_can_be_made_is_told(academy: Run, home: Path) -> None:
    (home / "file").write_text("", encoding="utf-8")

    ran = academy("init", "file/sub")

    assert (ran.code, ran.out) == (6, "")
    assert ran.err.startswith("error: “file/sub” cannot be made: ")


def test_init_uses_the_database_it_is_given(academy: Run, home: Path) -> None:
    url = f"sqlite:///{home}/elsewhere.db"

    ran = academy("init", "--database", url)

    assert ran.code == 0
    assert academy("db", "status", "--fields", "url").out == f"{url}\n"
    assert (home / "elsewhere.db").exists()
    assert not (home / "academy.db").exists()


def test_a_database_is_upgraded_once(academy: Run, home: Path) -> None:
    url = f"sqlite:///{home}/new.db"

    first = academy("db", "upgrade", "--database", url, "--format", "json")
    second = academy("db", "upgrade", "--database", url, "--format", "json")

    assert (first.code, second.code) == (0, 0)
    assert json.loads(first.out)["revisions"]
    assert json.loads(second.out)["revisions"] == []
    assert second.err == "The database is up to date.\n"


def test_a_dry_upgrade_changes_nothing(academy: Run, home: Path) -> None:
    url = f"sqlite:///{home}/new.db"

    ran = academy("db", "upgrade", "--dry-run", "--database", url, "--format", "json")

    assert ran.code == 0
    assert json.loads(ran.out)["is_dry_run"] is True
    assert contents(home) == {}


@pytest.mark.parametrize(
    "words",
    [
        "course show x",
        "course publish x",
        "course unpublish x --yes",
        "lesson list --course x",
        "lesson show y --course x",
    ],
)
def test_looking_for_a_course_creates_no_database(academy: Run, home: Path, words: str) -> None:
    ran = academy(*words.split())

    assert (ran.code, ran.err.splitlines()[0]) == (4, "error: There is no course “x”.")
    assert contents(home) == {}


def test_status_creates_nothing(academy: Run, home: Path) -> None:
    ran = academy("db", "status", "--format", "json")

    assert ran.code == 0
    assert json.loads(ran.out)["revision"] is None
    assert contents(home) == {}


def test_a_sound_database_has_no_findings(academy: Run) -> None:
    academy("init")

    ran = academy("db", "check", "--format", "json")

    assert (ran.code, ran.out, ran.err) == (0, "[]\n", "")


def test_an_unsound_database_is_named_and_ends_with_3(academy: Run, home: Path) -> None:
    academy("init")
    with sqlite3.connect(home / "academy.db") as connection:
        connection.execute("drop table lesson_progress")
    connection.close()

    ran = academy("db", "check")

    assert ran.code == 3
    assert "lesson_progress" in ran.out
    assert "error: The database has 2 findings.\n" in ran.err


def test_an_address_that_is_none_is_refused(academy: Run) -> None:
    ran = academy("db", "status", "--database", "mysql://x")

    assert (ran.code, ran.out) == (3, "")
    assert "mysql" in ran.err


def test_a_named_settings_file_is_used(academy: Run, home: Path) -> None:
    (home / "staging.yaml").write_text("sync:\n  lock_wait_s: 3\n", encoding="utf-8")

    ran = academy("config", "show", "--config", "staging.yaml", "--fields", "name,value,origin")

    assert f"sync.lock_wait_s\t3\t{home}/staging.yaml:2" in ran.out


def test_the_path_of_the_settings_file_stands_alone(academy: Run, home: Path) -> None:
    academy("init")

    assert academy("config", "path").out == f"{home}/academy.yaml\n"


def test_who_has_to_mend_the_settings_can_see_them(academy: Run, home: Path) -> None:
    (home / "academy.yaml").write_text("sync:\n  lock_wait: 3\n", encoding="utf-8")

    shown, path = academy("config", "show"), academy("config", "path")

    assert shown.code == 3
    assert "sync.lock_wait_s\t10\tdefault\n" in shown.out
    assert "“lock_wait” is not a setting." in shown.err
    assert (path.code, path.out) == (0, f"{home}/academy.yaml\n")


def test_a_settings_file_that_is_not_there_has_no_path(academy: Run) -> None:
    ran = academy("config", "path", "--config", "nowhere.yaml")

    assert (ran.code, ran.out) == (4, "")
