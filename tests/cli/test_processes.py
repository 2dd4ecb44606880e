"""Whole processes, as a person and a script meet them: words in, two streams and an exit code out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from academy_cli import __version__
from tests.cli.conftest import REPOSITORY, Ran, Run
from tests.cli.screen import Screen


def test_the_version(process: Run) -> None:
    assert process("--version") == Ran(0, f"academy {__version__}\n", "")


def test_the_version_as_json(process: Run) -> None:
    ran = process("version", "--format", "json")

    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["academy"] == __version__


@pytest.mark.parametrize("words", [[], ["--help"], ["help"]])
def test_help_lists_nouns_and_commands(process: Run, words: list[str]) -> None:
    ran = process(*words)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Usage: academy [OPTIONS] COMMAND [ARGS]...\n")
    assert "\nNouns:\n" in ran.out
    assert "\nCommands:\n" in ran.out


def test_help_explains_a_command(process: Run) -> None:
    ran = process("help", "db", "upgrade")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Usage: academy db upgrade [OPTIONS]\n")
    assert ran == process("db", "upgrade", "--help")


def test_help_knows_the_exit_codes(process: Run) -> None:
    ran = process("help", "exit-codes")

    assert ran.code == 0
    assert ran.out.splitlines()[0] == "0\tdone\tdone, or nothing to do"
    assert "6\trefused\tnot permitted, a rule forbids it, or confirmation was needed" in ran.out


def test_help_on_nothing_known_ends_with_2(process: Run) -> None:
    assert process("help", "exit-cods").code == 2


def test_global_options_stand_before_the_noun_or_after_the_verb(process: Run) -> None:
    before = process("--format", "csv", "--fields", "academy", "version")
    after = process("version", "--format", "csv", "--fields", "academy")

    assert before == after == Ran(0, f"academy\n{__version__}\n", "")


def test_the_option_after_the_verb_wins(process: Run) -> None:
    ran = process("--format", "json", "version", "--format", "ids")

    assert ran.out == f"{__version__}\n"


def test_settings_are_checked_without_a_settings_file(process: Run) -> None:
    assert process("config", "check") == Ran(0, "", "")


def test_without_a_settings_file_there_is_no_path(process: Run) -> None:
    ran = process("config", "path")

    assert (ran.code, ran.out) == (4, "")
    assert ran.err.endswith("hint: Run: academy init\n")


def test_every_finding_in_settings_is_listed(process: Run) -> None:
    ran = process(
        "config", "check", "--format", "ids", ACADEMY_LIMITS_FILES="many", ACADEMY_LIMITS_DEPTH="x"
    )

    assert (ran.code, ran.out) == (3, "config.wrong-type\nconfig.wrong-type\n")
    assert ran.err.startswith("error: The settings have 2 findings.\n")


def test_a_database_url_keeps_its_password(process: Run) -> None:
    ran = process("config", "show", ACADEMY_DATABASE_URL="postgresql://ann:hunter2@db/academy")

    assert "postgresql://ann:***@db/academy\tenvironment ACADEMY_DATABASE_URL" in ran.out
    assert "hunter2" not in ran.out + ran.err


def test_text_a_stream_cannot_hold_is_spelled_out(process: Run) -> None:
    ran = process("kurß", PYTHONIOENCODING="ascii")

    assert ran.code == 2
    assert ran.err.startswith("error: There is no command \\u201ckur\\xdf\\u201d in academy.")


def test_work_goes_on_when_nobody_listens(process: Run, home: Path) -> None:
    with Path(os.devnull).open() as deaf:
        ran = subprocess.run(
            [sys.executable, "-m", "academy_cli", "init", "--fields", "settings"],
            stdout=subprocess.PIPE, stderr=deaf, text=True, check=False, cwd=home,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )  # fmt: skip

    assert (ran.returncode, ran.stdout) == (0, "created\n")
    assert process("config", "path").code == 0


def test_a_closed_output_is_no_bug(home: Path) -> None:
    ran = subprocess.run(
        ["sh", "-c", '"$0" -m academy_cli version >&-', sys.executable],
        capture_output=True, text=True, check=False, cwd=home,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip

    assert (ran.returncode, ran.stderr) == (0, "")


def test_help_on_a_terminal_is_plain_text(screen: Callable[..., Screen]) -> None:
    ran = screen("--help")

    assert ran.code == 0
    assert "\x1b" not in ran.drawn
