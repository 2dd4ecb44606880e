"""Orders from the terminal: made, mailed, paid and called off, as a person sees it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Set
from tests.cli.post import listed
from tests.cli.screen import Screen
from tests.cli.selling import bought, ordered, refund, rows, said
from tests.payments.standin.provider import Standin

OnScreen = Callable[..., Screen]
DRAWN = ("order", "show", "O-2026-000001", "--format", "table")


def test_a_dry_run_says_what_it_would_cost(selling: Run, home: Path) -> None:
    ran = selling("order", "checkout", "sam@x.org", "python", "--dry-run", "--format", "json")

    preview = said(ran)
    assert (preview["email"], preview["coupon"]) == ("sam@x.org", None)
    assert preview["total"] == {"amount": 4900, "currency": "eur"}
    assert ran.err == (
        "“sam@x.org” would buy:\n  1. Python: 49.00 EUR\nTotal: 49.00 EUR\n"
        "Nothing was written, and Stripe was not asked: it was a dry run.\n"
    )
    assert rows(home, "select count(*) from orders") == [(0,)]


def test_a_link_is_made_and_mailed(selling: Run) -> None:
    ran = selling("order", "checkout", "sam@x.org", "python", "--format", "json")

    made = said(ran)
    assert (made["reference"], made["state"]) == ("O-2026-000001", "open")
    assert str(made["link"]).startswith("http")
    assert ran.err == "The link is on its way to “sam@x.org”: academy mail send\n"
    assert listed(selling) == [["payment-link", "sam@x.org", "waiting"]]


def test_in_a_pipe_everything_of_an_order_is_a_field(paid: Run) -> None:
    piped, drawn = paid("order", "show", "O-2026-000001"), paid(*DRAWN)

    pairs = [line.split("\t") for line in piped.out.splitlines()]
    assert {len(one) for one in pairs} == {2}
    fields = dict(pairs)
    assert [one["course"] for one in json.loads(fields["lines"])] == ["python"]
    assert [one["reference"] for one in json.loads(fields["payments"])] == ["P-2026-000001"]
    assert "\n  1. Python: 49.00 EUR\n" in drawn.out
    assert "course" not in drawn.out


def test_in_a_pipe_the_steps_of_a_refund_are_a_field(paid: Run) -> None:
    assert refund(paid, "--yes").code == 0

    piped = paid("refund", "show", "R-2026-000001")

    [cell] = [x.partition("\t")[2] for x in piped.out.splitlines() if x.startswith("steps\t")]
    assert [one["after"] for one in json.loads(cell)] == ["requested", "submitting", "succeeded"]


def test_a_link_is_not_mailed_where_nobody_wants_that(selling: Run) -> None:
    ran = selling("order", "checkout", "sam@x.org", "python", "--no-mail", "--fields", "state")

    assert (ran.code, ran.out, ran.err) == (0, "open\n", "")
    assert listed(selling) == []


def test_what_has_no_price_costs_nothing_of_no_currency_and_gives_nothing_back(
    selling: Run,
) -> None:
    assert selling("price", "remove", "python", "eur", "--yes").code == 0

    made = selling("order", "checkout", "sam@x.org", "python", "--fields", "total,to_pay,discount")
    back = selling("refund", "create", "O-2026-000001", "--yes")

    assert made.out == "total\t0\nto_pay\t0\ndiscount\t0\n"
    assert (back.code, back.out) == (6, "")
    assert "O-2026-000001 cost nothing, so nothing can go back." in back.err


def test_an_invoice_is_tried_made_mailed_again_and_voided(
    selling: Run, home: Path, stripe_standin: Standin
) -> None:
    words = ("order", "checkout", "sam@x.org", "python", "--invoice", "--days", "14")
    tried = selling(*words, "--dry-run", "--format", "json")
    untold = selling(*words[:4], "--days", "14")
    none = rows(home, "select count(*) from orders")
    made = said(selling(*words, "--format", "json"))
    sent = selling("order", "send", "O-2026-000001")
    off = selling("order", "cancel", "O-2026-000001", "--yes", "--fields", "state,link")

    assert (said(tried)["invoice_days"], none) == (14, [(0,)])
    assert "By an invoice, to be paid within 14 days.\n" in tried.err
    assert (untold.code, untold.out) == (2, "")
    assert "error: --days 14 is for invoices, and this is a payment link." in untold.err
    assert (made["state"], made["expires_at"]) == ("open", None)
    assert "/i/in_" in str(made["link"])
    assert str(made["due_at"]).endswith("Z")
    assert sent.code == 0
    assert listed(selling) == [["invoice-link", "sam@x.org", "cancelled"]] * 2
    assert (off.code, off.out) == (0, "state\tcancelled\nlink\t\n")
    assert [one["status"] for one in stripe_standin.control.dump()["invoice"]] == ["void"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("STRIPE_API_KEY", "There is no Stripe key, so nothing can be asked of Stripe."),
        ("SITE_URL", "There is no page that a payer comes back to, and Stripe wants one."),
    ],
)
def test_what_is_not_set_is_said_before_there_is_an_order(
    selling: Run, home: Path, given: Set, name: str, sentence: str
) -> None:
    given(**{name: ""})

    ran = selling("order", "checkout", "sam@x.org", "python")

    assert (ran.code, ran.out) == (3, "")
    assert f"error: {sentence}" in ran.err
    assert rows(home, "select count(*) from orders") == [(0,)]


def test_a_stripe_that_is_away_leaves_an_order_to_go_on_with(
    selling: Run, given: Set, stripe_standin: Standin
) -> None:
    given(stripe_api_base="http://127.0.0.1:9", stripe_timeout_s=1)
    ran = selling("order", "checkout", "sam@x.org", "python")
    given(stripe_api_base=stripe_standin.url)
    sent = selling("order", "send", "O-2026-000001", "--fields", "state")

    assert (ran.code, ran.out) == (7, "")
    assert ran.err == (
        "error: Stripe gave no page for O-2026-000001: there is no connection (connection refused).\n"
        "hint: The order is kept; ask again: academy order send O-2026-000001\n"
    )
    assert (sent.code, sent.out) == (0, "open\n")


@pytest.mark.parametrize("is_dry", [True, False])
def test_who_is_in_for_good_buys_nothing(selling: Run, *, is_dry: bool) -> None:
    assert selling("enrollment", "create", "sam@x.org", "python").code == 0

    ran = selling("order", "checkout", "sam@x.org", "python", *(["--dry-run"] if is_dry else []))

    assert (ran.code, ran.out) == (6, "")
    assert "“sam@x.org” is in “python” already, for good." in ran.err


def test_what_costs_nothing_needs_no_stripe(selling: Run, given: Set) -> None:
    given(stripe_api_key="")
    selling("price", "remove", "python", "eur", "--yes")

    ran = selling("order", "checkout", "sam@x.org", "python", "--fields", "state,provider")

    assert (ran.code, ran.out) == (0, "state\tpaid\nprovider\tnone\n")
    assert ran.err == "It costs nothing, so “sam@x.org” is in.\n"
    assert "sam@x.org" in selling("enrollment", "list").out


def test_an_order_is_drawn_with_its_lines_and_what_was_paid(
    selling: Run, home: Path, stripe_standin: Standin
) -> None:
    reference = bought(selling, home, stripe_standin, "sam@x.org", "python")

    drawn = selling("order", "show", reference.lower(), "--format", "table").out

    assert "  1. Python: 49.00 EUR" in drawn
    assert "paid P-2026-000001  49.00 EUR by card" in drawn


def test_orders_are_listed_by_person_state_and_course(selling: Run) -> None:
    ordered(selling, "sam@x.org", "python")
    ordered(selling, "tom@x.org", "python")

    found = {
        words: selling("order", "list", *words, "--format", "ids").out.split()
        for words in (("--user", "sam@x.org"), ("--state", "paid"), ("--course", "python"))
    }

    assert list(found.values()) == [["O-2026-000001"], [], ["O-2026-000002", "O-2026-000001"]]
    assert selling("order", "list", "--stuck").out == ""


def test_the_second_page_of_orders_goes_on_where_the_first_ended(selling: Run) -> None:
    ordered(selling, "sam@x.org", "python")
    ordered(selling, "tom@x.org", "python")
    one = ("order", "list", "--limit", "1", "--format", "ids")

    assert selling(*one).out == "O-2026-000002\n"
    assert selling(*one, "--page", "2").out == "O-2026-000001\n"
    assert selling(*one, "--page", "3").out == ""


def test_an_order_is_called_off_once(selling: Run, home: Path, stripe_standin: Standin) -> None:
    ordered(selling, "sam@x.org", "python")

    asked = selling("order", "cancel", "O-2026-000001")
    done = selling("order", "cancel", "O-2026-000001", "--yes", "--fields", "state")
    again = selling("order", "cancel", "O-2026-000001", "--yes", "--fields", "state")
    sent = selling("order", "send", "O-2026-000001", "--dry-run")

    assert (asked.code, asked.out) == (6, "")
    assert "Call O-2026-000001 of “sam@x.org” off?" in asked.err
    assert (done.code, done.out) == (0, "cancelled\n")
    assert (again.code, again.err) == (0, "Nothing to do: O-2026-000001 is cancelled already.\n")
    assert (sent.code, sent.out) == (6, "")
    [(session,)] = rows(home, "select session_id from orders")
    assert stripe_standin.api.checkout.sessions.retrieve(session).status == "expired"


def test_a_person_picks_a_course_by_its_prices_and_then_a_currency(
    selling: Run, screen: OnScreen
) -> None:
    assert selling("price", "set", "python", "52 CHF").code == 0

    shown = screen(
        "order",
        "checkout",
        "sam@x.org",
        "--dry-run",
        "--plain",
        answers="1\n2\n",
        when="Which course?",
    )

    assert "  1  python  Python  52.00 CHF or 49.00 EUR" in shown.lines
    assert "In which currency?" in shown.text
    assert "Total: 49.00 EUR" in shown.lines


def test_a_paid_order_is_not_called_off(selling: Run, home: Path, stripe_standin: Standin) -> None:
    bought(selling, home, stripe_standin, "sam@x.org", "python")

    ran = selling("order", "cancel", "O-2026-000001", "--yes")

    assert (ran.code, ran.out) == (6, "")
    assert "Give the money back: academy refund create O-2026-000001" in ran.err


def test_an_order_that_is_not_there_is_missing(selling: Run) -> None:
    for verb in ("show", "send", "cancel"):
        ran = selling("order", verb, "O-2026-000009")
        assert (ran.code, ran.out) == (4, "")
        assert "There is no order or payment “O-2026-000009”." in ran.err


def test_a_learner_sees_their_own_orders_and_buys_for_themselves(selling: Run) -> None:
    ordered(selling, "sam@x.org", "python")
    ordered(selling, "tom@x.org", "python", "--as", "tom@x.org")
    as_tom = ("--as", "tom@x.org")

    own = selling("order", "list", *as_tom, "--format", "json")

    assert [one["reference"] for one in json.loads(own.out)] == ["O-2026-000002"]
    assert selling("order", "show", "O-2026-000002", *as_tom).code == 0
    assert selling("order", "show", "O-2026-000001", *as_tom).code == 6
    assert selling("order", "checkout", "sam@x.org", "python", *as_tom).code == 6
    assert selling("order", "cancel", "O-2026-000002", "--yes", *as_tom).code == 6


def test_a_person_is_asked_whose_account_and_which_course(selling: Run, screen: OnScreen) -> None:
    shown = screen("order", "checkout", "--dry-run", "--plain", answers="sam@x.org\n1\n")

    assert shown.code == 0
    assert "Whose account (e-mail)?" in shown.text
    assert "Which course?" in shown.text
    assert "Total: 49.00 EUR" in shown.text
