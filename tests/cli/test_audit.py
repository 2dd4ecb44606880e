"""The audit log from the terminal: list, show and verify."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def acted(home: Path, academy: Run) -> Run:
    """An academy in which a course was synced and published."""
    (home / "python").mkdir()
    (home / "python/course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    (home / "python/a.md").write_text("# A\n", encoding="utf-8")
    academy("init")
    academy("course", "sync", "python", "--yes")
    academy("course", "publish", "python", "--yes")
    return academy


def test_each_act_is_a_line_newest_first(acted: Run) -> None:
    ran = acted("audit", "list", "--fields", "number,action,subject")

    assert ran.out == "2\tcourse.status\tcourse:python\n1\tcourse.apply\tcourse:python\n"


def test_it_is_narrowed_by_what_happened(acted: Run) -> None:
    assert acted("audit", "list", "--action", "course.apply", "--format", "ids").out == "1\n"
    assert acted("audit", "list", "--until", "2020-01-01").out == ""
    assert acted("audit", "list", "--by", "nobody@example.org").out == ""
    assert acted("audit", "list", "--limit", "1", "--format", "ids").out == "2\n"
    assert acted("audit", "list", "--limit", "1", "--page", "2", "--format", "ids").out == "1\n"
    assert acted("audit", "list", "--limit", "1", "--page", "2", "--sort", "number").out[:1] == "2"
    assert acted("audit", "list", "--since", "today").code == 2


def test_an_entry_tells_the_command_and_the_machine(acted: Run) -> None:
    told = json.loads(acted("audit", "show", "1", "--format", "json").out)

    assert told["source"]["command"] == "academy course sync python --yes"
    assert {"host", "version", "shell"} <= told["source"].keys()
    assert acted("audit", "show", "9").code == 4


def test_a_password_in_an_address_is_not_put_on_record(home: Path, acted: Run) -> None:
    url = f"sqlite:///{home / 'academy.db'}"
    acted("course", "unpublish", "python", "--yes", "--database", url)

    assert "academy.db" not in acted("audit", "show", "3", "--format", "json").out


def test_what_nobody_touched_is_proved(acted: Run) -> None:
    ran = acted("audit", "verify", "--format", "json")
    head = json.loads(ran.out)["head"]

    assert (ran.code, acted("audit", "verify", "--expect", head).code) == (0, 0)


def test_what_somebody_edited_is_named(home: Path, acted: Run) -> None:
    with sqlite3.connect(home / "academy.db") as connection:
        connection.execute("update audit_log set actor = 'operator:else' where id = 1")
    connection.close()

    ran = acted("audit", "verify")

    assert ran.code == 9
    assert "entry 1: it was edited" in ran.err
