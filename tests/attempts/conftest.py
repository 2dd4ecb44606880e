"""Fixtures for attempts: a school on each engine, with a course that ends in a quiz."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attempts.exam import examine
from tests.school import School


@pytest.fixture
def school(database_url: str, tmp_path: Path) -> Iterator[School]:
    """A school without anybody, once on each engine."""
    opened = School(database_url, tmp_path)
    yield opened
    opened.academy.close()


@pytest.fixture
def ann(school: School) -> str:
    """A learner of the school's one course."""
    examine(school)
    return school.learner()


@pytest.fixture
def bo(school: School, ann: str) -> str:
    """Another learner of the course."""
    return school.learner("bo")
