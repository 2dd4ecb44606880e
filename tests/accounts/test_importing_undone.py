"""Undoing an import of people takes away whom it put there, unless anything has become of them since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Role
from academy_cli.accounts.profile import Profile
from academy_cli.audit.service import Act, record
from academy_cli.db.transaction import write
from academy_cli.kit.clock import utc_now
from academy_cli.models import Enrollment, Grant, LessonProgress, OneTimeToken, OutboxMessage, User
from tests.accounts.rows import TWO, accounts, files, there
from tests.engines import in_turns
from tests.enrollments import rows as places
from tests.files import reasons
from tests.progress import rows as lessons
from tests.school import QUIET, School

SINCE = "“ann@x.org” was changed since, or something hangs on them by now"
IN_TWO_YEARS = utc_now() + timedelta(days=730)


def complete(school: School) -> None:
    school.enrollments.complete("ann@x.org", "python", "Oral exam", tells=False)


def remove(school: School) -> None:
    school.enrollments.remove("ann@x.org", "python", "Cheated")


def remove_by_file(school: School) -> None:
    places.files(school).run(places.rows(["ann"], "removed,Left"))


def extend(school: School) -> None:
    school.course(said="access: 6 weeks\n")
    school.enrollments.extend("ann@x.org", "python", IN_TWO_YEARS)


def give_more(school: School) -> None:
    gift = replace(QUIET, kind="gift")
    school.enrollments.create("ann@x.org", "python", gift)


def finish_a_lesson(school: School) -> None:
    school.progress.set("ann@x.org", "python", "a", is_done=True, tells=False)


def finish_and_reopen(school: School) -> None:
    for is_done in (True, False):
        school.progress.set("ann@x.org", "python", "a", is_done=is_done, tells=False)


def act(school: School) -> None:
    number = school.user("ann@x.org").id
    herself = Actor(f"user:{number}", "ann@x.org", number)
    with write(school.academy.database.engine) as connection:
        record(connection, at=utc_now(), actor=herself, act=Act("course.plan", "course:x", {}))


def give_a_role(school: School) -> None:
    accounts(school).add_role("ann@x.org", Role.SUPPORT)


def rename(school: School) -> None:
    accounts(school).set("ann@x.org", Profile(name="Ann Roe"))


def deactivate(school: School) -> None:
    accounts(school).deactivate("ann@x.org")


@pytest.fixture
def open_school(school: School) -> School:
    """A school with a course that lasts, and nobody in it; it is the present."""
    school.at(utc_now())
    school.course(said="access: 4 weeks\n")
    return school


def test_who_was_not_used_goes_with_everything_that_was_put_there(open_school: School) -> None:
    view = files(open_school).run(TWO)

    undone = files(open_school).undo(view.reference)

    assert (undone.update, undone.refused) == (2, 0)
    assert [len(open_school.rows(m)) for m in (User, Enrollment, Grant, OneTimeToken)] == [0] * 4
    assert open_school.mails("invitation") == []


@pytest.mark.parametrize("state", ["dead", "unsure"])
def test_nobody_brings_mail_back_to_who_is_gone(open_school: School, state: str) -> None:
    view = files(open_school).run(TWO)
    with write(open_school.academy.database.engine) as connection:
        connection.execute(update(OutboxMessage).values(state=state, last_error="451 later"))

    files(open_school).undo(view.reference)

    found = {(row.state, row.user_id) for row in open_school.rows(OutboxMessage)}
    assert found == {("cancelled", None)}


@in_turns
@pytest.mark.parametrize(
    "since",
    [
        *(complete, remove, remove_by_file, extend, give_more, finish_a_lesson),
        *(finish_and_reopen, act, give_a_role, rename, deactivate),
    ],
)
def test_nobody_goes_of_whom_anything_was_used_or_changed(
    open_school: School, since: Callable[[School], None]
) -> None:
    view = files(open_school).run(TWO)
    since(open_school)
    before = [open_school.rows(Enrollment)[0], open_school.rows(Grant)[0]]

    undone = files(open_school).undo(view.reference)

    assert (undone.update, reasons(undone)) == (1, [SINCE])
    assert there(open_school) == ["ann@x.org"]
    assert [open_school.rows(Enrollment)[0], open_school.rows(Grant)[0]] == before


def test_nobody_goes_whose_grant_a_later_file_gave_another_end(open_school: School) -> None:
    view = files(open_school).run(TWO)
    head = "email,course,kind,reference,ends_at\n"
    text = f"{head}ann@x.org,python,bulk,{view.reference},2099-01-01\n"
    places.files(open_school).run(text)

    undone = files(open_school).undo(view.reference)

    assert (undone.update, reasons(undone)) == (1, [SINCE])


def test_who_was_taken_out_by_a_file_that_was_undone_goes(open_school: School) -> None:
    view = files(open_school).run(TWO)
    removal = places.files(open_school).run(places.rows(["ann"], "removed,Left"))
    places.files(open_school).undo(removal.reference)

    undone = files(open_school).undo(view.reference)

    assert (undone.update, there(open_school)) == (2, [])


def test_nobody_goes_whose_role_was_taken_since(open_school: School) -> None:
    view = files(open_school).run("email,name,roles\nann@x.org,Ann,support\n")
    accounts(open_school).remove_role("ann@x.org", Role.SUPPORT)

    undone = files(open_school).undo(view.reference)

    assert reasons(undone) == [SINCE]


def test_time_that_was_given_since_to_somebody_known_stays(open_school: School) -> None:
    for name in ("ann", "bo"):
        open_school.person(name)
    view = files(open_school).run("email,courses\nann@x.org,python\nbo@x.org,python\n")
    open_school.at(utc_now())
    open_school.enrollments.extend("ann@x.org", "python", IN_TWO_YEARS)

    undone = files(open_school).undo(view.reference)

    assert (undone.update, reasons(undone)) == (1, ["their time in “python” was changed since"])
    assert places.state(open_school) == "active"


@pytest.mark.parametrize("kind", ["enrollments", "progress"])
def test_what_was_about_people_who_are_gone_is_refused_and_the_rest_undone(
    open_school: School, kind: str
) -> None:
    open_school.learner("cy")
    view = files(open_school).run(TWO)
    if kind == "enrollments":
        later = places.files(open_school)
        text = places.rows(["ann", "cy"], "removed,Left")
    else:
        later = lessons.files(open_school)
        text = f"{lessons.HEAD}ann@x.org,python,a,,,\ncy@x.org,python,a,,,\n"
    second = later.run(text)
    gone(open_school, "ann@x.org")

    undone = later.undo(second.reference)

    assert (undone.update, reasons(undone)) == (1, ["whoever it was about is not there any more"])
    assert view.create == 2


def gone(school: School, email: str) -> None:
    """Take somebody away as an older undoing did, which looked at less."""
    number = school.user(email).id
    mine = school.enrollment(email).id
    with write(school.academy.database.engine) as connection:
        for model in (LessonProgress, Grant):
            connection.execute(delete(model).where(model.enrollment_id == mine))
        for model in (Enrollment, OneTimeToken, OutboxMessage):
            connection.execute(delete(model).where(model.user_id == number))
        connection.execute(delete(User).where(User.id == number))
