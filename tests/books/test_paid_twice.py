"""Two orders of one learner's for one course: told to a person with both names, and never put right."""

from __future__ import annotations

from datetime import timedelta

import pytest

from academy_cli.kit.clock import utc_now
from academy_cli.kit.money import Money
from academy_cli.models import Grant, Payment
from academy_cli.payments.refunds.wish import Wish
from tests.books.ledgers import Ledgers
from tests.engines import in_turns
from tests.payments.till import order, pay, rows

ANN, BEN = "ann@x.org", "ben@x.org"
Told = list[tuple[str, int, tuple[str, ...]]]


def paid(ledgers: Ledgers, email: str, **amounts: int) -> str:
    """An order of courses that was paid; its reference."""
    reference = order(ledgers.booth, email, amounts)
    pay(ledgers.booth, reference)
    return reference


def refund(ledgers: Ledgers, reference: str, amount: int | None = None, access: str = "") -> None:
    """Give an order back, or some of it."""
    money = Money(amount, "eur") if amount else None
    wish = Wish(reference, f"key-{reference}-{amount}", money, access=access or None)
    ledgers.booth.refunds().create(wish)


def told(ledgers: Ledgers) -> Told:
    """What is said of courses that were paid twice, and nothing else may be."""
    said = ledgers.reconcile()
    assert said.codes == []
    assert [one.is_notice for one in said.differences] == [True] * len(said.differences)
    return [
        (one.code, one.amount.amount if one.amount else 0, one.references)
        for one in said.differences
        if one.code == "course.paid-twice"
    ]


def test_a_course_that_was_paid_twice_is_a_notice_with_both_orders(ledgers: Ledgers) -> None:
    first, second = paid(ledgers, ANN, python=5000), paid(ledgers, ANN, rust=900, python=4000)

    said = ledgers.reconcile(fixes=True)

    [one] = said.differences
    assert (one.code, one.is_notice, one.fix) == ("course.paid-twice", True, None)
    assert (one.amount, one.references) == (Money(4000, "eur"), (first, second, "Python"))
    assert one.why
    assert "academy refund create ORDER" in one.why
    assert (said.done.left, said.done.notices, said.done.fixed) == (0, 1, ())
    assert all(one["reserved_own"] == 0 for one in rows(ledgers.booth, Payment))


def test_each_further_order_is_told_with_the_one_before(ledgers: Ledgers) -> None:
    every = [paid(ledgers, ANN, python=amount) for amount in (5000, 4000, 3000)]

    twice = "course.paid-twice"
    assert told(ledgers) == [
        (twice, 4000, (every[0], every[1], "Python")),
        (twice, 3000, (every[1], every[2], "Python")),
    ]


def test_two_people_or_two_courses_are_no_course_paid_twice(ledgers: Ledgers) -> None:
    paid(ledgers, ANN, python=5000)
    paid(ledgers, BEN, python=5000)
    paid(ledgers, ANN, rust=5000)

    assert told(ledgers) == []


def test_an_order_that_costs_nothing_or_is_open_is_not_paid(ledgers: Ledgers) -> None:
    paid(ledgers, ANN, python=5000)
    paid(ledgers, ANN, rust=5000, python=0)
    order(ledgers.booth, ANN, {"python": 5000})

    assert told(ledgers) == []


@in_turns
@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(("amount", "access"), [(None, ""), (None, "keep"), (4500, "remove")])
def test_it_is_told_until_one_of_them_went_back(
    ledgers: Ledgers, which: int, amount: int | None, access: str
) -> None:
    both = [paid(ledgers, ANN, python=5000) for _ in range(2)]
    before = told(ledgers)

    refund(ledgers, both[which], amount, access)

    assert before == [("course.paid-twice", 5000, (*both, "Python"))]
    assert told(ledgers) == []


def test_of_an_order_that_went_back_in_part_the_rest_is_told(ledgers: Ledgers) -> None:
    both = [paid(ledgers, ANN, python=5000) for _ in range(2)]

    refund(ledgers, both[1], 1000)

    assert told(ledgers) == [("course.paid-twice", 4000, (*both, "Python"))]


def test_while_a_bank_decides_about_one_it_is_not_told(ledgers: Ledgers) -> None:
    paid(ledgers, ANN, python=5000)
    second = paid(ledgers, ANN, python=5000)
    [_, payment] = rows(ledgers.booth, Payment)
    opened = ledgers.control.dispute(payment["charge_id"])
    ledgers.sync()
    disputed = told(ledgers)

    ledgers.control.move_dispute(opened["id"], "won")
    ledgers.sync()

    assert disputed == []
    assert [one[2][1] for one in told(ledgers)] == [second]


@in_turns
@pytest.mark.parametrize(("days", "is_told"), [(-1, False), (1, True)])
@pytest.mark.parametrize("how", ["ends_at", "revoked_at"])
def test_an_order_for_a_course_that_was_over_is_a_new_one(
    ledgers: Ledgers, how: str, days: int, *, is_told: bool
) -> None:
    first = paid(ledgers, ANN, python=5000)
    until = utc_now() + timedelta(days=days)
    began = until - timedelta(days=30)
    ledgers.change(Grant, {"reference": first}, **{"starts_at": began, how: until})
    paid(ledgers, ANN, python=5000)

    assert bool(told(ledgers)) == is_told
