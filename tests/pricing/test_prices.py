"""Prices follow each other: what holds, what is planned, and who may say so."""

from __future__ import annotations

import pytest

from academy_cli.access.errors import NotPermittedError, UnknownCourseError
from academy_cli.access.matrix import Role
from academy_cli.kit.money import Money
from academy_cli.models import AuditEntry, Price
from academy_cli.pricing.errors import (
    BadCurrencyError,
    NotScheduledError,
    PastStartError,
    PriceSetByCourseError,
    UnchargeableError,
)
from tests.engines import in_turns
from tests.pricing.shop import Shop, eur
from tests.school import DAY, NOW

SAID = "prices: [{amount: 49.00, currency: eur}]\n"


def test_a_price_holds_until_another_one_follows(shop: Shop) -> None:
    shop.prices.set("python", eur(4900))
    shop.at(NOW + DAY)
    shop.prices.set("python", eur(5900))

    assert shop.costs() == {"eur": 5900}
    assert shop.costs(at=NOW) == {"eur": 4900}
    assert shop.costs(at=NOW - DAY) == {}


def test_each_currency_has_a_price_of_its_own(shop: Shop) -> None:
    shop.prices.set("python", eur(4900))
    shop.prices.set("python", Money(7000, "jpy"))
    shop.prices.remove("python", "JPY")

    assert shop.costs() == {"eur": 4900}


def test_the_same_again_changes_nothing(shop: Shop) -> None:
    shop.prices.set("python", eur(4900))
    before = shop.school.rows(Price), shop.school.rows(AuditEntry)

    change = shop.prices.set("python", eur(4900))

    assert (change.outcome, change.before, change.after) == ("unchanged", eur(4900), eur(4900))
    assert (shop.school.rows(Price), shop.school.rows(AuditEntry)) == before


def test_a_planned_price_begins_by_the_clock(shop: Shop) -> None:
    shop.prices.set("python", eur(4900))

    assert shop.prices.set("python", eur(5900), NOW + DAY).outcome == "scheduled"

    assert [(one.state, one.price) for one in shop.prices.list()] == [
        ("current", eur(4900)),
        ("scheduled", eur(5900)),
    ]
    shop.at(NOW + DAY)
    assert shop.costs() == {"eur": 5900}


def test_another_price_for_the_same_moment_takes_the_place_of_the_planned_one(shop: Shop) -> None:
    shop.prices.set("python", eur(5900), NOW + DAY)

    change = shop.prices.set("python", eur(6900), NOW + DAY)

    assert (change.before, change.after, change.withdrawn) == (eur(5900), eur(6900), (NOW + DAY,))
    history = shop.prices.list(history=True)
    assert [(one.state, one.price) for one in history] == [
        ("withdrawn", eur(5900)),
        ("scheduled", eur(6900)),
    ]


def test_the_past_is_never_changed(shop: Shop) -> None:
    for start in (NOW, NOW - DAY):
        with pytest.raises(PastStartError):
            shop.prices.set("python", eur(4900), start)


def test_a_removed_price_does_not_come_back_by_a_plan(shop: Shop) -> None:
    shop.prices.set("python", eur(4900))
    shop.prices.set("python", eur(5900), NOW + DAY)

    change = shop.prices.remove("python", "eur")

    assert (change.outcome, change.withdrawn, change.is_free) == ("removed", (NOW + DAY,), True)
    assert shop.costs(at=NOW + 2 * DAY) == {}
    assert shop.prices.remove("python", "eur").outcome == "unchanged"


def test_the_end_of_a_sale_can_be_planned_and_planning_it_twice_is_nothing_more(shop: Shop) -> None:
    shop.prices.set("python", eur(4900))

    outcomes = [shop.prices.remove("python", "eur", NOW + DAY).outcome for _ in range(2)]

    assert outcomes == ["removed", "unchanged"]
    assert (shop.costs(), shop.costs(at=NOW + DAY)) == ({"eur": 4900}, {})


def test_what_is_planned_can_be_taken_back_and_the_price_goes_on(shop: Shop) -> None:
    shop.prices.set("python", eur(4900))
    shop.prices.set("python", eur(5900), NOW + DAY)
    shop.prices.remove("python", "eur", NOW + 2 * DAY)

    change = shop.prices.withdraw("python", "eur")

    assert (change.after, change.withdrawn) == (eur(4900), (NOW + DAY, NOW + 2 * DAY))
    assert shop.costs(at=NOW + 3 * DAY) == {"eur": 4900}
    with pytest.raises(NotScheduledError):
        shop.prices.withdraw("python", "eur")


def test_one_planned_change_of_several_can_be_taken_back(shop: Shop) -> None:
    for days, amount in ((1, 5900), (2, 6900)):
        shop.prices.set("python", eur(amount), NOW + days * DAY)

    shop.prices.withdraw("python", "eur", NOW + DAY)

    assert shop.costs(at=NOW + DAY) == {}
    assert shop.costs(at=NOW + 2 * DAY) == {"eur": 6900}


@in_turns
@pytest.mark.parametrize(
    "price",
    [
        *(eur(49), eur(-1), eur(100_000_000), Money(10**16, "eur")),
        *(
            Money(1005, "kwd"),
            Money(150, "isk"),
            Money(5000, "xau"),
            Money(5000, "xxx"),
            Money(0, "xts"),
        ),
    ],
)
def test_what_no_card_can_be_charged_is_no_price(shop: Shop, price: Money) -> None:
    with pytest.raises(UnchargeableError):
        shop.prices.set("python", price)


def test_nothing_is_a_price(shop: Shop) -> None:
    shop.prices.set("python", eur(0))

    assert shop.costs() == {"eur": 0}


def test_a_dry_run_says_the_same_and_writes_nothing(shop: Shop) -> None:
    before = shop.school.academy.digest()

    tried = shop.prices.set("python", eur(4900), NOW + DAY, dry_run=True)

    assert shop.school.academy.digest() == before
    assert shop.prices.set("python", eur(4900), NOW + DAY) == tried


def test_where_the_file_says_prices_nobody_else_does(shop: Shop) -> None:
    shop.school.course(said=SAID)

    for refused in (
        lambda: shop.prices.set("python", eur(5900)),
        lambda: shop.prices.set("python", eur(5900), NOW + DAY, dry_run=True),
        lambda: shop.prices.set("python", Money(5900, "usd")),
        lambda: shop.prices.remove("python", "eur"),
    ):
        with pytest.raises(PriceSetByCourseError):
            refused()
    assert shop.prices.set("python", eur(4900)).outcome == "unchanged"


def test_every_change_is_on_record_with_its_reason(shop: Shop) -> None:
    shop.prices.set("python", eur(4900), reason="First edition")
    shop.prices.set("python", eur(5900), NOW + DAY)
    shop.prices.withdraw("python", "eur")
    shop.prices.remove("python", "eur")

    entries = [row for row in shop.school.rows(AuditEntry) if row.action.startswith("price.")]
    assert [(row.action, row.subject) for row in entries] == [
        (f"price.{verb}", "course:python") for verb in ("set", "set", "withdraw", "remove")
    ]
    assert entries[0].reason == "First edition"


def test_who_teaches_a_course_says_what_it_costs(shop: Shop) -> None:
    shop.school.course("rust")
    teacher = shop.school.actor(shop.school.person(), Role.INSTRUCTOR, courses=["python"])
    prices, _ = shop.services(teacher)

    assert prices.set("python", eur(4900)).outcome == "set"
    with pytest.raises(NotPermittedError):
        prices.set("rust", eur(4900))
    with pytest.raises(NotPermittedError):
        shop.services(shop.school.actor("ann@x.org", Role.SUPPORT))[0].set("python", eur(1000))


def test_a_learner_sees_what_published_courses_cost_now_and_no_plans(shop: Shop) -> None:
    shop.sells("rust", eur(9900))
    shop.school.set_course("rust", status="draft")
    shop.prices.set("python", eur(4900))
    shop.prices.set("python", eur(5900), NOW + DAY)
    prices, _ = shop.services(shop.school.actor(shop.school.person()))

    assert [(one.course, one.price) for one in prices.list()] == [("python", eur(4900))]
    with pytest.raises(UnknownCourseError):
        prices.list("rust")
    for wish in ({"history": True}, {"at": NOW + DAY}):
        with pytest.raises(NotPermittedError):
            prices.list(**wish)


def test_a_list_can_be_of_one_course_and_one_currency(shop: Shop) -> None:
    shop.prices.set("python", eur(4900))
    shop.sells("rust", eur(9900), Money(9900, "usd"))

    assert [one.course for one in shop.prices.list(currency="EUR")] == ["python", "rust"]
    assert [one.currency for one in shop.prices.list("rust")] == ["eur", "usd"]
    with pytest.raises(BadCurrencyError):
        shop.prices.list(currency="euro")
    with pytest.raises(UnknownCourseError):
        shop.prices.list("ruby")
