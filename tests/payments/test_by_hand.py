"""Money by hand is for the order that waits for it, and what is left of that can be paid at Stripe."""

from __future__ import annotations

import json

import pytest

from academy_cli.models import Invoice, Order, Payment
from academy_cli.payments.errors import AmountDiffersError, HasAccessError, RequestKeyError
from academy_cli.payments.orders.errors import OtherPriceError
from academy_cli.payments.service import ByHand
from tests.payments.counter import PRICE, Counter
from tests.pricing.shop import eur


def ordered(counter: Counter, *courses: str, **more: object) -> str:
    return counter.orders().checkout(counter.basket(*courses, **more), tells=False).reference


def part(counter: Counter, reference: str, amount: int) -> None:
    """A part in cash."""
    got = ByHand(eur(amount), "cash", counter.key(), order=reference, is_partial=True)
    counter.payments().record(got)


@pytest.mark.parametrize("days", [None, 14])
def test_who_pays_by_hand_pays_the_order_that_is_open(counter: Counter, days: int | None) -> None:
    reference = ordered(counter, invoice_days=days)
    basket = counter.basket()

    left = counter.payments().due(basket, basket.request_key)
    got = ByHand(left.money, "cash", basket.request_key, basket=basket)
    twice = [counter.payments().record(got) for _ in range(2)]

    [order] = counter.rows(Order)
    assert (left.email, left.money, {one.order for one in twice}) == (
        "ann@x.org",
        PRICE,
        {reference},
    )
    assert (order.state, len(counter.rows(Payment))) == ("paid", 1)
    assert is_closed(counter, order.session_id)
    with pytest.raises(RequestKeyError):
        counter.payments().record(got._replace(basket=basket._replace(courses=("rust",))))
    with pytest.raises(HasAccessError):
        counter.payments().due(counter.basket(), "another")


def is_closed(counter: Counter, named: str) -> bool:
    """Whether nobody can pay on a page or an invoice any more."""
    api = counter.standin.api
    if named.startswith("in_"):
        return bool(api.invoices.retrieve(named).status == "void")
    return bool(api.checkout.sessions.retrieve(named).status == "expired")


def test_an_open_order_of_the_course_at_another_price_is_for_a_person(counter: Counter) -> None:
    counter.sells("rust")
    reference = ordered(counter, "python", "rust")
    basket = counter.basket("rust")
    got = ByHand(PRICE, "cash", basket.request_key, basket=basket)

    for ask in (
        lambda: counter.payments().record(got),
        lambda: counter.payments().due(basket, basket.request_key),
    ):
        with pytest.raises(OtherPriceError, match=f"{reference} is open for rust"):
            ask()
    counter.orders().cancel(reference)

    assert counter.payments().record(got).order != reference


def test_a_part_by_hand_leaves_the_rest_to_be_paid_on_a_page(counter: Counter) -> None:
    reference = ordered(counter)
    [before] = counter.rows(Order)

    part(counter, reference, 2000)
    counter.payments().sync()
    seen = counter.orders().show(reference)
    counter.orders().send(reference)

    [order] = counter.rows(Order)
    page = counter.standin.api.checkout.sessions.retrieve(order.session_id)
    assert is_closed(counter, before.session_id)
    assert (seen.state, seen.link, seen.to_pay) == ("open", None, eur(2900))
    assert seen.next == f"academy order send {reference}"
    assert page.amount_total == 2900

    counter.standin.control.complete(order.session_id)
    counter.payments().sync()
    done = counter.orders().show(reference)
    assert (done.state, done.to_pay, len(done.payments)) == ("paid", eur(0), 2)


def test_a_part_by_hand_leaves_the_rest_to_be_paid_by_an_invoice(counter: Counter) -> None:
    reference = ordered(counter, invoice_days=14)

    part(counter, reference, 2000)
    counter.payments().sync()
    counter.orders().send(reference)

    [order] = counter.rows(Order)
    invoice = counter.standin.api.invoices.retrieve(order.session_id)
    assert (order.state, invoice.status, invoice.amount_due) == ("open", "open", 2900)
    assert json.loads(order.parameters)["invoice"]["days_until_due"] == 14
    counter.standin.control.pay_invoice(order.session_id)
    counter.payments().sync()
    assert counter.orders().show(reference).state == "paid"


@pytest.mark.parametrize(("days", "template"), [(None, "payment-link"), (14, "invoice-link")])
def test_after_a_part_the_letter_says_what_is_still_asked(
    counter: Counter, days: int | None, template: str
) -> None:
    reference = counter.orders().checkout(counter.basket(invoice_days=days)).reference

    part(counter, reference, 2000)
    counter.orders().send(reference)

    assert [one["total"] for one in counter.told(template)] == ["€49.00", "€29.00"]


def test_papers_of_a_part_say_that_it_is_one_and_what_is_left(counter: Counter) -> None:
    counter.sells("rust")
    reference = ordered(counter)

    part(counter, reference, 2000)
    part(counter, reference, 2900)
    counter.paid("rust", email=counter.shop.school.person("bo"))

    papers = [json.loads(one.body) for one in counter.rows(Invoice)]
    assert [one.get("is_part", False) for one in papers] == [True, True, False]
    assert [one.get("left") for one in counter.told("receipt")] == ["€29.00", None, None]


def test_asked_twice_for_a_part_the_page_of_the_rest_stays(counter: Counter) -> None:
    reference = ordered(counter)
    got = ByHand(eur(2000), "cash", "till-1", order=reference, is_partial=True)
    counter.payments().record(got)
    counter.orders().send(reference)
    [before] = counter.rows(Order)

    counter.payments().record(got)

    [order] = counter.rows(Order)
    assert (order.session_id, len(counter.rows(Payment))) == (before.session_id, 1)
    assert not is_closed(counter, order.session_id)


def test_without_an_amount_it_is_what_is_left(counter: Counter) -> None:
    reference = ordered(counter)
    part(counter, reference, 2000)

    left = counter.payments().due(reference, "till-2")
    with pytest.raises(AmountDiffersError, match="29.00 EUR is to be paid"):
        counter.payments().record(ByHand(PRICE, "cash", "till-2", order=reference))
    counter.payments().record(ByHand(left.money, "cash", "till-2", order=reference))

    assert counter.orders().show(reference).state == "paid"
    assert counter.payments().due(reference, "till-2").money == eur(2900)
