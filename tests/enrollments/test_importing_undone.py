"""What a file did to enrollments is undone, and nothing that came since."""

from __future__ import annotations

from datetime import datetime

import pytest

from academy_cli.kit.clock import iso
from academy_cli.models import Enrollment, Grant
from tests.enrollments.rows import (
    LATER,
    NEXT_YEAR,
    PAST,
    TWO,
    files,
    rows,
    state,
)
from tests.files import reasons
from tests.school import QUIET, School


def test_undoing_revokes_the_grants_and_withdraws_the_mail(people: School) -> None:
    people.enrollments.create("ann@x.org", "python", QUIET)
    view = files(people).run(TWO)

    undone = files(people).undo(view.reference)

    assert (undone.update, undone.refused) == (2, 0)
    assert (state(people), state(people, "bo@x.org")) == ("active", "removed")
    assert people.mails("enrolled") == []
    assert len(people.rows(Enrollment)) == 2


def test_undoing_keeps_what_people_did(people: School) -> None:
    view = files(people).run(TWO)
    people.progress.set("ann@x.org", "python", "a", is_done=True)

    files(people).undo(view.reference)

    assert people.progress.show("ann@x.org", "python").done == 1


def test_undoing_puts_dates_back(people: School) -> None:
    head = "email,course,reference,ends_at\n"
    files(people).run(f"{head}ann@x.org,python,C-27,{iso(NEXT_YEAR)}\n")
    view = files(people).run(f"{head}ann@x.org,python,C-27,{iso(LATER)}\n")

    undone = files(people).undo(view.reference)

    (row,) = people.rows(Grant)
    assert (undone.fields, row.ends_at) == ({"ends_at": 1}, NEXT_YEAR)


def test_undoing_a_removal_lets_them_in_again(people: School) -> None:
    people.enrollments.create("ann@x.org", "python", QUIET)
    files(people).run(TWO)
    view = files(people, reason="Term is over").run(rows(["ann", "bo"], "removed,"))

    undone = files(people).undo(view.reference)

    assert undone.update == 2
    assert (state(people), state(people, "bo@x.org")) == ("active", "active")
    assert [row.revoked_at for row in people.rows(Grant)] == [None] * 3


def test_undoing_takes_out_again_who_had_been_out(people: School) -> None:
    files(people).run(TWO)
    people.enrollments.remove("ann@x.org", "python", "Left")
    since = people.enrollment().removed_at
    view = files(people).run(TWO)

    files(people).undo(view.reference)

    assert (state(people), people.enrollment().removed_at) == ("removed", since)


def test_undoing_leaves_alone_what_was_changed_since(people: School) -> None:
    view = files(people).run(
        f"email,course,ends_at\nann@x.org,python,{iso(NEXT_YEAR)}\nbo@x.org,python,{iso(NEXT_YEAR)}\n"
    )
    people.enrollments.extend("ann@x.org", "python", LATER)

    undone = files(people).undo(view.reference)

    assert (undone.update, reasons(undone)) == (1, ["its ends_at was changed again since"])


def test_a_removal_is_not_undone_beyond_the_capacity(small: School) -> None:
    view = files(small, reason="Left").run(rows(["old"], "removed,"))
    files(small).run(rows(["ann", "bo", "cy"]))

    undone = files(small).undo(view.reference)

    assert reasons(undone) == ["“python” is full by now"]


def test_dates_are_not_put_back_where_somebody_took_the_seat_since(people: School) -> None:
    people.course("rust", "capacity: 1\n")
    head = "email,course,reference,starts_at,ends_at,state\n"
    files(people).run(f"{head}ann@x.org,rust,R,,,\n")
    view = files(people).run(f"{head}ann@x.org,rust,R,2020-01-01,2021-01-01,expired\n")
    people.enrollments.create("bo@x.org", "rust", QUIET)

    undone = files(people).undo(view.reference)

    assert reasons(undone) == ["“rust” is full by now"]
    assert people.enrollments.show("ann@x.org", "rust").state == "expired"


def test_a_seat_that_undoing_sets_free_is_for_the_rows_behind_it(people: School) -> None:
    people.course("rust", "capacity: 2\n")
    people.enrollments.create("ann@x.org", "rust", QUIET)
    head = "email,course,state,reason\n"
    view = files(people).run(f"{head}bo@x.org,rust,,\nann@x.org,rust,removed,Left\n")
    people.learner("cy", "rust")

    undone = files(people).undo(view.reference)

    assert (undone.update, undone.refused) == (2, 0)


def test_undone_people_are_let_in_and_told_again(people: School) -> None:
    view = files(people).run(TWO)
    files(people).undo(view.reference)

    again = files(people).run(TWO)

    assert (again.update, again.mails) == (2, {"enrolled": 2})
    assert state(people) == "active"


def test_moments_are_read_with_and_without_a_zone(people: School) -> None:
    files(people).run(
        "email,course,starts_at\nann@x.org,python,2026-01-01\nbo@x.org,python,2026-01-01T02:00+02:00\n"
    )

    assert {row.starts_at for row in people.rows(Grant)} == {
        datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    }


def test_undoing_takes_the_place_of_who_came_with_a_date_as_well(people: School) -> None:
    view = files(people).run(f"email,course,enrolled_at\nann@x.org,python,{iso(PAST)}\n")

    undone = files(people).undo(view.reference)

    assert (undone.refused, state(people)) == (0, "removed")


@pytest.mark.parametrize("reference", ["", "C-27"])
def test_undoing_the_first_of_two_files_and_then_the_second_lets_nobody_in(
    people: School, reference: str
) -> None:
    head = "email,course,reference\n"
    first = files(people).run(f"{head}ann@x.org,python,{reference}\nbo@x.org,python,{reference}\n")
    second = files(people, reason="Term is over").run(rows(["ann"], "removed,"))

    files(people).undo(first.reference)
    undone = files(people).undo(second.reference)

    assert (state(people), state(people, "bo@x.org")) == ("removed", "removed")
    assert (undone.update, undone.refused) == (0, 0)
    assert {row.revoke_reason for row in people.rows(Grant) if row.kind == "bulk"} <= {
        "the import was undone",
        "Term is over",
    }


def test_undoing_a_removal_keeps_out_what_another_undone_import_gave(people: School) -> None:
    people.enrollments.create("ann@x.org", "python", QUIET)
    first = files(people).run(TWO)
    second = files(people, reason="Term is over").run(rows(["ann"], "removed,"))
    files(people).undo(first.reference)

    files(people).undo(second.reference)

    live = [row.kind for row in people.rows(Grant) if row.revoked_at is None]
    assert (state(people), live) == ("active", ["gift"])
