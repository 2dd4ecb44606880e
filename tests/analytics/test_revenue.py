"""Revenue: golden figures worked out by hand, on both engines."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from academy_cli.analytics import allocation
from academy_cli.analytics.asking import By, Narrowing, Subject
from academy_cli.analytics.errors import NoRateError
from academy_cli.analytics.rates import rates
from academy_cli.analytics.views import Answer
from academy_cli.models import Installation
from tests.analytics.answers import column, minor
from tests.analytics.world import World, at, eur, question, usd


class Sales(NamedTuple):
    """What was sold, by the numbers of rows."""

    python: int
    sql: int


@pytest.fixture
def sales(world: World) -> Sales:
    """Two courses and five payments.

    October: 100.00 EUR from France (python 60.00, sql 40.00), of which 10.00 of sql went back in November;
    20.00 USD from the United States (python). November: 50.00 EUR (python), all refunded, which then failed;
    30.00 EUR (sql) that its bank took back; 10.00 EUR for 9.99 (python 6.66, sql 3.33).
    """
    python, sql = world.course("python", teacher="ann"), world.course("sql", teacher="bob")
    buyer = world.person("zoe", "2026-09-01")
    first = world.sold(buyer, {python: 6000, sql: 4000}, "2026-10-10 10:00", country="fr")
    world.sold(buyer, {python: 2000}, "2026-10-11 10:00", currency="usd", country="US")
    second = world.sold(buyer, {python: 5000}, "2026-11-02 10:00")
    third = world.sold(buyer, {sql: 3000}, "2026-11-03 10:00", country="FR")
    world.sold(buyer, {python: 666, sql: 333}, "2026-11-04 10:00", paid=1000)
    world.refunded(first, {2: 1000}, "2026-11-05 10:00")
    world.refunded(second, {4: 5000}, "2026-11-06 10:00", failed="2026-11-07 10:00")
    taken = {"currency": "eur", "source": "dispute:dp_1"}
    world.moved(third, "dispute", -3000, "2026-11-08 10:00", **taken)
    return Sales(python, sql)


FIGURES = ("orders", "received", "refunded", "disputed", "net", "came_back", "refund_rate")


@pytest.mark.usefixtures("sales")
def test_each_month_has_what_moved_in_it(world: World) -> None:
    answer = world.tell(Subject.REVENUE, By.MONTH)

    assert column(answer, "month", "currency", *FIGURES) == [
        ("2026-10", "eur", 1, eur(10000), eur(0), eur(0), eur(10000), eur(1000), 10.0),
        ("2026-10", "usd", 1, usd(2000), usd(0), usd(0), usd(2000), usd(0), 0.0),
        ("2026-11", "eur", 3, eur(9000), eur(1000), eur(3000), eur(5000), eur(0), 0.0),
        ("2026-11", "usd", 0, usd(0), usd(0), usd(0), usd(0), usd(0), None),
    ]


@pytest.mark.usefixtures("sales")
def test_each_course_has_its_share_to_the_cent(world: World) -> None:
    answer = world.tell(Subject.REVENUE, By.COURSE)

    # 10.00 EUR for 6.66 and 3.33 is 6.666… and 3.333…: the cent over is of the larger remainder.
    assert column(answer, "course", "currency", *FIGURES) == [
        ("python", "eur", 3, eur(11667), eur(0), eur(0), eur(11667), eur(0), 0.0),
        ("sql", "eur", 3, eur(7333), eur(1000), eur(3000), eur(3333), eur(1000), 13.6),
        ("python", "usd", 1, usd(2000), usd(0), usd(0), usd(2000), usd(0), 0.0),
    ]


@pytest.mark.usefixtures("sales")
def test_courses_add_up_to_what_moved_altogether(world: World) -> None:
    whole = world.tell(Subject.REVENUE, By.CURRENCY)
    parts = world.tell(Subject.REVENUE, By.COURSE)

    for currency in ("eur", "usd"):
        [total] = [row for row in whole.rows if row["currency"] == currency]
        mine = [row for row in parts.rows if row["currency"] == currency]
        for name in ("received", "refunded", "disputed", "net", "came_back"):
            assert sum(minor(row, name) for row in mine) == minor(total, name)


@pytest.mark.usefixtures("sales")
def test_a_lost_cent_would_be_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A negative control: shares that are only rounded down do not add up."""
    monkeypatch.setattr(allocation, "_rounded", lambda least, _: least)

    answer = world.tell(Subject.REVENUE, By.COURSE)

    assert sum(minor(row, "net") for row in answer.rows if row["currency"] == "eur") == 14999


@pytest.mark.usefixtures("sales")
def test_countries_are_those_that_orders_are_made_out_to(world: World) -> None:
    answer = world.tell(Subject.REVENUE, By.COUNTRY)

    assert column(answer, "country", "currency", "net") == [
        ("FR", "eur", eur(9000)),
        (None, "eur", eur(6000)),
        ("US", "usd", usd(2000)),
    ]


@pytest.mark.usefixtures("sales")
def test_instructors_have_what_their_courses_have_and_each_of_two_the_whole(
    world: World, sales: Sales
) -> None:
    world.add_teacher("cem", sales.sql)

    answer = world.tell(Subject.REVENUE, By.INSTRUCTOR, only=Narrowing(currency="EUR"))

    assert column(answer, "instructor", "net") == [
        ("ann@x.org", eur(11667)),
        ("bob@x.org", eur(3333)),
        ("cem@x.org", eur(3333)),
    ]
    assert any("do not add up" in note for note in answer.notes)


@pytest.mark.usefixtures("sales")
def test_narrowed_figures_are_of_that_alone(world: World) -> None:
    of_course = Narrowing(courses=("sql",))
    of_ann = Narrowing(instructor="ANN@x.org", currency="eur")
    of_france = Narrowing(country="fr")

    for only, net in ((of_course, 3333), (of_ann, 11667), (of_france, 9000)):
        answer = world.tell(Subject.REVENUE, By.TOTAL, only=only)
        assert column(answer, "period", "net") == [("2026-10-01 to 2026-11-28", eur(net))]


@pytest.mark.usefixtures("sales")
def test_november_so_far_is_compared_with_as_much_of_october(world: World) -> None:
    days = ("2026-11-01", "2026-11-28")
    answer = world.tell(Subject.REVENUE, By.TOTAL, days, compares=True)

    assert answer.before is not None
    assert answer.before.said == "2026-10-01 to 2026-10-28"
    assert column(answer, "currency", "net", "before", "change", "before_orders") == [
        ("eur", eur(5000), eur(10000), -50.0, 1),
        ("usd", usd(0), usd(2000), -100.0, 1),
    ]


@pytest.mark.usefixtures("sales")
def test_currencies_are_added_at_a_stated_rate_alone(world: World) -> None:
    asked = question(Subject.REVENUE, By.CURRENCY)

    answer = world.stats().tell(asked, rates("eur", ["usd=0.915"]))

    assert column(answer, "currency", "converted", "rate") == [
        ("eur", eur(15000), None),
        ("usd", eur(1830), "1 USD = 0.915 EUR"),
    ]
    assert "In all, net is 168.30 EUR at the rates that are stated." in answer.notes
    with pytest.raises(NoRateError, match="At which rate is USD"):
        world.stats().tell(asked, rates("eur", []))


def test_test_money_is_never_mixed_with_real_money(world: World) -> None:
    buyer, course = world.person("zoe", "2026-09-01"), world.course("python")
    world.sold(buyer, {course: 5000}, "2026-10-10 10:00")
    world.sold(buyer, {course: 7000}, "2026-10-10 10:00", live=False)

    real = world.tell(Subject.REVENUE, By.TOTAL)
    world.add(Installation, id=1, key="k", is_live=False, created_at=at("2026-01-01"))
    test = world.tell(Subject.REVENUE, By.TOTAL)

    assert column(real, "net") == [(eur(5000),)]
    assert column(test, "net") == [(eur(7000),)]
    assert any("test mode" in note for note in test.notes)


def test_tax_is_what_documents_say(world: World) -> None:
    buyer, course = world.person("zoe", "2026-09-01"), world.course("python")
    world.sold(buyer, {course: 12000}, "2026-10-31 22:00")
    order = "O-2026-000002"
    invoice = world.document(order, 2000, "2026-10-31 22:30")
    world.document(order, 500, "2026-10-31 23:30", corrects=invoice)

    def taxes(answer: Answer) -> list[tuple[object, ...]]:
        return column(answer, "month", "received", "tax")

    assert taxes(world.tell(Subject.REVENUE, By.MONTH)) == [
        ("2026-10", eur(12000), eur(1500)),
        ("2026-11", eur(0), eur(0)),
    ]
    # In Paris the clock was put back on October 25th: 22:30 UTC is 23:30, and 23:30 UTC is November.
    assert taxes(world.tell(Subject.REVENUE, By.MONTH, time_zone="Europe/Paris")) == [
        ("2026-10", eur(12000), eur(2000)),
        ("2026-11", eur(0), eur(-500)),
    ]


def test_nothing_sold_is_no_row(world: World) -> None:
    assert world.tell(Subject.REVENUE, By.MONTH).rows == []
