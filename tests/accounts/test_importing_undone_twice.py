"""Undoing one import of people after the other: who is as the first file left them goes."""

from __future__ import annotations

from sqlalchemy import update

from academy_cli.accounts.profile import Profile
from academy_cli.audit.log import AuditLog
from academy_cli.bulk.service import Batches
from academy_cli.db.transaction import write
from academy_cli.kit.clock import utc_now
from academy_cli.models import Enrollment, Grant, User
from tests.accounts.rows import OPERATOR, accounts, files, there
from tests.enrollments import rows as places
from tests.files import reasons
from tests.progress import rows as lessons
from tests.school import School

FIRST = "email,name,courses\nann@x.org,Ann,python\nbo@x.org,Bo,\n"
SECOND = "email,name,bio,courses,roles\nann@x.org,Ann Lee,Counts,,support\nbo@x.org,,,python,\n"
GRANTED = "email,course,kind,reference\n"
SINCE = "“ann@x.org” was changed since, or something hangs on them by now"


def test_who_was_changed_by_a_file_that_was_undone_goes(school: School) -> None:
    present(school)
    first = files(school).run(FIRST)
    second = files(school).run(SECOND)
    files(school).undo(second.reference)

    undone = files(school).undo(first.reference)

    assert (undone.update, undone.refused) == (2, 0)
    assert [len(school.rows(model)) for model in (User, Enrollment, Grant)] == [0, 0, 0]
    database = school.academy.database
    assert AuditLog(database, OPERATOR).verify().flaws == ()
    assert [one.flaws for one in Batches(database, OPERATOR).verify()] == [()] * 4


def test_who_was_let_in_by_a_file_that_was_undone_goes(school: School) -> None:
    present(school)
    first = files(school).run(FIRST)
    second = places.files(school).run("email,course,kind\nbo@x.org,python,gift\n")
    third = lessons.files(school).run("email,course,lesson\nbo@x.org,python,a\n")
    lessons.files(school).undo(third.reference)
    places.files(school).undo(second.reference)

    undone = files(school).undo(first.reference)

    assert (undone.update, undone.refused, there(school)) == (2, 0, [])


def test_who_was_changed_by_a_file_that_holds_stays(school: School) -> None:
    present(school)
    first = files(school).run(FIRST)
    for name in ("Ann Roe", "Ann"):
        files(school).run(f"email,name\nann@x.org,{name}\n")
    second = files(school).run(SECOND)
    files(school).undo(second.reference)

    undone = files(school).undo(first.reference)

    assert (reasons(undone), there(school)) == ([SINCE], ["ann@x.org"])


def test_who_was_changed_by_hand_and_by_a_file_stays(school: School) -> None:
    present(school)
    first = files(school).run(FIRST)
    for name in ("Ann Roe", "Ann"):
        accounts(school).set("ann@x.org", Profile(name=name))
    second = files(school).run(SECOND)
    files(school).undo(second.reference)

    undone = files(school).undo(first.reference)

    assert (reasons(undone), there(school)) == ([SINCE], ["ann@x.org"])


def test_who_was_changed_and_nothing_says_by_whom_stays(school: School) -> None:
    present(school)
    first = files(school).run(FIRST)
    with write(school.academy.database.engine) as connection:
        mine = update(User).where(User.email == "ann@x.org")
        connection.execute(mine.values(updated_at=utc_now()))

    undone = files(school).undo(first.reference)

    assert reasons(undone) == [SINCE]


def test_who_is_back_in_part_only_stays_and_the_others_go(school: School) -> None:
    """Of the second file one row is undone, the other is not: somebody has changed it since."""
    present(school)
    first = files(school).run(FIRST)
    second = files(school).run(SECOND)
    accounts(school).set("ann@x.org", Profile(bio="By hand"))
    files(school).undo(second.reference)

    undone = files(school).undo(first.reference)

    assert (reasons(undone), there(school)) == ([SINCE], ["ann@x.org"])


def present(school: School) -> None:
    """A course that lasts, now."""
    school.at(utc_now())
    school.course()


def test_who_was_let_in_by_a_grant_of_another_academys_batch_stays(school: School) -> None:
    """Its batches count from 1 as well, and its grants bring their names along."""
    present(school)
    first = files(school).run("email,name\nann@x.org,Ann\nbo@x.org,Bo\n")
    places.files(school).run(f"{GRANTED}ann@x.org,python,bulk,{first.reference}\n")

    undone = files(school).undo(first.reference)

    assert (reasons(undone), there(school)) == ([SINCE], ["ann@x.org"])
    assert [row.revoked_at for row in school.rows(Grant)] == [None]


def test_a_grant_of_another_academys_batch_holds_when_other_courses_are_taken_back(
    school: School,
) -> None:
    present(school)
    school.course("rust")
    school.person("ann")
    first = files(school).run("email,courses\nann@x.org,rust\n")
    places.files(school).run(f"{GRANTED}ann@x.org,python,bulk,{first.reference}\n")

    files(school).undo(first.reference)

    assert school.enrollments.show("ann@x.org", "python").state == "active"
    assert school.enrollments.show("ann@x.org", "rust").state == "removed"
