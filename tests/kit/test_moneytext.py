"""Amounts as people write them, in their language and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.kit.money import Money
from academy_cli.kit.moneytext import figures, printed, read

LANGUAGES = ["en", "fr", "de", "ar", "es", "it", "pt", "nl", "de-CH", "fr-CA", "sv"]


@given(
    st.integers(0, 10**14),
    st.sampled_from(["eur", "chf", "jpy", "tnd", "gbp", "dzd"]),
    st.sampled_from(LANGUAGES),
)
def test_what_is_printed_is_read_back(amount: int, currency: str, language: str) -> None:
    money = Money(amount, currency)

    assert read(printed(money, language), None, language) == money


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "€1,234.50"),
        ("fr", "1\u202f234,50\u00a0€"),
        ("de", "1.234,50\u00a0€"),
        ("ar", "1,234.50\u00a0€"),
        ("de-CH", "1’234.50\u00a0€"),
        ("sv", "1234.50 EUR"),
    ],
)
def test_each_language_has_its_manner(language: str, said: str) -> None:
    assert printed(Money(123450, "eur"), language) == said


def test_a_dollar_is_named_where_it_could_be_another() -> None:
    assert printed(Money(4900, "usd"), "fr") == "49,00\u00a0USD"


def test_a_currency_without_decimals_has_no_point() -> None:
    assert (printed(Money(5900, "jpy"), "en"), figures(Money(-5900, "jpy"), "en")) == (
        "¥5,900",
        "-5,900",
    )


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("20", 2000),
        ("20.5", 2050),
        ("20,50", 2050),
        ("1 234,50", 123450),
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("1'234.50", 123450),
        ("1,234,567", 123456700),
        ("€49", 4900),
        ("49 EUR", 4900),
        ("eur49.00", 4900),
        ("٤٩٫٥٠", 4950),
    ],
)
def test_what_people_type_is_read(typed: str, amount: int) -> None:
    assert read(typed, "eur") == Money(amount, "eur")


@pytest.mark.parametrize(
    ("typed", "currency", "language", "why"),
    [
        ("1,234", "eur", None, "two ways: write 1234"),
        ("1,234", "tnd", None, "write 1234 or 1.234"),
        ("1.234", "eur", None, "more decimals"),
        ("49 CHF", "eur", None, "not in EUR"),
        ("49", None, None, "names no currency"),
        ("-5", "eur", None, "not an amount"),
        ("1,23,456", "eur", None, "not an amount"),
        ("1e3", "eur", None, "not an amount"),
        ("", "eur", None, "not an amount"),
        ("1.2.3", "eur", "en", "not an amount"),
        ("12,34,5", "eur", "en", "not an amount"),
        ("5", "euro", None, "three-letter"),
    ],
)
def test_what_is_no_amount_is_refused(
    typed: str, currency: str | None, language: str | None, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        read(typed, currency, language)


def test_a_language_says_what_a_comma_means() -> None:
    assert (read("1,234", "eur", "en").amount, read("1,23", "eur", "fr").amount) == (123400, 123)
