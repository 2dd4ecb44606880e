"""Learners hear of what is new in their course, where that is switched on, and each thing once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from academy_cli.access.actor import operator
from academy_cli.kit.clock import iso
from academy_cli.progress.releases import Releases
from tests.school import NOW, QUIET, THREE, School

OPENING = NOW + timedelta(hours=1)
WITH_MODULE = {
    **THREE,
    "extra/module.yaml": f"title: Extra\nrelease_at: {iso(OPENING)}\n",
    "extra/d.md": "# D\n\nFour.\n",
}


@pytest.fixture
def school(database_url: str, tmp_path: Path) -> Iterator[School]:
    """A school with one who learns, one who has completed the course and one who has left."""
    found = School(database_url, tmp_path)
    found.course(lessons=WITH_MODULE)
    for name in ("ann", "bo", "cy"):
        found.person(name)
        found.enrollments.create(f"{name}@x.org", "python", QUIET)
    found.enrollments.complete("bo@x.org", "python", "Exam", tells=False)
    found.enrollments.remove("cy@x.org", "python", "Left")
    yield found
    found.academy.close()


def releases(school: School) -> Releases:
    return Releases(school.academy.database, operator("test"), clock=school.academy.clock)


def told(school: School, template: str) -> list[str]:
    return [who for _, who in school.mails(template)]


def test_whoever_learns_hears_of_another_text(school: School) -> None:
    school.course(lessons={**WITH_MODULE, "a.md": "# A\n\nOne, and more.\n"})

    assert told(school, "course-updated") == ["ann@x.org"]


def test_nobody_hears_of_what_learners_do_not_see(school: School) -> None:
    school.course(said="summary: Words for lists\n", lessons=WITH_MODULE)

    assert told(school, "course-updated") == []


def test_a_module_that_opens_is_told_once(school: School) -> None:
    before = releases(school).tell()
    school.at(OPENING)

    first, again = releases(school).tell(), releases(school).tell()

    assert (before, first, again) == (0, 1, 0)
    assert told(school, "module-released") == ["ann@x.org"]


def test_what_opened_long_ago_is_no_news(school: School) -> None:
    school.at(OPENING + timedelta(days=8))

    assert releases(school).tell() == 0


def test_what_is_switched_off_is_not_told(database_url: str, tmp_path: Path) -> None:
    school = School(database_url, tmp_path, muted=["course-updated", "module-released"])
    school.course(lessons=WITH_MODULE)
    school.person("ann")
    school.enrollments.create("ann@x.org", "python", QUIET)
    school.at(OPENING)

    school.course(lessons={**WITH_MODULE, "a.md": "# A\n\nOne, and more.\n"})
    new = releases(school).tell()
    school.academy.close()

    assert (new, school.mails("course-updated")) == (0, [])
    school.academy.close()
