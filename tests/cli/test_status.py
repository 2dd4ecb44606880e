"""``academy status`` as a person, a script and cron see it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import REPOSITORY, Run
from tests.cli.screen import Screen

LOOK = "error: 1 thing needs a person.\nhint: Begin with: academy backup status\n"


@pytest.fixture
def calm(staffed: Run) -> Run:
    """An academy with a good backup."""
    assert staffed("backup", "create", "--quiet").code == 0
    return staffed


def test_a_calm_academy_ends_with_0(calm: Run) -> None:
    ran = calm("status")

    assert (ran.code, ran.err) == (0, "")
    assert "accounts\t4\tok\tacademy user list" in ran.out


def test_what_needs_a_person_ends_with_9_and_names_the_command(staffed: Run) -> None:
    ran = staffed("status")

    assert (ran.code, ran.err) == (9, LOOK)
    assert "backup_verified\t\tattention\tacademy backup status" in ran.out


def test_seconds_between_are_refused_where_nothing_is_watched(staffed: Run) -> None:
    ran = staffed("status", "--interval", "9")

    assert (ran.code, ran.out) == (2, "")
    assert "“--interval” says nothing without “--watch”." in ran.err


def test_quiet_still_tells_what_needs_a_person(staffed: Run) -> None:
    assert staffed("status", "--quiet").code == 9


def test_scripts_get_every_figure_by_name(calm: Run) -> None:
    ran = calm("status", "--format", "json")

    found = {one["name"]: one for one in json.loads(ran.out)}
    assert found["accounts"] == {
        "section": "learners",
        "name": "accounts",
        "value": 4,
        "state": "ok",
        "said": "4 accounts",
        "next": "academy user list",
    }
    assert found["backup_verified"]["value"].endswith("Z")


def test_figures_can_be_sorted_and_picked(calm: Run) -> None:
    ran = calm("status", "--sort", "name", "--limit", "2", "--fields", "name,state")

    assert ran.out == "accounts\tok\naccounts_new\tok\n"


@pytest.mark.parametrize("field", ["value", "-value", "said"])
def test_figures_of_every_kind_have_an_order(calm: Run, field: str) -> None:
    assert calm("status", "--sort", field).code == 0


def test_without_an_academy_none_is_made(academy: Run, home: Path) -> None:
    ran = academy("status")

    assert ran.code == 4
    assert (
        "hint: Make one: academy init; or see it all on a course of its own: academy demo\n"
        in ran.err
    )
    assert not [*home.rglob("*.db")]


def test_support_sees_what_support_may(staffed: Run) -> None:
    ran = staffed("status", "--as", "sue@x.org")

    assert (ran.code, "backup" in ran.out) == (0, False)
    assert staffed("status", "--as", "sam@x.org").code == 6


def test_it_fits_one_screen(calm: Run, screen: Callable[..., Screen]) -> None:
    drawn = screen("status")

    lines = drawn.lines
    assert len(lines) <= 24


def test_a_command_that_goes_on_is_whole_on_every_screen_to_be_pasted(
    staffed: Run, screen: Callable[..., Screen]
) -> None:
    assert staffed("status").code == 9
    code = (
        "import fcntl, struct, sys, termios\n"
        "fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 40, 0, 0))\n"
        "sys.argv[1:] = ['status']\n"
        "from academy_cli.__main__ import main\nmain()\n"
    )

    lines = [line.strip() for line in screen(code=code).lines]

    assert "academy backup status" in lines


def test_watching_in_a_pipe_says_only_what_changes(calm: Run, home: Path) -> None:
    command = [sys.executable, "-m", "academy_cli", "status", "--watch", "--interval", "1"]
    environ = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    seen = home / "seen.txt"
    with seen.open("w") as file:
        process = subprocess.Popen(
            [*command, "--fields", "name,value"], stdout=file, cwd=home, env=environ
        )
        first = grown(seen, "backup_verified")
        assert calm("user", "create", "new@x.org", "--name", "New").code == 0
        then = grown(seen, "accounts_new\t5\n")
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130

    assert "accounts\t4\n" in first
    assert then.removeprefix(first) == "accounts\t5\naccounts_new\t5\n"


def grown(file: Path, end: str) -> str:
    """What a file holds once some words have come, for which nobody waits longer than a minute."""
    for _ in range(600):
        if end in (text := file.read_text(encoding="utf-8")):
            return text
        time.sleep(0.1)
    raise AssertionError(text)
