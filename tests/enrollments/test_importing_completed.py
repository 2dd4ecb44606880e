"""A file says since when somebody was through with a course, and undoing takes just that back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from academy_cli.bulk.importer import Wish
from academy_cli.bulk.kinds import Fill, Mode, Policy
from academy_cli.db.transaction import write
from academy_cli.kit.clock import iso
from academy_cli.models import Enrollment, Grant
from tests.enrollments.rows import PAST, everything, files, state
from tests.files import reasons
from tests.school import QUIET, School

HEAD = "email,course,completed_at\n"
DONE = f"{HEAD}ann@x.org,python,{iso(PAST)}\n"


def test_who_is_new_is_complete_since_then_and_not_told(people: School) -> None:
    planned, view = files(people).plan(DONE), files(people).run(DONE)

    mine = people.enrollment("ann@x.org")
    assert (planned.create, planned.gives, planned.mails) == (1, {"completion": 1}, {})
    assert (state(people), mine.completed_at, mine.enrolled_at) == ("completed", PAST, PAST)
    assert mine.completed_revision == 1
    assert (people.mails("completed"), people.mails("enrolled"), view.mails) == ([], [], {})


def test_who_is_in_the_course_gets_the_completion_and_no_other_grant(people: School) -> None:
    people.enrollments.create("ann@x.org", "python", QUIET)

    view = files(people).run(DONE)

    assert (view.update, view.fields) == (1, {"completed_at": 1})
    assert (state(people), people.enrollment("ann@x.org").completed_at) == ("completed", PAST)
    assert len(people.rows(Grant)) == 1


def test_the_dates_of_a_grant_and_a_completion_come_together(people: School) -> None:
    head = "email,course,reference,ends_at,completed_at\n"
    end = iso(PAST + timedelta(days=1))
    files(people).run("email,course,reference\nann@x.org,python,C-1\n")

    view = files(people).run(f"{head}ann@x.org,python,C-1,{end},{iso(PAST)}\n")
    undone = files(people).undo(view.reference)

    assert view.fields == undone.fields == {"ends_at": 1, "completed_at": 1}
    (grant,) = people.rows(Grant)
    assert (grant.ends_at, people.enrollment("ann@x.org").completed_at) == (None, None)


@pytest.mark.parametrize("policy", [Policy(), Policy(fill=Fill.MISSING), Policy(Mode.UPDATE)])
def test_the_same_completion_again_changes_nothing(people: School, policy: Policy) -> None:
    files(people).run(DONE)
    before = everything(people)

    view = files(people).run(DONE, Wish(policy))

    assert (view.unchanged, view.changes, view.refused) == (1, 0, 0)
    assert everything(people) == before


def test_a_completion_that_is_there_keeps_its_date(people: School) -> None:
    people.enrollments.create("ann@x.org", "python", QUIET)
    people.enrollments.complete("ann@x.org", "python", "Exam", tells=False)
    since = people.enrollment("ann@x.org").completed_at

    view = files(people).run(DONE)

    assert since is not None
    assert reasons(view) == [f"they completed “python” already, on {iso(since)}"]
    assert people.enrollment("ann@x.org").completed_at == since


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("active,2026-01-01,", "it is “active”, and completed on “2026-01-01”"),
        ("expired,2026-01-01,", "it is “expired”, and completed on “2026-01-01”"),
        (",2998-01-01,", "“2998-01-01” is still to come, so it is no completed_at"),
        (",2026-01-01,2026-02-01", "it was completed before they were enrolled"),
        (",soon,", "“soon” is no date for completed_at"),
    ],
)
def test_a_completion_that_cannot_be_is_refused(people: School, row: str, why: str) -> None:
    view = files(people).run(
        f"email,course,state,completed_at,enrolled_at\nann@x.org,python,{row}\n"
    )

    assert [one.partition(":")[0] for one in reasons(view)] == [why]
    assert people.rows(Enrollment) == []


def test_whoever_is_removed_by_a_row_is_not_completed_by_it(people: School) -> None:
    people.enrollments.create("ann@x.org", "python", QUIET)
    head = "email,course,state,completed_at,reason\n"

    files(people).run(f"{head}ann@x.org,python,removed,{iso(PAST)},Left\n")

    assert (state(people), people.enrollment("ann@x.org").completed_at) == ("removed", None)


def test_undoing_takes_the_completion_back_and_what_was_there_stays(people: School) -> None:
    people.enrollments.create("ann@x.org", "python", QUIET)
    view = files(people).run(f"{DONE}bo@x.org,python,{iso(PAST)}\n")

    undone = files(people).undo(view.reference)

    assert (undone.update, undone.refused) == (2, 0)
    assert (state(people), state(people, "bo@x.org")) == ("active", "removed")
    assert {row.completed_at for row in people.rows(Enrollment)} == {None}
    assert {row.completed_revision for row in people.rows(Enrollment)} == {None}


def test_undoing_leaves_a_completion_that_came_since(people: School) -> None:
    people.enrollments.create("ann@x.org", "python", QUIET)
    view = files(people).run(DONE)
    later = PAST + timedelta(days=2)
    with write(people.academy.database.engine) as connection:
        connection.execute(update(Enrollment).values(completed_at=later))

    undone = files(people).undo(view.reference)

    assert reasons(undone) == ["they completed the course again since"]
    assert people.enrollment("ann@x.org").completed_at == later


def test_undoing_has_nothing_to_do_where_the_completion_was_taken_back(people: School) -> None:
    people.enrollments.create("ann@x.org", "python", QUIET)
    view = files(people).run(DONE)
    with write(people.academy.database.engine) as connection:
        connection.execute(update(Enrollment).values(completed_at=None, completed_revision=None))

    undone = files(people).undo(view.reference)

    assert (undone.unchanged, undone.update, undone.refused) == (1, 0, 0)
