"""The page about CI says what the program and its pipeline files do."""

from __future__ import annotations

import re
import shlex

import pytest

from academy_cli.authoring.pipelines.files import pipeline
from academy_cli.cli.reference import commands
from academy_cli.errors import Kind
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
SHOWN = re.findall(r"^ *\$ (academy [^>\n]*)", PAGE, re.MULTILINE)
PLATFORMS = ("github", "gitlab", "pre-commit")


@pytest.mark.parametrize("line", SHOWN)
def test_every_command_it_shows_is_one(line: str) -> None:
    words = shlex.split(line)
    (found,) = [one for one in commands() if one.path == " ".join(words[:3])]

    assert {word for word in words if word.startswith("--")} <= set(found.flags)


def test_it_names_every_file_and_every_secret_and_no_other() -> None:
    made = [pipeline(one, ROOT / "docs") for one in PLATFORMS]
    secrets = {
        name for one in made for name in re.findall(r"(?:secrets\.|\$\{)(ACADEMY_\w+)", one.text)
    }

    assert all(f"`{one.file.relative_to(ROOT / 'docs')}`" in PAGE for one in made)
    assert secrets == set(re.findall(r"^\| `(ACADEMY_\w+)`", PAGE, re.MULTILINE))


def test_every_exit_code_it_names_is_one() -> None:
    codes = {int(code) for code in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)}

    assert codes <= {kind.exit_code for kind in Kind}
