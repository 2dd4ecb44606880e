"""Disputes from the terminal: what an open one asks for, and what is left once one was lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.selling import refund, rows, said
from tests.payments.standin.provider import Standin

SHOW = ("payment", "show", "P-2026-000001")
DRAWN = (*SHOW, "--format", "table")


@pytest.fixture
def disputed(paid: Run, home: Path, stripe_standin: Standin) -> str:
    """The name of a dispute of what Sam paid, that was read."""
    [(charge,)] = rows(home, "select charge_id from payments")
    opened = stripe_standin.control.dispute(str(charge))
    assert paid("payment", "sync").code == 0
    return str(opened["id"])


@pytest.fixture
def lost(paid: Run, stripe_standin: Standin, disputed: str) -> str:
    """The same, after the bank has decided for Sam."""
    stripe_standin.control.move_dispute(disputed, "lost")
    assert paid("payment", "sync").code == 0
    return disputed


def test_an_open_dispute_says_until_when_it_has_to_be_answered(
    paid: Run, home: Path, disputed: str
) -> None:
    [(due,)] = rows(home, "select substr(due_at, 1, 10) from disputes")

    order = paid("order", "show", "O-2026-000001", "--fields", "trouble")
    payment = paid(*DRAWN)

    asks = f"answer it by {due} in Stripe's dashboard"
    assert order.out == f"P-2026-000001 is disputed (49.00 EUR): {asks}.\n"
    assert f"disputed 49.00 EUR, needs_response: fraudulent ({disputed}); {asks}\n" in payment.out


def test_in_a_pipe_the_disputes_of_a_payment_are_a_field(paid: Run, disputed: str) -> None:
    piped = paid(*SHOW)

    [cell] = [x.partition("\t")[2] for x in piped.out.splitlines() if x.startswith("disputes\t")]
    assert [one["provider_id"] for one in json.loads(cell)] == [disputed]


def test_a_sync_says_which_order_is_disputed_and_until_when(
    paid: Run, home: Path, stripe_standin: Standin
) -> None:
    [(charge,)] = rows(home, "select charge_id from payments")
    stripe_standin.control.dispute(str(charge))

    first, again = paid("payment", "sync"), paid("payment", "sync")

    [(due,)] = rows(home, "select substr(due_at, 1, 10) from disputes")
    what = "O-2026-000001 is disputed: 49.00 EUR (P-2026-000001, fraudulent)"
    asks = f"answer it by {due} in Stripe's dashboard"
    assert f"warning: {what}; {asks}. See it: academy payment show P-2026-000001\n" in first.err
    assert first.code == 0
    assert "disputed" not in again.err


@pytest.mark.parametrize(
    ("ended", "words"),
    [
        ("lost", "warning: O-2026-000001 lost a dispute: {money} is with the payer."),
        ("won", "O-2026-000001 is disputed no more (won): {money} stays here."),
    ],
)
def test_a_sync_says_how_a_dispute_ended(
    paid: Run, stripe_standin: Standin, disputed: str, ended: str, words: str
) -> None:
    stripe_standin.control.move_dispute(disputed, ended)

    ran = paid("payment", "sync")

    said = words.format(money="49.00 EUR (P-2026-000001, fraudulent)")
    assert f"{said} See it: academy payment show P-2026-000001\n" in ran.err


def test_a_sync_gives_disputes_to_programs(paid: Run, home: Path, stripe_standin: Standin) -> None:
    [(charge,)] = rows(home, "select charge_id from payments")
    opened = stripe_standin.control.dispute(str(charge))

    first = said(paid("payment", "sync", "--format", "json"))
    again = said(paid("payment", "sync", "--format", "json"))

    [told] = first["disputes"]
    assert (told["order"], told["payment"]) == ("O-2026-000001", "P-2026-000001")
    assert (told["provider_id"], told["is_open"]) == (opened["id"], True)
    assert (told["amount"], told["state"]) == (
        {"amount": 4900, "currency": "eur"},
        "needs_response",
    )
    assert told["due_at"].endswith("Z")
    assert again["disputes"] == []


def test_an_answered_dispute_asks_for_nothing(
    paid: Run, stripe_standin: Standin, disputed: str
) -> None:
    stripe_standin.control.move_dispute(disputed, "under_review")
    assert paid("payment", "sync").code == 0

    order = paid("order", "show", "O-2026-000001", "--fields", "trouble")

    assert order.out == "P-2026-000001 is disputed (49.00 EUR): its bank decides.\n"


def test_of_a_lost_dispute_nothing_is_left(paid: Run, lost: str) -> None:
    view = said(paid(*SHOW, "--format", "json"))
    drawn = paid(*DRAWN).out

    assert (view["is_disputed"], view["refunded"]["amount"]) == (False, 0)
    assert (view["lost"]["amount"], view["left"]["amount"]) == (4900, 0)
    assert f"lost 49.00 EUR: fraudulent ({lost}); the money is with the payer, " in drawn


@pytest.mark.usefixtures("lost")
def test_a_lost_dispute_is_listed_as_lost_and_open_no_more(paid: Run) -> None:
    order = paid("order", "show", "O-2026-000001", "--format", "table").out

    assert paid("payment", "list", "--disputed").out == ""
    assert paid("payment", "list", "--fields", "is_disputed,lost").out == "false\t49.00 EUR\n"
    assert paid("order", "show", "O-2026-000001", "--fields", "trouble").out == "\n"
    assert ", 49.00 EUR lost in a dispute\n" in order


@pytest.mark.usefixtures("disputed")
def test_an_open_dispute_refuses_a_refund_and_can_be_answered(paid: Run) -> None:
    ran = refund(paid, "--yes")

    assert (ran.code, ran.out) == (6, "")
    assert '"code": "refund.disputed"' in ran.err
    assert "Answer the dispute in Stripe's dashboard" in ran.err


@pytest.mark.usefixtures("lost")
@pytest.mark.parametrize("more", ["--yes", "--dry-run"])
def test_a_lost_dispute_refuses_a_refund_because_the_payer_has_the_money(
    paid: Run, more: str
) -> None:
    ran = refund(paid, "--amount", "1", more)

    told = "The dispute of P-2026-000001 was lost: the payer has 49.00 EUR back from their bank."
    assert (ran.code, ran.out) == (6, "")
    assert '"code": "refund.disputed"' in ran.err
    assert told in ran.err
    assert "Answer" not in ran.err


def test_of_a_part_that_was_lost_the_rest_is_left(
    paid: Run, home: Path, stripe_standin: Standin
) -> None:
    [(charge,)] = rows(home, "select charge_id from payments")
    opened = stripe_standin.control.dispute(str(charge), amount=1000)
    stripe_standin.control.move_dispute(opened["id"], "lost")
    assert paid("payment", "sync").code == 0

    assert paid(*SHOW, "--fields", "lost,left").out == "lost\t10.00 EUR\nleft\t39.00 EUR\n"


def test_a_dispute_that_was_won_leaves_all_of_it(
    paid: Run, stripe_standin: Standin, disputed: str
) -> None:
    stripe_standin.control.move_dispute(disputed, "won")
    assert paid("payment", "sync").code == 0

    view = said(paid(*SHOW, "--format", "json"))

    assert (view["is_disputed"], view["lost"]["amount"], view["left"]["amount"]) == (False, 0, 4900)
    assert "; the money stays here, " in paid(*DRAWN).out
    assert refund(paid, "--yes").code == 0
