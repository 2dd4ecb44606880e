"""Money that staff pay out themselves, whoever took it: written down once, on paper, and in every sum."""

from __future__ import annotations

from datetime import timedelta

import pytest

from academy_cli.kit.money import Money
from academy_cli.models import Grant, Invoice, LedgerEntry, Refund
from academy_cli.payments.refunds.errors import DisputedError, NothingLeftToRefundError
from academy_cli.payments.refunds.listing import Wanted
from academy_cli.payments.refunds.wish import Wish
from tests.books.ledgers import Ledgers
from tests.books.test_closing import MONTH, NEXT_MONTH, read
from tests.payments.till import rows


def failed(ledgers: Ledgers) -> tuple[str, str]:
    """An order, and its refund that did not arrive."""
    order, refund = ledgers.refunded()
    [mine] = rows(ledgers.booth, Refund, reference=refund)
    ledgers.control.settle(mine["provider_id"], "failed")
    ledgers.sync()
    return order, refund


def test_what_failed_and_was_paid_out_otherwise_is_in_the_books_and_cannot_go_twice(
    ledgers: Ledgers,
) -> None:
    order, refund = failed(ledgers)
    refunds = ledgers.booth.refunds()

    made = refunds.create(Wish(order, "by-hand", note="Transfer of today", is_by_hand=True))

    assert (made.state, made.provider, made.provider_id) == ("succeeded", "manual", None)
    [paid] = [one for one in rows(ledgers.booth, LedgerEntry) if one["provider"] == "manual"]
    assert (paid["kind"], paid["amount"]) == ("refund", -5000)
    abouts = [one["about"] for one in rows(ledgers.booth, Invoice)]
    assert abouts[-1] == f"refund:{made.reference}"
    [grant] = rows(ledgers.booth, Grant, reference=order)
    assert grant["revoked_at"] is not None
    assert refunds.list(Wanted(needs_attention=True)) == []
    assert refunds.show(refund).state == "failed"
    with pytest.raises(NothingLeftToRefundError):
        refunds.create(Wish(order, "again"))


def test_books_with_money_paid_out_by_hand_agree_and_are_closed(ledgers: Ledgers) -> None:
    order, _ = failed(ledgers)
    ledgers.booth.refunds().create(Wish(order, "by-hand", Money(2000, "eur"), is_by_hand=True))

    assert ledgers.reconcile().codes == []
    read(ledgers)
    proof = ledgers.books(later=NEXT_MONTH).prove(MONTH)

    [balance] = proof.balances
    assert (balance.documents, balance.ledger) == (Money(3000, "eur"),) * 2
    assert balance.provider == Money(5000, "eur")
    assert all(item.is_explained for item in balance.items)
    assert ledgers.books(later=NEXT_MONTH).close(MONTH).number == 1


def test_stripe_is_not_asked_for_what_goes_by_hand(ledgers: Ledgers) -> None:
    order, _ = ledgers.sold()

    ledgers.booth.refunds().create(Wish(order, "by-hand", is_by_hand=True))

    assert not ledgers.control.dump().get("refund")


def test_of_a_disputed_payment_only_what_goes_by_hand_does(ledgers: Ledgers) -> None:
    order, charge = ledgers.sold()
    ledgers.control.dispute(charge, amount=1000)
    ledgers.sync()
    refunds = ledgers.booth.refunds()

    with pytest.raises(DisputedError, match="disputed"):
        refunds.create(Wish(order, "by-stripe", Money(4000, "eur")))
    made = refunds.create(Wish(order, "by-hand", Money(4000, "eur"), is_by_hand=True))

    assert made.state == "succeeded"
    assert ledgers.reconcile().codes == []


def test_a_key_that_asked_for_it_by_hand_is_not_one_that_asks_stripe(ledgers: Ledgers) -> None:
    order, _ = ledgers.sold()
    refunds = ledgers.booth.at(timedelta(0)).refunds()
    refunds.create(Wish(order, "k", Money(1000, "eur"), is_by_hand=True))

    again = refunds.create(Wish(order, "k", Money(1000, "eur"), is_by_hand=True))

    assert len(rows(ledgers.booth, Refund)) == 1
    assert again.state == "succeeded"
    with pytest.raises(Exception, match="k"):
        refunds.create(Wish(order, "k", Money(1000, "eur")))
