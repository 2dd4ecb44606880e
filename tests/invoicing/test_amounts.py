"""Tax is rounded once per rate, and credits in any parts give back exactly what was invoiced."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.invoicing.amounts import NOTHING, Rated, Share, added, credited, parted, taxed

RATES = st.sampled_from([0, 250, 550, 700, 810, 1000, 1900, 2000, 2700])
PRICES = st.lists(st.builds(Rated, st.integers(0, 10**9), RATES), min_size=1, max_size=12)


def test_tax_in_a_price_is_rounded_half_away_from_zero() -> None:
    assert taxed([Rated(4900, 810)]) == (Share(4533, 367),)
    assert taxed([Rated(3, 2000)]) == (Share(2, 1),)  # 0.5 of a cent


def test_the_tax_of_a_rate_is_that_of_its_sum_and_not_of_its_lines() -> None:
    lines = taxed([Rated(1, 2000)] * 100)

    assert added(lines) == Share(83, 17)  # by itself, none of them has any
    assert {line.tax for line in lines} == {0, 1}


@given(PRICES)
def test_every_price_is_the_sum_of_its_net_and_its_tax(prices: list[Rated]) -> None:
    lines = taxed(prices)

    assert [line.gross for line in lines] == [price.gross for price in prices]
    assert all(line.net >= 0 and line.tax >= 0 for line in lines)


@given(PRICES)
def test_no_line_differs_from_its_own_tax_by_more_than_one_unit(prices: list[Rated]) -> None:
    for price, line in zip(prices, taxed(prices), strict=True):
        exact = price.gross * price.basis_points / (10_000 + price.basis_points)
        assert abs(line.tax - exact) < 1 + 1e-6 * price.gross


@given(st.lists(st.integers(0, 10**6), min_size=1), st.data())
def test_no_line_is_credited_beyond_what_is_left_of_it(
    left: list[int], data: st.DataObject
) -> None:
    amount = data.draw(st.integers(0, sum(left)))

    parts = parted(amount, left)

    assert sum(parts) == amount
    assert all(0 <= part <= most for part, most in zip(parts, left, strict=True))


def test_more_than_what_is_left_is_no_credit() -> None:
    with pytest.raises(ValueError, match="more than the 3 that are left"):
        parted(4, [1, 2])


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=12), RATES)
def test_credits_in_any_parts_come_to_exactly_the_net_and_tax_of_the_invoice(
    parts: list[int], rate: int
) -> None:
    (whole,) = taxed([Rated(sum(parts), rate)])
    before = NOTHING
    for amount in parts:
        part = credited(amount, whole, before)
        assert part.net >= 0
        assert part.tax >= 0
        before = added([before, part])
        assert before.net <= whole.net
        assert before.tax <= whole.tax

    assert before == whole


@given(st.integers(2, 10**5), RATES, st.data())
def test_credits_that_were_taken_back_leave_room_for_others(
    gross: int, rate: int, data: st.DataObject
) -> None:
    (whole,) = taxed([Rated(gross, rate)])
    live: list[Share] = []
    for _ in range(data.draw(st.integers(1, 8))):
        before = added(live)
        if live and (before.gross == gross or data.draw(st.booleans())):
            live.pop(data.draw(st.integers(0, len(live) - 1)))
            continue
        live.append(credited(data.draw(st.integers(1, gross - before.gross)), whole, before))
        assert added(live).net <= whole.net
        assert added(live).tax <= whole.tax
    before = added(live)
    if before.gross < gross:
        live.append(credited(gross - before.gross, whole, before))

    assert added(live) == whole
