"""Disputes: money that banks take back, and what may become of it."""

from __future__ import annotations

import pytest
import stripe

from academy_cli.payments.standin.control import ControlError
from tests.payments.standin.buying import charge, charged, kinds, paid, refunded
from tests.payments.standin.provider import Provider, Standin


def movements(standin: Standin, dispute: str) -> list[tuple[str, str, int, int]]:
    """What a dispute moved, from the first on: type, category, amount, fee."""
    rows = standin.api.balance_transactions.list({"source": dispute}).data
    return [(one.type, one.reporting_category, one.amount, one.fee) for one in reversed(rows)]


@pytest.mark.contract
def test_the_card_for_disputes_is_disputed(provider: Provider) -> None:
    name = charged(provider, payment_method="pm_card_createDispute")

    assert charge(provider, name).paid is True


def test_a_dispute_takes_the_money_and_a_fee(stripe_standin: Standin) -> None:
    name = charged(stripe_standin, 5000)

    dispute = stripe_standin.control.dispute(name, "product_not_received")

    assert (dispute["status"], dispute["reason"]) == ("needs_response", "product_not_received")
    assert movements(stripe_standin, dispute["id"]) == [("adjustment", "dispute", -5000, 1500)]
    assert charge(stripe_standin, name).disputed is True


def test_a_dispute_tells_of_itself(stripe_standin: Standin) -> None:
    stripe_standin.control.dispute(charged(stripe_standin))

    assert kinds(stripe_standin)[:2] == [
        "charge.dispute.funds_withdrawn",
        "charge.dispute.created",
    ]


def test_a_dispute_that_is_won_returns_the_money_and_not_the_fee(stripe_standin: Standin) -> None:
    dispute = stripe_standin.control.dispute(charged(stripe_standin, 5000))

    stripe_standin.control.move_dispute(dispute["id"], "under_review")
    stripe_standin.control.move_dispute(dispute["id"], "won")

    assert movements(stripe_standin, dispute["id"])[1:] == [
        ("adjustment", "dispute_reversal", 5000, 0)
    ]
    assert kinds(stripe_standin)[:3] == [
        "charge.dispute.closed",
        "charge.dispute.funds_reinstated",
        "charge.dispute.updated",
    ]


def test_what_was_won_may_be_refunded(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin)
    dispute = stripe_standin.control.dispute(intent.latest_charge)

    stripe_standin.control.move_dispute(dispute["id"], "won")

    assert refunded(stripe_standin, intent.id).status == "succeeded"


def test_what_was_lost_may_not(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin)
    dispute = stripe_standin.control.dispute(intent.latest_charge)

    stripe_standin.control.move_dispute(dispute["id"], "lost")

    with pytest.raises(stripe.InvalidRequestError):
        refunded(stripe_standin, intent.id)


def test_a_dispute_can_be_accepted_and_is_lost_then(stripe_standin: Standin) -> None:
    dispute = stripe_standin.control.dispute(charged(stripe_standin))

    closed = stripe_standin.api.disputes.close(dispute["id"])

    assert closed.status == "lost"
    assert kinds(stripe_standin)[0] == "charge.dispute.closed"


def test_evidence_puts_a_dispute_under_review(stripe_standin: Standin) -> None:
    dispute = stripe_standin.control.dispute(charged(stripe_standin))

    answered = stripe_standin.api.disputes.update(
        dispute["id"], {"evidence": {"uncategorized_text": "They finished the course."}}
    )

    assert (answered.status, answered.evidence_details.has_evidence) == ("under_review", True)


def test_an_inquiry_takes_nothing_and_does_not_stop_refunds(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin)

    inquiry = stripe_standin.control.dispute(intent.latest_charge, is_inquiry=True)

    assert inquiry["status"] == "warning_needs_response"
    assert movements(stripe_standin, inquiry["id"]) == []
    assert refunded(stripe_standin, intent.id, 100).status == "succeeded"


def test_an_inquiry_may_become_a_dispute(stripe_standin: Standin) -> None:
    inquiry = stripe_standin.control.dispute(charged(stripe_standin, 5000), is_inquiry=True)

    stripe_standin.control.move_dispute(inquiry["id"], "needs_response")

    assert movements(stripe_standin, inquiry["id"]) == [("adjustment", "dispute", -5000, 1500)]


@pytest.mark.parametrize("status", ["needs_response", "won", "warning_closed"])
def test_what_is_lost_stays_lost(stripe_standin: Standin, status: str) -> None:
    dispute = stripe_standin.control.dispute(charged(stripe_standin))
    stripe_standin.api.disputes.close(dispute["id"])

    with pytest.raises(ControlError):
        stripe_standin.control.move_dispute(dispute["id"], status)


def test_a_charge_is_disputed_once(stripe_standin: Standin) -> None:
    name = charged(stripe_standin)
    stripe_standin.control.dispute(name)

    with pytest.raises(ControlError):
        stripe_standin.control.dispute(name)


def test_disputes_are_listed_by_their_charge(stripe_standin: Standin) -> None:
    intent, other = paid(stripe_standin), charged(stripe_standin)
    dispute = stripe_standin.control.dispute(intent.latest_charge)
    stripe_standin.control.dispute(other)

    for about in ({"charge": intent.latest_charge}, {"payment_intent": intent.id}):
        found = stripe_standin.api.disputes.list(about)

        assert [one.id for one in found.data] == [dispute["id"]]
