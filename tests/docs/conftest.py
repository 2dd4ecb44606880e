"""What pages are run in: homes and commands of tests/cli, a host of repositories, the site, a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import academy, given, home, snapshots
from tests.docs.blocks import ROOT
from tests.docs.stages import COURSE
from tests.pages.conftest import chromium
from tests.repositories import Host, Repository, serving

__all__ = ["academy", "chromium", "given", "home", "snapshots"]


@pytest.fixture
def git_host(tmp_path: Path) -> Iterator[Host]:
    """A host with the courses of the school, in a folder of their own and tagged."""
    root = tmp_path / "host"
    courses = Repository.new(root / "courses.git")
    files = {f"python/{name}": text.encode() for name, text in COURSE.items()}
    courses.git("tag", "v2.1", courses.commit(files))
    with serving(root) as host:
        yield host


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly."""
    folder = tmp_path_factory.mktemp("site")
    words = ["-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder)]
    around = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, env=around
    )
    assert built.returncode == 0, built.stderr
    return folder
