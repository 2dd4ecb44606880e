"""Numbers as people type them, and how far apart two are: exact, or nobody's guess."""

from __future__ import annotations

from decimal import Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.quizzes.numbers import canonical_number, exact, is_within, may_be_grouped, typed
from tests.authoring.chance import often

_EXACTLY = Context(prec=500)
WRITTEN = st.from_regex(r"-?[0-9]{1,12}(\.[0-9]{1,12})?(e-?[0-9]{1,2})?", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3.14", "3.14"),
        ("3,14", "3.14"),
        (" 3.14 ", "3.14"),
        ("+3", "3"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("1e3", "1000"),
        ("1.5E-3", "0.0015"),
        ("1 000", "1000"),
        ("1 000 000", "1000000"),
        ("1'000'000", "1000000"),
        ("1,000,000", "1000000"),
        ("1.000.000", "1000000"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("0,125", "0.125"),
        ("3.142", "3.142"),
        (".5", "0.5"),
        ("6.02×10²³", "6.02e23"),
        ("6.02 x 10^-23", "6.02e-23"),
        ("2 * 10**3", "2000"),
        ("１２", "12"),
        ("٣٫١٤", "3.14"),
        ("٣.١٤", "3.14"),
        ("١٬٠٠٠", "1000"),
        ("५", "5"),
        ("\u200e7\u200b", "7"),
        ("3 cm", "3"),
        ("3cm", "3"),
    ],
)
def test_what_people_type_is_the_number_they_mean(text: str, meant: str) -> None:
    assert typed(text, "cm") == Decimal(meant)


@pytest.mark.parametrize(
    "text",
    ["", "x", "about 3", "3 m", "3 km", "3CM", "1,000", "12,345", "1,00,000", "3 14", "1.2.3",
     "2*100", "0x10", "1/2", "50%", "nan", "inf", "1e1000", "--3", "9" * 200, "1e3e3", "1_0"],
)  # fmt: skip
def test_what_may_be_another_number_is_none(text: str) -> None:
    assert typed(text, "cm") is None


@pytest.mark.parametrize(
    ("text", "unit", "meant"),
    [("5 m²", "m²", 5), ("5 m2", "m²", 5), ("20 °C", "°C", 20), ("5%", "%", 5), ("5 €", "€", 5)],
)
def test_a_unit_may_stand_behind_it(text: str, unit: str, meant: int) -> None:
    assert typed(text, unit) == meant
    assert typed(text, "") is None


def test_a_comma_before_three_digits_is_asked_about() -> None:
    assert may_be_grouped("1,000 cm", "cm")
    assert not may_be_grouped("0,125")
    assert not may_be_grouped("1,0000")


@often(200, torture=5000)
@given(WRITTEN)
def test_a_number_of_a_file_is_itself_by_any_way(text: str) -> None:
    number = exact(text)

    assert number == Decimal(text)
    assert exact(canonical_number(number)) == number
    assert typed(text) == number


@often(200, torture=5000)
@given(WRITTEN, WRITTEN, WRITTEN)
def test_the_border_is_within_and_anything_beyond_is_not(one: str, far: str, least: str) -> None:
    answer, room = Decimal(one), Decimal(far).copy_abs()
    more = _EXACTLY.add(Decimal(least).copy_abs(), Decimal("1e-99"))
    at = _EXACTLY.add(answer, room)

    assert is_within(at, answer, room, is_percent=False)
    assert not is_within(_EXACTLY.add(at, more), answer, room, is_percent=False)


def test_a_share_is_of_the_answer_and_exact() -> None:
    within = {"is_percent": True}

    assert is_within(Decimal("0.33"), Decimal("0.3"), Decimal(10), **within)
    assert not is_within(Decimal("0.330000000000000000001"), Decimal("0.3"), Decimal(10), **within)
    assert is_within(Decimal("-0.27"), Decimal("-0.3"), Decimal(10), **within)
    assert abs(0.1 * 3 - 0.3) > 0  # what binary fractions would make of it
