"""Every way a command can end."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from academy_cli.cli.exits import ended, failure
from academy_cli.errors import AcademyError, Kind
from tests.cli.conftest import REPOSITORY, Run


def _raise(error: BaseException) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


def test_an_answer_ends_with_0(academy: Run) -> None:
    ran = academy("version", "--fields", "academy")

    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("kind", Kind)
def test_a_refusal_ends_with_the_code_of_its_kind(
    kind: Kind, capsys: pytest.CaptureFixture[str]
) -> None:
    refusal = AcademyError(kind, "course.unknown", "There is no course “x”.", "Run: academy init")

    code = ended(_raise(refusal), [])

    assert code == kind.exit_code
    assert capsys.readouterr() == (
        "",
        "error: There is no course “x”.\nhint: Run: academy init\n",
    )


def test_a_refusal_without_a_hint_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    ended(_raise(AcademyError(Kind.REFUSED, "x", "No.")), [])

    assert capsys.readouterr().err == "error: No.\n"


def test_a_refusal_is_json_when_the_answer_would_be(capsys: pytest.CaptureFixture[str]) -> None:
    refusal = AcademyError(Kind.MISSING, "course.unknown", "There is no course “x”.", "Look.")

    ended(_raise(refusal), ["course", "show", "x", "--format=json"])

    out, err = capsys.readouterr()
    assert out == ""
    assert json.loads(err) == {
        "error": {
            "kind": "missing",
            "code": "course.unknown",
            "message": "There is no course “x”.",
            "hint": "Look.",
        }
    }


def test_an_interruption_ends_with_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(_raise(KeyboardInterrupt()), []) == 130
    assert capsys.readouterr().err == "error: Interrupted; nothing is half done.\n"


def test_a_command_may_choose_its_exit_code() -> None:
    assert ended(_raise(typer.Exit(10)), []) == 10


def test_a_bug_is_one_sentence_that_holds_no_value(capsys: pytest.CaptureFixture[str]) -> None:
    code = ended(_raise(KeyError("sk_live_secret")), [])

    err = capsys.readouterr().err
    assert code == 1
    assert err.startswith("error: academy met a bug: “KeyError” in cli/exits.py, line ")
    assert err.endswith("hint: Run it again with --debug and report what it shows.\n")
    assert "sk_live_secret" not in err


def test_debug_shows_where_a_bug_came_from(capsys: pytest.CaptureFixture[str]) -> None:
    ended(_raise(KeyError("x")), ["--debug"])

    assert capsys.readouterr().err.startswith("Traceback (most recent call last):")


def test_an_exception_stays_what_it_is_when_it_is_ours() -> None:
    refusal = AcademyError(Kind.CONFLICT, "plan.stale", "The plan is stale.")

    assert failure(refusal) is refusal


@pytest.mark.parametrize(
    ("words", "code", "message", "hint"),
    [
        (["confg"], "command.unknown", "There is no command “confg” in academy.",
         "Did you mean `academy config`?"),
        (["db", "upgrad"], "command.unknown", "There is no command “upgrad” in academy db.",
         "Did you mean `academy db upgrade`?"),
        (["zzz"], "command.unknown", "There is no command “zzz” in academy.",
         "Run: academy --help"),
        (["db"], "command.missing", "academy db needs a verb: upgrade, status, check, copy.",
         "Run: academy db --help"),
        (["version", "--fromat", "csv"], "option.unknown",
         "There is no option “--fromat” in academy version.", "Did you mean `--format`?"),
        (["version", "--zzz"], "option.unknown",
         "There is no option “--zzz” in academy version.", "Run: academy version --help"),
        (["db", "--dry-run", "upgrade"], "option.unknown",
         "There is no option “--dry-run” in academy db.", "Put --dry-run after the verb."),
        (["version", "--fields", "acadmy"], "field.unknown",
         "There is no field “acadmy” for --fields.", "Did you mean `academy`?"),
        (["version", "--limit", "1"], "option.unknown",
         "There is no option “--limit” in academy version.", "Run: academy version --help"),
        (["version", "now"], "usage.invalid",
         "“now” is one word too many.", "Run: academy version --help"),
        (["version", "--fields"], "value.missing",
         "--fields needs a value.", "Run: academy version --help"),
    ],
)  # fmt: skip
def test_wrong_words_end_with_2_and_the_nearest_right_one(
    academy: Run, words: list[str], code: str, message: str, hint: str
) -> None:
    ran = academy("--format", "json", *words)

    assert (ran.code, ran.out) == (2, "")
    assert json.loads(ran.err) == {
        "error": {"kind": "usage", "code": code, "message": message, "hint": hint}
    }


def test_a_value_that_is_no_choice_is_refused_with_the_choices(academy: Run) -> None:
    ran = academy("version", "--format", "xml")

    assert ran.code == 2
    assert ran.err == (
        "error: --format: “xml” is not one of table, tsv, json, jsonl, csv, yaml, ids.\n"
        "hint: Run: academy version --help\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("course list --limit x", "--limit: “x” is not a whole number."),
        ("course list --limit -1", "--limit: “-1” is less than 0."),
        ("course schema page", "PART: “page” is not one of course, module, lesson, quiz."),
    ],
)
def test_a_value_is_refused_in_plain_words(academy: Run, words: str, said: str) -> None:
    ran = academy(*words.split())

    assert (ran.code, ran.err.splitlines()[0]) == (2, f"error: {said}")


def test_a_reader_that_goes_away_is_not_told_about(home: Path) -> None:
    lines = "academy_cli.cli.streams.put(sys.stdout, 'line\\n' * 100_000)"
    code = (
        "import sys, academy_cli.cli.streams; from academy_cli.cli.exits import ended\n"
        f"sys.exit(ended(lambda: {lines}, []))"
    )

    ended_quietly = subprocess.run(
        ["bash", "-c", '"$0" -c "$1" | head -1; exit ${PIPESTATUS[0]}', sys.executable, code],
        capture_output=True, text=True, check=False, cwd=home, env={"PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip

    assert (ended_quietly.returncode, ended_quietly.stdout) == (141, "line\n")
    assert ended_quietly.stderr == ""


def test_help_whose_reader_goes_away_is_not_told_about(home: Path) -> None:
    ran = subprocess.run(
        ["bash", "-c", '"$0" -m academy_cli --help | true; exit ${PIPESTATUS[0]}', sys.executable],
        capture_output=True, text=True, check=False, cwd=home, env={"PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip

    assert ran.returncode in {0, 141}
    assert ran.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
@pytest.mark.parametrize("words", [["version"], ["--help"], ["config", "check", "--config", "x"]])
def test_an_answer_that_cannot_be_written_is_a_failure(home: Path, words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "academy_cli", *words],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=home,
            env={"PYTHONPATH": str(REPOSITORY)},
        )  # fmt: skip

    assert ran.returncode == Kind.UNAVAILABLE.exit_code
    assert ran.stderr.startswith("error: The answer cannot be written: “no space left on device”.")
