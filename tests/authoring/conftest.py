"""The academy that courses are applied to, and folders deeper than a call stack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import make
from tests.authoring.academy import Academy
from tests.authoring.synced import git


@pytest.fixture
def academy(database_url: str, tmp_path: Path) -> Iterator[Academy]:
    """An academy without courses, once on each engine."""
    opened = Academy(database_url, tmp_path / "academy")
    yield opened
    opened.close()


@pytest.fixture
def abyss(tmp_path: Path) -> Iterator[Path]:
    """The lowest of more folders in each other than Python nests calls, and rmtree could remove."""
    folders = [tmp_path / f"abyss{'/a' * depth}" for depth in range(1500)]
    for folder in folders:
        folder.mkdir()
    yield folders[-1]
    for folder in reversed(folders):
        folder.rmdir()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make.folder(tmp_path / "course")


@pytest.fixture
def repository(folder: Path) -> Path:
    """The course in a git repository, everything committed on branch `trunk`."""
    git(folder, "init", "-q", "-b", "trunk")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "First")
    return folder
