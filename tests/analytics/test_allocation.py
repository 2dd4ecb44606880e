"""What moved is parted by SQL as it is parted by hand, whatever the amounts, and nothing is lost."""

from __future__ import annotations

from random import Random

import pytest

from academy_cli.analytics.asking import By, Subject
from academy_cli.kit.money import allocate
from tests.analytics.answers import minor
from tests.analytics.world import World

SLUGS = ("python", "sql", "rust")


@pytest.mark.parametrize("seed", range(4))
def test_shares_are_those_of_the_one_allocation(world: World, seed: int) -> None:
    chance = Random(seed)
    courses = [world.course(slug) for slug in SLUGS]
    buyer = world.person("zoe", "2026-09-01")
    wanted = dict.fromkeys(SLUGS, 0)
    for _ in range(12):
        prices = {
            one: chance.choice([0, 1, 333, 4900, chance.randrange(10_000)]) for one in courses
        }
        chosen = dict(chance.sample(sorted(prices.items()), chance.randrange(1, 4)))
        paid = chance.choice([sum(chosen.values()) or 1, chance.randrange(1, 20_000)])
        taken = chance.randrange(1, paid + 1)
        payment = world.sold(buyer, chosen, "2026-10-10", paid=paid)
        source = f"dispute:{payment}"
        world.moved(payment, "dispute", -taken, "2026-10-11", currency="eur", source=source)
        for moved in (paid, -taken):
            shares = allocate(moved, list(chosen.values()))
            for course, share in zip(chosen, shares, strict=True):
                wanted[SLUGS[courses.index(course)]] += share

    answer = world.tell(Subject.REVENUE, By.COURSE)

    found = {row["course"]: minor(row, "net") for row in answer.rows}
    assert found == {slug: net for slug, net in wanted.items() if slug in found}
    assert sum(found.values()) == sum(wanted.values())


def test_a_refund_that_nothing_was_booked_for_is_parted_by_the_lines(world: World) -> None:
    python, sql = world.course("python"), world.course("sql")
    buyer = world.person("zoe", "2026-09-01")
    payment = world.sold(buyer, {python: 3000, sql: 1000}, "2026-10-10")
    world.moved(payment, "refund", -400, "2026-10-11", currency="eur", source="refund:re_unknown")

    answer = world.tell(Subject.REVENUE, By.COURSE)

    assert {row["course"]: minor(row, "refunded") for row in answer.rows} == {
        "python": 300,
        "sql": 100,
    }


def test_money_beyond_what_64_bits_multiply_is_parted_where_all_of_it_came(world: World) -> None:
    python, sql = world.course("python"), world.course("sql")
    buyer = world.person("zoe", "2026-09-01")
    world.sold(buyer, {python: 10**13, sql: 10**13 + 1}, "2026-10-10", currency="idr")

    answer = world.tell(Subject.REVENUE, By.COURSE)

    assert sorted(minor(row, "net") for row in answer.rows) == [10**13, 10**13 + 1]
