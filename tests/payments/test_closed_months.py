"""A month that was closed stays what was proved, or whoever closed it is told that it did not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from academy_cli.books.service import Books
from academy_cli.kit.clock import utc_now
from academy_cli.models import Order, OutboxMessage, Payment
from academy_cli.payments.errors import MonthClosedError
from academy_cli.payments.gateway import Window
from academy_cli.payments.receiving import By, Received
from academy_cli.payments.receiving_many import Receipt, receive_ordinary
from academy_cli.payments.service import ByHand
from tests.payments.counter import PRICE, Counter
from tests.payments.shop import Shop
from tests.payments.till import PAID, order, rows
from tests.pricing.shop import eur

NEXT_MONTH = timedelta(days=32)
MONTH = f"{utc_now():%Y-%m}"


def closed(counter: Counter) -> tuple[Books, datetime]:
    """The books after this month was closed, and a moment of it."""
    then = counter.now()
    counter.paid()
    counter.later(NEXT_MONTH)
    books = Books(counter.till())
    books.close(MONTH)
    counter.shop.school.person("bo")
    return books, then


def cash(counter: Counter, **more: object) -> ByHand:
    basket = counter.basket(email="bo@x.org")
    return ByHand(PRICE, "cash", basket.request_key, basket=basket)._replace(**more)


def test_money_by_hand_is_not_dated_into_a_closed_month(counter: Counter) -> None:
    books, then = closed(counter)
    got = cash(counter, received_at=then)

    for ask in (counter.payments().require, counter.payments().record):
        with pytest.raises(MonthClosedError, match=f"{MONTH} is closed"):
            ask(got)

    assert (len(counter.rows(Order)), len(counter.rows(Payment))) == (1, 1)
    assert books.verify(MONTH).is_sound


def test_money_by_hand_is_dated_today_when_its_month_is_closed(counter: Counter) -> None:
    books, _ = closed(counter)

    counter.payments().record(cash(counter, note="came on the 5th"))

    assert len(counter.rows(Payment)) == 2
    assert books.verify(MONTH).is_sound


def test_money_by_hand_goes_into_a_month_that_is_over_and_not_closed(counter: Counter) -> None:
    then = counter.now()
    counter.later(NEXT_MONTH)
    counter.shop.school.person("bo")

    counter.payments().record(cash(counter, received_at=then))

    assert [one.received_at for one in counter.rows(Payment)] == [then]


def test_asked_again_after_the_closing_what_was_written_down_is_there(counter: Counter) -> None:
    counter.shop.school.person("bo")
    got = cash(counter, received_at=counter.now())
    first = counter.payments().record(got)
    counter.later(NEXT_MONTH)
    Books(counter.till()).close(MONTH)

    assert counter.payments().record(got) == first


def shut(shop: Shop) -> Books:
    """The books of next month, this month being closed."""
    shop.paid(1)
    shop.sync()
    books = Books(replace(shop.booth, later=NEXT_MONTH).till())
    books.reconcile()
    books.close(MONTH)
    return books


def codes(books: Books) -> list[str]:
    return [one.code for one in books.differences(books.reconcile())]


def told(shop: Shop) -> list[str]:
    """What operators were told of months."""
    events = (one["event"] for one in rows(shop.booth, OutboxMessage, recipient="operators"))
    return [one for one in events if one.startswith("month")]


def test_what_stripe_tells_of_after_the_closing_is_told_to_whoever_closes(shop: Shop) -> None:
    books = shut(shop)
    before = codes(books)
    shop.paid(2)
    books.reconcile(Window(utc_now() - timedelta(days=1)), fixes=True)

    assert told(shop) == [f"month-changed:{MONTH}:1"]
    assert (before, codes(books)) == ([], ["month.changed"])
    assert not books.verify(MONTH).is_sound

    books.close(MONTH)
    assert (codes(books), books.verify(MONTH).is_sound) == ([], True)


def test_of_many_that_are_written_down_together_it_is_told_once(shop: Shop) -> None:
    shut(shop)
    till = replace(shop.booth, later=NEXT_MONTH).till()
    at = utc_now()
    receipts = [
        Receipt(
            order(shop.booth, f"late{one}@x.org", {"python": PAID}),
            Received("stripe", eur(PAID), "card", at, is_live=False, intent_id=f"pi_late{one}"),
        )
        for one in range(3)
    ]
    with till.writing() as connection:
        taken = receive_ordinary(connection, receipts, By("sync", till.clock()), till.terms)

    assert (len(taken.receipts), told(shop)) == (3, [f"month-changed:{MONTH}:1"])


def test_a_month_that_is_not_closed_may_change_without_a_word(shop: Shop) -> None:
    shop.paid(1)
    Books(replace(shop.booth, later=NEXT_MONTH).till()).reconcile(fixes=True)

    assert told(shop) == []
