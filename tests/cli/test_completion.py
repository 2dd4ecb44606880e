"""What shells offer: in bash, zsh and fish themselves, and no more of the academy than somebody may see."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from academy_cli.cli.completing.answering import live
from academy_cli.cli.completing.table import written
from academy_cli.cli.completing.words import FILE, Asked, following
from academy_cli.db.engine import open_engine
from academy_cli.db.transaction import write
from academy_cli.models import User, UserRole
from tests.cli.conftest import REPOSITORY, Run
from tests.cli.screen import Screen
from tests.school import NOW, School

SHELLS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
STARTS = {
    "bash": "source ./script\n",
    "zsh": "autoload -Uz compinit && compinit -u -D; source ./script\n",
    "fish": "source ./script\n",
}
WRAPPER = """#!/bin/sh
if [ "$1" = __complete ]; then exec {python} -m academy_cli "$@"; fi
echo "RAN: $*"
"""


def offered(*words: str) -> list[str]:
    """What is offered for words where there is no academy."""
    return [one.text for one in following(words, lambda _: ())]


def test_the_words_are_those_of_the_commands_there_are() -> None:
    assert FILE.read_text(encoding="utf-8") == written(), "make docs"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["cours"], ["course"]),
        (["course", "pub"], ["publish"]),
        (["--plain", "course", "pub"], ["publish"]),
        (["--as", "ann@x.org", "course", "pub"], ["publish"]),
        (["order", "list", "--stu"], ["--stuck"]),
        (["order", "list", "--state", "op"], ["open"]),
        (["order", "list", "--state=op"], ["--state=open"]),
        (["order", "list", "--format", "js"], ["json", "jsonl"]),
        (["user", "role", "ann@x.org", "a"], ["add"]),
        (["completion", "z"], ["zsh"]),
        (["nothing", "such"], []),
        (["version", "x", "y"], []),
    ],
)
def test_a_place_on_a_line_has_its_words(words: list[str], expected: list[str]) -> None:
    assert offered(*words) == expected


@pytest.fixture
def shell(
    staffed: Run, course: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], Screen]:
    """Type a line into a real shell, where ``academy`` says what it was called with."""
    assert staffed("course", "sync", "python", "--yes").code == 0
    folder = home / "bin"
    folder.mkdir()
    wrapper = folder / "academy"
    wrapper.write_text(WRAPPER.format(python=sys.executable))
    wrapper.chmod(0o755)

    def type_in(name: str, line: str) -> Screen:
        (home / "script").write_text(staffed("completion", name).out)
        environ = {
            **os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(REPOSITORY),
            "TERM": "xterm", "LC_ALL": "C.UTF-8",
        }  # fmt: skip
        typed = f"{STARTS[name]}{line}\nexit\n"
        program, *words = SHELLS[name]
        return Screen.of([shutil.which(program) or program, *words], typed, home, environ)

    return type_in


@pytest.mark.parametrize("name", SHELLS)
@pytest.mark.parametrize(
    ("line", "ran"),
    [
        ("academy course publ\t", "RAN: course publish"),
        ("academy course publish pyt\t", "RAN: course publish python"),
        ("academy user show sam\t", "RAN: user show sam@x.org"),
        ("academy user show sam@\t", "RAN: user show sam@x.org"),
        ("academy user show sam@x.o\t", "RAN: user show sam@x.org"),
        ("academy order list --state=exp\t", "RAN: order list --state=expired"),
        ("academy order list --state exp\t", "RAN: order list --state expired"),
    ],
)
def test_a_tab_ends_what_was_begun(
    shell: Callable[[str, str], Screen], name: str, line: str, ran: str
) -> None:
    assert ran in shell(name, line).text


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_its_script_is_sound(academy: Run, home: Path, name: str) -> None:
    (home / "script").write_text(academy("completion", name).out)

    checked = subprocess.run([name, "-n", "script"], cwd=home, capture_output=True, text=True)

    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.fixture
def school(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    """A published course and a draft; Ann, a student, Ada, an admin, and somebody who was erased."""
    monkeypatch.setenv("ACADEMY_DATABASE_URL", database_url)
    opened = School(database_url, tmp_path)
    opened.course("python")
    opened.course("perl")
    opened.set_course("perl", status="draft")
    for name in ("ann", "ada", "annie"):
        opened.person(name)
    opened.person("anna", erased_at=NOW)
    yield opened
    opened.academy.close()


def seen(kind: str, begins: str = "", **options: str) -> list[str]:
    return list(live(Asked(kind, begins, {f"--{name}": said for name, said in options.items()})))


def test_the_operator_sees_all_but_the_erased(school: School) -> None:
    assert seen("course") == ["perl", "python"]
    assert seen("person", "ann") == ["ann@x.org", "annie@x.org"]
    assert seen("person", "Ann@") == ["ann@x.org"]


def test_a_student_sees_public_courses_and_themselves(school: School) -> None:
    assert seen("course", **{"as": "ann@x.org"}) == ["python"]
    assert seen("person", **{"as": "ann@x.org"}) == ["ann@x.org"]
    assert seen("person", "ad", **{"as": "ann@x.org"}) == []


def test_an_actor_of_the_environment_counts_as_well(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACADEMY_ACTOR", "ann@x.org")

    assert seen("course") == ["python"]


def test_whoever_may_not_act_sees_nothing(school: School) -> None:
    assert seen("course", **{"as": "anna@x.org"}) == []
    assert seen("course", **{"as": "nobody@x.org"}) == []


def test_a_role_that_sees_everybody_does(school: School) -> None:
    engine = open_engine(os.environ["ACADEMY_DATABASE_URL"])
    with write(engine) as connection:
        number = connection.scalar(select(User.id).where(User.email == "ada@x.org"))
        connection.execute(
            insert(UserRole).values(user_id=number, role="admin", place=0, granted_at=NOW)
        )
    engine.dispose()

    assert seen("person", "an", **{"as": "ada@x.org"}) == ["ann@x.org", "annie@x.org"]
    assert seen("course", **{"as": "ada@x.org"}) == ["perl", "python"]


def test_no_database_is_made_and_nothing_is_said(home: Path, process: Run) -> None:
    ran = process("__complete", "fish", "--", "user", "show", "")

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert not [*home.rglob("*.db")]


def test_wrong_settings_are_no_place_for_an_error(home: Path, process: Run) -> None:
    (home / "academy.yaml").write_text("nonsense: [")

    ran = process("__complete", "fish", "--", "user", "show", "")

    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_what_a_shell_waits_for_is_not_imported(home: Path) -> None:
    code = (
        "import sys; from academy_cli.cli.completing.answering import answer;"
        "answer(['fish', '--', 'user', 'show', '']); answer(['bash', 'academy course p']);"
        "print(sorted({'sqlalchemy', 'typer', 'rich', 'stripe', 'alembic'} & {*sys.modules}))"
    )
    environ = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environ, cwd=home
    )

    assert ran.stdout.splitlines()[-1] == "[]"
