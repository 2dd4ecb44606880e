"""Completing a course earns its certificate: in the same transaction, once, and without any key."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from academy_cli.certificates import awarding
from academy_cli.certificates.credential import code as codes
from academy_cli.db.transaction import write
from academy_cli.enrollments import seats
from academy_cli.models import Certificate, Enrollment
from tests.certificates.bureau import OFFERED, Bureau
from tests.school import NOW, School

WITH_ALL = "certificate: {template: classic, hours: 24, valid_for: 2 years}\nsummary: All of it.\n"


def test_a_completion_earns_a_certificate(bureau: Bureau) -> None:
    bureau.complete()

    [row] = bureau.rows()
    mine = bureau.school.enrollment()
    assert (row.enrollment_id, row.recipient, row.signed_at) == (mine.id, "Ann", None)
    assert (row.completed_at, row.issued_at) == (mine.completed_at, NOW)
    assert codes.read(row.code) == row.code
    assert row.mails


def test_what_it_states_is_decided_on_the_day(school: School, bureau: Bureau) -> None:
    school.course(said=WITH_ALL)
    bureau.complete()
    said = json.loads(bureau.rows()[0].stated)

    school.course(said="certificate: {hours: 99}\n")

    [row] = bureau.rows()
    assert json.loads(row.stated) == said
    assert (said["hours"], said["template"], said["summary"]) == (24, "classic", "All of it.")
    assert row.valid_until == NOW.replace(year=NOW.year + 2)


def test_a_course_without_certificates_earns_none(school: School, bureau: Bureau) -> None:
    school.course("rust")
    school.enrollments.create("ann@x.org", "rust")
    bureau.complete(slug="rust")

    assert bureau.rows() == []


def test_a_completion_that_fails_earns_none(school: School, bureau: Bureau) -> None:
    course, mine = school.academy.course("python"), school.enrollment()

    def complete_and_fail() -> None:
        with write(school.academy.database.engine) as connection:
            assert seats.complete(connection, course, [mine.id], NOW) == [mine.id]
            assert connection.scalar(select(Certificate.enrollment_id)) == mine.id
            raise InterruptedError

    with pytest.raises(InterruptedError):
        complete_and_fail()

    assert school.enrollment().completed_at is None
    assert bureau.rows() == []


def test_a_rule_that_completes_earns_them(school: School, bureau: Bureau) -> None:
    school.progress.complete("ann@x.org", "python", "a")
    school.course(said=f"{OFFERED}completion: {{percent: 30}}\n")

    assert school.enrollment().completed_at is not None
    assert len(bureau.rows()) == 1


def test_a_recount_earns_them(school: School, bureau: Bureau) -> None:
    for lesson in "ab":
        school.progress.complete("ann@x.org", "python", lesson)
    school.set_course(
        "python", fields=json.dumps({"certificate": True, "completion": {"percent": 60}})
    )

    school.progress.recount("python", tells=False)

    [row] = bureau.rows()
    assert not row.mails


def test_whoever_holds_one_gets_no_other(school: School, bureau: Bureau) -> None:
    bureau.complete()
    [mine] = [row.id for row in school.rows(Enrollment)]
    with write(school.academy.database.engine) as connection:
        again = awarding.award(connection, [mine, mine], NOW)

    assert (again, len(bureau.rows())) == (0, 1)


def test_one_that_is_over_is_replaced(school: School, bureau: Bureau) -> None:
    school.course(said=WITH_ALL)
    bureau.complete()
    later = NOW + timedelta(days=800)
    [mine] = [row.id for row in school.rows(Enrollment)]
    with write(school.academy.database.engine) as connection:
        again = awarding.award(connection, [mine], later)

    first, second = bureau.rows()
    assert again == 1
    assert (first.revoked_at, second.replaces_id) == (later, first.id)


def test_the_database_keeps_a_second_one_out(school: School, bureau: Bureau) -> None:
    bureau.complete()
    [row] = bureau.rows()
    values = dict(row._mapping) | {"id": row.id + 1, "code": "x", "uid": "y"}

    with pytest.raises(DBAPIError), write(school.academy.database.engine) as connection:
        connection.execute(insert(Certificate).values(**values))


def test_what_was_revoked_for_good_is_not_awarded_again(school: School, bureau: Bureau) -> None:
    school.learner("bo")
    for who in ("ann", "bo"):
        bureau.complete(f"{who}@x.org")
    ann, bo = (row.id for row in school.rows(Enrollment))
    bureau.changes.revoke(bureau.rows()[0].code, "copied")
    bureau.certificates.sign_waiting()
    bureau.changes.reissue(bureau.rows()[1].code, "Bob")
    later = NOW + timedelta(days=1)

    with write(school.academy.database.engine) as connection:
        routine = awarding.award(connection, [ann, bo], later)
    planned = bureau.certificates.issue_all("python", tells=False)
    with write(school.academy.database.engine) as connection:
        on_purpose = awarding.award(connection, [ann, bo], later, again=True)

    assert (routine, on_purpose) == (0, 1)
    assert (planned.issued, [one.email for one in planned.revoked]) == (0, ["ann@x.org"])


def test_one_that_was_issued_again_and_is_over_is_replaced(school: School, bureau: Bureau) -> None:
    school.course(said=WITH_ALL)
    bureau.complete()
    bureau.changes.revoke(bureau.rows()[0].code, "copied")
    bureau.certificates.issue("ann@x.org", "python", again=True)

    school.at(NOW + timedelta(days=800))
    again = bureau.certificates.issue("ann@x.org", "python")

    assert again is not None
    assert again.replaces == codes.shown(bureau.rows()[1].code)
