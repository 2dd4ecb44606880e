"""What becomes of a refund later, and where the money is meanwhile."""

from __future__ import annotations

import pytest
import stripe

from academy_cli.payments.standin.control import ControlError
from academy_cli.payments.standin.world import RefundMode
from tests.payments.standin.buying import charge, kinds, paid, refunded
from tests.payments.standin.provider import Provider, Standin


def movements(standin: Standin, refund: str) -> list[tuple[str, int]]:
    """Type and amount of what a refund moved, from the first on."""
    rows = standin.api.balance_transactions.list({"source": refund}).data
    return [(one.type, one.amount) for one in reversed(rows)]


@pytest.mark.contract
def test_a_refund_of_the_card_for_it_is_pending_at_first(provider: Provider) -> None:
    intent = paid(provider, payment_method="pm_card_pendingRefund")

    assert refunded(provider, intent.id).status == "pending"


@pytest.mark.contract
def test_a_refund_of_the_card_for_late_failure_succeeds_at_first(provider: Provider) -> None:
    intent = paid(provider, payment_method="pm_card_refundFail")

    assert refunded(provider, intent.id).status == "succeeded"


def test_a_pending_refund_counts_already(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin, 5000, payment_method="pm_card_pendingRefund")

    refund = refunded(stripe_standin, intent.id, 2000)

    assert refund.pending_reason == "processing"
    assert charge(stripe_standin, intent.latest_charge).amount_refunded == 2000


def test_a_pending_refund_settles(stripe_standin: Standin) -> None:
    stripe_standin.control.refund_mode(RefundMode.PENDING)
    refund = refunded(stripe_standin, paid(stripe_standin).id, 2000)

    stripe_standin.control.settle(refund.id, "succeeded")

    found = stripe_standin.api.refunds.retrieve(refund.id)
    assert (found.status, movements(stripe_standin, refund.id)) == (
        "succeeded",
        [("refund", -2000)],
    )
    assert kinds(stripe_standin)[:2] == ["charge.refund.updated", "refund.updated"]


def test_a_refund_that_waits_for_funds_moves_money_when_it_settles(
    stripe_standin: Standin,
) -> None:
    stripe_standin.control.refund_mode(RefundMode.INSUFFICIENT_FUNDS)
    refund = refunded(stripe_standin, paid(stripe_standin).id, 2000)
    assert (refund.pending_reason, refund.balance_transaction) == ("insufficient_funds", None)

    stripe_standin.control.settle(refund.id, "succeeded")

    assert movements(stripe_standin, refund.id) == [("refund", -2000)]


def test_a_refund_that_fails_late_gives_everything_back(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin, 5000)
    refund = refunded(stripe_standin, intent.id)

    stripe_standin.control.settle(refund.id, "failed")

    found = stripe_standin.api.refunds.retrieve(refund.id)
    assert (found.status, found.failure_reason) == ("failed", "lost_or_stolen_card")
    assert movements(stripe_standin, refund.id) == [("refund", -5000), ("refund_failure", 5000)]
    now = charge(stripe_standin, intent.latest_charge)
    assert (now.amount_refunded, now.refunded) == (0, False)


def test_a_late_failure_tells_of_itself(stripe_standin: Standin) -> None:
    refund = refunded(stripe_standin, paid(stripe_standin).id)

    stripe_standin.control.settle(refund.id, "failed")

    assert kinds(stripe_standin)[:3] == ["refund.failed", "charge.refund.updated", "refund.updated"]
    updated = stripe_standin.api.events.list({"type": "refund.updated"}).data[0]
    assert updated.data.previous_attributes["status"] == "succeeded"


def test_what_failed_may_be_refunded_again(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin)
    stripe_standin.control.settle(refunded(stripe_standin, intent.id).id, "failed")

    assert refunded(stripe_standin, intent.id).amount == 5000


def test_a_refund_that_fails_at_once_moves_nothing(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin)
    stripe_standin.control.refund_mode(RefundMode.FAIL)

    refund = refunded(stripe_standin, intent.id)

    assert (refund.status, movements(stripe_standin, refund.id)) == ("failed", [])
    assert charge(stripe_standin, intent.latest_charge).amount_refunded == 0


def test_a_refund_that_waits_for_its_customer_can_be_cancelled(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin)
    stripe_standin.control.refund_mode(RefundMode.REQUIRES_ACTION)
    refund = refunded(stripe_standin, intent.id)
    assert refund.status == "requires_action"

    cancelled = stripe_standin.api.refunds.cancel(refund.id)

    assert (cancelled.status, movements(stripe_standin, refund.id)) == ("canceled", [])
    assert charge(stripe_standin, intent.latest_charge).amount_refunded == 0


@pytest.mark.parametrize("status", ["succeeded", "canceled", "requires_action", "lost"])
def test_a_refund_goes_no_other_way(stripe_standin: Standin, status: str) -> None:
    refund = refunded(stripe_standin, paid(stripe_standin).id)

    with pytest.raises(ControlError):
        stripe_standin.control.settle(refund.id, status)


def test_a_pending_refund_fails_when_its_payment_is_disputed(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin)
    stripe_standin.control.refund_mode(RefundMode.PENDING)
    refund = refunded(stripe_standin, intent.id, 1000)

    stripe_standin.control.dispute(intent.latest_charge)

    assert stripe_standin.api.refunds.retrieve(refund.id).status == "failed"


def test_a_disputed_charge_is_not_refunded(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin)
    stripe_standin.control.dispute(intent.latest_charge)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        refunded(stripe_standin, intent.id)

    assert refused.value.code == "charge_disputed"
