"""A file lets people into courses and out: what was said beforehand is done, once, and can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from academy_cli.access.actor import Actor, operator
from academy_cli.access.errors import NotPermittedError, UnknownCourseError
from academy_cli.access.matrix import Role
from academy_cli.audit.log import AuditLog
from academy_cli.bulk import engine as planning
from academy_cli.bulk.importer import Wish
from academy_cli.bulk.kinds import Fill, Mode, Policy
from academy_cli.enrollments.importing import EnrollmentImports
from academy_cli.enrollments.views import Granting
from academy_cli.kit.clock import iso, utc_now
from academy_cli.models import Batch, BatchRow, Enrollment, Grant
from tests.files import Files, reasons
from tests.school import QUIET, School

NEXT_YEAR = utc_now().replace(microsecond=0) + timedelta(days=365)
LATER = NEXT_YEAR + timedelta(days=365)
PAST = utc_now().replace(microsecond=0) - timedelta(days=30)
OPERATOR = operator("test")
TWO = "email,course\nann@x.org,python\nbo@x.org,python\n"


def files(school: School, actor: Actor = OPERATOR, *, course: str = "", reason: str = "") -> Files:
    imports = EnrollmentImports(school.academy.database, actor, course=course, reason=reason)
    return Files(school.home, imports)


@pytest.fixture
def people(school: School) -> School:
    """A school with a course and two people who are in none; it is the present."""
    school.at(utc_now())
    school.course()
    for name in ("ann", "bo"):
        school.person(name, created_at=utc_now())
    return school


def everything(school: School) -> list[Any]:
    return [school.rows(model) for model in (Enrollment, Grant, Batch, BatchRow)]


def state(school: School, email: str = "ann@x.org") -> str:
    return school.enrollments.show(email, "python").state


def grants(school: School) -> list[tuple[str, str | None, str | None]]:
    return [(row.kind, row.reference, row.reason) for row in school.rows(Grant)]


# -- letting in ------------------------------------------------------------------------------------


def test_a_plan_says_what_will_happen_and_writes_nothing(people: School) -> None:
    before = everything(people)

    view = files(people).plan(TWO)

    assert (view.create, view.update, view.unchanged, view.refused) == (2, 0, 0, 0)
    assert view.mails == {"enrolled": 2}
    assert everything(people) == before


def test_people_are_let_in_by_a_grant_of_the_batch_and_told_once(people: School) -> None:
    view = files(people).run(TWO)

    assert (state(people), state(people, "bo@x.org")) == ("active", "active")
    assert grants(people) == [("bulk", view.reference, None)] * 2
    assert [who for _, who in people.mails("enrolled")] == ["ann@x.org", "bo@x.org"]
    assert AuditLog(people.academy.database, operator("test")).verify().flaws == ()


def test_the_same_file_again_changes_nothing(people: School) -> None:
    text = f"email,course,ends_at,reason\nann@x.org,python,{iso(NEXT_YEAR)},Prize\n"
    files(people).run(text)
    before = everything(people)

    view = files(people).run(text)

    assert (view.unchanged, view.changes, view.reference) == (1, 0, None)
    assert everything(people) == before


def test_what_a_row_says_is_in_the_grant(people: School) -> None:
    files(people).run(
        "email,course,kind,reference,starts_at,ends_at,reason\n"
        f"ann@x.org,python,gift,G-1,{iso(PAST)},{iso(NEXT_YEAR)},Prize\n"
    )

    (row,) = people.rows(Grant)
    assert (row.kind, row.reference, row.reason) == ("gift", "G-1", "Prize")
    assert (row.starts_at, row.ends_at) == (PAST, NEXT_YEAR)


def test_how_long_they_stay_is_what_the_course_says_unless_a_row_does(people: School) -> None:
    people.course("short", said="access: 30 days\n")

    files(people).run("email,course,kind\nann@x.org,short,\nbo@x.org,short,staff\n")

    by_kind = {row.kind: row for row in people.rows(Grant)}
    assert by_kind["bulk"].ends_at - by_kind["bulk"].granted_at == timedelta(days=30)
    assert by_kind["staff"].ends_at is None


def test_one_course_for_all_rows_needs_no_column(people: School) -> None:
    view = files(people, course="python").run("email\nann@x.org\n")

    assert (view.create, state(people)) == (1, "active")
    other = files(people, course="python").plan("email,course\nbo@x.org,other\n")
    assert reasons(other) == ["it is about “other”, and the import about “python”"]


def test_a_course_for_all_rows_must_be_there(people: School) -> None:
    with pytest.raises(UnknownCourseError, match="pyton"):
        files(people, course="pyton").plan("email\nann@x.org\n")


def test_without_mail_nobody_is_told(people: School) -> None:
    view = files(people).run(TWO, Wish(sends_mail=False))

    assert (view.create, view.mails, people.mails("enrolled")) == (2, {}, [])


def test_whose_account_is_not_in_use_is_let_in_and_not_told(people: School) -> None:
    people.person("cy", deactivated_at=utc_now())

    view = files(people).run("email,course\ncy@x.org,python\nann@x.org,python\n")

    assert (view.create, view.mails) == (2, {"enrolled": 1})
    assert [who for _, who in people.mails("enrolled")] == ["ann@x.org"]


# -- somebody who is, or was, there ----------------------------------------------------------------


def test_who_has_another_grant_gets_this_one_too(people: School) -> None:
    people.enrollments.create("ann@x.org", "python", QUIET)

    view = files(people).run(TWO)

    assert (view.create, view.update, view.mails) == (1, 1, {"enrolled": 2})
    assert [kind for kind, _, _ in grants(people)] == ["gift", "bulk", "bulk"]


def test_who_was_removed_is_let_in_again_and_told_again(people: School) -> None:
    files(people).run(TWO)
    people.enrollments.remove("ann@x.org", "python", "Left")

    view = files(people).run(TWO)

    assert (view.update, view.unchanged, view.mails) == (1, 1, {"enrolled": 1})
    assert state(people) == "active"
    assert [who for _, who in people.mails("enrolled")].count("ann@x.org") == 2


def test_a_reference_names_the_grant_whose_dates_change(people: School) -> None:
    head = "email,course,reference,ends_at\n"
    files(people).run(f"{head}ann@x.org,python,C-27,{iso(NEXT_YEAR)}\n")

    view = files(people).run(f"{head}ann@x.org,python,C-27,{iso(LATER)}\n")

    assert (view.update, view.fields, view.mails) == (1, {"ends_at": 1}, {})
    (row,) = people.rows(Grant)
    assert row.ends_at == LATER


def test_only_missing_dates_are_filled_in(people: School) -> None:
    head = "email,course,reference,starts_at,ends_at\n"
    files(people).run(f"{head}ann@x.org,python,C-27,,{iso(NEXT_YEAR)}\n")

    filling = Wish(Policy(fill=Fill.MISSING))
    view = files(people).run(f"{head}ann@x.org,python,C-27,{iso(PAST)},{iso(LATER)}\n", filling)

    assert view.fields == {"starts_at": 1}
    (row,) = people.rows(Grant)
    assert (row.starts_at, row.ends_at) == (PAST, NEXT_YEAR)


def test_without_a_reference_other_dates_are_another_grant(people: School) -> None:
    files(people).run(f"email,course,ends_at\nann@x.org,python,{iso(NEXT_YEAR)}\n")

    view = files(people).run(f"email,course,ends_at\nann@x.org,python,{iso(LATER)}\n")

    assert view.update == 1
    assert [row.ends_at for row in people.rows(Grant)] == [NEXT_YEAR, LATER]


def test_a_reference_grants_once(people: School) -> None:
    text = "email,course,reference\nann@x.org,python,C-27\n"
    files(people).run(text)
    people.enrollments.remove("ann@x.org", "python", "Left")

    assert reasons(files(people).run(text)) == [
        "“C-27” let them into “python” once, and was revoked: it grants once"
    ]


@pytest.mark.parametrize(
    ("mode", "counts"), [(Mode.CREATE, (1, 0, 0, 1)), (Mode.UPDATE, (0, 1, 0, 1))]
)
def test_the_mode_decides_who_is_touched(
    people: School, mode: Mode, counts: tuple[int, ...]
) -> None:
    people.enrollments.create("ann@x.org", "python", QUIET)

    view = files(people).run(TWO, Wish(Policy(mode)))

    assert (view.create, view.update, view.unchanged, view.refused) == counts


# -- out of a course -------------------------------------------------------------------------------


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


# -- what cannot be --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("eve@x.org,python,,,", "nobody has this address: make the account first, with"),
        ("ann@x.org,pyton,,,", "there is no course “pyton”"),
        ("ann@x.org,python,order,,", "“order” is no grant that a file can give"),
        ("ann@x.org,python,prize,,", "there is no grant “prize”: there are order, gift, bulk"),
        ("ann@x.org,python,,31.12.2030,", "“31.12.2030” is no date for starts_at"),
        ("ann@x.org,python,,,2020-01-01", "“2020-01-01T00:00:00Z” has passed"),
        ("ann@x.org,python,,2031-01-01,2030-01-01", "would end before it begins"),
        ("no address,python,,,", "“no address” is no e-mail address"),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_says_why(
    people: School, row: str, reason: str
) -> None:
    view = files(people).run(f"email,course,kind,starts_at,ends_at\n{row}\nbo@x.org,python,,,\n")

    assert (view.create, view.refused) == (1, 1)
    assert reason in reasons(view)[0]


def test_the_dates_of_an_order_are_no_files_to_change(people: School) -> None:
    people.enrollments.create("ann@x.org", "python", Granting("order", reference="O-1"))

    view = files(people).run(
        f"email,course,kind,reference,ends_at\nann@x.org,python,order,O-1,{iso(LATER)}\n"
    )

    assert reasons(view) == ["a file changes nothing of an “order” grant"]


def test_one_row_is_about_somebody_in_a_course(people: School) -> None:
    view = files(people).run("email,course\nann@x.org,python\nANN@x.org,python\n")

    assert reasons(view) == ["it is about the same as line 2"]


def test_an_instructor_lets_people_into_their_own_courses_only(people: School) -> None:
    people.course("other")
    teacher = people.actor("bo@x.org", Role.INSTRUCTOR, courses=["python"])

    view = files(people, teacher).run("email,course\nann@x.org,other\nann@x.org,python\n")

    assert reasons(view) == ["“other” is not among the courses of “bo@x.org”"]
    assert [row.course_id for row in people.rows(Enrollment)] == [
        people.academy.course("python").id
    ]
    with pytest.raises(NotPermittedError):
        files(people, teacher, course="other").plan("email\nann@x.org\n")


# -- capacity --------------------------------------------------------------------------------------


@pytest.fixture
def small(people: School) -> School:
    """A course that takes three learners, of whom one is there."""
    people.course(said="capacity: 3\n")
    people.learner("old")
    for name in ("cy", "di", "ed"):
        people.person(name)
    return people


def rows(names: Sequence[str], more: str = "") -> str:
    return "email,course,state,reason\n" + "".join(
        f"{name}@x.org,python,{more or ','}\n" for name in names
    )


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


# -- undoing ---------------------------------------------------------------------------------------


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
