"""The academy that courses are applied to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.authoring.academy import Academy


@pytest.fixture
def academy(database_url: str, tmp_path: Path) -> Iterator[Academy]:
    """An academy without courses, once on each engine."""
    opened = Academy(database_url, tmp_path / "academy")
    yield opened
    opened.close()
