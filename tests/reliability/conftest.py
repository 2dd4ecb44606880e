"""An academy on each engine with a course, and states of it to come back to.

Knows how a state is set up quickly; refuses commands.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.backups.service import Backups
from tests import postgres
from tests.reliability import courses, vault
from tests.reliability.academy import Academy


@pytest.fixture
def academy(tmp_path: Path, database_url: str) -> Academy:
    """An academy on each engine, without any course, and a course's folder in its first state."""
    courses.write(tmp_path / "python", courses.FIRST)
    return Academy(tmp_path, database_url)


@pytest.fixture
def kept(academy: Academy) -> Academy:
    """An academy with a course, a picture and a person, and a place for backups."""
    courses.write(academy.folder / "python", courses.FIRST)
    to = {"ACADEMY_BACKUP_TO": str(academy.folder / "backups"), "ACADEMY_BACKUP_KEEP_LEAST": "1"}
    found = Academy(academy.folder, academy.url, {**academy.settings, **to})
    assert found.perform("course", "sync", "python", "--yes").code == 0
    assert found.perform("user", "create", "ann@x.org", "--name", "Ann", "--yes").code == 0
    return found


@pytest.fixture
def backups(kept: Academy) -> Iterator[Backups]:
    """Its backups, to look at."""
    with vault.opened(kept) as found:
        yield found


@pytest.fixture
def sqlite_academy(tmp_path: Path, sqlite_url: str) -> Academy:
    """The same, on SQLite only."""
    courses.write(tmp_path / "python", courses.FIRST)
    return Academy(tmp_path, sqlite_url)


@pytest.fixture
def own_postgres() -> Iterator[postgres.Server]:
    """A PostgreSQL server that a test may kill."""
    try:
        with postgres.running() as server:
            yield server
    except postgres.NoPostgresError as reason:
        pytest.skip(str(reason))
