"""Reconciling says everything that differs, and puts right what has one right answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from academy_cli.books.errors import NothingStoredError
from academy_cli.kit.clock import utc_now
from academy_cli.kit.money import Money
from academy_cli.models import (
    Grant,
    LedgerEntry,
    Order,
    Payment,
    Refund,
    StripeObject,
)
from academy_cli.payments.gateway import Window
from academy_cli.payments.refunds.wish import Wish
from academy_cli.payments.service import ByHand, Payments
from tests.books.damages import (
    FIXABLE,
    FOR_A_PERSON,
    invent_payment,
    lose_only_invoice,
    refund_in_dashboard,
)
from tests.books.ledgers import Ledgers
from tests.engines import in_turns
from tests.payments.till import order, pay, rows

HOUR = timedelta(hours=1)


def named(damage: Callable[[Ledgers], None]) -> str:
    """What was done, as the test says it."""
    return damage.__name__


def test_books_that_agree_have_no_difference(ledgers: Ledgers) -> None:
    ledgers.sold(1)
    ledgers.refunded(2, 700)
    _, charge = ledgers.sold(3)
    ledgers.control.dispute(charge)
    ledgers.control.bulk(charges=5, refunds=2)
    ledgers.sync()

    said = ledgers.reconcile()

    assert said.differences == []
    assert (said.done.read["charge"], said.done.left) == (8, 0)


@in_turns
@pytest.mark.parametrize("damage", FIXABLE, ids=named)
def test_what_has_one_right_answer_is_said_and_put_right(
    ledgers: Ledgers, damage: Callable[[Ledgers], None]
) -> None:
    damage(ledgers)

    said = ledgers.reconcile()
    mended = ledgers.reconcile(fixes=True)

    assert FIXABLE[damage] in said.codes
    assert mended.codes == [], mended.done.failed
    assert mended.done.fixed
    assert ledgers.reconcile(is_stored=True).codes == []


@in_turns
@pytest.mark.parametrize("damage", FOR_A_PERSON, ids=named)
def test_what_a_person_has_to_decide_is_said_and_left(
    ledgers: Ledgers, damage: Callable[[Ledgers], None]
) -> None:
    damage(ledgers)

    said = ledgers.reconcile()
    ledgers.reconcile(fixes=True)
    again = ledgers.reconcile()

    assert FOR_A_PERSON[damage] in said.codes
    [one] = [one for one in said.differences if one.code == FOR_A_PERSON[damage]]
    assert (one.fix, bool(one.why), bool(one.references)) == (None, True, True)
    assert FOR_A_PERSON[damage] in again.codes


def test_without_being_asked_to_nothing_is_put_right(ledgers: Ledgers) -> None:
    refund_in_dashboard(ledgers)

    ledgers.reconcile()

    assert ledgers.reconcile().codes == ["refund.not-in-books", "ledger.lacks"]
    assert rows(ledgers.booth, Refund) == []


def test_a_refund_of_one_line_leaves_the_access_of_the_others(ledgers: Ledgers) -> None:
    reference = order(ledgers.booth, "ann@x.org", {"python": 4900, "rust": 3000})
    pay(ledgers.booth, reference)
    wish = Wish(reference, "key-1", lines={2: None}, access="remove")
    ledgers.booth.refunds().create(wish)
    sound = ledgers.reconcile()
    ledgers.change(Grant, {}, revoked_at=None, revoke_reason=None)

    said = ledgers.reconcile()
    mended = ledgers.reconcile(fixes=True)

    assert (sound.codes, said.codes, mended.codes) == ([], ["access.remains"], [])
    grants = [one["revoked_at"] is None for one in rows(ledgers.booth, Grant)]
    assert sorted(grants) == [False, True]


@pytest.mark.parametrize("refunded", [True, False])
def test_what_was_paid_twice_is_said_until_one_of_them_went_back(
    ledgers: Ledgers, *, refunded: bool
) -> None:
    reference, _ = ledgers.sold()
    pay(ledgers.booth, reference)
    second = rows(ledgers.booth, Payment)[1]["reference"]
    if refunded:
        ledgers.booth.refunds().create(Wish(second, "key-1"))

    said = ledgers.reconcile()

    told = [(one.code, one.amount, one.references) for one in said.differences]
    odd = ("order.overpaid", Money(5000, "eur"), (reference, second))
    assert told == ([] if refunded else [odd])


@pytest.mark.parametrize(
    ("amounts", "code"),
    [((2000,), "order.paid-in-part"), ((2000, 4000), "order.overpaid-by-hand"), ((5000,), None)],
)
def test_what_staff_wrote_down_of_their_own_will_is_a_notice(
    ledgers: Ledgers, amounts: tuple[int, ...], code: str | None
) -> None:
    reference = order(ledgers.booth, "ann@x.org", {"python": 5000})
    ledgers.change(Order, {"reference": reference}, provider="manual")
    for amount in amounts:
        got = ByHand(
            Money(amount, "eur"), "cash", f"till-{amount}", order=reference, is_partial=True
        )
        Payments(ledgers.booth.till()).record(got)

    said = ledgers.reconcile()

    notices = [(one.code, one.is_notice) for one in said.differences]
    assert notices == ([(code, True)] if code else [])
    assert said.done.left == 0


def test_access_that_was_kept_by_choice_is_a_notice(ledgers: Ledgers) -> None:
    _, charge = ledgers.sold()
    ledgers.control.dashboard_refund(charge)
    ledgers.sync()

    said = ledgers.reconcile()

    assert [(one.code, one.is_notice) for one in said.differences] == [("access.kept", True)]
    assert (said.done.left, said.done.notices) == (0, 1)


def test_a_refund_that_failed_before_anybody_knew_of_it_is_in_the_ledger_both_ways(
    ledgers: Ledgers,
) -> None:
    _, charge = ledgers.sold()
    made = ledgers.control.dashboard_refund(charge, 700)
    ledgers.control.settle(made["id"], "failed")

    said = ledgers.reconcile(fixes=True)

    assert said.codes == []
    moved = [one["amount"] for one in rows(ledgers.booth, LedgerEntry)]
    assert moved == [5000, -700, 700]
    [payment] = rows(ledgers.booth, Payment)
    assert (payment["reserved_own"], payment["refunded_external"]) == (0, 0)


def test_an_old_refund_that_changes_is_seen_the_next_time(ledgers: Ledgers) -> None:
    ledgers.control.refund_mode("pending")
    _, refund = ledgers.refunded(amount=700)
    ledgers.reconcile()
    [mine] = rows(ledgers.booth, Refund, reference=refund)
    ledgers.change(StripeObject, {"kind": "refund"}, created=utc_now() - timedelta(days=40))
    ledgers.control.settle(mine["provider_id"], "succeeded")

    assert "refund.state-differs" in ledgers.reconcile().codes


def test_what_is_outside_a_window_is_not_missed(ledgers: Ledgers) -> None:
    invent_payment(ledgers)
    later = Window(utc_now() + HOUR, utc_now() + 2 * HOUR)

    assert ledgers.reconcile(window=later).codes == []


def test_nothing_can_be_compared_before_anything_was_read(ledgers: Ledgers) -> None:
    with pytest.raises(NothingStoredError):
        ledgers.reconcile(is_stored=True)


def test_what_came_after_stripe_was_asked_is_not_missed_there(ledgers: Ledgers) -> None:
    ledgers.sold(1)
    ledgers.reconcile()
    ledgers.sold(2)

    assert ledgers.reconcile(is_stored=True).codes == []


def test_where_no_document_was_ever_issued_none_is_missed(ledgers: Ledgers) -> None:
    lose_only_invoice(ledgers)

    said = ledgers.reconcile()

    assert (said.codes, said.done.has_documents) == ([], False)
