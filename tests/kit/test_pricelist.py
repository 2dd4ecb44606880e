"""Which price holds at a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from academy_cli.kit.pricelist import Listed, holding, sold

NOW = datetime(2026, 11, 26, tzinfo=UTC)
DAY = timedelta(days=1)


def test_the_newest_price_holds_whatever_the_order_of_the_list() -> None:
    listed = [
        Listed(3, "eur", 300, NOW + DAY),
        Listed(2, "eur", 200, NOW),
        Listed(1, "eur", 100, NOW - DAY),
    ]

    assert [sold(listed, NOW + days * DAY) for days in (-2, -1, 0, 1)] == [
        {}, {"eur": 100}, {"eur": 200}, {"eur": 300},
    ]  # fmt: skip


def test_of_two_that_begin_together_the_one_that_was_set_later_holds() -> None:
    assert sold([Listed(9, "eur", 900, NOW), Listed(8, "eur", 800, NOW)], NOW) == {"eur": 900}


def test_an_end_of_the_sale_holds_and_sells_nothing() -> None:
    listed = [Listed(1, "eur", 100, NOW), Listed(2, "eur", None, NOW), Listed(3, "usd", 0, NOW)]

    assert {code: one.amount for code, one in holding(listed, NOW).items()} == {
        "eur": None,
        "usd": 0,
    }
    assert sold(listed, NOW) == {"usd": 0}
