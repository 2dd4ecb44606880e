"""What is exported is imported as it is: it changes nothing here, and elsewhere comes to the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from academy_cli.access.actor import operator
from academy_cli.access.matrix import Role
from academy_cli.cli.format import Format
from academy_cli.cli.lines import list_lines
from academy_cli.enrollments.importing.service import EnrollmentImports
from academy_cli.enrollments.views import EnrollmentLine, Granting, Wanted
from academy_cli.kit.clock import iso, utc_now
from academy_cli.kit.record import record
from academy_cli.models import Enrollment
from tests.files import Files
from tests.school import DAY, QUIET, School

NOW = utc_now()
COLUMNS = (
    *("email", "course", "state", "kind", "reference", "starts_at", "ends_at", "enrolled_at"),
    *("completed_at", "reason"),
)


@pytest.fixture
def school(school: School) -> School:
    """A school with somebody in every state there is."""
    school.at(NOW)
    school.course()
    for name in ("ann", "bo", "cy", "di", "ed", "fi"):
        school.person(name)
    school.enrollments.create("ann@x.org", "python", Granting("order", reference="O-1"))
    school.enrollments.create("ann@x.org", "python", QUIET)
    school.enrollments.create("bo@x.org", "python", Granting(starts_at=NOW + 9 * DAY))
    school.enrollments.create("cy@x.org", "python", Granting(ends_at=NOW + timedelta(hours=1)))
    school.enrollments.create("di@x.org", "python", Granting(reason='=1+1 "quoted"\nby Ann'))
    school.enrollments.complete("di@x.org", "python", "Exam")
    school.enrollments.create("ed@x.org", "python", QUIET)
    school.enrollments.remove("ed@x.org", "python", "Left")
    school.at(NOW + timedelta(hours=2))
    return school


def exported(school: School, wanted: Wanted = Wanted()) -> Sequence[EnrollmentLine]:
    return list(school.enrollments.export(wanted))


def written(school: School) -> str:
    lines = list_lines(Format.CSV, map(record, exported(school)), COLUMNS)
    return "".join(f"{line}\r\n" for line in lines)


def files(school: School) -> Files:
    academy = school.academy
    imports = EnrollmentImports(academy.database, operator("test"), clock=academy.clock)
    return Files(school.home, imports)


def test_every_enrollment_is_there_in_its_state(school: School) -> None:
    assert [(one.email, one.state, one.kind) for one in exported(school)] == [
        ("ann@x.org", "active", "gift"),
        ("bo@x.org", "waiting", "gift"),
        ("cy@x.org", "expired", "gift"),
        ("di@x.org", "completed", "gift"),
        ("ed@x.org", "removed", None),
    ]
    assert exported(school)[-1].reason == "Left"
    assert [one.email for one in exported(school, Wanted(state="expired"))] == ["cy@x.org"]


def test_in_the_same_academy_it_changes_nothing(school: School) -> None:
    view = files(school).run(written(school))

    assert (view.unchanged, view.changes, view.refused) == (5, 0, 0)
    assert view.unknown_columns == ()


def test_in_another_academy_it_is_the_same(school: School, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = School(f"sqlite:///{tmp_path}/other/academy.db", tmp_path / "other")
    other.at(NOW + timedelta(hours=2))
    other.course()
    for name in ("ann", "bo", "cy", "di", "ed", "fi"):
        other.person(name)

    view = files(other).run(written(school))

    assert (view.create, view.unchanged, view.refused) == (4, 1, 0)
    assert [(one.email, one.state, one.reason) for one in exported(other)] == [
        ("ann@x.org", "active", None),
        ("bo@x.org", "waiting", None),
        ("cy@x.org", "expired", None),
        ("di@x.org", "completed", '=1+1 "quoted"\nby Ann'),
    ]
    assert [who for _, who in other.mails("enrolled")] == ["ann@x.org", "bo@x.org"]
    assert {iso(row.enrolled_at) for row in other.rows(Enrollment)} == {iso(NOW)}
    assert iso(other.enrollment("di@x.org").completed_at or NOW - DAY) == iso(NOW)
    assert other.mails("completed") == []
    other.academy.close()


def test_it_reaches_as_far_as_whoever_asks(school: School) -> None:
    school.course("other")
    school.enrollments.create("ann@x.org", "other", QUIET)
    teacher = school.actor("fi@x.org", Role.INSTRUCTOR, courses=["other"])
    student = school.actor("bo@x.org")

    found = {
        actor.said: [(one.email, one.course) for one in school.services(actor)[0].export()]
        for actor in (teacher, student)
    }

    assert found == {
        "fi@x.org": [("ann@x.org", "other")],
        "bo@x.org": [("bo@x.org", "python")],
    }


def test_many_enrollments_come_in_parts(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy_cli.enrollments.exporting.AT_ONCE", 2)

    assert len(exported(school)) == len(school.rows(Enrollment)) == 5
