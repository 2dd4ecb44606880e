"""Running commands as a person or a script would, and seeing what they would see.

Knows streams, exit codes and an empty home; refuses to know any command.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from academy_cli.__main__ import main
from academy_cli.db.service import Database
from tests.cli.folders import write
from tests.cli.screen import Screen
from tests.cli.snapshots import Snapshots

if TYPE_CHECKING:
    from tests.payments.standin.provider import Standin

PYTHON = sys.executable
REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What is left of a command when it has ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]
Set = Callable[..., None]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory of a user who has no settings, and no terminal."""
    place = tmp_path / "home"
    place.mkdir()
    for name in [name for name in os.environ if name.startswith(("ACADEMY_", "XDG_"))]:
        monkeypatch.delenv(name)
    for name in ("CI", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def academy(home: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path) -> Run:
    """Run a command in this process, its output in a pipe; a new database is a copy of one that was made."""
    assert home.is_dir()

    def created(database: Any) -> None:
        database._make_file()
        shutil.copyfile(sqlite_template, database._file)
        database._notice(f"Created the database “{database._file}”.")

    monkeypatch.setattr(Database, "_create", created)

    def run(*words: str, given: str = "") -> Ran:
        out, err = io.StringIO(), io.StringIO()
        stdin = io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stdin)
        with redirect_stdout(out), redirect_stderr(err):
            code = main(words)
        return Ran(code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    """Homes that tests start from."""
    return Snapshots(tmp_path_factory.mktemp("homes"))


@pytest.fixture
def founded(academy: Run, home: Path, snapshots: Snapshots) -> Run:
    """An academy without anybody."""
    snapshots.start("founded", home, lambda: academy("init"))
    return academy


@pytest.fixture
def staffed(academy: Run, home: Path, snapshots: Snapshots) -> Run:
    """An academy with Ada, an admin, Sue of support, and Sam and Tom, students."""

    def make() -> None:
        academy("init")
        for name, more in (("ada", ["--role", "admin"]), ("sue", ["--role", "support"]),
                           ("sam", []), ("tom", ["--language", "de"])):  # fmt: skip
            made = academy("user", "create", f"{name}@x.org", "--name", name.title(), *more)
            assert made.code == 0

    snapshots.start("staffed", home, make)
    return academy


@pytest.fixture
def process(home: Path) -> Run:
    """Run a command as a process of its own, its output in a pipe."""

    def run(*words: str, **environ: str) -> Ran:
        ended = subprocess.run(
            [PYTHON, "-m", "academy_cli", *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=home,
            env=_environ(environ),
        )
        return Ran(ended.returncode, ended.stdout, ended.stderr)

    return run


@pytest.fixture
def screen(home: Path) -> Callable[..., Screen]:
    """Run a command, or some Python, on a terminal of its own."""

    def run(*words: str, code: str = "", answers: str = "", **environ: str) -> Screen:
        around = _environ({"TERM": "xterm", **environ})
        if code:
            return Screen.of([PYTHON, "-c", code], answers, home, around)
        return Screen.of_academy(list(words), answers, home, around)

    return run


def _environ(extra: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(REPOSITORY), **extra}


@pytest.fixture
def course(home: Path) -> Path:
    """A sound course of two lessons in a new academy."""
    folder = home / "python"
    write(folder, intro__welcome="# Welcome\n\nHello world.\n", intro__variables="# Variables\n")
    (folder / "course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    return folder


@pytest.fixture
def second(course: Path, home: Path) -> Path:
    """Another course beside it, with an error."""
    folder = home / "rust"
    shutil.copytree(course, folder)
    (folder / "course.yaml").write_text("id: rust\ntitle: Rust\nlevel: hard\n", encoding="utf-8")
    return folder


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Set settings by the environment."""

    def give(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"ACADEMY_{name.upper()}", str(value))

    return give


@pytest.fixture
def well(staffed: Run) -> Run:
    """An academy with a good backup, on a machine that has all it needs."""
    assert staffed("backup", "create", "--quiet").code == 0
    return staffed


@pytest.fixture
def selling(staffed: Run, course: Path, given: Set, stripe_standin: Standin) -> Run:
    """An academy whose published course costs 49 euro, to be paid at the stand-in within 14 days."""
    from tests.cli.selling import pays_at

    text = "id: python\ntitle: Python\nstatus: published\nrefunds:\n  window: 14 days\n"
    (course / "course.yaml").write_text(text, encoding="utf-8")
    assert staffed("course", "sync", "python", "--yes").code == 0
    assert staffed("price", "set", "python", "49 EUR").code == 0
    pays_at(given, stripe_standin)
    return staffed


@pytest.fixture
def paid(selling: Run, home: Path, stripe_standin: Standin) -> Run:
    """The same academy, after Sam has paid by card."""
    from tests.cli.selling import bought

    assert bought(selling, home, stripe_standin, "sam@x.org", "python") == "O-2026-000001"
    return selling


@pytest.fixture
def enrolled(staffed: Run, course: Path) -> Run:
    """An academy whose Sam and Tom are in a course and were not written to yet."""
    assert staffed("course", "sync", "--yes").code == 0
    assert staffed("course", "publish", "python", "--yes").code == 0
    for name in ("sam", "tom"):
        assert staffed("enrollment", "create", f"{name}@x.org", "python").code == 0
    return staffed
