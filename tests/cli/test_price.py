"""Prices from the terminal: set, listed, planned and taken back, as a person sees it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.screen import Screen

OnScreen = Callable[..., Screen]
FROM = ("--from", "2999-01-01")


@pytest.fixture
def selling(staffed: Run, course: Path) -> Run:
    """An academy with a published course that costs 49 euro."""
    assert course.is_dir()
    assert staffed("course", "sync", "--yes").code == 0
    assert staffed("course", "publish", "python", "--yes").code == 0
    assert staffed("price", "set", "python", "49,00 EUR").code == 0
    return staffed


def test_a_first_price_is_set_without_a_question(selling: Run) -> None:
    ran = selling("price", "set", "python", "£39", "--format", "json")

    change = json.loads(ran.out)
    assert (ran.code, ran.err, change["outcome"], change["before"]) == (0, "", "set", None)
    assert change["after"] == {"amount": 3900, "currency": "gbp"}


@pytest.mark.parametrize("words", [("49.00", "--currency", "EUR"), ("€49",), ("49 eur",)])
def test_the_same_price_again_is_nothing_to_do(selling: Run, words: tuple[str, ...]) -> None:
    ran = selling("price", "set", "python", *words, "--fields", "outcome")

    assert (ran.code, ran.out) == (0, "unchanged\n")
    assert ran.err == "Nothing to do: “python” costs 49.00 EUR already.\n"


def test_another_price_takes_a_yes(selling: Run) -> None:
    asked = selling("price", "set", "python", "59 EUR")
    done = selling("price", "set", "python", "59 EUR", "--yes", "--fields", "before,after")

    assert asked.code == 6
    assert "Let “python” cost 59.00 EUR instead of 49.00 EUR?" in asked.err
    assert (done.code, done.out) == (0, "before\t49.00 EUR\nafter\t59.00 EUR\n")


def test_a_person_is_asked_for_what_is_missing(selling: Run, screen: OnScreen) -> None:
    shown = screen("price", "set", "python", answers="19.90 USD\n")

    assert "What does it cost, such as 49.00 EUR?" in shown.text
    assert "19.90 USD" in shown.text


@pytest.mark.parametrize(
    ("amount", "code", "sentence"),
    [
        ("49", 2, "“49” names no currency, such as in 49.00 EUR."),
        ("1,234 EUR", 2, "“1,234 EUR” can be read in two ways"),
        ("cheap", 2, "“cheap” is not an amount."),
        ("0.49 EUR", 2, "“0.49 EUR” is less than the least that a card is charged, 0.50 EUR."),
        (
            "1.005 KWD",
            2,
            "“1.005 KWD” has a fraction that no card is charged: 0.010 KWD is a step.",
        ),
    ],
)
def test_what_is_no_price_is_refused_in_a_sentence(
    selling: Run, amount: str, code: int, sentence: str
) -> None:
    ran = selling("price", "set", "python", amount)

    assert (ran.code, ran.out) == (code, "")
    assert sentence in ran.err
    assert "hint: " in ran.err


def test_a_planned_price_is_listed_and_taken_back(selling: Run) -> None:
    planned = selling("price", "set", "python", "59 EUR", *FROM, "--yes", "--fields", "outcome")
    listed = selling("price", "list", "--fields", "course,price,state,starts_at")
    later = selling("price", "list", "--at", "2999-06-01", "--fields", "price")
    back = selling("price", "remove", "python", "eur", "--scheduled", "--yes", "--fields", "after")
    history = selling("price", "list", "--history", "--fields", "price,state")

    assert planned.out == "scheduled\n"
    assert listed.out.splitlines()[1] == "python\t59.00 EUR\tscheduled\t2999-01-01T00:00:00Z"
    assert later.out == "59.00 EUR\n"
    assert back.out == "49.00 EUR\n"
    assert back.err == "The change that is planned for 2999-01-01 00:00Z is taken back.\n"
    assert history.out == "49.00 EUR\tcurrent\n59.00 EUR\twithdrawn\n"


def test_removing_the_last_price_says_that_the_course_becomes_free(selling: Run) -> None:
    asked = selling("price", "remove", "python", "eur")
    done = selling("price", "remove", "python", "eur", "--yes", "--fields", "outcome")

    assert asked.code == 6
    assert "warning: “python” has no other price: it is free from then on.\n" in asked.err
    assert "Sell “python” no more in EUR?" in asked.err
    assert (done.code, done.out) == (0, "removed\n")
    assert (selling("price", "list").code, selling("price", "list").out) == (0, "")


def test_where_the_file_decides_the_hint_names_its_key(selling: Run, course: Path) -> None:
    said = "id: python\ntitle: Python\nprices: [{amount: 39, currency: eur}]\n"
    (course / "course.yaml").write_text(said, encoding="utf-8")
    planned = selling("course", "plan", "--format", "table")
    assert selling("course", "sync", "--yes").code == 0

    ran = selling("price", "set", "python", "59 EUR", "--yes")

    assert "prices +39.00 EUR" in planned.out
    assert ran.code == 6
    assert "course.yaml of “python” says its prices, and the file decides." in ran.err
    assert "hint: Change `prices:` in course.yaml and sync it" in ran.err
    assert selling("price", "list", "--fields", "price,origin").out == "39.00 EUR\tcourse\n"


def test_a_course_says_what_it_costs(selling: Run) -> None:
    assert selling("course", "show", "python", "--fields", "prices").out == "49.00 EUR\n"
    selling("price", "set", "python", "7000 JPY")

    view = json.loads(selling("course", "show", "python", "--format", "json").out)

    assert view["prices"] == [
        {"amount": 4900, "currency": "eur"},
        {"amount": 7000, "currency": "jpy"},
    ]
    selling("price", "remove", "python", "eur", "--yes")
    selling("price", "remove", "python", "jpy", "--yes")
    shown = selling("course", "show", "python", "--format", "table").out
    assert "prices      free" in shown


def test_whoever_does_not_teach_a_course_does_not_price_it(selling: Run) -> None:
    for who in ("sue@x.org", "sam@x.org"):
        refused = selling("price", "set", "python", "1 EUR", "--yes", "--as", who)
        assert refused.code == 6
    seen = selling("price", "list", "--as", "sam@x.org", "--fields", "price")
    assert seen.out == "49.00 EUR\n"
    hidden = selling("price", "list", "--history", "--as", "sam@x.org")
    assert (hidden.code, "for published courses" in hidden.err) == (6, True)
