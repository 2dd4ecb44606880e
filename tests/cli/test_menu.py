"""``academy`` alone on a terminal, and the pages of help."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from academy_cli.cli import root
from academy_cli.cli.helppage import PEOPLE
from academy_cli.cli.menu import MOST
from tests.cli.conftest import Run
from tests.cli.screen import Screen

See = Callable[..., Screen]
ESCAPE, ENTER, DOWN = "\x1b", "\r", "\x1b[B"


def offered(seen: Screen) -> list[str]:
    """The commands of a menu, from the top."""
    lines = [line.strip("»› 0123456789") for line in seen.lines]
    return [line for line in lines if line.startswith("academy ")]


def test_where_nothing_is_one_can_begin(screen: See, home: Path) -> None:
    seen = screen("--plain", answers="\n")

    assert [" ".join(one.split()[:2]) for one in offered(seen)] == [
        "academy init",
        "academy demo",
        "academy help",
    ]
    assert seen.code == 0
    assert not [*home.rglob("*.db")]


def test_what_is_chosen_is_shown_and_run(screen: See, home: Path) -> None:
    seen = screen(answers=ENTER)

    assert "$ academy init" in seen.text
    assert (home / "academy.yaml").is_file()
    assert seen.code == 0


def test_the_escape_key_leaves_and_changes_nothing(screen: See, home: Path) -> None:
    seen = screen(answers=ESCAPE)

    assert seen.code == 0
    assert not [*home.iterdir()]


def test_an_arrow_key_is_no_escape(screen: See) -> None:
    seen = screen(answers=f"{DOWN}{DOWN}{ENTER}")

    assert "$ academy help" in seen.text


def test_what_needs_a_person_comes_before_the_everyday(staffed: Run, screen: See) -> None:
    found = offered(screen("--plain", answers="\n"))

    assert found[0].startswith("academy backup status")
    assert found[1].startswith("academy status")
    assert len(found) <= MOST


def test_whoever_writes_a_course_here_is_offered_to_check_it(
    staffed: Run, course: Path, screen: See
) -> None:
    found = offered(screen("--plain", answers="\n"))

    assert [" ".join(one.split()[:4]) for one in found[:3]] == [
        "academy course check python",
        "academy course preview python",
        "academy course plan python",
    ]


def test_a_student_is_offered_what_is_theirs(staffed: Run, screen: See) -> None:
    found = offered(screen("--plain", "--as", "sam@x.org", answers="\n"))

    assert [" ".join(one.split()[:4]) for one in found[:3]] == [
        "academy course search find",
        "academy course recommend sam@x.org",
        "academy enrollment list see",
    ]
    assert not any("user list" in one or "backup" in one for one in found)


def test_whoever_teaches_is_offered_their_learners(staffed: Run, course: Path, screen: See) -> None:
    assert staffed("course", "sync", "python", "--yes").code == 0
    given = ("user", "role", "sam@x.org", "add", "instructor", "--course", "python", "--yes")
    assert staffed(*given).code == 0
    (course / "course.yaml").unlink()

    found = offered(screen("--plain", "--as", "sam@x.org", answers="\n"))

    assert found[0].startswith("academy course students python")


@pytest.mark.parametrize("email", ["ada@x.org", "sue@x.org", "sam@x.org"])
def test_nobody_is_offered_what_is_refused_to_them(staffed: Run, screen: See, email: str) -> None:
    found = offered(screen("--plain", "--as", email, answers="\n"))
    commands = [shlex.split(one.partition("  ")[0])[1:] for one in found]

    assert len(commands) >= 4
    assert [one for one in commands if staffed("--as", email, *one).code == 6] == []


def test_in_ci_and_pipes_there_is_no_menu(screen: See, process: Run) -> None:
    assert screen(CI="true").text.startswith("Usage: academy")
    assert process().out.startswith("Usage: academy")


def test_help_says_who_needs_what(process: Run) -> None:
    ran = process("help")

    assert ran.code == 0
    assert all(f"{who}:\n" in ran.out for who in PEOPLE)


def test_every_noun_is_somebodys() -> None:
    nouns = {entry.name for entry in root.ENTRIES if entry.is_noun}

    assert nouns <= {name for names in PEOPLE.values() for name in names}


@pytest.mark.parametrize("name", [entry.name for entry in root.ENTRIES if entry.is_noun])
def test_each_noun_has_a_page_with_its_commands_and_examples(academy: Run, name: str) -> None:
    ran = academy("help", name)

    assert (ran.code, ran.err) == (0, "")
    assert f"\nExamples:\n  academy {name} " in ran.out
