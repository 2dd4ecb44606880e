"""What is not asked for is not imported."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from academy_cli.cli.lazy import Verbs
from academy_cli.cli.root import ENTRIES
from tests.cli.conftest import REPOSITORY

HEAVY = "alembic platformdirs prompt_toolkit psycopg pyromark questionary rich sqlalchemy yaml"
PROBE = f"""
import sys
from academy_cli.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
found = [name for name in "{HEAVY}".split() if name in sys.modules]
nouns = [name for name in sys.modules if name.startswith("academy_cli.cli.")]
sys.stderr.write(" ".join(found) + "|" + " ".join(nouns))
"""


def imported(home: Path, *words: str) -> tuple[set[str], set[str]]:
    """The heavy libraries and the modules of this shell that a run leaves behind."""
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, *words],
        capture_output=True, text=True, check=True, cwd=home,
        env={"PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    found, _, modules = ran.stderr.rpartition("|")
    return set(found.split("\n")[-1].split()), set(modules.split())


@pytest.mark.parametrize("words", [["--version"], ["--help"], []])
def test_the_root_imports_no_command(home: Path, words: list[str]) -> None:
    heavy, modules = imported(home, *words)

    assert heavy == set()
    assert not modules & {entry.module for entry in ENTRIES}


@pytest.mark.parametrize("noun", [entry.name for entry in ENTRIES])
def test_the_help_of_a_noun_imports_nothing_heavy(home: Path, noun: str) -> None:
    heavy, modules = imported(home, noun, "--help")

    assert heavy == set()
    assert not modules & {entry.module for entry in ENTRIES if entry.name != noun}


def test_a_verb_is_built_when_it_is_looked_up() -> None:
    built: list[str] = []
    verbs = Verbs({name: partial(built.append, name) for name in ("plan", "sync")})

    assert list(verbs) == ["plan", "sync"]
    assert "plan" in verbs
    assert built == []
    assert verbs["sync"] is None
    assert built == ["sync"]


def test_an_answer_in_a_pipe_imports_nothing_heavy(home: Path) -> None:
    assert imported(home, "version", "--format", "json")[0] == set()


def test_the_probe_sees_what_is_imported(home: Path) -> None:
    heavy, modules = imported(home, "version", "--format", "yaml")

    assert heavy == {"yaml"}
    assert "academy_cli.cli.version" in modules
