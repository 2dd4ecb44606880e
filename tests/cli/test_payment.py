"""Payments from the terminal: read from Stripe, written down by hand, listed and shown."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import REPOSITORY, Run, Set
from tests.cli.post import listed
from tests.cli.screen import Screen
from tests.cli.selling import bought, ordered, pay, rows, said
from tests.payments.standin.provider import KEY, Standin

OnScreen = Callable[..., Screen]
CASH = ("payment", "record", "sam@x.org", "python", "--method", "cash")


def test_what_was_paid_is_read_and_lets_the_learner_in(
    selling: Run, home: Path, stripe_standin: Standin
) -> None:
    ordered(selling, "sam@x.org", "python", "--no-mail")
    pay(home, stripe_standin, "O-2026-000001")

    ran = selling("payment", "sync", "--format", "json")
    again = selling("payment", "sync", "--format", "json")

    done = said(ran)
    assert ran.code == 0
    assert done["events"] == done["applied"]
    assert (done["failed"], done["unfulfilled"], done["is_gap"]) == ({}, {}, False)
    assert said(again)["applied"] == 0
    assert selling("payment", "list").out.startswith("P-2026-000001\tO-2026-000001\tsam@x.org\t")
    assert "sam@x.org" in selling("enrollment", "list").out
    assert [one[:2] for one in listed(selling)] == [
        ["enrolled", "sam@x.org"],
        ["receipt", "sam@x.org"],
    ]


def test_a_dry_run_of_reading_asks_nobody(selling: Run) -> None:
    before = selling("payment", "sync", "--dry-run", "--format", "json")
    selling("payment", "sync")
    after = selling("payment", "sync", "--dry-run", "--format", "json")

    assert said(before) == {"read_until": None}
    assert str(said(after)["read_until"]).endswith("Z")
    assert before.err == (
        "What happened at Stripe in the last 30 days would be read, and applied.\n"
        "Nothing was written, and Stripe was not asked: it was a dry run.\n"
    )


def test_an_event_that_cannot_be_applied_is_said_and_holds_up_no_other(
    selling: Run, home: Path, stripe_standin: Standin
) -> None:
    for name in ("sam", "tom"):
        ordered(selling, f"{name}@x.org", "python", "--no-mail")
    for number in (1, 2):
        pay(home, stripe_standin, f"O-2026-00000{number}")
    charge = stripe_standin.api.charges.list().data[0].id
    stripe_standin.control.fault(rf"GET /v1/charges/{charge}", "500_nothing", times=3)

    ran = selling("payment", "sync", "--format", "json")
    mended = selling("payment", "sync")

    assert (ran.code, len(said(ran)["failed"])) == (9, 1)
    assert " could not be applied: " in ran.err
    assert "1 of what came in could not be finished; all else is applied." in ran.err
    assert mended.code == 0, mended.err
    assert len(selling("payment", "list", "--format", "ids").out.split()) == 2


def test_a_stripe_that_is_away_is_worth_another_try(selling: Run, given: Set) -> None:
    given(stripe_api_base="http://127.0.0.1:9", stripe_timeout_s=1)

    ran = selling("payment", "sync")

    assert (ran.code, ran.out) == (7, "")
    assert "error: Stripe cannot be read: there is no connection (connection refused).\n" in ran.err
    assert "hint: Nothing is lost; try again: academy payment sync\n" in ran.err


def test_a_key_that_is_refused_is_said(selling: Run, given: Set) -> None:
    given(stripe_api_key="")
    ran = selling("payment", "sync")

    assert (ran.code, ran.out) == (3, "")
    assert "There is no Stripe key" in ran.err


def test_who_paid_and_cannot_be_let_in_is_said_until_they_are(
    selling: Run, home: Path, given: Set, stripe_standin: Standin
) -> None:
    ordered(selling, "sam@x.org", "python", "--no-mail")
    given(stripe_api_key="")  # so its page can be paid on still
    assert selling("user", "erase", "sam@x.org", "--certificates", "keep", "--yes").code == 9
    given(stripe_api_key=KEY)
    [(reference,)] = rows(home, "select reference from orders where state = 'cancelled'")
    [page] = stripe_standin.api.checkout.sessions.list().data
    stripe_standin.control.complete(page.id)

    ran = selling("payment", "sync")

    assert ran.code == 9
    assert f"{reference} is paid and its learner is not in the course: the account was erased" in (
        ran.err
    )
    assert selling("order", "list", "--stuck", "--format", "ids").out == f"{reference}\n"


def test_following_ends_with_its_round_at_ctrl_c(
    selling: Run, home: Path, stripe_standin: Standin
) -> None:
    ordered(selling, "sam@x.org", "python", "--no-mail")
    pay(home, stripe_standin, "O-2026-000001")
    command = [sys.executable, "-m", "academy_cli", "payment", "sync", "--follow"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=home,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    assert process.stdout is not None
    first = process.stdout.readline()

    process.send_signal(signal.SIGINT)
    rest, err = process.communicate(timeout=120)

    assert process.returncode == 130
    assert "events" in first + rest
    assert "Ending after this round; once more to end at once.\n" in err
    assert "Traceback" not in err
    assert rows(home, "select count(*) from payments") == [(1,)]


def test_cash_is_written_down_for_courses(selling: Run) -> None:
    tried = selling(*CASH, "--dry-run", "--format", "json")
    ran = selling(*CASH, "--format", "json")

    assert said(tried) == {
        "email": "sam@x.org",
        "order": None,
        "courses": ["python"],
        "amount": {"amount": 4900, "currency": "eur"},
        "method": "cash",
    }
    paid = said(ran)
    assert (paid["reference"], paid["order"]) == ("P-2026-000001", "O-2026-000001")
    assert (paid["provider"], paid["provider_id"], paid["method"]) == ("manual", None, "cash")
    assert "sam@x.org" in selling("enrollment", "list").out


def test_a_transfer_is_written_down_for_an_order_and_closes_its_link(
    selling: Run, stripe_standin: Standin
) -> None:
    ordered(selling, "sam@x.org", "python", "--no-mail")

    ran = selling("payment", "record", "o-2026-1", "--note", "Bank, 3 May", "--format", "json")

    [page] = stripe_standin.api.checkout.sessions.list().data
    assert (said(ran)["method"], said(ran)["note"]) == ("transfer", "Bank, 3 May")
    assert page.status == "expired"
    assert selling("order", "show", "O-2026-000001", "--fields", "state").out == "paid\n"


def test_less_than_it_costs_has_to_be_said(selling: Run) -> None:
    ordered(selling, "sam@x.org", "python", "--no-mail")
    words = ("payment", "record", "O-2026-000001", "--amount", "20")

    refused = [selling(*words, *more) for more in ((), ("--dry-run",))]
    partly = selling(*words, "--partial", "--fields", "amount")
    rest = selling("payment", "record", "O-2026-000001", "--amount", "29", "--partial")

    for one in refused:
        assert (one.code, one.out) == (6, "")
        assert "49.00 EUR is to be paid of O-2026-000001, not 20.00 EUR." in one.err
    assert (partly.code, partly.out) == (0, "20.00 EUR\n")
    assert rest.code == 0
    assert selling("order", "show", "O-2026-000001", "--fields", "state").out == "paid\n"


def test_more_than_is_to_be_paid_is_said_and_has_to_be_meant(selling: Run) -> None:
    ordered(selling, "sam@x.org", "python", "--no-mail")
    words = ("payment", "record", "O-2026-000001", "--amount", "500", "--partial")

    dry, unsure, sure = (selling(*words, *more) for more in (("--dry-run",), (), ("--yes",)))

    for one in (dry, unsure, sure):
        assert "That is 451.00 EUR more than the 49.00 EUR to be paid." in one.err
    assert (dry.code, unsure.code, unsure.out, sure.code) == (0, 6, "", 0)
    assert "academy refund create P-2026-000001 --amount 451.00" in sure.err


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--amount", "x"), 2, "“x” is not an amount"),
        (("--amount", "49 USD"), 2, "“49 USD” is not in EUR"),
        (("--on", "2999-01-01"), 2, "is still to come"),
        (("--on", "2016-09-16"), 2, "2016-09-16 is more than a year ago: is the year right?"),
        (("--on", "2016-09-16", "--dry-run"), 2, "if it did come in then: --long-ago"),
        (("--coupon", "NONE"), 4, "There is no coupon “NONE”."),
    ],
)
def test_what_cannot_be_written_down_is_refused_in_a_sentence(
    selling: Run, words: tuple[str, ...], code: int, sentence: str
) -> None:
    ran = selling(*CASH, *words)

    assert (ran.code, ran.out) == (code, "")
    assert sentence in ran.err
    assert selling("order", "list").out == ""


def test_words_about_a_new_order_are_refused_for_one_that_is_there(selling: Run) -> None:
    ordered(selling, "sam@x.org", "python", "--no-mail")

    for more in (("python",), ("--coupon", "X"), ("--currency", "eur")):
        ran = selling("payment", "record", "O-2026-000001", *more)
        assert (ran.code, ran.out) == (2, "")
        assert "O-2026-000001 says what is bought" in ran.err


def test_a_paid_order_takes_no_second_payment_by_hand(selling: Run) -> None:
    assert selling(*CASH).code == 0

    ran = selling("payment", "record", "O-2026-000001", "--dry-run")

    assert (ran.code, ran.out) == (6, "")
    assert "O-2026-000001 is paid: nothing can be paid for it." in ran.err


def test_a_request_key_writes_down_once(selling: Run) -> None:
    twice = [selling(*CASH, "--request-key", "till-7", "--fields", "reference") for _ in range(2)]

    assert [one.out for one in twice] == ["P-2026-000001\n"] * 2, twice[1].err


def test_nothing_can_be_paid_for_what_is_free(selling: Run) -> None:
    selling("price", "remove", "python", "eur", "--yes")

    ran = selling(*CASH)

    assert (ran.code, ran.out) == (6, "")
    assert "costs nothing, so nothing can be paid for it." in ran.err


def test_payments_are_filtered(selling: Run, home: Path, stripe_standin: Standin) -> None:
    bought(selling, home, stripe_standin, "tom@x.org", "python")
    assert selling(*CASH, "--on", "2026-01-02", "--long-ago").code == 0

    found = [
        selling("payment", "list", *words, "--format", "ids").out.split()
        for words in (("--provider", "manual"), ("--user", "tom@x.org"),
                      ("--until", "2026-01-02"), ("--disputed",))
    ]  # fmt: skip

    assert found == [["P-2026-000002"], ["P-2026-000001"], ["P-2026-000002"], []]


def test_a_payment_that_is_not_there_is_missing(selling: Run) -> None:
    ran = selling("payment", "show", "P-2026-000009")

    assert (ran.code, ran.out) == (4, "")
    assert "There is no payment “P-2026-000009”." in ran.err


def test_payments_are_for_staff(selling: Run) -> None:
    assert selling("payment", "list", "--as", "sam@x.org").code == 6
    assert selling(*CASH, "--as", "sam@x.org").code == 6
    assert selling("payment", "list", "--as", "sue@x.org").code == 0


def test_a_person_is_asked_what_the_money_is_for(selling: Run, screen: OnScreen) -> None:
    ordered(selling, "sam@x.org", "python", "--no-mail")

    shown = screen("payment", "record", "--dry-run", answers="O-2026-000001\n")

    assert shown.code == 0
    assert "For which order, or from whom (e-mail)?" in shown.text
    assert "49.00 EUR" in shown.text


def test_a_list_in_json_has_money_in_minor_units(selling: Run) -> None:
    assert selling(*CASH).code == 0

    [one] = json.loads(selling("payment", "list", "--format", "json").out)

    assert one["amount"] == {"amount": 4900, "currency": "eur"}
    assert one["refunded"] == {"amount": 0, "currency": "eur"}
