"""Coupons from the terminal: made, listed, shown and taken out of use."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.screen import Screen

OnScreen = Callable[..., Screen]
ORDER = (
    "insert into orders (id, reference, request_key, user_id, provider, is_live, currency, discount, total,"
    " state, language, actor, created_at) values (1, 'O-2026-000001', 'k', 3, 'manual', 0, 'eur', 1225, 3675,"
    " 'open', 'en', 'operator:x', '2026-11-26 12:00:00')"
)
USE = (
    "insert into coupon_uses (order_id, coupon_id, user_id, used_at)"
    " values (1, 1, 3, '2026-11-26 12:00:00')"
)


def test_a_coupon_is_made_and_listed(staffed: Run) -> None:
    made = staffed(
        *("coupon", "create", "summer-2999", "--percent", "12,5", "--until", "2999-08-31"),
        *("--most", "10", "--format", "json"),
    )
    listed = staffed("coupon", "list")

    coupon = json.loads(made.out)
    assert (made.code, made.err) == (0, "")
    assert (coupon["code"], coupon["takes"], coupon["basis_points"]) == (
        "SUMMER-2999",
        "12.5 %",
        1250,
    )
    assert coupon["ends_at"] == "2999-09-01T00:00:00Z"
    assert listed.out == "SUMMER-2999\t12.5 %\t\tactive\t0\t10\t2999-09-01T00:00:00Z\n"


def test_a_coupon_that_takes_nothing_off_may_say_a_percentage_or_an_amount(staffed: Run) -> None:
    ran = staffed("coupon", "create", "X2")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: --percent or --amount is missing.\n")


def test_an_amount_is_money_in_json_and_words_in_a_cell(staffed: Run) -> None:
    made = staffed(
        "coupon", "create", "TEN", "--amount", "10", "--currency", "eur", "--format", "json"
    )

    coupon = json.loads(made.out)
    assert coupon["amount"] == {"amount": 1000, "currency": "eur"}
    assert coupon["basis_points"] is None
    assert staffed("coupon", "show", "ten", "--fields", "takes").out == "10.00 EUR\n"


def test_without_a_code_one_is_drawn(staffed: Run) -> None:
    tried = staffed("coupon", "create", "--percent", "5", "--dry-run", "--fields", "code")
    made = staffed("coupon", "create", "--percent", "5", "--fields", "code")

    assert "another one is drawn" in tried.err
    assert re.fullmatch(r"(?:[A-Z0-9]{4}-){2}[A-Z0-9]{4}\n", made.out)
    assert staffed("coupon", "list", "--format", "ids").out == made.out


def test_a_person_is_asked_how_much_it_takes_off(staffed: Run, screen: OnScreen) -> None:
    shown = screen("coupon", "create", "SUMMER", answers="25\n")

    assert "How many percent does it take off?" in shown.text
    assert staffed("coupon", "show", "SUMMER", "--fields", "takes").out == "25 %\n"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("A B", "--percent", "5"), 2, "“A B” is no code"),
        (("X1", "--percent", "101"), 2, "“101” is no percentage"),
        (("X1", "--percent", "5", "--amount", "5 EUR"), 2, "one of the two"),
        (("X1", "--amount", "5"), 2, "names no currency"),
        (("X1", "--percent", "5", "--course", "ruby"), 4, "There is no course “ruby”."),
        (("X1", "--percent", "5", "--until", "2020-01-01"), 2, "Nobody could use it"),
        (("X1", "--percent", "5", "--most", "0"), 2, "“0” is no number of uses for --most."),
        (("TAKEN", "--percent", "5"), 5, "There is a coupon “TAKEN” already."),
    ],
)
def test_what_is_no_coupon_is_refused_in_a_sentence(
    staffed: Run, words: tuple[str, ...], code: int, sentence: str
) -> None:
    assert staffed("coupon", "create", "TAKEN", "--percent", "5").code == 0

    ran = staffed("coupon", "create", *words)

    assert (ran.code, ran.out) == (code, "")
    assert sentence in ran.err


def test_a_coupon_is_shown_with_its_orders(staffed: Run, home: Path) -> None:
    staffed("coupon", "create", "SUMMER", "--percent", "25")
    with sqlite3.connect(home / "academy.db") as connection:
        connection.execute(ORDER)
        connection.execute(USE)
    connection.close()

    seen = json.loads(staffed("coupon", "show", "summer", "--format", "json").out)
    drawn = staffed("coupon", "show", "summer", "--format", "table").out

    assert seen["orders"] == [
        {
            "order": "O-2026-000001",
            "email": "sam@x.org",
            "discount": {"amount": 1225, "currency": "eur"},
            "used_at": "2026-11-26T12:00:00Z",
            "released_at": None,
        }
    ]
    assert "2026-11-26 12:00Z  O-2026-000001  sam@x.org  -12.25 EUR" in drawn


def test_removing_asks_and_is_for_good(staffed: Run) -> None:
    staffed("coupon", "create", "SUMMER", "--percent", "25")

    asked = staffed("coupon", "remove", "summer")
    done = staffed("coupon", "remove", "summer", "--yes", "--fields", "state")
    again = staffed("coupon", "remove", "summer", "--yes")

    assert asked.code == 6
    assert "Take the coupon “SUMMER” out of use for good?" in asked.err
    assert (done.code, done.out) == (0, "removed\n")
    assert (again.code, again.err) == (0, "Nothing to do: “SUMMER” was removed already.\n")
    assert staffed("coupon", "list", "--state", "active").out == ""


def test_support_sees_coupons_and_makes_none(staffed: Run) -> None:
    staffed("coupon", "create", "SUMMER", "--percent", "25")

    assert staffed("coupon", "list", "--as", "sue@x.org", "--format", "ids").out == "SUMMER\n"
    assert staffed("coupon", "create", "--percent", "5", "--as", "sue@x.org").code == 6
    assert staffed("coupon", "list", "--as", "sam@x.org").code == 6
