"""Passwords: hashed, checked, hashed anew, and those that anybody could guess."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy_cli.accounts.signin.lockout import FREE, locked_until
from academy_cli.accounts.signin.passwords import Hasher, Verdict
from academy_cli.accounts.signin.weakness import weakness

QUICK = Hasher(4)
AT = datetime(2026, 11, 26, tzinfo=UTC)
texts = st.text(max_size=200)


@settings(max_examples=40)
@given(texts, texts)
def test_a_password_and_no_other_opens(password: str, other: str) -> None:
    kept = QUICK.hashed(password)

    assert QUICK.verdict(password, kept) == Verdict(is_right=True)
    is_same = unicodedata.normalize("NFKC", other) == unicodedata.normalize("NFKC", password)
    assert QUICK.verdict(other, kept).is_right == is_same


def test_every_character_of_a_long_password_counts() -> None:
    long = "x" * 900

    assert not QUICK.verdict(long + "a", QUICK.hashed(long + "b")).is_right


def test_a_zero_byte_ends_no_password() -> None:
    assert not QUICK.verdict("secret\0one", QUICK.hashed("secret\0two")).is_right


def test_two_spellings_of_one_letter_are_one_password() -> None:
    assert QUICK.verdict("caf\u00e9 caf\u00e9", QUICK.hashed("cafe\u0301 cafe\u0301")).is_right


def test_the_same_password_is_never_hashed_alike() -> None:
    assert QUICK.hashed("a b c d e f") != QUICK.hashed("a b c d e f")


def test_a_hash_of_a_lower_cost_is_to_be_made_anew() -> None:
    kept = QUICK.hashed("a b c d e f")

    assert Hasher(5).verdict("a b c d e f", kept) == Verdict(is_right=True, is_outdated=True)
    assert Hasher(5).verdict("something else", kept) == Verdict(is_right=False)


@pytest.mark.parametrize("kept", [None, "", "plain text", "2$other"])
def test_against_no_hash_of_ours_every_password_is_wrong(kept: str | None) -> None:
    assert QUICK.verdict("plain text", kept) == Verdict(is_right=False)


@pytest.mark.parametrize(
    "password",
    ["short", "x" * 1001, "aaaaaaaaaaaa", "1234567890", "0987654321", "qwertyuiop", "abcdefghijkl",
     "password123", "Iloveyou2024!", "annlee@example.org", "AnnLeeAnnLee", "ann.lee@example.org"],
)  # fmt: skip
def test_what_anybody_could_guess_will_not_do(password: str) -> None:
    own = ("annlee@example.org", "Ann Lee", "ann.lee@example.org")
    assert weakness(password, own) is not None


@pytest.mark.parametrize("password", ["correct horse battery", "Zwölf Boxkämpfer", "ααβγδεζηθικ"])
def test_several_words_will_do(password: str) -> None:
    assert weakness(password, ("ann@example.org", "Ann")) is None


def test_wrong_passwords_cost_ever_more_time_up_to_an_hour() -> None:
    waits = [locked_until(number, AT) for number in range(60)]

    assert waits[:FREE] == [None] * FREE
    assert waits[FREE : FREE + 3] == [AT + timedelta(seconds=s) for s in (30, 60, 120)]
    assert waits[-1] == AT + timedelta(hours=1)
