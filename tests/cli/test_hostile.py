"""Words, places and files that no person would mean: refused in one sentence, never a bug."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from academy_cli.authoring.plan import PLAN_FORMAT, seal
from tests import child
from tests.cli.conftest import REPOSITORY, Ran, Run

NOT_UTF8 = os.fsdecode(b"caf\xe9")
STATE = {"revision": 0, "manifest": "", "status": ""}
PLAN = {
    "format": PLAN_FORMAT,
    "course": "x",
    "folder": "x",
    "digest": "x",
    "strict": False,
    "against": STATE,
}
IN_A_PLACE = 'cd "$1" && rmdir "$1" && shift && exec "$@"'
CLOSED = """
import os, sys
from academy_cli.__main__ import main
os.chdir(sys.argv[1])
print(main(sys.argv[2:]))
"""


def in_a_folder_that_is_gone(home: Path, *words: str) -> Ran:
    gone = home / "gone"
    gone.mkdir()
    command = [sys.executable, "-m", "academy_cli", *words]
    ended = subprocess.run(
        ["sh", "-c", IN_A_PLACE, "sh", str(gone), *command],
        capture_output=True, text=True, check=False, cwd=home,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    return Ran(ended.returncode, ended.stdout, ended.stderr)


# -- the folder a command is started in ----------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("course", "check"),
        ("course", "check", "x"),
        ("course", "new", "x", "--template", "minimal", "--yes"),
        ("course", "init"),
        ("course", "list"),
        ("init",),
        ("demo",),
        ("config", "check"),
        ("db", "status"),
    ],
)
def test_in_a_folder_that_is_gone_nothing_begins(home: Path, words: tuple[str, ...]) -> None:
    ran = in_a_folder_that_is_gone(home, *words)

    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith("error: The folder you are in is no longer there")


@pytest.mark.parametrize("words", [("--help",), ("version",), ("course", "schema")])
def test_what_needs_no_folder_works_without_one(home: Path, words: tuple[str, ...]) -> None:
    assert in_a_folder_that_is_gone(home, *words).code == 0


def test_in_a_folder_that_may_not_be_read_there_is_no_course(home: Path) -> None:
    closed = home / "closed"
    closed.mkdir()
    closed.chmod(0o300)

    said = child.run_as_ordinary_user(CLOSED, closed, "course", "check")

    closed.chmod(0o700)
    assert said.splitlines()[-1] == "3"


# -- words that are not UTF-8 --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("course", "show", NOT_UTF8), "COURSE"),
        (("course", "publish", NOT_UTF8), "COURSE"),
        (("course", "list", "--as", NOT_UTF8), "--as"),
        (("course", "new", "x", "--template", "minimal", "--set", f"title={NOT_UTF8}"), "--set"),
        (("course", "list", "--database", f"postgresql://a:{NOT_UTF8}@h/d"), "--database"),
        (("--database", f"postgresql://a:{NOT_UTF8}@h/d", "course", "list"), "--database"),
    ],
)
def test_a_text_that_is_not_utf8_is_refused_without_showing_it(
    academy: Run, words: tuple[str, ...], name: str
) -> None:
    ran = academy(*words, "--format", "json")

    error = json.loads(ran.err)["error"]
    assert (ran.code, error["code"]) == (2, "value.not-text")
    assert error["message"] == f"The value of “{name}” is not UTF-8."


def test_a_folder_may_be_called_anything_that_a_disk_holds(process: Run, home: Path) -> None:
    place = home / NOT_UTF8
    steps = [
        process("init", NOT_UTF8),
        process("course", "new", f"{NOT_UTF8}/one", "--template", "minimal", "--yes"),
        process("course", "check", NOT_UTF8),
        process("course", "plan", NOT_UTF8, "--out", "plan.json"),
        process("course", "apply", "plan.json", "--yes"),
    ]

    assert [ran.code for ran in steps] == [0, 0, 0, 0, 0], steps
    assert (place / "academy.db").exists()


# -- plan files ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "[" * 100_000 + "]" * 100_000,
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        "1" * 10_000,
        json.dumps({**PLAN, "against": {**STATE, "revision": True}}),
        json.dumps({**PLAN, "against": {**STATE, "revision": "0"}}),
        json.dumps({**PLAN, "format": 1.0}),
        json.dumps({**PLAN, "format": True}),
        json.dumps({**PLAN, "course": ["x"]}),
        json.dumps([PLAN, None]),
    ],
    ids=lambda text: text[:20],
)
def test_a_file_that_is_no_plan_is_refused(academy: Run, home: Path, text: str) -> None:
    (home / "plan.json").write_text(text)

    ran = academy("course", "apply", "plan.json", "--yes")

    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("error: “plan.json” holds no plan that this version can read.")


@pytest.mark.parametrize("folder", ["a\0b", "x" * 5000, "x/" * 5000, "\ud800", "/dev/null", "~"])
def test_a_plan_for_a_place_that_cannot_be_is_refused(
    academy: Run, home: Path, folder: str
) -> None:
    plan = {**PLAN, "folder": folder}
    (home / "plan.json").write_text(json.dumps({**plan, "seal": seal(plan)}))

    ran = academy("course", "apply", "plan.json", "--yes", "--quiet")

    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith("error: There is no folder “")


# -- paths that cannot be ------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["x" * 5000, "x/" * 3000, "circle"])
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("course", "check", "PATH"), 4),
        (("course", "sync", "PATH", "--yes"), 4),
        (("course", "apply", "PATH"), 4),
        (
            (
                "course",
                "new",
                "PATH",
                "--template",
                "minimal",
                "--set",
                "title=X",
                "--set",
                "id=x",
                "--yes",
            ),
            6,
        ),
        (("course", "init", "PATH"), 4),
        (("init", "PATH"), 6),
        (("demo", "PATH"), 6),
        (("db", "upgrade", "--database", "sqlite:///PATH"), 6),
        (("course", "list", "--config", "PATH"), 4),
    ],
)
def test_a_path_that_cannot_be_is_refused(
    academy: Run, home: Path, words: tuple[str, ...], code: int, path: str
) -> None:
    (home / "circle").symlink_to("circle")

    ran = academy(*(word.replace("PATH", path) for word in words))

    assert (ran.code, ran.out) == (code, ""), ran.err[-500:]
