"""Visits before enrolling: read from what web analyses export, and told beside who enrolled."""

from __future__ import annotations

from datetime import date

import pytest

from academy_cli.analytics.asking import By, Narrowing, Subject
from academy_cli.analytics.charts.choosing import charts
from academy_cli.analytics.errors import BadVisitsError, VisitsUnknownError
from academy_cli.analytics.views import Answer
from academy_cli.analytics.visits import Visit, read
from tests.analytics.answers import column
from tests.analytics.world import World, question, teacher

COURSES = ("python", "sql")
FILE = """\
date,page,visits
2026-09-30,/courses/python,999
2026-10-01,/courses/python,100
2026-10-31,https://x.org/sql/?utm=a,50
2026-11-01,/courses/python/prices,30
2026-11-01,/,400
""".splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "date,visits\n2026-10-01,7\n",
        "\ufeffDay;Unique visitors\n2026-10-01;7\n",
        '"nb_visits"\t"Date"\n7\t2026-10-01 00:00:00\n\n',
    ],
)
def test_columns_may_be_called_as_web_analyses_do(text: str) -> None:
    assert read(text.splitlines(), COURSES).rows == (Visit(date(2026, 10, 1), None, 7),)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("when,visits\n2026-10-01,7\n", 1),
        ("", 1),
        ("date,visits\n2026-10-01,7\nyesterday,7\n", 3),
        ("date,visits\n2026-10-01,many\n", 2),
        ("date,visits\n2026-10-01\n", 2),
        ("date,visits\n2026-10-01,-1\n", 2),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(BadVisitsError, match=f"Line {line} of the visits"):
        read(text.splitlines(), COURSES)


@pytest.fixture
def visited(world: World) -> World:
    """Two courses; ten people enrolled in python and one in sql in October."""
    python, sql = world.course("python", teacher="tea"), world.course("sql")
    for number in range(10):
        world.enrolled(world.person(f"p{number}", "2026-09-01"), python, "2026-10-02")
    world.enrolled(world.person("q", "2026-09-01"), sql, "2026-10-02")
    return world


EVERYBODY = Narrowing()


def told(world: World, by: By, only: Narrowing = EVERYBODY, **more: bool) -> Answer:
    return world.stats().tell(question(Subject.CONVERSIONS, by, only=only, **more), visits=FILE)


def test_visits_stand_before_who_enrolled_in_the_same_days(visited: World) -> None:
    names = ("visits", "enrolled", "visit_rate")

    assert column(told(visited, By.MONTH), "month", *names) == [
        ("2026-10", 150, 11, 7.3),
        ("2026-11", 430, 0, 0.0),
    ]
    assert column(told(visited, By.TOTAL), *names) == [(580, 11, 1.9)]
    assert column(told(visited, By.COURSE), "course", *names) == [
        ("python", 130, 10, 7.7),
        ("sql", 50, 1, 2.0),
        (None, 400, 0, 0.0),
    ]


def test_the_funnel_begins_with_visits(visited: World) -> None:
    [chart] = charts(told(visited, By.TOTAL))

    assert [(bar.name, bar.size) for bar in chart.bars][:2] == [
        ("Visits", 580.0),
        ("Enrolled", 11.0),
    ]


def test_visits_are_narrowed_as_all_else_is(visited: World) -> None:
    assert column(told(visited, By.TOTAL, Narrowing(courses=("sql",))), "visits") == [(50,)]
    mine = visited.stats(teacher(visited, "tea@x.org", "python"))
    answer = mine.tell(question(Subject.CONVERSIONS, By.COURSE), visits=FILE)
    assert column(answer, "course", "visits") == [("python", 130)]


def test_visits_are_compared_as_well(visited: World) -> None:
    asked = question(Subject.CONVERSIONS, By.TOTAL, ("2026-11-01", "2026-11-28"), compares=True)
    answer = visited.stats().tell(asked, visits=FILE)

    assert column(answer, "visits", "before_visits") == [(430, 100)]


def test_a_file_without_courses_says_nothing_of_them(visited: World) -> None:
    lines = ["date,visits", "2026-10-01,7"]
    for by in (By.COURSE, By.INSTRUCTOR, By.COUNTRY):
        with pytest.raises(VisitsUnknownError):
            visited.stats().tell(question(Subject.CONVERSIONS, by), visits=lines)
    answer = visited.stats().tell(question(Subject.CONVERSIONS, By.TOTAL), visits=lines)
    assert column(answer, "visits") == [(7,)]
