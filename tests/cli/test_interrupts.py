"""Ctrl-C before a command runs, while it begins, and while its end is told: one sentence at the most."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import REPOSITORY, Ran

INTERRUPTED_AT_IMPORTS = """
import os, signal, sys

class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in moments:
            moments.remove(name)
            os.kill(os.getpid(), signal.SIGINT)

moments = sys.argv.pop(1).split(",")
sys.meta_path.insert(0, Finder)
from academy_cli.__main__ import program
program()
"""
"""Runs a command that gets a Ctrl-C when each of some modules is first about to be imported."""
Interrupted = Callable[..., Ran]


@pytest.fixture
def interrupted(home: Path) -> Interrupted:
    def run(moments: str, *words: str, ignoring: bool = False) -> Ran:
        ended = subprocess.run(
            [sys.executable, "-c", INTERRUPTED_AT_IMPORTS, moments, *words],
            capture_output=True, text=True, check=False, cwd=home,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            preexec_fn=(lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) if ignoring else None,
        )  # fmt: skip
        return Ran(ended.returncode, ended.stdout, ended.stderr)

    return run


@pytest.mark.parametrize(
    "moment",
    [
        *("gc", "typer", "typer.main", "academy_cli.cli.root", "academy_cli.cli.exits"),
        *("academy_cli.cli.shell", "academy_cli.cli.terminal", "academy_cli.config", "sqlalchemy"),
    ],
)
def test_ctrl_c_is_one_sentence_however_early(interrupted: Interrupted, moment: str) -> None:
    assert interrupted(moment, "course", "list") == Ran(
        130, "", "error: Interrupted; nothing is half done.\n"
    )


def test_ctrl_c_at_the_start_is_json_when_the_answer_would_be(interrupted: Interrupted) -> None:
    ran = interrupted("typer", "course", "list", "--format", "json")

    assert (ran.code, ran.out) == (130, "")
    assert json.loads(ran.err)["error"]["code"] == "interrupted"


def test_a_second_ctrl_c_ends_what_the_first_one_says(interrupted: Interrupted) -> None:
    ran = interrupted("typer,academy_cli.cli.terminal", "course", "list")

    assert ran == Ran(130, "", "")


def test_ctrl_c_while_a_failure_is_told_shows_no_traceback(interrupted: Interrupted) -> None:
    ran = interrupted("academy_cli.kit.spelling", "corse")

    assert (ran.code, ran.out) == (130, "")
    assert "Traceback" not in ran.err


def test_who_does_not_hear_ctrl_c_still_does_not(interrupted: Interrupted) -> None:
    ran = interrupted("typer,academy_cli.cli.terminal", "version", "--format", "ids", ignoring=True)

    assert (ran.code, ran.err) == (0, "")


AT_A_TERMINAL = """
import fcntl, os, sys, termios, time

class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "sqlalchemy" and words:
            open(words.pop(), "w").close()
            time.sleep(60)

fcntl.ioctl(0, termios.TIOCSCTTY, 0)
words = [sys.argv.pop(1)]
sys.meta_path.insert(0, Finder)
from academy_cli.__main__ import program
program()
"""


def test_a_terminal_that_goes_away_ends_a_command_in_order(home: Path) -> None:
    """Nobody hears of it any more: what cannot be said takes nothing from the code."""
    ours, theirs = pty.openpty()
    began = home / "began"
    process = subprocess.Popen(
        [sys.executable, "-c", AT_A_TERMINAL, str(began), "user", "list"],
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, cwd=home,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    os.close(theirs)
    for _ in range(600):
        if began.exists():
            break
        time.sleep(0.05)

    os.close(ours)

    assert process.wait(60) == 129
