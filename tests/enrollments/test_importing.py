"""A file lets people into courses and out: what was said beforehand is done, once, and can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from academy_cli.access.actor import operator
from academy_cli.access.errors import NotPermittedError, UnknownCourseError
from academy_cli.access.matrix import Role
from academy_cli.audit.log import AuditLog
from academy_cli.bulk.importer import Wish
from academy_cli.bulk.kinds import Fill, Mode, Policy
from academy_cli.enrollments.views import Granting
from academy_cli.kit.clock import iso, utc_now
from academy_cli.models import Enrollment, Grant
from tests.engines import in_turns
from tests.enrollments.rows import (
    LATER,
    NEXT_YEAR,
    PAST,
    TWO,
    everything,
    files,
    grants,
    state,
)
from tests.files import reasons
from tests.school import QUIET, School

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


def test_who_has_another_grant_gets_this_one_too_and_is_not_told_of_what_they_have(
    people: School,
) -> None:
    people.enrollments.create("ann@x.org", "python", QUIET)

    view = files(people).run(TWO)

    assert (view.create, view.update, view.mails) == (1, 1, {"enrolled": 1})
    assert [kind for kind, _, _ in grants(people)] == ["gift", "bulk", "bulk"]


def test_who_gets_more_access_by_another_grant_is_told(people: School) -> None:
    people.enrollments.create("ann@x.org", "python", replace(QUIET, ends_at=NEXT_YEAR))

    assert files(people).run(TWO).mails == {"enrolled": 2}


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


# -- what cannot be --------------------------------------------------------------------------------


@in_turns
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("eve@x.org,python,,,", "nobody has this address: make the account first, with"),
        ("ann@x.org,pyton,,,", "there is no course “pyton”; did you mean “python”?"),
        ("ann@x.org,python,order,,", "“order” is no grant that a file can give"),
        ("ann@x.org,python,prize,,", "there is no grant “prize”: there are order, gift, bulk"),
        ("ann@x.org,python,,31.12.2030,", "“31.12.2030” is no date for starts_at"),
        ("ann@x.org,python,,,2020-01-01", "“2020-01-02T00:00:00Z” has passed"),
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

    assert reasons(view) == ["it is about the same one as line 2"]


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


# -- dates -----------------------------------------------------------------------------------------


def test_a_day_as_an_end_is_the_last_one_and_a_day_as_a_beginning_the_first(people: School) -> None:
    text = "email,course,starts_at,ends_at\n"
    files(people).run(
        f"{text}ann@x.org,python,2998-01-01,2998-12-31\nbo@x.org,python,,2998-12-31T00:00\n"
    )

    spans = [(iso(row.ends_at), row.starts_at and iso(row.starts_at)) for row in people.rows(Grant)]
    assert spans == [
        ("2999-01-01T00:00:00Z", "2998-01-01T00:00:00Z"),
        ("2998-12-31T00:00:00Z", None),
    ]


def test_who_is_new_is_in_the_course_since_when_a_row_says(people: School) -> None:
    people.enrollments.create("bo@x.org", "python", QUIET)
    theirs = people.enrollment("bo@x.org").enrolled_at
    text = "email,course,enrolled_at,reference\n"

    files(people).run(f"{text}ann@x.org,python,{iso(PAST)},R-1\nbo@x.org,python,{iso(PAST)},R-1\n")

    assert people.enrollment("ann@x.org").enrolled_at == PAST
    assert people.enrollment("bo@x.org").enrolled_at == theirs
    assert len(grants(people)) == 3


def test_nobody_is_in_a_course_since_a_day_to_come(people: School) -> None:
    view = files(people).run("email,course,enrolled_at\nann@x.org,python,2998-01-01\n")

    assert reasons(view) == ["“2998-01-01” is still to come, so it is no enrolled_at"]


def test_a_plan_says_that_a_completed_row_gives_no_completion(people: School) -> None:
    people.enrollments.create("bo@x.org", "python", QUIET)
    people.enrollments.complete("bo@x.org", "python", "Exam")
    text = "email,course,state,reference\n"
    file = f"{text}ann@x.org,python,completed,R-1\nbo@x.org,python,completed,R-1\n"

    planned, done = files(people).plan(file), files(people).run(file)

    assert planned.gives == {"place without its completion": 1}
    assert (done.create, done.update, done.mails) == (1, 1, {})
    assert state(people) == "active"
