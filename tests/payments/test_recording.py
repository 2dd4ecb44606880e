"""Money that staff write down: once, only what fits unless they say so, and never with a likely slip."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from academy_cli.kit.money import Money
from academy_cli.models import Order, Payment
from academy_cli.payments.errors import (
    AmountDiffersError,
    LongAgoError,
    NothingToPayError,
    NotPayableError,
    NotYetReceivedError,
    RequestKeyError,
)
from academy_cli.payments.service import ByHand
from tests.payments.counter import PRICE, Counter
from tests.payments.test_receiving import ordered
from tests.pricing.shop import eur


def test_a_payment_by_hand_closes_the_page_so_that_nobody_pays_twice(counter: Counter) -> None:
    reference = ordered(counter)

    counter.payments().record(ByHand(PRICE, "cash", counter.key(), order=reference))

    [order] = counter.rows(Order)
    page = counter.standin.api.checkout.sessions.retrieve(order.session_id)
    assert (page.status, order.state) == ("expired", "paid")


def test_by_hand_a_slip_is_refused_where_a_provider_would_be_believed(counter: Counter) -> None:
    reference = ordered(counter)
    cash = ByHand(PRICE, "cash", counter.key(), order=reference)
    later = counter.now() + timedelta(days=1)

    for got, refusal in (
        (cash._replace(money=eur(4800)), AmountDiffersError),
        (cash._replace(money=Money(4900, "usd"), is_partial=True), AmountDiffersError),
        (cash._replace(received_at=later), NotYetReceivedError),
    ):
        for ask in (counter.payments().require, counter.payments().record):
            with pytest.raises(refusal):
                ask(got)
    assert counter.rows(Payment) == []


def test_by_hand_a_year_that_is_likely_a_slip_takes_a_word(counter: Counter) -> None:
    then = counter.now() - timedelta(days=3660)
    slip = ByHand(PRICE, "cash", "till-7", order=ordered(counter), received_at=then)

    for ask in (counter.payments().require, counter.payments().record):
        with pytest.raises(LongAgoError):
            ask(slip)
    assert counter.rows(Payment) == []

    counter.payments().record(slip._replace(is_long_ago=True))
    assert [one.received_at for one in counter.rows(Payment)] == [then]


@pytest.mark.parametrize(
    ("at", "last"),
    [("2016-02-29", "2026-03-01"), ("2016-11-28", "2025-11-28"), ("2016-11-27", "2026-11-27")],
)
def test_the_day_that_was_meant_is_proposed(at: str, last: str) -> None:
    then, now = (datetime.fromisoformat(f"{day}T00:00:00+00:00") for day in (at, "2026-11-27"))

    assert f"Write it anew: --on {last};" in str(LongAgoError(then, now).hint)


def test_by_hand_what_came_within_a_year_is_taken(counter: Counter) -> None:
    then = counter.now() - timedelta(days=365)
    cash = ByHand(PRICE, "cash", "till-7", order=ordered(counter), received_at=then)

    assert counter.payments().record(cash).received_at == then


def test_a_free_order_takes_no_money(counter: Counter) -> None:
    counter.shop.coupon("FREE", basis_points=10_000)
    basket = counter.basket(coupon="FREE")

    with pytest.raises(NothingToPayError):
        counter.payments().record(ByHand(eur(0), "cash", basket.request_key, basket=basket))

    assert counter.rows(Order) == []


def test_by_hand_once_for_each_request_key(counter: Counter) -> None:
    cash = ByHand(PRICE, "cash", "till-7", order=ordered(counter))

    twice = [counter.payments().record(cash).reference for _ in range(2)]

    assert twice[0] == twice[1]
    assert len(counter.rows(Payment)) == 1
    with pytest.raises(NotPayableError):
        counter.payments().record(cash._replace(request_key="till-8"))


@pytest.mark.parametrize("ends", ["paid", "cancelled"])
def test_what_came_in_for_an_order_that_is_over_is_written_down_if_somebody_says_so(
    counter: Counter, ends: str
) -> None:
    reference = ordered(counter)
    if ends == "paid":
        counter.payments().record(ByHand(PRICE, "cash", "till-7", order=reference))
    else:
        counter.orders().cancel(reference)
    late = ByHand(eur(1000), "transfer", "till-8", order=reference)

    with pytest.raises(NotPayableError, match="--partial|nothing can be paid"):
        counter.payments().record(late)
    made = counter.payments().record(late._replace(is_partial=True))

    assert (made.amount, made.order) == (eur(1000), reference)
    with pytest.raises(NotPayableError):
        nothing = late._replace(money=eur(0), request_key="till-9", is_partial=True)
        counter.payments().record(nothing)


def test_a_request_key_of_another_payment_writes_down_nothing(counter: Counter) -> None:
    counter.sells("rust")
    counter.shop.school.person("bob")
    counter.payments().record(ByHand(PRICE, "cash", "till-7", order=ordered(counter)))
    other = counter.orders().checkout(counter.basket("rust"), tells=False).reference

    for wrong in (
        ByHand(PRICE, "cash", "till-7", order=other),
        ByHand(PRICE, "cash", "till-7", basket=counter.basket("rust", email="bob@x.org")),
    ):
        with pytest.raises(RequestKeyError):
            counter.payments().record(wrong)

    assert len(counter.rows(Payment)) == 1
    assert [one.state for one in counter.rows(Order)] == ["paid", "open"]
