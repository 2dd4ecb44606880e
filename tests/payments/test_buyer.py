"""Whom an invoice is made out to is one line a part, of a length that a page has room for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.kit.countries import is_country
from academy_cli.models import Order
from academy_cli.payments.orders.buyer import LONGEST_NAME, buyer
from academy_cli.payments.orders.errors import BadBuyerError
from academy_cli.payments.service import ByHand
from tests.payments.counter import PRICE, Counter

FIRM = {"name": "Ann Ltd", "address": ["1 Main Street"], "country": "CH", "tax_number": "CHE-1"}


def test_what_fits_is_kept_in_its_one_form() -> None:
    said = {**FIRM, "name": " Cafe\u0301 ", "address": ["", "1 Main Street "], "country": "ch"}
    assert buyer(said) == {**FIRM, "name": "Caf\u00e9"}


def test_whoever_says_nothing_has_nothing_kept() -> None:
    assert buyer({}) == buyer({"name": " ", "address": [], "country": ""}) == {}


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ({"name": "x" * 151}, "name has 151 characters"),
        ({"name": "Ann\x1b[31m Ltd"}, "name holds a control character"),
        ({"name": "Ann\nLtd"}, "name holds a control character"),
        ({"name": "Ann \u202eLtd"}, "name holds a control character, or a mark"),
        ({"name": "Ann \ud800"}, "name holds a control character"),
        ({"address": ["x" * 101]}, "address has 101 characters in a line"),
        ({"address": ["x"] * 7}, "address has 7 lines"),
        ({"address": ["1 Main\x00Street"]}, "address holds a control character"),
        ({"country": "FRANCE"}, "country “FRANCE” is no code of ISO 3166-1"),
        ({"country": "XX"}, "country “XX” is no code"),
        ({"country": "UK"}, "country “UK” is no code"),
        ({"tax_number": "1" * 41}, "tax number has 41 characters"),
        ({"tax_number": "1\t2"}, "tax number holds a control character"),
    ],
)
def test_what_no_invoice_can_say_is_refused(part: dict[str, object], says: str) -> None:
    with pytest.raises(BadBuyerError, match=says):
        buyer({**FIRM, **part})


@given(name=st.text(max_size=LONGEST_NAME))
def test_what_is_kept_is_kept_again(name: str) -> None:
    try:
        once = buyer({"name": name})
    except BadBuyerError:
        return
    assert buyer(once) == once
    assert len(str(once.get("name", "")).splitlines()) < 2


def test_countries_are_those_of_iso_3166_and_kosovo() -> None:
    letters = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    found = {one + other for one in letters for other in letters if is_country(one + other)}

    assert len(found) == 250
    assert {"CH", "DZ", "GB", "XK"}.issubset(found)
    assert not any(map(is_country, ("EU", "UK", "XX", "ZZ", "ch", "")))


@pytest.mark.parametrize("bad", [{"country": "XX"}, {"name": "\x1b]0;x\x07"}])
def test_every_way_in_refuses_it_and_keeps_nothing(
    counter: Counter, bad: dict[str, object]
) -> None:
    basket = counter.basket(billing={**FIRM, **bad})
    got = ByHand(PRICE, "cash", basket.request_key, basket=basket)

    for ask in (
        lambda: counter.orders().preview(basket),
        lambda: counter.orders().checkout(basket),
        lambda: counter.payments().due(basket, basket.request_key),
        lambda: counter.payments().record(got),
    ):
        with pytest.raises(BadBuyerError):
            ask()
    assert counter.rows(Order) == []


def test_what_is_right_is_kept_with_the_order(counter: Counter) -> None:
    counter.orders().checkout(counter.basket(billing={**FIRM, "country": "fr"}), tells=False)

    [order] = counter.rows(Order)
    assert json.loads(order.billing) == {**FIRM, "country": "FR"}
