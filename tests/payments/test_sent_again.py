"""Receipts that are sent again say what of their order is to be paid by then, as the first ones do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from academy_cli.app import Acting, open_academy
from academy_cli.config.load import load
from academy_cli.payments.service import ByHand
from tests.payments.counter import Counter
from tests.pricing.shop import eur

FIRST = "INV-2026-000001"
Again = Callable[[], Any]


@pytest.fixture
def order(counter: Counter) -> str:
    """An order that is paid in part."""
    reference = counter.orders().checkout(counter.basket(), tells=False).reference
    part(counter, reference, 2000)
    return reference


def part(counter: Counter, reference: str, amount: int) -> None:
    """Some of what an order costs comes in by hand."""
    key = counter.key()
    got = ByHand(eur(amount), "cash", key, order=reference, is_partial=True)
    counter.payments().record(got)


@pytest.fixture
def sent(counter: Counter, order: str, database_url: str, tmp_path: Path) -> Iterator[Again]:
    """What the letter of the order's first invoice says, once it is sent again."""
    settings = load(tmp_path, {}, {"database_url": database_url})
    academy = open_academy(settings, acting=Acting("test"))

    def again() -> Any:
        academy.invoices.send(FIRST)
        return counter.told("receipt")[-1]

    yield again
    academy.database.close()


def test_the_receipt_of_a_part_says_what_is_left_when_it_is_sent_again(
    counter: Counter, sent: Again
) -> None:
    [first] = counter.told("receipt")

    again = sent()

    assert (first["left"], again["left"]) == ("€29.00", "€29.00")
    assert again["invoice"] == FIRST


def test_it_says_what_is_left_by_now(counter: Counter, order: str, sent: Again) -> None:
    part(counter, order, 1000)
    less = sent()
    part(counter, order, 1900)

    assert less["left"] == "€19.00"
    assert "left" not in sent()


def test_nothing_is_left_of_an_order_that_was_called_off(
    counter: Counter, order: str, sent: Again
) -> None:
    counter.orders().cancel(order, "They changed their mind")

    assert "left" not in sent()
