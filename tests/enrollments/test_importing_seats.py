"""Files keep to the seats of a course, and take people out of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from academy_cli.bulk import engine as planning
from academy_cli.kit.clock import iso
from academy_cli.models import Enrollment, Grant
from tests.enrollments.rows import (
    PAST,
    TWO,
    files,
    rows,
    state,
)
from tests.files import reasons
from tests.school import QUIET, School


@pytest.mark.parametrize("chunk", [1, 2, 1000])
def test_nobody_is_let_in_beyond_the_capacity(
    small: School, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(planning, "CHUNK", chunk)

    view = files(small).run(rows(["ann", "bo", "cy", "di"]))

    assert (view.create, view.mails) == (2, {"enrolled": 2})
    assert reasons(view) == ["“python” is full: it takes 3 learners"] * 2


@pytest.mark.parametrize("chunk", [1, 1000])
def test_a_seat_that_a_row_sets_free_is_for_the_rows_behind_it(
    small: School, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(planning, "CHUNK", chunk)
    text = rows(["ann", "bo"]) + "old@x.org,python,removed,Left\n" + "cy@x.org,python,,\n"

    view = files(small).run(text)

    assert (view.create, view.update, view.refused) == (3, 1, 0)


def test_seats_of_those_who_left_or_whose_access_ended_are_free(small: School) -> None:
    files(small).run(rows(["ann", "bo"]))
    small.enrollments.remove("ann@x.org", "python", "Left")

    view = files(small).run(rows(["cy", "di"]))

    assert (view.create, view.refused) == (1, 1)


def test_who_has_a_seat_needs_no_other(small: School) -> None:
    files(small).run(rows(["ann", "bo"]))

    view = files(small).run("email,course,kind\nann@x.org,python,gift\nold@x.org,python,staff\n")

    assert (view.update, view.refused) == (2, 0)


def test_a_seat_that_somebody_takes_meanwhile_is_not_given_twice(small: School) -> None:
    here = files(small)
    path = here.write(rows(["ann", "bo"]))

    with here.planned(path) as planned:
        small.enrollments.create("ed@x.org", "python", QUIET)
        view = here.imports.apply(planned)

    assert (view.create, view.refused) == (1, 1)
    assert len(small.rows(Enrollment)) == 3


def test_people_are_taken_out_for_a_reason(people: School) -> None:
    files(people).run(TWO)

    view = files(people).run(
        "email,course,state,reason\nann@x.org,python,removed,Left\nbo@x.org,python,removed,\n"
    )

    assert (view.update, view.mails) == (1, {})
    assert reasons(view) == ["reason is missing: it takes one to remove somebody"]
    assert (state(people), state(people, "bo@x.org")) == ("removed", "active")
    assert [row.revoke_reason for row in people.rows(Grant)] == ["Left", None]


def test_a_reason_for_all_rows_is_theirs_unless_they_say_one(people: School) -> None:
    files(people).run(TWO)

    files(people, reason="Term is over").run(
        "email,course,state,reason\nann@x.org,python,removed,\nbo@x.org,python,removed,Left\n"
    )

    assert [row.revoke_reason for row in people.rows(Grant)] == ["Term is over", "Left"]


def test_whoever_is_not_there_need_not_be_taken_out(people: School) -> None:
    view = files(people).run("email,course,state\nann@x.org,python,removed\n")

    assert (view.unchanged, view.refused) == (1, 0)


def test_what_is_over_can_be_told_of_and_nobody_gets_mail(people: School) -> None:
    row = f"ann@x.org,python,{{}},{iso(PAST - timedelta(days=9))},{iso(PAST)}\n"
    head = "email,course,state,starts_at,ends_at\n"

    refused = files(people).plan(head + row.format("active"))
    view = files(people).run(head + row.format("expired"))

    assert reasons(refused) == [f"“{iso(PAST)}” has passed: nobody would have access"]
    assert (view.create, view.mails, state(people)) == (1, {}, "expired")
    assert files(people).run(head + row.format("expired")).unchanged == 1
