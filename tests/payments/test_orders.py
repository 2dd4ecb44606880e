"""Orders: made once, taken again while they are open, called off, and what their coupons come to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

import pytest

from academy_cli.access.errors import NotPermittedError
from academy_cli.enrollments.errors import CourseFullError
from academy_cli.models import CouponUse, Order, OutboxMessage, Refund
from academy_cli.payments.errors import (
    HasAccessError,
    LiveModeError,
    NoReturnPageError,
    NotPayableError,
    PaidOrderError,
    RequestKeyError,
    UnknownOrderError,
)
from academy_cli.payments.gateway import Gateway
from academy_cli.payments.listing import Wanted
from academy_cli.payments.orders.errors import OtherPriceError, PaidThereError
from academy_cli.payments.orders.service import Orders
from academy_cli.payments.refunds.service import Refunds
from academy_cli.pricing.coupon_errors import CouponUsedUpError
from tests.payments.counter import PRICE, Counter
from tests.pricing.shop import eur
from tests.school import QUIET


def test_an_order_is_made_at_the_price_of_its_moment(counter: Counter) -> None:
    made = counter.orders().checkout(counter.basket())
    counter.shop.prices.set("python", eur(9900))

    again = counter.orders().show(made.reference)

    assert (again.state, again.total, again.link) == ("open", PRICE, made.link)
    assert [one.amount for one in again.lines] == [PRICE]
    assert counter.acts("order") == ["order.create"]


def test_an_open_order_of_the_same_is_taken_again(counter: Counter) -> None:
    first = counter.orders().checkout(counter.basket())
    again = counter.orders().checkout(counter.basket())
    other = counter.orders().checkout(counter.basket(is_another=True))

    assert first.reference == again.reference != other.reference
    assert len(counter.rows(OutboxMessage, template="payment-link")) == 2


def test_a_link_is_mailed_as_often_as_it_is_sent(counter: Counter) -> None:
    made = counter.orders().checkout(counter.basket())

    counter.later(timedelta(minutes=5))
    counter.orders().send(made.reference)

    assert [one["link"] for one in counter.told("payment-link")] == [made.link] * 2


def test_another_price_is_another_order_once_nobody_can_pay_twice(counter: Counter) -> None:
    first = counter.orders().checkout(counter.basket())
    counter.shop.prices.set("python", eur(5900))

    with pytest.raises(OtherPriceError, match=f"{first.reference} is open for python"):
        counter.orders().checkout(counter.basket())
    another = counter.orders().checkout(counter.basket(is_another=True))
    counter.orders().cancel(first.reference)
    counter.orders().cancel(another.reference)

    last = counter.orders().checkout(counter.basket()).reference
    assert len({first.reference, another.reference, last}) == 3


def test_a_course_that_can_be_paid_with_another_is_not_sold_alone_besides(counter: Counter) -> None:
    counter.sells("rust")
    both = counter.orders().checkout(counter.basket("python", "rust"))

    with pytest.raises(OtherPriceError, match=f"{both.reference} is open for rust"):
        counter.orders().preview(counter.basket("rust"))


def test_one_request_key_is_one_order_whatever_became_of_it(counter: Counter) -> None:
    counter.shop.coupon("ONCE", most_uses=1)
    basket = counter.basket(coupon="ONCE")
    first = counter.orders().checkout(basket)

    again = counter.orders().checkout(basket)
    counter.orders().cancel(first.reference)
    after = counter.orders().checkout(basket)

    assert {one.reference for one in (first, again, after)} == {first.reference}
    assert (again.state, after.state) == ("open", "cancelled")
    with pytest.raises(RequestKeyError):
        counter.sells("rust")
        counter.orders().checkout(basket._replace(courses=("rust",)))


def test_whoever_is_in_for_good_buys_nothing_and_who_is_in_for_a_while_may(
    counter: Counter,
) -> None:
    school = counter.shop.school
    school.enrollments.create("ann@x.org", "python", QUIET)
    until = replace(QUIET, ends_at=counter.now() + timedelta(days=9))
    school.enrollments.create(school.person("bo"), "python", until)

    for ask in (counter.orders().preview, counter.orders().checkout):
        with pytest.raises(HasAccessError):
            ask(counter.basket())
    assert counter.orders().checkout(counter.basket(email="bo@x.org")).state == "open"
    assert [one.user_id for one in counter.rows(Order)] == [school.user("bo@x.org").id]


def test_a_full_course_sells_no_order_and_takes_who_has_paid(counter: Counter) -> None:
    counter.sells("rust", said="capacity: 1\n")
    counter.shop.school.person("bo")
    before = counter.orders().checkout(counter.basket("rust", email="bo@x.org"))
    counter.paid("rust")

    with pytest.raises(CourseFullError):
        counter.orders().checkout(counter.basket("rust", email=counter.shop.school.person("cy")))
    from academy_cli.payments.service import ByHand

    counter.payments().record(ByHand(PRICE, "cash", counter.key(), order=before.reference))

    assert [holds for _, holds in counter.access()] == [True, True]


def test_a_coupon_is_used_by_the_order_and_free_when_that_comes_to_nothing(
    counter: Counter,
) -> None:
    counter.shop.coupon("ONCE", most_uses=1)
    made = counter.orders().checkout(counter.basket(coupon="ONCE"))
    bo = counter.shop.school.person("bo")

    with pytest.raises(CouponUsedUpError):
        counter.orders().checkout(counter.basket(email=bo, coupon="ONCE"))
    counter.orders().cancel(made.reference)
    other = counter.orders().checkout(counter.basket(email=bo, coupon="ONCE"))

    assert (made.total, other.total, other.coupon) == (eur(3675), eur(3675), "ONCE")
    assert [one.released_at is None for one in counter.rows(CouponUse)] == [False, True]


def test_a_page_that_expired_frees_the_coupon_too(counter: Counter) -> None:
    counter.shop.coupon("ONCE", most_uses=1)
    counter.orders().checkout(counter.basket(coupon="ONCE"))
    [order] = counter.rows(Order)
    counter.standin.api.checkout.sessions.expire(order.session_id)

    counter.payments().sync()

    [use] = counter.rows(CouponUse)
    assert counter.rows(Order)[0].state == "expired"
    assert use.released_at is not None
    assert counter.acts("order") == ["order.create", "order.expired"]


def test_what_costs_nothing_is_given_at_once_and_asks_nobody(counter: Counter) -> None:
    counter.shop.coupon("FREE", basis_points=10_000)

    made = counter.orders().checkout(counter.basket(coupon="FREE"))

    assert (made.state, made.provider, made.total) == ("paid", "none", eur(0))
    assert counter.access() == [(made.reference, True)]
    assert counter.standin.api.checkout.sessions.list().data == []


def test_without_a_page_to_return_to_there_is_no_order(counter: Counter) -> None:
    counter.terms = replace(counter.terms, success_url="")

    with pytest.raises(NoReturnPageError):
        counter.orders().checkout(counter.basket())

    assert counter.rows(Order) == []


def test_an_order_that_was_called_off_is_mailed_and_paid_no_more(counter: Counter) -> None:
    made = counter.orders().checkout(counter.basket())
    tried = counter.orders().cancel(made.reference, dry_run=True)
    counter.orders().cancel(made.reference, "By mistake")

    assert tried.state == "open"
    with pytest.raises(NotPayableError):
        counter.orders().send(made.reference)
    with pytest.raises(NotPayableError):
        counter.orders().require_open(made.reference)
    with pytest.raises(PaidOrderError):
        counter.orders().cancel(counter.paid())
    with pytest.raises(UnknownOrderError):
        counter.orders().cancel("O-2026-999999")


def test_an_order_that_was_paid_and_not_read_is_not_called_off(counter: Counter) -> None:
    made = counter.orders().checkout(counter.basket())
    [order] = counter.rows(Order)
    counter.standin.control.complete(order.session_id)

    with pytest.raises(PaidThereError):
        counter.orders().cancel(made.reference, "They say that they did not pay")

    assert counter.rows(Order)[0].state == "open"
    counter.payments().sync()
    assert counter.rows(Order)[0].state == "paid"


@dataclass(frozen=True)
class Live:
    """A provider whose key is for real money."""

    gateway: Gateway
    is_live: bool = True

    def __getattr__(self, name: str) -> Any:
        """A request, which nobody may come to make."""
        raise AssertionError(name)


def test_with_a_key_of_the_other_kind_nothing_is_called_off_or_given_back(counter: Counter) -> None:
    counter.sells("rust")
    made, paid = (counter.orders().checkout(counter.basket(name)) for name in ("python", "rust"))
    counter.standin.control.complete(counter.rows(Order)[1].session_id)
    counter.payments().sync()
    live = counter.till(gateway=cast("Gateway", Live(counter.till().open_gateway())))

    for attempt in (
        lambda: Orders(live).cancel(made.reference, "By mistake"),
        lambda: Refunds(live).create(counter.wish(paid.reference)),
        lambda: Refunds(live).recover(),
    ):
        with pytest.raises(LiveModeError):
            attempt()

    assert [one.state for one in counter.rows(Order)] == ["open", "paid"]
    assert [(one.state, one.first_sent_at) for one in counter.rows(Refund)] == [("requested", None)]


def test_learners_reach_their_own_orders_alone(counter: Counter) -> None:
    school = counter.shop.school
    ann, bo = school.actor("ann@x.org"), school.actor(school.person("bo"))
    mine = counter.orders(ann).checkout(counter.basket())
    theirs = counter.orders(bo).checkout(counter.basket(email="bo@x.org"))

    assert [one.reference for one in counter.orders(ann).list()] == [mine.reference]
    assert [one.reference for one in counter.orders(ann).list(Wanted(email="bo@x.org"))] == []
    for ask in (
        lambda: counter.orders(ann).show(theirs.reference),
        lambda: counter.orders(ann).send(theirs.reference),
        lambda: counter.orders(ann).checkout(counter.basket(email="bo@x.org")),
        lambda: counter.orders(ann).cancel(mine.reference),
    ):
        with pytest.raises(NotPermittedError):
            ask()
