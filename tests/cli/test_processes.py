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

pytestmark = pytest.mark.slow


def test_the_version(process: Run) -> None:
    assert process("--version") == Ran(0, f"academy {__version__}\n", "")


def test_the_version_as_json(process: Run) -> None:
    ran = process("version", "--format", "json")

    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["academy"] == __version__


@pytest.mark.parametrize("words", [[], ["--help"]])
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


def redirected(home: Path, words: str) -> Ran:
    """What a shell makes of a command and its redirections."""
    ran = subprocess.run(
        ["sh", "-c", f'"$0" -m academy_cli {words}', sys.executable],
        capture_output=True, text=True, check=False, cwd=home,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    return Ran(ran.returncode, ran.stdout, ran.stderr)


@pytest.mark.parametrize("words", ["version", "version --format json", "--help", "--version"])
def test_an_answer_to_a_closed_output_is_a_failure(home: Path, words: str) -> None:
    ran = redirected(home, f"{words} >&-")

    assert ran.code == 7
    assert "The answer cannot be written: standard output is closed." in ran.err
    assert len(ran.err.splitlines()) == (1 if "json" in words else 2)


def test_a_closed_output_does_not_outshout_a_refusal(home: Path) -> None:
    ran = redirected(home, "verson >&-")

    assert ran.code == 2
    assert ran.err.startswith("error: There is no command “verson” in academy.\n")


def test_where_nothing_is_said_nothing_is_lost(home: Path) -> None:
    assert redirected(home, "config check >&-") == Ran(0, "", "")


def test_work_done_before_a_closed_output_is_done(home: Path, process: Run) -> None:
    assert redirected(home, "init --quiet >&-").code == 7

    assert process("config", "path").code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("version --fields academy <&-", 0),
        ("version --fields academy 2>&-", 0),
        ("version --fields academy <&- 2>&-", 0),
        ("course new <&-", 2),
        ("verson 2>&-", 2),
        ("verson --debug 2>&-", 2),
        ("verson <&- >&- 2>&-", 2),
        ("version <&- >&- 2>&-", 7),
    ],
)
def test_any_stream_may_be_closed(home: Path, words: str, code: int) -> None:
    ran = redirected(home, words)

    assert ran.code == code
    assert ran.out == (f"{__version__}\n" if code == 0 else "")
    assert "Traceback" not in ran.err


def test_a_database_never_takes_the_place_of_a_closed_stream(home: Path, process: Run) -> None:
    for words in ("init --quiet <&- >&- 2>&-", "course list <&- >&- 2>&-"):
        redirected(home, words)

    assert process("db", "check").code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
@pytest.mark.parametrize("option", ["", "--debug", "--format json"])
def test_errors_on_a_full_disk_keep_their_exit_code(home: Path, option: str) -> None:
    assert redirected(home, f"verson {option} 2>/dev/full") == Ran(2, "", "")


def test_help_on_a_terminal_is_plain_text(screen: Callable[..., Screen]) -> None:
    ran = screen("--help")

    assert ran.code == 0
    assert "\x1b" not in ran.drawn
