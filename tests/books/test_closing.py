"""A month is closed when documents, ledger and Stripe agree to the cent, and only then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from academy_cli.books.closing.months import past
from academy_cli.books.errors import (
    BadMonthError,
    MonthOpenError,
    NotBalancedError,
    NotClosedError,
    NotReadError,
)
from academy_cli.kit.clock import utc_now
from academy_cli.kit.money import Money
from academy_cli.models import Closing, Dispute, LedgerEntry, Payment
from tests.books.ledgers import Ledgers
from tests.payments.till import rows

NEXT_MONTH = timedelta(days=32)
MONTH = f"{utc_now():%Y-%m}"


def read(ledgers: Ledgers) -> None:
    """Read everything, next month."""
    later = ledgers.books(later=NEXT_MONTH)
    later.reconcile()


def test_a_month_that_balances_is_closed_with_its_proof(ledgers: Ledgers) -> None:
    ledgers.sold(1)
    ledgers.refunded(2, 700)
    read(ledgers)

    books = ledgers.books(later=NEXT_MONTH)
    proof, closed = books.prove(MONTH), books.close(MONTH)

    [balance] = proof.balances
    assert (balance.documents, balance.ledger, balance.provider) == (Money(9300, "eur"),) * 3
    assert balance.items == ()
    assert balance.fees.amount > 0
    assert (closed.month, closed.number) == (MONTH, 1)
    assert books.verify(MONTH).is_sound


def test_closing_again_makes_the_next_number_in_one_chain(ledgers: Ledgers) -> None:
    ledgers.sold()
    read(ledgers)
    books = ledgers.books(later=NEXT_MONTH)

    first, second = books.close(MONTH), books.close(MONTH)

    assert (first.number, second.number) == (1, 2)
    assert second.previous_sha256 == first.content_sha256
    assert books.verify(MONTH).closings == 2


def test_what_lies_between_the_sides_is_named(ledgers: Ledgers) -> None:
    ledgers.control.refund_mode("insufficient_funds")
    ledgers.refunded(1, 700)
    _, charge = ledgers.sold(2)
    ledgers.control.dispute(charge)
    ledgers.sync()
    read(ledgers)

    proof = ledgers.books(later=NEXT_MONTH).prove(MONTH)

    [balance] = proof.balances
    said = {one.what: one.amount.amount for one in balance.items}
    assert said == {
        "a refund that is pending: its money has not moved yet": 700,
        "an open dispute: its bank has the money until it is decided": -5000,
    }
    assert (balance.documents, balance.ledger) == (Money(9300, "eur"), Money(5000, "eur"))
    assert proof.is_balanced


def test_a_payment_of_the_month_before_is_at_the_edge(ledgers: Ledgers) -> None:
    ledgers.sold()
    ledgers.thaw()
    ledgers.change(LedgerEntry, {}, at=datetime(2020, 1, 31, 23, 59, 59, tzinfo=UTC))
    read(ledgers)

    books = ledgers.books(later=NEXT_MONTH)
    [then], [now] = books.prove("2020-01").balances, books.prove(MONTH).balances

    assert [one.amount.amount for one in then.items] == [5000, 5000]
    assert [one.amount.amount for one in now.items] == [-5000, -5000]
    assert all("at the month's edge" in one.what for one in (*then.items, *now.items))
    assert books.close("2020-01").number == 1


@pytest.mark.parametrize(("refunded", "credited"), [(5000, 5000), (2000, 5000), (None, 5000)])
def test_a_lost_dispute_of_what_had_been_given_back_is_a_loss_and_no_document(
    ledgers: Ledgers, refunded: int | None, credited: int
) -> None:
    if refunded is None:
        _, charge = ledgers.sold()
    else:
        ledgers.refunded(amount=refunded)
        [paid] = rows(ledgers.booth, Payment)
        charge = paid["charge_id"]
    ledgers.sync()
    opened = ledgers.control.dispute(charge, amount=5000)
    ledgers.control.move_dispute(opened["id"], "lost")
    ledgers.sync()

    said = ledgers.reconcile(fixes=True)
    read(ledgers)
    proof = ledgers.books(later=NEXT_MONTH).prove(MONTH)

    [balance] = proof.balances
    assert (said.codes, proof.is_balanced) == ([], True)
    assert balance.credited.amount == credited
    losses = [one.amount.amount for one in balance.items if "a loss" in one.what]
    assert losses == ([-refunded] if refunded else [])
    assert [one["loss"] for one in rows(ledgers.booth, Dispute)] == [refunded or 0]


def change_entry(ledgers: Ledgers) -> None:
    ledgers.thaw()
    ledgers.change(LedgerEntry, {"kind": "payment"}, amount=4999)


def lose_invoice(ledgers: Ledgers) -> None:
    ledgers.sold(2)
    [first, _] = rows(ledgers.booth, Payment)
    ledgers.thaw()
    ledgers.drop_documents(f"payment:{first['reference']}")


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (change_entry, "the ledger's amount is not the one of the document"),
        (lose_invoice, "a payment without an invoice"),
    ],
)
def test_a_month_that_does_not_balance_is_refused_and_says_why(
    ledgers: Ledgers, damage: Callable[[Ledgers], None], says: str
) -> None:
    ledgers.sold(1)
    damage(ledgers)
    read(ledgers)

    with pytest.raises(NotBalancedError) as refusal:
        ledgers.books(later=NEXT_MONTH).close(MONTH)

    assert says in refusal.value.message
    assert rows(ledgers.booth, Closing) == []


def test_a_movement_that_the_ledger_lacks_is_refused(ledgers: Ledgers) -> None:
    _, charge = ledgers.sold()
    ledgers.control.dashboard_refund(charge, 700)
    read(ledgers)

    with pytest.raises(NotBalancedError) as refusal:
        ledgers.books(later=NEXT_MONTH).close(MONTH)

    assert "our ledger has no such movement" in refusal.value.message
    assert "7.00 EUR" in refusal.value.message


def test_payments_by_hand_are_summed_apart(ledgers: Ledgers) -> None:
    ledgers.sold()
    ledgers.thaw()
    ledgers.change(Payment, {}, provider="manual", charge_id=None, intent_id=None)
    ledgers.change(LedgerEntry, {}, provider="manual")

    [balance] = ledgers.books(later=NEXT_MONTH).prove(MONTH).balances

    [one] = balance.items
    assert (one.side, one.amount.amount, one.count) == ("Stripe", 5000, 1)
    assert "by hand" in one.what
    assert balance.is_balanced
    assert balance.provider.amount == 0


def test_a_month_that_changed_since_says_so(ledgers: Ledgers) -> None:
    ledgers.sold(1)
    read(ledgers)
    books = ledgers.books(later=NEXT_MONTH)
    books.close(MONTH)
    ledgers.sold(2)
    read(ledgers)

    verified = books.verify(MONTH)

    assert not verified.is_sound
    assert "ledger changed by 50.00 EUR since it was closed: close the month again" in verified.said


def test_a_proof_that_was_changed_is_found_out(ledgers: Ledgers) -> None:
    ledgers.sold()
    read(ledgers)
    books = ledgers.books(later=NEXT_MONTH)
    books.close(MONTH)
    ledgers.thaw()
    [kept] = rows(ledgers.booth, Closing)
    ledgers.change(Closing, {}, body=kept["body"].replace("5000", "5001"))

    said = books.verify(MONTH).said

    assert f"closing 1 of {MONTH} was changed after it was written" in said


def test_a_month_of_which_not_all_was_read_is_refused(ledgers: Ledgers) -> None:
    ledgers.sold()
    ledgers.reconcile()

    with pytest.raises(NotReadError):
        ledgers.books(later=NEXT_MONTH).close(MONTH)


def test_a_month_that_was_not_closed_cannot_be_verified(ledgers: Ledgers) -> None:
    with pytest.raises(NotClosedError):
        ledgers.books(later=NEXT_MONTH).verify(MONTH)


def test_a_month_that_is_not_over_is_refused() -> None:
    with pytest.raises(MonthOpenError, match="through 2026-11-30"):
        past("2026-11", datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC))


def test_a_month_ends_when_the_next_begins() -> None:
    month = past("2026-12", datetime(2027, 1, 1, tzinfo=UTC))

    assert month.ends == datetime(2027, 1, 1, tzinfo=UTC)
    assert not month.has(month.ends)


@pytest.mark.parametrize("written", ["2026-13", "2026", "november", "2026-1", "0000-01"])
def test_what_is_no_month_is_refused(written: str) -> None:
    with pytest.raises(BadMonthError):
        past(written, utc_now())
