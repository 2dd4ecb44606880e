"""What pages are run in: the home and the commands of tests/cli, and a host of git repositories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import academy, given, home, snapshots
from tests.docs.stages import COURSE
from tests.repositories import Host, Repository, serving

__all__ = ["academy", "given", "home", "snapshots"]


@pytest.fixture
def git_host(tmp_path: Path) -> Iterator[Host]:
    """A host with the courses of the school, in a folder of their own, tagged and untagged."""
    root = tmp_path / "host"
    courses = Repository.new(root / "courses.git")
    files = {f"python/{name}": text.encode() for name, text in COURSE.items()}
    commit = courses.commit(files)
    courses.git("tag", "v2.1", commit)
    with serving(root) as host:
        yield host
