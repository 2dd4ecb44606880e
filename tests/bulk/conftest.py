"""An office on each engine.

Knows how a database is opened and closed; refuses rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.db.service import Database
from tests.bulk.folk import Office


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    """Where people are imported, once on each engine."""
    database = Database(database_url)
    yield Office(tmp_path, database)
    database.close()
