"""What is exported of progress is imported as it is, and comes to the same elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from academy_cli.access.actor import operator
from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Role
from academy_cli.cli.format import Format
from academy_cli.cli.lines import list_lines
from academy_cli.db.transaction import write
from academy_cli.enrollments.importing.service import EnrollmentImports
from academy_cli.enrollments.views import EnrollmentLine
from academy_cli.kit.clock import utc_now
from academy_cli.kit.record import record
from academy_cli.models import Enrollment, LessonProgress
from academy_cli.progress.importing.service import ProgressImports
from academy_cli.progress.views import ProgressLine
from tests.files import Files
from tests.school import School

COLUMNS = ("email", "course", "lesson", "state", "completed_at", "seconds")
HEAD = ",".join(COLUMNS) + "\n"
LESSONS = {"a.md": "# A\n", "b.md": "# B\n", "d.md": "# D\n", "z.md": "# Z\n"}


def learnt(school: School) -> School:
    """A school in which Ann has done some of everything, and Bo all that counts."""
    school.at(utc_now())
    school.course(lessons=LESSONS)
    for name in ("ann", "bo", "cy"):
        school.learner(name)
    return school


def exported(school: School, slug: str | None = None) -> Sequence[ProgressLine]:
    return list(school.roster.export(slug))


def written(school: School) -> str:
    lines = list_lines(Format.CSV, map(record, exported(school)), COLUMNS)
    return "".join(f"{line}\r\n" for line in lines)


def files(school: School) -> Files:
    return Files(school.home, ProgressImports(school.academy.database, operator("test")))


@pytest.fixture
def school(school: School) -> School:
    """A school of which a lesson became a draft, another went, and a learner was removed."""
    learnt(school)
    files(school).run(
        f"{HEAD}ann@x.org,python,a,done,2026-01-02T03:04:05Z,60\nann@x.org,python,b,open,,0\n"
        "ann@x.org,python,d,done,,\nann@x.org,python,z,done,,\n"
        "bo@x.org,python,a,done,,\nbo@x.org,python,b,done,,\ncy@x.org,python,a,done,,\n"
    )
    school.drop("python", "z.md")
    school.course(lessons={**LESSONS, "d.md": "---\ndraft: true\n---\n# D\n"} | {"z.md": "# Y\n"})
    school.enrollments.remove("cy@x.org", "python", "Left")
    return school


def test_every_lesson_that_learners_see_is_there(school: School) -> None:
    found = [(one.email, one.lesson, one.state, one.seconds) for one in exported(school)]

    assert found == [
        ("ann@x.org", "a", "done", 60),
        ("ann@x.org", "b", "open", 0),
        ("ann@x.org", "z", "done", 0),
        ("bo@x.org", "a", "done", 0),
        ("bo@x.org", "b", "done", 0),
    ]
    assert exported(school, "python") == exported(school)


def test_in_the_same_academy_it_changes_nothing(school: School) -> None:
    view = files(school).run(written(school))

    assert (view.unchanged, view.changes, view.refused) == (5, 0, 0)
    assert view.unknown_columns == ()


def test_in_another_academy_it_comes_to_the_same(school: School, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = learnt(School(f"sqlite:///{tmp_path}/other/academy.db", tmp_path / "other"))

    view = files(other).run(written(school))

    assert (view.update, view.refused) == (5, 0)
    assert exported(other) == [
        ProgressLine(
            one.email,
            one.course,
            one.lesson,
            one.state,
            one.completed_at and one.completed_at.replace(microsecond=0),
            one.seconds,
        )
        for one in exported(school)
    ]
    other.academy.close()


def test_a_completion_that_follows_in_another_academy_has_the_date_of_its_newest_lesson(
    school: School, tmp_path: Path
) -> None:
    since, done = utc_now() - timedelta(days=300), utc_now() - timedelta(days=200)
    files(school).run(f"{HEAD}bo@x.org,python,z,done,,\n")
    with write(school.academy.database.engine) as connection:
        connection.execute(update(Enrollment).values(enrolled_at=since))
        finished = update(LessonProgress).where(LessonProgress.completed_at.is_not(None))
        connection.execute(finished.values(started_at=done, completed_at=done))
    (tmp_path / "other").mkdir()
    other = School(f"sqlite:///{tmp_path}/other/academy.db", tmp_path / "other")
    other.course(lessons={"a.md": "# A\n", "b.md": "# B\n", "z.md": "# Y\n"})
    for name in ("ann", "bo", "cy"):
        other.person(name)
    names = [one.name for one in fields(EnrollmentLine) if one.name != "completed_at"]
    rows = map(record, school.enrollments.export())
    enrolling = EnrollmentImports(other.academy.database, operator("test"))
    Files(other.home, enrolling).run("\r\n".join(list_lines(Format.CSV, rows, names)) + "\r\n")

    view = files(other).run(written(school))

    assert view.fields["completion"] == 1
    assert other.enrollment("bo@x.org").completed_at == done.replace(microsecond=0)
    other.academy.close()


def test_it_reaches_as_far_as_whoever_asks(school: School) -> None:
    school.course("other")
    teacher = school.actor("bo@x.org", Role.INSTRUCTOR, courses=["other"])
    roster = school.services(teacher)[2]

    assert list(roster.export()) == []
    with pytest.raises(NotPermittedError):
        list(roster.export("python"))
