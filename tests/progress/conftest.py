"""Fixtures for progress: a school on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.school import School


@pytest.fixture
def school(database_url: str, tmp_path: Path) -> Iterator[School]:
    """A school without anybody, once on each engine."""
    opened = School(database_url, tmp_path)
    yield opened
    opened.academy.close()
