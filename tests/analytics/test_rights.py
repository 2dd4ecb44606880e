"""Who sees which figures: instructors those of their courses, and support no money."""

from __future__ import annotations

import pytest

from academy_cli.access.actor import Actor
from academy_cli.access.errors import NotPermittedError, UnknownCourseError
from academy_cli.access.matrix import Role
from academy_cli.analytics.asking import By, Narrowing, Subject
from academy_cli.analytics.errors import (
    NoCountryError,
    NoCurrencyError,
    NoDaysError,
    NotNarrowedError,
    NotToldByError,
    TooManyStretchesError,
    UnknownTeacherError,
)
from tests.analytics.answers import column, minor
from tests.analytics.world import World, eur, question, teacher

SUPPORT = Actor("user:2", "sue@x.org", 2, frozenset({Role.STUDENT, Role.SUPPORT}))
STUDENT = Actor("user:3", "stu@x.org", 3, frozenset({Role.STUDENT}))


@pytest.fixture
def two(world: World) -> World:
    """Two courses, of which each was bought by one who learns in it."""
    for number, slug in enumerate(("python", "sql"), 1):
        course = world.course(slug, ["a"], teacher=f"t-{slug}")
        user = world.person(f"p{number}", "2026-10-01")
        world.enrolled(user, course, "2026-10-02")
        world.sold(user, {course: 1000 * number}, "2026-10-02")
    return world


def test_an_instructor_sees_their_own_courses_whatever_they_ask(two: World) -> None:
    mine = two.stats(teacher(two, "t-sql@x.org", "sql"))

    for by in (By.TOTAL, By.COURSE, By.MONTH, By.COUNTRY, By.CURRENCY):
        answer = mine.tell(question(Subject.REVENUE, by))
        assert sum(minor(row, "net") for row in answer.rows) == 2000
    courses = mine.tell(question(Subject.COURSES, By.COURSE))
    assert column(courses, "course", "enrolled", "net") == [("sql", 1, (eur(2000),))]
    [cohort] = mine.retention(question(Subject.ENGAGEMENT, By.MONTH, ("2026-10-01", "2026-10-31")))
    assert cohort.enrolled == 1


def test_an_instructor_of_no_course_sees_nothing(two: World) -> None:
    answer = two.stats(teacher(two, "new@x.org")).tell(question(Subject.COURSES, By.COURSE))

    assert answer.rows == []


def test_somebody_elses_course_is_refused_whether_it_is_there_or_not(two: World) -> None:
    mine = two.stats(teacher(two, "t-sql@x.org", "sql"))

    for slug in ("python", "nothing"):
        only = Narrowing(courses=(slug,))
        with pytest.raises(NotPermittedError):
            mine.tell(question(Subject.REVENUE, By.TOTAL, only=only))


def test_of_another_instructor_only_what_is_taught_together_is_seen(two: World) -> None:
    mine = two.stats(teacher(two, "t-sql@x.org", "sql"))

    answer = mine.tell(
        question(Subject.REVENUE, By.TOTAL, only=Narrowing(instructor="t-python@x.org"))
    )

    assert answer.rows == []


def test_support_sees_learning_and_people_and_no_money(two: World) -> None:
    stats = two.stats(SUPPORT)

    with pytest.raises(NotPermittedError):
        stats.tell(question(Subject.REVENUE, By.TOTAL))
    answer = stats.tell(question(Subject.COURSES, By.COURSE))
    assert "net" not in answer.known
    assert column(answer, "enrolled") == [(1,), (1,)]
    assert stats.tell(question(Subject.USERS, By.TOTAL)).rows


def test_a_student_sees_no_figures_and_is_told_by_the_right_that_they_lack(two: World) -> None:
    needed = {Subject.REVENUE: "stats.money", Subject.USERS: "stats.people"}
    for subject in Subject:
        stats, asked = two.stats(STUDENT), question(subject, By.TOTAL)
        named = rf"may not do {needed.get(subject, 'stats.learning')}:"
        with pytest.raises(NotPermittedError, match=named):
            stats.tell(asked)
        with pytest.raises(NotPermittedError, match=named):
            stats.explain(question=asked)


def test_an_instructor_sees_no_figures_of_people(two: World) -> None:
    with pytest.raises(NotPermittedError):
        two.stats(teacher(two, "t-sql@x.org", "sql")).tell(question(Subject.USERS, By.TOTAL))


def test_what_cannot_be_told_is_refused_with_what_can(two: World) -> None:
    stats = two.stats()
    with pytest.raises(NotToldByError, match="no users by course"):
        stats.tell(question(Subject.USERS, By.COURSE))
    with pytest.raises(NotNarrowedError, match="which course it belongs to"):
        stats.tell(question(Subject.USERS, By.TOTAL, only=Narrowing(courses=("sql",))))
    with pytest.raises(UnknownCourseError, match="sqk"):
        stats.tell(question(Subject.REVENUE, By.TOTAL, only=Narrowing(courses=("sqk",))))
    with pytest.raises(UnknownTeacherError):
        stats.tell(question(Subject.REVENUE, By.TOTAL, only=Narrowing(instructor="p1@x.org")))
    with pytest.raises(NoCountryError, match="Frankreich"):
        stats.tell(question(Subject.USERS, By.TOTAL, only=Narrowing(country="Frankreich")))
    with pytest.raises(NoCurrencyError, match="Euros"):
        stats.tell(question(Subject.REVENUE, By.TOTAL, only=Narrowing(currency="Euros")))
    with pytest.raises(NoDaysError):
        stats.tell(question(Subject.REVENUE, By.TOTAL, ("2026-10-02", "2026-10-01")))
    with pytest.raises(TooManyStretchesError):
        stats.tell(question(Subject.REVENUE, By.DAY, ("0206-10-02", "2026-10-01")))
