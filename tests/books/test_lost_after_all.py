"""A refund that fails though a dispute of its payment was lost: the payer has the money once."""

from __future__ import annotations

import pytest

from academy_cli.books.closing.views import Balance
from academy_cli.kit.money import Money
from academy_cli.models import Dispute, Invoice, LedgerEntry, Payment, Refund
from academy_cli.payments.refunds.wish import Wish
from tests.books.ledgers import Ledgers
from tests.books.test_closing import MONTH, NEXT_MONTH, read
from tests.payments.till import rows

pytestmark = pytest.mark.slow


def refunded(ledgers: Ledgers, amount: int | None) -> str:
    """The charge of an order whose refund is pending, or has arrived as far as anybody knows."""
    ledgers.refunded(amount=amount)
    [paid] = rows(ledgers.booth, Payment)
    return str(paid["charge_id"])


def lose(ledgers: Ledgers, charge: str) -> None:
    opened = ledgers.control.dispute(charge, amount=5000)
    ledgers.control.move_dispute(opened["id"], "lost")


def balance(ledgers: Ledgers) -> Balance:
    """What the month comes to; it can be closed."""
    read(ledgers)
    books = ledgers.books(later=NEXT_MONTH)
    proof = books.prove(MONTH)
    assert proof.is_balanced
    assert books.close(MONTH).number == 1
    assert books.verify(MONTH).is_sound
    [found] = proof.balances
    return found


def credited(ledgers: Ledgers) -> int:
    """How much of the invoice is credited by now."""
    every = rows(ledgers.booth, Invoice)
    taken = {one["corrects_id"] for one in every}
    notes = [one for one in every if one["kind"] == "credit_note" and one["id"] not in taken]
    return sum(one["gross"] for one in notes)


@pytest.mark.parametrize("amount", [None, 2000])
def test_a_pending_refund_that_fails_by_the_dispute_is_no_loss(
    ledgers: Ledgers, amount: int | None
) -> None:
    """Both are heard of in one sync, the dispute first."""
    ledgers.control.refund_mode("pending")
    charge = refunded(ledgers, amount)
    ledgers.sync()
    lose(ledgers, charge)
    ledgers.sync()

    said, month = ledgers.reconcile(), balance(ledgers)

    assert [one["state"] for one in rows(ledgers.booth, Refund)] == ["failed"]
    assert sum(one["amount"] for one in rows(ledgers.booth, LedgerEntry)) == 0
    assert [one["loss"] for one in rows(ledgers.booth, Dispute)] == [0]
    assert credited(ledgers) == 5000
    assert said.codes == []
    assert (month.documents, month.ledger.amount, month.provider.amount) == (month.ledger, 0, 0)
    assert not [one for one in month.items if "a loss" in one.what]


@pytest.mark.parametrize("amount", [None, 2000])
def test_a_refund_that_fails_late_makes_the_loss_a_credit_note(
    ledgers: Ledgers, amount: int | None
) -> None:
    charge = refunded(ledgers, amount)
    ledgers.sync()
    lose(ledgers, charge)
    ledgers.sync()
    before = [one["loss"] for one in rows(ledgers.booth, Dispute)]
    [mine] = rows(ledgers.booth, Refund)

    ledgers.control.settle(mine["provider_id"], "failed")
    ledgers.sync()

    said, month = ledgers.reconcile(), balance(ledgers)
    assert (before, [one["loss"] for one in rows(ledgers.booth, Dispute)]) == (
        [amount or 5000],
        [0],
    )
    assert credited(ledgers) == 5000
    assert said.codes == []
    assert (month.documents, month.ledger.amount, month.provider.amount) == (month.ledger, 0, 0)


@pytest.mark.parametrize("amount", [None, 2000])
def test_a_loss_that_is_none_is_said_and_put_right(ledgers: Ledgers, amount: int | None) -> None:
    charge = refunded(ledgers, amount)
    lose(ledgers, charge)
    ledgers.sync()
    [mine] = rows(ledgers.booth, Refund)
    sound = ledgers.reconcile().codes
    ledgers.control.settle(mine["provider_id"], "failed")
    ledgers.sync()
    [dispute] = rows(ledgers.booth, Dispute)
    ledgers.thaw()
    ledgers.change(Dispute, {}, loss=amount or 5000, credit_note_id=None)
    of_all = f"dispute:{dispute['provider_id']}"
    ledgers.drop_documents(of_all if amount is None else f"refund-disputed:{mine['reference']}")
    if amount:
        ledgers.change(Dispute, {}, credit_note_id=dispute["credit_note_id"])

    said = ledgers.reconcile()
    mended = ledgers.reconcile(fixes=True)

    assert (sound, said.codes, mended.codes) == ([], ["document.no-note-of-dispute"], [])
    assert [one.amount.amount for one in said.differences if one.amount] == [amount or 5000]
    assert [one["loss"] for one in rows(ledgers.booth, Dispute)] == [0]
    assert credited(ledgers) == 5000


def test_two_refunds_that_fail_one_after_the_other_are_each_credited_once(ledgers: Ledgers) -> None:
    charge = refunded(ledgers, 2000)
    reference = rows(ledgers.booth, Payment)[0]["reference"]
    ledgers.booth.refunds().create(Wish(reference, "second", Money(1000, "eur")))
    lose(ledgers, charge)
    ledgers.sync()

    losses = []
    for mine in rows(ledgers.booth, Refund):
        ledgers.control.settle(mine["provider_id"], "failed")
        for _ in range(2):
            ledgers.sync()
        losses.append(rows(ledgers.booth, Dispute)[0]["loss"])

    month = balance(ledgers)
    assert losses == [1000, 0]
    assert credited(ledgers) == 5000
    assert (month.documents, month.ledger.amount) == (month.ledger, 0)
    assert sum("credit note of its own" in one.what for one in month.items) == 3


def test_what_was_given_back_and_arrived_stays_a_loss(ledgers: Ledgers) -> None:
    charge = refunded(ledgers, 2000)
    ledgers.control.refund_mode("fail")
    reference = rows(ledgers.booth, Payment)[0]["reference"]
    ledgers.booth.refunds().create(Wish(reference, "second", Money(1000, "eur")))
    lose(ledgers, charge)
    ledgers.sync()

    month = balance(ledgers)

    assert [one["loss"] for one in rows(ledgers.booth, Dispute)] == [2000]
    assert (credited(ledgers), month.ledger.amount) == (5000, -2000)
    assert ledgers.reconcile().codes == []
