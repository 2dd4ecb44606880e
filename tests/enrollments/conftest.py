"""Fixtures for enrollments: a school on each engine."""

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
def people(school: School) -> School:
    """A school with a course and two people who are in none; it is the present."""
    school.at(utc_now())
    school.course()
    for name in ("ann", "bo"):
        school.person(name, created_at=utc_now())
    return school


@pytest.fixture
def small(people: School) -> School:
    """A course that takes three learners, of whom one is there."""
    people.course(said="capacity: 3\n")
    people.learner("old")
    for name in ("cy", "di", "ed"):
        people.person(name)
    return people


@pytest.fixture
def ann(school: School) -> str:
    """Somebody who is in no course, in a school with one."""
    school.course()
    return school.person()
