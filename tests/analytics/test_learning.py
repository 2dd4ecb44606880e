"""People, courses, learning, certificates: golden figures worked out by hand, on both engines."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from academy_cli.analytics.asking import By, Narrowing, Subject
from academy_cli.analytics.views import Cohort, Stop
from academy_cli.kit.money import Money
from tests.analytics.answers import column
from tests.analytics.world import World, at, eur, question


class School(NamedTuple):
    """Two courses, the lessons of the first, and who is in it, by the numbers of rows."""

    python: int
    sql: int
    lessons: tuple[int, int, int]
    learners: tuple[int, int, int, int]


@pytest.fixture
def school(world: World) -> School:
    """Four learners of a course with three lessons, of whom one is in another, too.

    Ann began in October, did all three lessons and was complete after 10 days. Bob began in October, did two
    of three, and came last on November 3rd. Cem began in November with the first lesson, on the 1st. Dan
    never began, and was let in on November 20th. Ann is in sql since November 15th, and began nothing there.
    """
    python, sql = world.course("python", ["a", "b", "c"], teacher="tea"), world.course("sql", ["x"])
    a, b, c = (1, 2, 3)
    ann, bob = world.person("ann", "2026-09-30"), world.person("bob", "2026-10-01")
    cem, dan = world.person("cem", "2026-11-01"), world.person("dan", "2026-11-02")
    ann_in = world.enrolled(ann, python, "2026-10-01", done="2026-10-11")
    bob_in = world.enrolled(bob, python, "2026-10-02")
    cem_in = world.enrolled(cem, python, "2026-11-01")
    dan_in = world.enrolled(dan, python, "2026-11-20")
    world.enrolled(ann, sql, "2026-11-15")
    world.progress(ann_in, a, "2026-10-02", done="2026-10-02", seconds=1800)
    world.progress(ann_in, b, "2026-10-03", done="2026-10-03", seconds=1800)
    world.progress(ann_in, c, "2026-10-11", done="2026-10-11", seen="2026-11-09", seconds=3600)
    world.progress(bob_in, a, "2026-10-02", done="2026-10-02", seconds=360)
    world.progress(bob_in, b, "2026-10-05", done="2026-11-03", seen="2026-11-03")
    world.progress(cem_in, a, "2026-11-01", seen="2026-11-01")
    world.attempt(ann_in, c, "2026-10-11", 2500, 3, passed=True)
    world.attempt(bob_in, b, "2026-11-03", 500, 3, passed=False)
    return School(python, sql, (a, b, c), (ann_in, bob_in, cem_in, dan_in))


MONTHS = ("2026-10-01", "2026-11-28")


@pytest.mark.usefixtures("school")
def test_each_month_has_its_learners_once_and_the_lessons_of_its_days(world: World) -> None:
    answer = world.tell(Subject.ENGAGEMENT, By.MONTH)

    names = ("learners", "begun", "done", "hours", "attempts", "passed", "pass_rate")
    assert column(answer, "month", *names) == [
        ("2026-10", 2, 5, 4, 2.1, 1, 1, 100.0),
        ("2026-11", 3, 1, 1, 0.0, 1, 0, 0.0),
    ]


@pytest.mark.usefixtures("school")
def test_somebody_who_learns_in_two_weeks_of_a_month_counts_once_in_it(world: World) -> None:
    weeks = world.tell(Subject.ENGAGEMENT, By.WEEK, ("2026-11-01", "2026-11-15"))
    month = world.tell(Subject.ENGAGEMENT, By.TOTAL, ("2026-11-01", "2026-11-15"))

    assert column(weeks, "week", "learners") == [("2026-W44", 1), ("2026-W45", 1), ("2026-W46", 1)]
    assert column(month, "learners") == [(3,)]


@pytest.mark.usefixtures("school")
def test_courses_stand_beside_each_other_also_those_in_which_nothing_happens(world: World) -> None:
    answer = world.tell(Subject.COURSES, By.COURSE)

    names = ("enrolled", "active", "completed", "completion_rate", "days_median", "score", "net")
    # 2.5 + 0.5 points of 3 + 3; one of four enrolled completed it, after ten days.
    assert column(answer, "course", *names) == [
        ("python", 4, 3, 1, 25.0, 10.0, 50.0, ()),
        ("sql", 1, 0, 0, 0.0, None, None, ()),
    ]


def test_quartiles_are_times_that_somebody_took(world: World) -> None:
    course = world.course("python")
    for number, day in enumerate(("02", "03", "05", "09", "21")):  # 1, 2, 4, 8 and 20 days
        user = world.person(f"p{number}", "2026-10-01")
        world.enrolled(user, course, "2026-10-01", done=f"2026-10-{day}")

    answer = world.tell(Subject.COURSES, By.COURSE)

    assert column(answer, "days_quarter", "days_median", "days_most") == [(2.0, 4.0, 8.0)]


def test_courses_tell_what_they_earn_in_each_currency(world: World) -> None:
    course = world.course("python")
    buyer = world.person("zoe", "2026-09-01")
    world.sold(buyer, {course: 5000}, "2026-10-10")
    world.sold(buyer, {course: 700}, "2026-10-10", currency="usd")

    told = world.tell(Subject.COURSES, By.COURSE)

    assert column(told, "net") == [((Money(5000, "eur"), Money(700, "usd")),)]


@pytest.mark.usefixtures("school")
def test_a_funnel_is_of_the_same_learners_all_the_way(world: World, school: School) -> None:
    world.certificate(school.learners[0], "2026-10-11")
    world.certificate(school.learners[1], "2026-11-03", revoked_at=at("2026-11-04"))

    answer = world.tell(Subject.CONVERSIONS, By.MONTH, only=Narrowing(courses=("python",)))

    names = ("enrolled", "began", "half", "completed", "certified", "completion_rate")
    assert column(answer, "month", *names) == [
        ("2026-10", 2, 2, 2, 1, 1, 50.0),
        ("2026-11", 2, 1, 0, 0, 0, 0.0),
    ]


def test_orders_count_once_however_many_courses_they_have(world: World) -> None:
    python, sql = world.course("python"), world.course("sql")
    buyer = world.person("zoe", "2026-09-01")
    world.sold(buyer, {python: 5000, sql: 2000}, "2026-10-10", country="fr")
    world.order(buyer, {python: 5000}, "2026-10-12")
    world.order(buyer, {python: 0}, "2026-10-12", paid_at="2026-10-12")

    by_month = world.tell(Subject.CONVERSIONS, By.TOTAL)
    by_course = world.tell(Subject.CONVERSIONS, By.COURSE)
    by_country = world.tell(Subject.CONVERSIONS, By.COUNTRY)

    assert column(by_month, "orders", "paid", "paid_rate") == [(2, 1, 50.0)]
    assert sorted(column(by_course, "course", "orders", "paid")) == [
        ("python", 2, 1),
        ("sql", 1, 1),
    ]
    assert column(by_country, "country", "orders", "paid") == [("FR", 1, 1), (None, 1, 0)]


def test_people_are_where_their_newest_order_says(world: World) -> None:
    course = world.course("python", ["a"])
    for name, orders in (("ann", ("fr", "de", None)), ("bob", ("de",)), ("cem", ())):
        user = world.person(name, "2026-10-01")
        place = world.enrolled(user, course, "2026-10-02", done="2026-10-05")
        world.progress(place, 1, "2026-10-03")
        world.certificate(place, "2026-10-05")
        for country in orders:
            world.sold(user, {course: 1000}, "2026-10-02", country=country)

    for subject, figure in (
        (Subject.USERS, "new"),
        (Subject.CONVERSIONS, "completed"),
        (Subject.COURSES, "enrolled"),
        (Subject.ENGAGEMENT, "learners"),
        (Subject.CERTIFICATES, "issued"),
    ):
        found = column(world.tell(subject, By.COUNTRY), "country", figure)
        assert {pair for pair in found if pair[1]} == {("DE", 2), (None, 1)}, subject
    [row] = world.tell(Subject.CONVERSIONS, By.TOTAL, only=Narrowing(country="de")).rows
    assert (row["enrolled"], row["orders"]) == (2, 2)


@pytest.mark.usefixtures("school")
def test_people_are_new_active_and_back_and_whoever_was_erased_is_nobody(world: World) -> None:
    world.person("gone", "2026-10-05", erased_at=at("2026-11-06"), last_seen_at=at("2026-10-06"))
    world.person("off", "2026-08-01", deactivated_at=at("2026-11-07"))
    world.person("back", "2026-08-01", last_seen_at=at("2026-11-07"))

    answer = world.tell(Subject.USERS, By.MONTH)

    # October: ann (account of September) and bob (new). November: both, cem (new), and back.
    assert column(answer, "month", "new", "active", "returned", "deactivated", "erased") == [
        ("2026-10", 1, 2, 1, 0, 0),
        ("2026-11", 2, 4, 3, 1, 1),
    ]


def test_people_are_told_for_their_languages_and_roles(world: World) -> None:
    world.course("python", teacher="tea")
    world.person("ann", "2026-10-01", language="fr")
    world.person("bob", "2026-10-01")

    by_language = world.tell(Subject.USERS, By.LANGUAGE, ("2026-01-01", "2026-11-28"))
    by_role = world.tell(Subject.USERS, By.ROLE, ("2026-01-01", "2026-11-28"))

    assert set(column(by_language, "language", "new")) == {(None, 2), ("fr", 1)}
    assert set(column(by_role, "role", "new")) == {("instructor", 1), ("student", 2)}


@pytest.mark.usefixtures("school")
def test_a_cohort_comes_again_so_many_months_later(world: World) -> None:
    found = world.stats().retention(question(Subject.ENGAGEMENT, By.MONTH, MONTHS))

    assert list(found) == [
        Cohort("2026-10", 2, (2, 2), (100.0, 100.0), is_over=False),
        Cohort("2026-11", 3, (1,), (33.3,), is_over=False),
    ]


@pytest.mark.usefixtures("school")
def test_learners_stop_at_the_lesson_they_touched_last_if_they_stay_away(world: World) -> None:
    asked = question(Subject.ENGAGEMENT, By.MONTH, MONTHS)

    after_20, after_30 = world.stats().stops(asked, 20), world.stats().stops(asked, 30)

    # Bob stopped at b, which ann reached as well, Cem at a, which all three began; neither so long ago.
    assert list(after_20) == [
        Stop("python", "a", "A", 3, 1, 33.3),
        Stop("python", "b", "B", 2, 1, 50.0),
    ]
    assert list(after_30) == []


def test_certificates_are_issued_replaced_revoked_and_end(world: World) -> None:
    course = world.course("python")
    places = [
        world.enrolled(world.person(f"p{number}", "2026-01-01"), course, "2026-10-01")
        for number in range(4)
    ]
    old = world.certificate(places[0], "2026-10-02", revoked_at=at("2026-11-02"))
    world.certificate(places[0], "2026-11-02", replaces_id=old)
    world.certificate(places[1], "2026-10-03", revoked_at=at("2026-11-03"))
    world.certificate(places[2], "2026-10-04", valid_until=at("2027-01-01"))
    world.certificate(places[3], "2026-10-05", valid_until=at("2026-11-01"))

    answer = world.tell(Subject.CERTIFICATES, By.MONTH)

    names = ("issued", "replacing", "revoked", "waiting", "expiring", "expired")
    assert column(answer, "month", *names) == [
        ("2026-10", 4, 0, 0, 2, 1, 1),
        ("2026-11", 0, 1, 1, 1, 0, 0),
    ]


@pytest.fixture
def abroad(world: World) -> World:
    """Ann in France completed the course in October; Bob in Germany and Cem, who bought nothing, stopped."""
    course = world.course("python", ["a", "b"])
    for name, home, done in (("ann", "fr", "2026-10-05"), ("bob", "de", None), ("cem", None, None)):
        user = world.person(name, "2026-10-01", last_seen_at=at("2026-10-06"))
        place = world.enrolled(user, course, "2026-10-02", done=done)
        world.progress(place, 1, "2026-10-03", done="2026-10-03", seconds=3600)
        world.attempt(place, 1, "2026-10-04", 1000, 2, passed=True)
        if done:
            world.certificate(place, done)
        if home:
            world.sold(user, {course: 1000}, "2026-10-02", country=home)
    return world


@pytest.mark.parametrize(
    ("subject", "figures", "all_of_them", "of_france"),
    [
        (Subject.USERS, ("new", "active"), (3, 3), (1, 1)),
        (Subject.COURSES, ("enrolled", "active", "completed", "certificates", "score"),
         (3, 3, 1, 1, 50.0), (1, 1, 1, 1, 50.0)),
        (Subject.ENGAGEMENT, ("learners", "begun", "done", "hours", "attempts"),
         (3, 3, 3, 3.0, 3), (1, 1, 1, 1.0, 1)),
        (Subject.CERTIFICATES, ("issued", "waiting"), (1, 1), (1, 1)),
        (Subject.CONVERSIONS, ("enrolled", "completed", "orders"), (3, 1, 2), (1, 1, 1)),
    ],
)  # fmt: skip
def test_every_subject_can_be_told_of_one_country_alone(
    abroad: World,
    subject: Subject,
    figures: tuple[str, ...],
    all_of_them: tuple[object, ...],
    of_france: tuple[object, ...],
) -> None:
    days = ("2026-10-01", "2026-10-31")

    for by in (By.TOTAL, By.MONTH):
        assert column(abroad.tell(subject, by, days), *figures) == [all_of_them]
        narrowed = abroad.tell(subject, by, days, Narrowing(country="fr"))
        assert column(narrowed, *figures) == [of_france]
        nowhere = abroad.tell(subject, by, days, Narrowing(country="it"))
        assert column(nowhere, figures[0]) == [(0,)]


def test_money_of_a_course_in_one_country_is_of_the_orders_made_out_there(abroad: World) -> None:
    for country, net in (("fr", 1000), ("it", None)):
        [row] = abroad.tell(Subject.COURSES, By.COURSE, only=Narrowing(country=country)).rows
        assert row["net"] == (() if net is None else (eur(net),))


def test_those_who_come_back_and_those_who_stop_can_be_of_one_country(abroad: World) -> None:
    asked = question(Subject.ENGAGEMENT, By.MONTH, only=Narrowing(country="DE"))
    stats = abroad.stats()

    assert stats.retention(asked) == [
        Cohort("2026-10", 1, (1, 0), (100.0, 0.0), is_over=False),
        Cohort("2026-11", 0, (0,), (None,), is_over=False),
    ]
    assert stats.stops(asked) == [Stop("python", "a", "A", 1, 1, 100.0)]
    assert stats.stops(asked._replace(only=Narrowing())) == [Stop("python", "a", "A", 3, 2, 66.7)]


@pytest.mark.usefixtures("school")
def test_courses_are_told_as_time_goes_on(world: World) -> None:
    world.sold(1, {1: 5000}, "2026-10-10")
    answer = world.tell(Subject.COURSES, By.MONTH)

    names = ("enrolled", "active", "completed", "completion_rate", "days_median", "score", "net")
    # October: Ann and Bob came, Ann was complete after ten days with 2.5 points of 3. November: Cem, Dan, and
    # Ann in sql came; Ann, Bob and Cem left traces in python; Bob had 0.5 points of 3.
    assert column(answer, "month", *names) == [
        ("2026-10", 2, 2, 1, 50.0, 10.0, 83.3, (eur(5000),)),
        ("2026-11", 3, 3, 0, 0.0, None, 16.7, ()),
    ]
    days = world.tell(Subject.COURSES, By.DAY, ("2026-10-10", "2026-10-12"))
    assert column(days, "day", "completed") == [
        ("2026-10-10", 0),
        ("2026-10-11", 1),
        ("2026-10-12", 0),
    ]


@pytest.mark.parametrize(
    ("by", "days", "said"),
    [
        (By.MONTH, ("2026-10-01", "2026-10-31"), ()),
        (By.MONTH, ("2026-10-02", "2026-11-28"), ("Not all is counted of 2026-10, 2026-11.",)),
        (By.WEEK, ("2026-11-16", "2026-11-28"), ("Not all is counted of 2026-W48.",)),
        (By.DAY, ("2026-11-27", "2026-11-28"), ("Not all is counted of 2026-11-28.",)),
        (By.MONTH, ("2026-10-01", "2027-02-28"), ("Not all is counted of 2026-11 to 2027-02.",)),
        (By.TOTAL, ("2026-10-02", "2026-11-28"), ()),
    ],
)
def test_what_is_cut_off_or_not_over_is_named(
    world: World, by: By, days: tuple[str, str], said: tuple[str, ...]
) -> None:
    assert world.tell(Subject.ENGAGEMENT, by, days).notes[1:] == said
