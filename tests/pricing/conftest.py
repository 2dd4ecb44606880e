"""Fixtures for prices and coupons: a shop on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pricing.shop import Shop


@pytest.fixture
def shop(database_url: str, tmp_path: Path) -> Iterator[Shop]:
    """A school with one published course that has no price, once on each engine."""
    opened = Shop(database_url, tmp_path)
    opened.school.course()
    yield opened
    opened.school.academy.close()
