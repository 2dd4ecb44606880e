"""Manual pages: one for each command of the root, that man sets without a word of warning."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from academy_cli.cli import root
from academy_cli.cli.manual import main, pages
from academy_cli.cli.reference import commands
from tests.cli.conftest import REPOSITORY

pytestmark = pytest.mark.slow

WRITTEN = dict(pages())


def set_by_man(page: Path) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "80", "MANROFFSEQ": ""}
    words = ["man", "--warnings=w", "-E", "UTF-8", "-l", str(page)]
    return subprocess.run(words, capture_output=True, text=True, env=environ, check=True)


def test_there_is_a_page_for_each() -> None:
    assert {*WRITTEN} == {"academy.1", *(f"academy-{entry.name}.1" for entry in root.ENTRIES)}


def test_those_that_come_along_are_of_these_commands() -> None:
    folder = REPOSITORY / "docs" / "man"

    found = {one.name: one.read_text(encoding="utf-8") for one in folder.iterdir()}
    assert found == WRITTEN, "make docs"


@pytest.mark.parametrize("name", WRITTEN)
def test_man_has_nothing_to_warn_of(name: str, tmp_path: Path) -> None:
    main(tmp_path)

    assert set_by_man(tmp_path / name).stderr == ""


def test_what_is_read_is_what_the_commands_say(tmp_path: Path) -> None:
    main(tmp_path)
    seen = set_by_man(tmp_path / "academy-refund.1").stdout

    told = next(one for one in commands() if one.path == "academy refund list")
    assert all(example in seen for example in told.examples)
    assert "--needs-attention" in seen
    assert told.does in " ".join(seen.split())


def test_man_would_warn_of_a_page_that_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "wrong.1"
    page.write_text(f"{WRITTEN['academy-version.1']}.nonsense\n")

    assert "nonsense" in set_by_man(page).stderr
