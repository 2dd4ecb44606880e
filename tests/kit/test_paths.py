"""Paths: what an operating system will not say is answered, not raised."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from academy_cli.kit.paths import expanded, is_file, is_folder, is_taken, is_there, real
from tests import child

CLOSED = """
import sys
from pathlib import Path
from academy_cli.kit.paths import is_file, is_folder, is_there, real
path = Path(sys.argv[1])
print(is_there(path), is_file(path), is_folder(path), real(path))
"""
QUESTIONS = (is_there, is_taken, is_file, is_folder)


@pytest.mark.parametrize("ask", QUESTIONS)
@pytest.mark.parametrize("name", ["x" * 300, "x/" * 3000, "a\0b", "\udcff"])
def test_nothing_is_where_nothing_can_be(ask: Callable[[Path], bool], name: str) -> None:
    assert ask(Path(name)) is False


def test_a_link_in_a_circle_has_a_name_and_leads_to_nothing(tmp_path: Path) -> None:
    circle = tmp_path / "circle"
    circle.symlink_to(circle)

    assert [ask(circle) for ask in QUESTIONS] == [False, True, False, False]
    assert real(circle).name == "circle"


def test_a_closed_folder_holds_nothing_that_anybody_knows(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "file").touch()
    closed.chmod(0)

    said = child.run_as_ordinary_user(CLOSED, closed / "file")

    closed.chmod(0o700)
    assert said == f"False False False {closed / 'file'}"


def test_files_and_folders_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert [ask(tmp_path / "file") for ask in QUESTIONS] == [True, True, True, False]
    assert [ask(tmp_path) for ask in QUESTIONS] == [True, True, False, True]


def test_a_tilde_is_a_home_if_somebody_lives_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/srv/ann")

    assert expanded(Path("~/a")) == Path("/srv/ann/a")
    assert expanded(Path("~nobody-of-this-name/a")) == Path("~nobody-of-this-name/a")
