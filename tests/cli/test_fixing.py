"""Fixing courses from the terminal: what is offered, shown, asked and written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.screen import Screen
from tests.cli.test_academy import contents
from tests.cli.test_course import write

FIX = ("course", "fix", "python", "--ids")


@pytest.fixture
def course(home: Path) -> Path:
    folder = home / "python"
    write(folder, intro__welcome="# Welcome\n\nHello world.\n", intro__variables="# Variables\n")
    (folder / "course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    return folder


def test_a_dry_run_shows_the_ids_and_writes_nothing(academy: Run, course: Path) -> None:
    before = contents(course.parent)

    ran = academy(*FIX, "--dry-run", "--fields", "file,id")

    assert ran.out == "intro/variables.md\tintro-variables\nintro/welcome.md\tintro-welcome\n"
    assert (ran.code, contents(course.parent)) == (0, before)


def test_without_a_terminal_it_needs_a_yes(academy: Run, course: Path) -> None:
    before = contents(course)

    ran = academy(*FIX, "--format", "json")

    assert (ran.code, ran.out) == (6, "")
    assert json.loads(ran.err.splitlines()[-1])["error"]["code"] == "confirmation.needed"
    assert contents(course) == before


def test_a_script_is_told_what_was_written(academy: Run, course: Path) -> None:
    ran = academy(*FIX, "--yes", "--format", "json")

    assert json.loads(ran.out)[0] == {
        "course": "python",
        "file": "intro/variables.md",
        "kind": "lesson",
        "id": "intro-variables",
        "is_written": True,
        "reason": "",
    }
    assert academy("course", "check").code == 0
    assert (course / "intro/variables.md").read_text("utf-8").startswith("---\nid: intro-v")


def test_a_second_time_nothing_is_asked(academy: Run, course: Path) -> None:
    academy(*FIX, "--yes")
    before = contents(course)

    ran = academy(*FIX)

    assert (ran.code, ran.out) == (0, "")
    assert contents(course) == before


def test_a_file_with_an_error_is_listed(academy: Run, course: Path) -> None:
    write(course, broken="---\ntitle: A\n")

    ran = academy(*FIX, "--yes")
    again = academy(*FIX, "--yes")

    assert ran.code == 8
    assert "python\tbroken.md\t\tFront matter begins with `---` and never ends.\n" in ran.out
    assert "error: 1 file was left alone.\n" in ran.err
    assert (again.code, again.out.count("\n")) == (3, 1)


@pytest.mark.usefixtures("course")
def test_a_database_is_neither_needed_nor_made(academy: Run, home: Path) -> None:
    made = academy(*FIX, "--yes", "--database", f"sqlite:///{home}/none.db")

    assert made.code == 0
    assert not (home / "none.db").exists()


@pytest.mark.usefixtures("course")
def test_a_database_that_does_not_answer_is_told_and_no_hindrance(academy: Run) -> None:
    ran = academy(*FIX, "--yes", "--database", "postgresql://nobody@127.0.0.1:1/none")

    assert ran.code == 0
    assert "So ids of archived lessons are not known here." in ran.err


@pytest.mark.usefixtures("course")
def test_a_plan_then_changes_ids_and_keys_alone(academy: Run) -> None:
    academy("course", "sync", "--yes")
    academy(*FIX, "--yes")

    changes = json.loads(academy("course", "plan", "--format", "json").out)["changes"]

    assert {change["action"] for change in changes} == {"rename"}
    assert {name for change in changes for name in change["fields"]} == {"id", "key"}


def test_a_person_sees_the_files_and_is_asked(screen: Callable[..., Screen], course: Path) -> None:
    ran = screen(*FIX, "--plain", answers="y\n")

    assert ran.code == 0
    assert "python/intro/welcome.md  id: intro-welcome" in ran.text
    assert "Write an id into 2 files? [y/N]" in ran.text
    assert "id: intro-welcome\n" in (course / "intro/welcome.md").read_text("utf-8")


def test_a_person_may_decline(screen: Callable[..., Screen], course: Path) -> None:
    before = contents(course)

    ran = screen(*FIX, "--plain", answers="n\n")

    assert ran.code == 6
    assert contents(course) == before
