"""Fixtures for figures: an academy on each engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.analytics.world import World


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """An academy in which nothing has happened, once on each engine."""
    opened = World(database_url)
    yield opened
    opened.database.close()
