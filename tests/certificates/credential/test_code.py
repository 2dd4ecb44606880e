"""Verification codes: how they are written, typed, and misread."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from academy_cli.certificates.credential.code import (
    CHECKS,
    SYMBOLS,
    completed,
    new,
    read,
    shown,
)

CODES = st.integers(0, 2**75 - 1).map(completed)


@given(CODES)
def test_what_is_shown_is_read_again(code: str) -> None:
    assert read(shown(code)) == code
    assert read(shown(code).lower().replace("0", "o").replace("1", "l")) == code
    assert read(shown(code).replace("-", " ").replace("1", "I")) == code


@given(CODES, st.integers(0, 15), st.sampled_from(CHECKS))
def test_one_wrong_symbol_is_always_seen(code: str, place: int, symbol: str) -> None:
    wrong = code[:place] + symbol + code[place + 1 :]

    assert wrong == code or read(wrong) is None


@given(CODES, st.integers(0, 14))
def test_two_swapped_symbols_are_always_seen(code: str, place: int) -> None:
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert wrong == code or read(wrong) is None


def test_an_example_worked_out_by_hand() -> None:
    assert completed(0) == "0" * 16
    assert completed(32) == "00000000000001" + "0" + CHECKS[32]
    assert completed(2**75 - 1)[:15] == "Z" * 15
    assert shown(completed(32)) == "0000-0000-0000-010*"


def test_codes_are_of_good_symbols_and_never_the_same() -> None:
    codes = {new() for _ in range(1000)}

    assert len(codes) == 1000
    assert {symbol for code in codes for symbol in code[:15]} == set(SYMBOLS)


def test_what_is_no_code_is_none() -> None:
    assert [read(one) for one in ("", "K7QM", "U" * 16, "é" * 16, "0" * 17)] == [None] * 5
