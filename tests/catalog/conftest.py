"""Fixtures for the catalogue: shelves on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.catalog.shelves import Shelves


@pytest.fixture
def shelves(database_url: str, tmp_path: Path) -> Iterator[Shelves]:
    """An academy without courses, once on each engine."""
    opened = Shelves(database_url, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def both(sqlite_url: str, postgres_url: str, tmp_path: Path) -> Iterator[tuple[Shelves, Shelves]]:
    """The same academy on both engines at once."""
    opened = (Shelves(sqlite_url, tmp_path / "one"), Shelves(postgres_url, tmp_path / "other"))
    yield opened
    for one in opened:
        one.close()
