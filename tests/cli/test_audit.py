"""The audit log from the terminal: list, show and verify."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def acted(home: Path, founded: Run) -> Run:
    """An academy in which a course was synced and published."""
    (home / "python").mkdir()
    (home / "python/course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    (home / "python/a.md").write_text("# A\n", encoding="utf-8")
    founded("course", "sync", "python", "--yes")
    founded("course", "publish", "python", "--yes")
    return founded


def test_each_act_is_a_line_newest_first(acted: Run) -> None:
    ran = acted("audit", "list", "--fields", "number,action,subject")

    assert ran.out == "2\tcourse.status\tcourse:python\n1\tcourse.apply\tcourse:python\n"


def test_it_is_narrowed_by_what_happened(acted: Run) -> None:
    assert acted("audit", "list", "--action", "course.apply", "--format", "ids").out == "1\n"
    assert acted("audit", "list", "--until", "2020-01-01").out == ""
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert acted("audit", "list", "--until", today, "--format", "ids").out == "2\n1\n"
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


@pytest.mark.parametrize(
    ("flag", "said", "meant"),
    [
        ("--action", "course.aply", "course.apply"),
        ("--action", "curse", "course"),
        ("--subject", "course:pyton", "course:python"),
        ("--subject", "python", "course:python"),
    ],
)
def test_what_nothing_on_record_has_is_told_with_the_nearest(
    acted: Run, flag: str, said: str, meant: str
) -> None:
    ran = acted("audit", "list", flag, said)

    assert (ran.code, ran.out) == (0, "")
    assert f"Nothing on record has {flag} “{said}”. Did you mean “{meant}”?" in ran.err


def test_whom_nothing_on_record_has_is_told(acted: Run) -> None:
    ran = acted("audit", "list", "--by", "nobody@example.org")

    assert "Nothing on record has --by “nobody@example.org”." in ran.err
    assert "warning" not in acted("audit", "list", "--action", "course", "--limit", "0").err


def test_twelve_digits_of_a_head_are_enough_and_fewer_are_not(acted: Run) -> None:
    number, _, digest = json.loads(acted("audit", "verify", "--format", "json").out)[
        "head"
    ].partition(":")
    other = "0" * 12 if digest[0] != "0" else "f" * 12

    assert acted("audit", "verify", "--expect", f"{number}:{digest[:12]}").code == 0
    assert acted("audit", "verify", "--expect", f"{number}:{digest[:12]}…").code == 0
    assert acted("audit", "verify", "--expect", f"{number}:{other}").code == 9
    assert acted("audit", "verify", "--expect", f"{number}:{digest[:11]}").code == 2
