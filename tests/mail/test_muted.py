"""What is switched off is not written down, and no plan says that it will be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.enrollments.views import Granting
from tests.enrollments.rows import TWO, files
from tests.school import School


@pytest.fixture
def school(database_url: str, tmp_path: Path) -> Iterator[School]:
    """A school that tells nobody of enrollments."""
    found = School(database_url, tmp_path, muted=["enrolled"])
    found.course()
    found.person("ann")
    found.person("bo")
    yield found
    found.academy.close()


def test_an_enrollment_is_told_to_nobody_and_says_so(school: School) -> None:
    planned = school.enrollments.create("ann@x.org", "python", Granting(), dry_run=True)

    assert planned.mails == 0
    assert school.enrollments.create("ann@x.org", "python", Granting()).mails == 0
    assert school.mails("enrolled") == []


def test_an_import_says_that_it_sends_none_and_sends_none(school: School) -> None:
    planned, done = files(school).plan(TWO), files(school).run(TWO)

    assert (planned.mails, done.mails, done.create) == ({}, {}, 2)
    assert school.mails("enrolled") == []


def test_everything_else_is_told(school: School) -> None:
    school.enrollments.create("ann@x.org", "python", Granting())
    school.enrollments.complete("ann@x.org", "python", "Exam")

    assert [who for _, who in school.mails("completed")] == ["ann@x.org"]
