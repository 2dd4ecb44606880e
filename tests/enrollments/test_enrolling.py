"""Letting people into courses and out, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from academy_cli.access.errors import UnknownCourseError, UnknownUserError
from academy_cli.enrollments.errors import (
    BadReferenceError,
    BadSpanError,
    CourseEndedError,
    EndlessError,
    NotEnrolledError,
    NotLongerError,
    PastEndError,
    ReferenceUsedError,
    RemovedError,
)
from academy_cli.enrollments.views import Granting, Wanted
from academy_cli.errors import AcademyError
from academy_cli.kit.page import Cut, SortKey
from academy_cli.models import AuditEntry
from tests.school import DAY, NOW, QUIET, School


def test_somebody_is_let_in_and_told(school: School, ann: str) -> None:
    change = school.enrollments.create(ann, "python")

    assert (change.outcome, change.before, change.after, change.mails) == (
        "enrolled", None, "active", 1,
    )  # fmt: skip
    assert school.mails("enrolled") == [("enrollment:1:1", ann)]
    (entry,) = [row for row in school.rows(AuditEntry) if row.action == "enrollment.create"]
    number = school.user(ann).id
    assert entry.subject == f"enrollment:python/user:{number}"
    assert ann not in (entry.details or "")


def test_a_dry_run_says_the_same_and_writes_nothing(school: School, ann: str) -> None:
    before = school.academy.digest()

    planned = school.enrollments.create(ann, "python", dry_run=True)

    assert school.academy.digest() == before
    assert planned == school.enrollments.create(ann, "python")


def test_what_somebody_has_is_not_given_again(school: School, ann: str) -> None:
    school.enrollments.create(ann, "python")
    before = school.academy.digest()

    assert school.enrollments.create(ann, "python").outcome == "unchanged"
    assert school.academy.digest() == before


def test_other_dates_are_another_grant(school: School, ann: str) -> None:
    school.enrollments.create(ann, "python", Granting(ends_at=NOW + DAY))
    more = Granting(ends_at=NOW + 2 * DAY)

    assert school.enrollments.create(ann, "python", more).outcome == "granted"
    assert school.enrollments.create(ann, "python", more).outcome == "unchanged"
    assert school.enrollments.show(ann, "python").ends_at == NOW + 2 * DAY


def test_a_reference_grants_once(school: School, ann: str) -> None:
    given = Granting(reference="O-1")
    school.enrollments.create(ann, "python", given)

    assert school.enrollments.create(ann, "python", given).outcome == "unchanged"
    school.enrollments.remove(ann, "python", "Refunded")
    with pytest.raises(ReferenceUsedError):
        school.enrollments.create(ann, "python", given)


@pytest.mark.parametrize("reference", ["", "x" * 65, "O\n1"])
def test_a_reference_can_be_typed(school: School, ann: str, reference: str) -> None:
    with pytest.raises(BadReferenceError):
        school.enrollments.create(ann, "python", Granting(reference=reference))


def test_who_comes_back_has_their_progress(school: School, ann: str) -> None:
    school.enrollments.create(ann, "python")
    school.progress.set(ann, "python", "a", is_done=True)
    removed = school.enrollments.remove(ann, "python", "Asked to leave")
    gone = school.enrollments.show(ann, "python")

    back = school.enrollments.create(ann, "python")

    assert (removed.outcome, gone.state, gone.has_access) == ("removed", "removed", False)
    assert (back.outcome, back.before, back.after) == ("restored", "removed", "active")
    assert school.progress.show(ann, "python").done == 1
    first, second = school.enrollments.show(ann, "python").grants
    assert (first.revoke_reason, first.revoked_at, second.revoked_at) == (
        "Asked to leave", NOW, None,
    )  # fmt: skip


def test_removing_twice_changes_nothing(school: School, ann: str) -> None:
    school.enrollments.create(ann, "python")
    school.enrollments.remove(ann, "python", "Left")
    before = school.academy.digest()

    assert school.enrollments.remove(ann, "python", "Left").outcome == "unchanged"
    assert school.academy.digest() == before


def test_access_lasts_as_long_as_the_course_says(school: School) -> None:
    school.course("rust", "access: 2 months\n")
    ann = school.person()

    assert school.enrollments.create(ann, "rust").ends_at == datetime(2027, 1, 26, 12, tzinfo=UTC)
    staff = school.enrollments.create(school.person("bob"), "rust", Granting("staff"))
    assert staff.ends_at is None


def test_before_a_course_begins_learners_wait(school: School) -> None:
    school.course("rust", "starts_at: 2027-01-10\nends_at: 2027-02-10\naccess: 1 year\n")
    change = school.enrollments.create(school.person(), "rust")

    assert (change.after, change.starts_at) == ("waiting", datetime(2027, 1, 10, tzinfo=UTC))
    assert change.ends_at == datetime(2027, 2, 10, tzinfo=UTC)
    school.at(datetime(2027, 2, 10, tzinfo=UTC))
    assert school.enrollments.show("ann@x.org", "rust").state == "expired"
    with pytest.raises(CourseEndedError):
        school.enrollments.create(school.person("bob"), "rust")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (Granting(ends_at=NOW), PastEndError),
        (Granting(starts_at=NOW - 9 * DAY, ends_at=NOW), PastEndError),
        (Granting(starts_at=NOW + DAY, ends_at=NOW + DAY), BadSpanError),
        (Granting(starts_at=NOW + 999 * DAY), BadSpanError),
    ],
)
def test_an_end_comes_after_the_beginning(
    school: School, given: Granting, refusal: type[AcademyError]
) -> None:
    school.course("rust", "ends_at: 2028-01-01\n")

    with pytest.raises(refusal):
        school.enrollments.create(school.person(), "rust", given)


def test_names_that_nobody_has_are_said(school: School, ann: str) -> None:
    with pytest.raises(UnknownUserError):
        school.enrollments.create("eve@x.org", "python")
    with pytest.raises(UnknownCourseError, match="pyton"):
        school.enrollments.create(ann, "pyton")
    with pytest.raises(NotEnrolledError):
        school.enrollments.show(ann, "python")


# -- extending and completing -----------------------------------------------------------------------


def test_access_that_expired_is_extended(school: School, ann: str) -> None:
    school.enrollments.create(ann, "python", Granting(ends_at=NOW + DAY))
    school.at(NOW + 2 * DAY)

    change = school.enrollments.extend(ann, "python", NOW + 9 * DAY, "Was ill")

    assert (change.before, change.after, change.ends_at) == ("expired", "active", NOW + 9 * DAY)
    again = school.enrollments.extend(ann, "python", NOW + 9 * DAY)
    assert again.outcome == "unchanged"


def test_extending_never_shortens(school: School, ann: str) -> None:
    school.enrollments.create(ann, "python", Granting(ends_at=NOW + 5 * DAY))

    with pytest.raises(NotLongerError):
        school.enrollments.extend(ann, "python", NOW + DAY)
    school.at(NOW + 9 * DAY)
    with pytest.raises(PastEndError):
        school.enrollments.extend(ann, "python", NOW + 6 * DAY)


def test_what_has_no_end_is_not_extended(school: School, ann: str) -> None:
    school.enrollments.create(ann, "python")

    with pytest.raises(EndlessError):
        school.enrollments.extend(ann, "python", NOW + DAY)
    school.enrollments.remove(ann, "python", "Left")
    with pytest.raises(RemovedError):
        school.enrollments.extend(ann, "python", NOW + DAY)


def test_a_completion_by_hand_says_so_and_is_told_once(school: School, ann: str) -> None:
    school.enrollments.create(ann, "python", QUIET)

    change = school.enrollments.complete(ann, "python", "Oral exam")

    assert (change.outcome, change.after, change.mails) == ("completed", "completed", 1)
    assert school.enrollment().completed_revision == 1
    assert school.mails("completed") == [("completion:1:1", ann)]
    entry = school.rows(AuditEntry)[-1]
    assert '"is_by_hand":true' in entry.details
    assert (entry.action, entry.reason) == ("enrollment.complete", "Oral exam")
    assert school.enrollments.complete(ann, "python", "Again").outcome == "unchanged"


def test_who_was_removed_completes_nothing(school: School, ann: str) -> None:
    school.enrollments.create(ann, "python")
    school.enrollments.remove(ann, "python", "Left")

    with pytest.raises(RemovedError):
        school.enrollments.complete(ann, "python", "Oral exam")


def test_whose_account_is_not_in_use_is_told_nothing(school: School) -> None:
    school.course()
    ann = school.person(deactivated_at=NOW)

    assert school.enrollments.create(ann, "python").mails == 0
    assert school.enrollments.complete(ann, "python", "Exam").mails == 0
    assert school.mails("enrolled") == school.mails("completed") == []


# -- listing ----------------------------------------------------------------------------------------


def test_a_list_is_narrowed_sorted_and_cut(school: School) -> None:
    school.course()
    school.course("rust", "starts_at: 2027-01-10\n")
    for name in ("ann", "bob", "eve"):
        school.enrollments.create(school.person(name), "python", QUIET)
    school.enrollments.create("ann@x.org", "rust", replace(QUIET, kind="staff"))
    school.enrollments.remove("bob@x.org", "python", "Left")

    def found(**wish: Any) -> list[tuple[str, str]]:
        return [(one.email[:3], one.course) for one in school.enrollments.list(Wanted(**wish))]

    assert found() == [
        ("ann", "python"), ("bob", "python"), ("eve", "python"), ("ann", "rust"),
    ]  # fmt: skip
    assert found(course="rust") == found(kind="staff") == found(state="waiting")
    assert found(state="removed") == [("bob", "python")]
    assert found(email="ann@x.org", state="active") == [("ann", "python")]
    backwards = Cut((SortKey("email", is_descending=True), SortKey("course")), 2)
    assert found(cut=backwards) == [("eve", "python"), ("bob", "python")]
    assert found(cut=Cut(limit=2, offset=3)) == [("ann", "rust")]


def test_all_of_a_list_is_its_pages_one_after_the_other(school: School) -> None:
    school.course()
    for number in range(12):
        email = school.person(f"p{number}")
        school.enrollments.create(email, "python", QUIET)
        for reference in range(number % 3):
            given = replace(QUIET, kind="staff", reference=f"g{number}-{reference}")
            school.enrollments.create(email, "python", given)
        if number % 4 == 0:
            school.enrollments.remove(email, "python", "Left")

    for sort in ("", "-email", "state", "enrolled_at"):
        order = SortKey.parse(sort)
        cuts = [Cut(order, 5, offset) for offset in (0, 5, 10)]
        pages = [list(school.enrollments.list(Wanted(cut=cut))) for cut in cuts]

        assert [one for page in pages for one in page] == list(
            school.enrollments.list(Wanted(cut=Cut(order)))
        )
        assert {len(one.kinds) for page in pages for one in page} == {0, 1, 2}
