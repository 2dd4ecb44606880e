"""Money is whole minor units: sums, parts and fractions of it lose nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.kit.money import (
    MixedCurrenciesError,
    Money,
    allocate,
    decimals,
    granule,
    least_charge,
    parse,
    portion,
    total,
    unchargeable,
    written,
)

AMOUNTS = st.integers(-(10**15), 10**15)
WEIGHTS = st.lists(st.integers(0, 10**12), min_size=1, max_size=12)
CURRENCIES = st.sampled_from(["eur", "jpy", "kwd", "isk", "ugx", "chf", "xof", "tnd"])


@given(AMOUNTS, WEIGHTS, st.sampled_from([1, 10, 100]))
def test_the_parts_of_an_amount_sum_to_it_exactly(
    amount: int, weights: list[int], step: int
) -> None:
    assert sum(allocate(amount, weights, step)) == amount


@given(st.integers(0, 10**12), WEIGHTS)
def test_no_part_is_further_than_one_unit_from_its_share(amount: int, weights: list[int]) -> None:
    parts = allocate(amount, weights)
    whole = sum(weights) or len(weights)

    for part, weight in zip(parts, weights if any(weights) else [1] * len(weights), strict=True):
        assert abs(part - Fraction(amount * weight, whole)) < 1


@given(st.integers(0, 10**12), st.integers(0, 100))
def test_a_percentage_is_never_more_than_there_is(amount: int, percent: int) -> None:
    assert 0 <= portion(amount, percent, 100) <= amount


@given(AMOUNTS, CURRENCIES)
def test_what_is_written_is_read_back(amount: int, currency: str) -> None:
    said = Money(abs(amount), currency)

    assert parse(written(said).split()[0], currency) == said


@pytest.mark.parametrize(
    ("currency", "places", "step"),
    [("eur", 2, 1), ("jpy", 0, 1), ("kwd", 3, 10), ("isk", 2, 100), ("ugx", 2, 100), ("huf", 2, 1)],
)
def test_decimals_and_steps_are_those_of_stripe(currency: str, places: int, step: int) -> None:
    assert (decimals(currency), granule(currency)) == (places, step)


def test_a_part_is_whole_steps_and_the_odd_rest_goes_to_the_first() -> None:
    assert allocate(1005, [1, 1], step=10) == (505, 500)


def test_the_first_part_that_counts_gets_the_odd_rest() -> None:
    assert allocate(15, [0, 1], step=10) == (0, 15)


def test_halves_are_rounded_away_from_zero() -> None:
    assert (portion(5, 1, 2), portion(-5, 1, 2)) == (3, -3)


def test_two_currencies_have_no_sum() -> None:
    with pytest.raises(MixedCurrenciesError, match="EUR and CHF"):
        Money(1, "eur") + Money(1, "chf")


@pytest.mark.parametrize("amount", [1.0, True, "1", None])
def test_only_whole_numbers_are_money(amount: object) -> None:
    with pytest.raises(TypeError, match="whole minor units"):
        Money(amount, "eur")  # type: ignore[arg-type]


def test_a_sum_of_nothing_is_nothing() -> None:
    assert not total([], "eur")


def test_the_least_charge_of_an_unknown_currency_is_a_step() -> None:
    assert (least_charge("eur"), least_charge("kwd")) == (50, 10)


@pytest.mark.parametrize(
    ("price", "is_fine"),
    [
        (Money(0, "eur"), True), (Money(50, "eur"), True), (Money(49, "eur"), False),
        (Money(-50, "eur"), False), (Money(10**15 + 1, "eur"), False), (Money(10, "kwd"), True),
        (Money(11, "kwd"), False), (Money(150, "isk"), False), (Money(200, "isk"), True),
        (Money(99_999_999, "eur"), True), (Money(100_000_000, "eur"), False),
        (Money(99_999_990, "kwd"), True), (Money(100_000_000, "kwd"), False),
        (Money(999_999_999_999, "idr"), True), (Money(10**12, "idr"), False),
        (Money(9_999_999_999, "cop"), True), (Money(10**10, "cop"), False),
        (Money(999_999_999, "inr"), True), (Money(10**9, "inr"), False),
        (Money(49, "zar"), False), (Money(50, "krw"), True),
        (Money(5000, "xxx"), False), (Money(5000, "xau"), False), (Money(5000, "xts"), False),
        (Money(5000, "xdr"), False), (Money(0, "xau"), False), (Money(5000, "zzz"), False),
    ],
)  # fmt: skip
def test_a_price_is_one_that_a_card_can_be_charged_or_nothing(
    price: Money,
    is_fine: bool,  # noqa: FBT001
) -> None:
    assert (unchargeable(price) == "") is is_fine
