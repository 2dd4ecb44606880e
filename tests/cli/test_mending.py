"""Mending courses from the terminal: what is shown, asked, written and answered."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from academy_cli.cli import checking
from tests.cli.conftest import Run
from tests.cli.screen import Screen
from tests.cli.test_academy import contents
from tests.cli.test_course import write

FIX = ("course", "fix", "python")
FOUND = "“Variables.md” becomes “variables.md”"


@pytest.fixture
def course(home: Path) -> Path:
    folder = home / "python"
    write(
        folder,
        intro__welcome="# Welcome\n\nSee [variables](Variables.md), ![](gone.png).\n",
        intro__variables="# Variables\n\nText without an end",
    )
    (folder / "course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    return folder


def test_a_check_says_how_many_findings_are_mended(academy: Run, course: Path) -> None:
    del course
    told = academy("course", "check")
    found = json.loads(academy("course", "check", "--format", "json").out)

    assert "2 of them need no author: academy course fix python --dry-run --diff\n" in told.err
    assert {one["code"]: one["fixable"] for one in found["problems"]} == {
        "image.alt-missing": True,
        "image.broken": False,
        "link.case": True,
    }
    assert found["counts"]["fixable"] == 2


@pytest.mark.parametrize(
    ("names", "places"),
    [
        (("My course",), ["'My course'"]),
        (("b", "a"), ["a", "b"]),
        (("all/a", "all/b", "all/c", "all/d"), ["all"]),
    ],
)
def test_what_is_suggested_can_be_typed_as_it_stands(
    academy: Run, home: Path, names: Sequence[str], places: Sequence[str]
) -> None:
    for number, name in enumerate(names):
        write(home / name, one="# One\n\n![](gone.png)\n")
        said = f"id: c{number}\ntitle: C\n"
        (home / name / "course.yaml").write_text(said, encoding="utf-8")

    offered = academy("course", "check", *names).err.partition("author: academy ")[2]
    ran = academy(*shlex.split(offered))

    assert offered == f"course fix {' '.join(places)} --dry-run --diff\n"
    assert ran.out.count("+![TODO") == len(names)
    assert f"left for you to mend: academy course check {' '.join(places)}\n" in ran.err


def test_a_dry_run_lists_the_repairs_and_writes_nothing(academy: Run, course: Path) -> None:
    before = contents(course.parent)

    ran = academy(*FIX, "--dry-run", "--fields", "file,line,code,what")

    assert ran.code == 0
    assert f"intro/welcome.md\t3\tlink.case\t{FOUND}\n" in ran.out
    assert "1 finding is left" not in ran.err
    assert "2 findings are left for you to mend: academy course check python\n" in ran.err
    assert contents(course.parent) == before


def test_without_a_terminal_it_needs_a_yes(academy: Run, course: Path) -> None:
    before = contents(course)

    ran = academy(*FIX, "--format", "json")

    assert (ran.code, ran.out) == (6, "")
    assert contents(course) == before


def test_a_script_is_told_what_was_written(academy: Run, course: Path) -> None:
    ran = academy(*FIX, "--yes", "--code", "link.case", "--format", "json")

    assert json.loads(ran.out) == [
        {
            "course": "python",
            "file": "intro/welcome.md",
            "line": 3,
            "code": "link.case",
            "what": FOUND,
            "is_written": True,
            "reason": "",
        }
    ]
    text = (course / "intro/welcome.md").read_text("utf-8")
    assert text == "# Welcome\n\nSee [variables](variables.md), ![](gone.png).\n"


def test_a_second_time_nothing_is_asked(academy: Run, course: Path) -> None:
    academy(*FIX, "--yes")
    before = contents(course)

    ran = academy(*FIX)

    assert (ran.code, ran.out) == (0, "")
    assert contents(course) == before


def test_the_diff_is_what_git_applies(academy: Run, course: Path, home: Path) -> None:
    patch = academy(*FIX, "--dry-run", "--diff", "--tidy").out

    subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=home, check=True)

    assert (course / "intro/variables.md").read_text("utf-8").endswith("an end\n")
    assert academy(*FIX, "--tidy").out == ""


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    ("code", "said"),
    [("link.cas", "hint: Did you mean link.case?"), ("source.symlink", "but only you can mend it")],
)
def test_a_code_that_nothing_mends_is_refused(academy: Run, code: str, said: str) -> None:
    ran = academy(*FIX, "--code", code)

    assert ran.code == 2
    assert said in ran.err


def test_a_person_sees_the_diff_and_is_asked(screen: Callable[..., Screen], course: Path) -> None:
    ran = screen(*FIX, "--plain", answers="y\n")

    assert ran.code == 0
    assert "-See [variables](Variables.md), ![](gone.png)." in ran.text
    assert "+See [variables](variables.md), ![TODO: describe this picture](gone.png)." in ran.text
    assert "Make 2 repairs in 1 file? [y/N]" in ran.text
    assert "TODO" in (course / "intro/welcome.md").read_text("utf-8")


def test_a_person_may_decline(screen: Callable[..., Screen], course: Path) -> None:
    before = contents(course)

    ran = screen(*FIX, "--plain", answers="n\n")

    assert ran.code == 6
    assert contents(course) == before


@pytest.mark.usefixtures("course")
def test_a_database_is_neither_needed_nor_made(academy: Run, home: Path) -> None:
    made = academy(*FIX, "--yes", "--database", f"sqlite:///{home}/none.db")

    assert made.code == 0
    assert not (home / "none.db").exists()


def test_of_very_many_findings_it_is_told_where_it_is_asked(
    academy: Run, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del course
    monkeypatch.setattr(checking, "FEW", 0)

    plain = academy("course", "check")
    asked = academy("course", "check", "--fields", "code,fixable")

    assert "no author" not in plain.err
    assert "link.case\ttrue\n" in asked.out
