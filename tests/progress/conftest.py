"""Fixtures for progress: a school on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.kit.clock import utc_now
from tests.school import School


@pytest.fixture
def school(database_url: str, tmp_path: Path) -> Iterator[School]:
    """A school without anybody, once on each engine."""
    opened = School(database_url, tmp_path)
    yield opened
    opened.academy.close()


@pytest.fixture
def learners(school: School) -> School:
    """A school with a course of three lessons and two learners; it is the present."""
    school.at(utc_now())
    school.course()
    school.learner("ann")
    school.learner("bo")
    return school


@pytest.fixture
def ann(school: School) -> str:
    """A learner of the school's one course."""
    school.course()
    return school.learner()
