"""Dry runs about money say what would be done, to whom and for how much, and that nothing was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, Set
from tests.cli.people import execute
from tests.cli.selling import bought, monthly, ordered
from tests.payments.standin.provider import Standin

DRY = "Nothing was written: it was a dry run.\n"
LISTENS = (
    "It would listen on port 4242 of this machine, and apply what comes.\n"
    "Nobody listens: it was a dry run.\n"
)
AT_STRIPE = "Nothing was written, and Stripe was not asked: it was a dry run.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "order send O-2026-000001",
            "The link to pay 49.00 EUR for O-2026-000001 would go to “sam@x.org”.\n" + AT_STRIPE,
        ),
        (
            "order cancel O-2026-000001",
            "O-2026-000001 of “sam@x.org” over 49.00 EUR would be called off, and what it is paid on"
            " be closed at Stripe.\n" + AT_STRIPE,
        ),
        (
            "payment record sam@x.org python --method cash",
            "49.00 EUR from “sam@x.org” (cash) would be written down for O-2026-000001.\n"
            "“sam@x.org” would be let in, and get a receipt.\n" + AT_STRIPE,
        ),
        (
            "payment record tom@x.org python",
            "49.00 EUR from “tom@x.org” (transfer) would be written down for a new order of python.\n"
            "“tom@x.org” would be let in, and get a receipt.\n" + AT_STRIPE,
        ),
        (
            "payment record O-2026-000001 --amount 20 --partial",
            "20.00 EUR from “sam@x.org” (transfer) would be written down for O-2026-000001.\n"
            "29.00 EUR would still be to pay, and nobody be let in yet.\n" + AT_STRIPE,
        ),
        (
            "payment webhook",
            LISTENS,
        ),
        (
            "coupon create TEN --amount 10 --currency eur --course python --most 3",
            "“TEN” would take 10.00 EUR off “python”, 3 times at most.\n" + DRY,
        ),
        ("price set python 59 --currency eur", "“python” would cost 59.00 EUR instead of 49.00 EUR.\n" + DRY),
        (
            "price remove python eur",
            "warning: “python” has no other price: it is free from then on.\n"
            "“python” would not be sold in EUR any more; it costs 49.00 EUR.\n" + DRY,
        ),
    ],
)  # fmt: skip
def test_what_would_be_done_to_whom_and_for_how_much(selling: Run, words: str, said: str) -> None:
    ordered(selling, "sam@x.org", "python")

    ran = selling(*words.split(), "--dry-run")

    assert (ran.code, ran.err) == (0, said)


def test_a_plan_says_it_of_a_price_that_stripe_has(selling: Run, stripe_standin: Standin) -> None:
    price = monthly(stripe_standin)
    plan = ("subscription", "plan", "set", "all", "--course", "python", "--price")

    ran = selling(*plan, price, "--dry-run")

    said = f"The plan “all” would open python for the price {price}.\n{DRY}"
    assert (ran.code, ran.err) == (0, said)


def test_refunds_say_it_too(selling: Run, home: Path, given: Set, stripe_standin: Standin) -> None:
    bought(selling, home, stripe_standin, "sam@x.org", "python")
    given(payments_approve_above="20 EUR")
    assert selling("refund", "create", "O-2026-000001", "--yes", "--as", "sue@x.org").code == 0
    one = ("R-2026-000001", "--dry-run")
    what = "R-2026-000001, 49.00 EUR to “sam@x.org”"

    approved = selling("refund", "approve", *one)
    taken_back = selling("refund", "cancel", *one)
    execute(home, "update refunds set state = 'submitting'")
    recovered = selling("refund", "recover", "--dry-run")
    execute(home, "update refunds set state = 'unknown'")
    resolved = selling("refund", "resolve", *one, "--void", "--reason", "Not there")

    assert approved.err == (
        f"R-2026-000001 would be approved: 49.00 EUR to “sam@x.org” would be sent.\n{AT_STRIPE}"
    )
    assert taken_back.err == f"{what}, would be taken back.\n{AT_STRIPE}"
    assert recovered.err == f"It would go on with {what}, submitting.\n{AT_STRIPE}"
    assert resolved.err == f"{what}, would be resolved: say that it was not made.\n{AT_STRIPE}"


def test_a_plan_that_is_not_written_tells_its_rows(
    selling: Run, home: Path, stripe_standin: Standin
) -> None:
    bought(selling, home, stripe_standin, "sam@x.org", "python")

    ran = selling("refund", "bulk", "plan", "--course", "python", "--dry-run")

    assert "  O-2026-000001: 49.00 EUR to “sam@x.org”, access ends\n" in ran.err
    assert ran.err.endswith("No plan was written, and Stripe was not asked: it was a dry run.\n")


def test_an_invoice_says_where_it_would_go(
    selling: Run, home: Path, stripe_standin: Standin
) -> None:
    bought(selling, home, stripe_standin, "sam@x.org", "python")

    ran = selling("invoice", "send", "INV-2026-000001", "--dry-run")

    assert ran.err == f"“INV-2026-000001” would be mailed to “sam@x.org” again.\n{DRY}"
