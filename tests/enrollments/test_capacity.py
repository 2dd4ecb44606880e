"""A course takes so many learners and no more, however many come at once."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from academy_cli.access.actor import operator
from academy_cli.access.matrix import Role
from academy_cli.enrollments.errors import (
    CourseFullError,
    OverCapacityError,
)
from academy_cli.enrollments.views import Granting
from academy_cli.models import Enrollment, Grant
from tests.school import DAY, NOW, School


def test_a_full_course_takes_nobody_but_those_an_admin_brings(school: School) -> None:
    school.course("rust", "capacity: 1\n")
    school.enrollments.create(school.person(), "rust")
    bob = school.person("bob")
    over = Granting(is_over_capacity=True)
    support, _, _ = school.services(school.actor(school.person("sue"), Role.SUPPORT))
    admin, _, _ = school.services(school.actor(school.person("ada"), Role.ADMIN))

    with pytest.raises(CourseFullError):
        school.enrollments.create(bob, "rust")
    with pytest.raises(OverCapacityError):
        support.create(bob, "rust", over)
    assert admin.create(bob, "rust", over).outcome == "enrolled"


def test_who_left_or_expired_frees_a_seat(school: School) -> None:
    school.course("rust", "capacity: 1\n")
    ann, bob, eve = (school.person(name) for name in ("ann", "bob", "eve"))
    school.enrollments.create(ann, "rust", Granting(ends_at=NOW + DAY))
    school.at(NOW + DAY)
    school.enrollments.create(bob, "rust")
    school.enrollments.remove(bob, "rust", "Left")

    assert school.enrollments.create(eve, "rust").outcome == "enrolled"
    with pytest.raises(CourseFullError):
        school.enrollments.create(ann, "rust", Granting(ends_at=NOW + 9 * DAY))


def test_access_that_expired_comes_back_only_where_there_is_a_seat(school: School) -> None:
    school.course("rust", "capacity: 1\n")
    ann, bob = school.person(), school.person("bob")
    school.enrollments.create(ann, "rust", Granting(ends_at=NOW + DAY))
    school.at(NOW + DAY)
    school.enrollments.create(bob, "rust", Granting(ends_at=NOW + 5 * DAY))

    for dry_run in (True, False):
        with pytest.raises(CourseFullError):
            school.enrollments.extend(ann, "rust", NOW + 9 * DAY, dry_run=dry_run)

    assert school.enrollments.extend(bob, "rust", NOW + 9 * DAY).outcome == "extended"
    over = school.enrollments.extend(ann, "rust", NOW + 9 * DAY, is_over_capacity=True)
    assert (over.before, over.after) == ("expired", "active")


def test_only_an_admin_brings_back_whom_a_course_has_no_seat_for(school: School) -> None:
    school.course("rust", "capacity: 1\n")
    ann, bob = school.person(), school.person("bob")
    school.enrollments.create(ann, "rust", Granting(ends_at=NOW + DAY))
    school.at(NOW + DAY)
    school.enrollments.create(bob, "rust")
    support, _, _ = school.services(school.actor(school.person("sue"), Role.SUPPORT))

    with pytest.raises(OverCapacityError):
        support.extend(ann, "rust", NOW + 9 * DAY, is_over_capacity=True)


def test_whoever_has_a_seat_can_be_given_more(school: School) -> None:
    school.course("rust", "capacity: 1\n")
    ann = school.person()
    school.enrollments.create(ann, "rust", Granting(ends_at=NOW + DAY))

    more = Granting(ends_at=NOW + 9 * DAY)
    assert school.enrollments.create(ann, "rust", more).outcome == "granted"


def test_of_many_who_want_the_last_seat_one_gets_it(school: School) -> None:
    school.course("rust", "capacity: 1\n")
    people = [school.person(f"p{number}") for number in range(4)]
    gate, outcomes = threading.Barrier(len(people)), []

    def enroll(email: str) -> None:
        own, _, _ = school.services(operator("test"))
        gate.wait()
        try:
            outcomes.append(own.create(email, "rust").outcome)
        except CourseFullError as refusal:
            outcomes.append(refusal.code)

    _together(enroll, people)

    assert sorted(outcomes) == ["enrolled", *["enrollment.full"] * 3]
    assert len(school.rows(Enrollment)) == 1


def test_the_same_person_at_once_is_enrolled_once(school: School, ann: str) -> None:
    gate, outcomes = threading.Barrier(3), []

    def enroll(_: str) -> None:
        own, _, _ = school.services(operator("test"))
        gate.wait()
        outcomes.append(own.create(ann, "python").outcome)

    _together(enroll, ["1", "2", "3"])

    assert sorted(outcomes) == ["enrolled", "unchanged", "unchanged"]
    assert (len(school.rows(Enrollment)), len(school.rows(Grant))) == (1, 1)


def _together(work: Callable[[str], object], words: list[str]) -> None:
    threads = [threading.Thread(target=work, args=(word,)) for word in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
