"""What coupons take off: to the cent, never negative, never more than there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.kit.money import Money, granule
from academy_cli.pricing.discounts import Reduction, basis_points, discounts, percent

CURRENCIES = ("eur", "jpy", "kwd", "isk")
reductions = st.one_of(
    st.integers(1, 10_000).map(lambda points: (points, None)),
    st.integers(1, 10**7).map(lambda amount: (None, amount)),
)


@st.composite
def orders(draw: st.DrawFn) -> tuple[Reduction, list[int], str, list[bool]]:
    """A coupon, the prices of some courses, their currency, and for which of them it holds."""
    currency = draw(st.sampled_from(CURRENCIES))
    step = granule(currency)
    prices = draw(st.lists(st.integers(0, 10**6).map(step.__mul__), min_size=1, max_size=8))
    holds = draw(st.lists(st.booleans(), min_size=len(prices), max_size=len(prices)))
    points, amount = draw(reductions)
    taken = None if amount is None else Money(amount * step, currency)
    return Reduction(points, taken), prices, currency, holds


@given(orders())
def test_every_line_loses_whole_steps_and_no_more_than_it_costs(
    order: tuple[Reduction, list[int], str, list[bool]],
) -> None:
    _, prices, currency, holds = order

    taken = discounts(*order)

    assert len(taken) == len(prices)
    for price, discount, is_held in zip(prices, taken, holds, strict=True):
        assert 0 <= discount <= (price if is_held else 0)
        assert discount % granule(currency) == 0


@given(orders())
def test_the_lines_together_lose_what_the_coupon_says(
    order: tuple[Reduction, list[int], str, list[bool]],
) -> None:
    reduction, prices, currency, holds = order
    whole = sum(price for price, is_held in zip(prices, holds, strict=True) if is_held)

    taken = sum(discounts(*order))

    if reduction.amount is not None:
        assert taken == min(reduction.amount.amount, whole)
    else:
        exact, step = whole * (reduction.basis_points or 0), 10_000 * granule(currency)
        assert abs(taken * 10_000 - exact) * 2 <= step


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), st.integers(1, 10_000))
def test_prices_between_the_steps_lose_no_more_than_they_are(
    prices: list[int], points: int
) -> None:
    taken = discounts(Reduction(points, None), prices, "isk", [True] * len(prices))

    assert all(0 <= part <= price for part, price in zip(taken, prices, strict=True))


def test_half_a_cent_is_rounded_away_from_zero_once_for_the_order() -> None:
    quarter = Reduction(2500, None)

    assert discounts(quarter, [2], "eur", [True]) == (1,)
    assert discounts(quarter, [1, 1], "eur", [True, True]) == (1, 0)
    assert discounts(quarter, [199, 199, 199], "eur", [True] * 3) == (50, 50, 49)


def test_an_amount_is_parted_over_the_lines_it_holds_for() -> None:
    ten = Reduction(None, Money(1000, "eur"))

    assert discounts(ten, [3000, 1000, 5000], "eur", [True, True, False]) == (750, 250, 0)
    assert discounts(ten, [300, 200], "eur", [True, True]) == (300, 200)


@pytest.mark.parametrize(
    ("written", "points"),
    [
        ("25", 2500), ("12.5", 1250), ("12,5 %", 1250), ("0.05", 5), ("100%", 10_000),
        ("0", None), ("100.01", None), ("1.005", None), ("-5", None), ("x", None), ("", None),
        (".5", None), ("٢٥", None), ("1e1", None), ("9" * 5000, None), ("0000025", None),
    ],
)  # fmt: skip
def test_a_percentage_is_read_exactly_or_not_at_all(written: str, points: int | None) -> None:
    assert basis_points(written) == points


@given(st.integers(1, 10_000))
def test_what_is_written_is_read_back(points: int) -> None:
    assert basis_points(percent(points)) == points
