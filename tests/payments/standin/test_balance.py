"""The balance: what each movement brings, costs, and when it is there."""

from __future__ import annotations

import pytest

from academy_cli.payments.standin.control import ControlError
from tests.payments.standin.buying import charge, paid, refunded
from tests.payments.standin.provider import Provider, Standin

DAY_S = 24 * 3600


@pytest.mark.contract
def test_a_payment_is_a_movement_less_a_fee(provider: Provider) -> None:
    intent = provider.api.payment_intents.retrieve(
        paid(provider, 5000).id, {"expand": ["latest_charge.balance_transaction"]}
    )

    movement = intent.latest_charge.balance_transaction

    assert (movement.type, movement.source) == ("charge", intent.latest_charge.id)
    assert movement.net == movement.amount - movement.fee


@pytest.mark.parametrize(("amount", "fee"), [(5000, 175), (4950, 174), (1050, 60), (50, 31)])
def test_the_fee_is_rounded_half_up(stripe_standin: Standin, amount: int, fee: int) -> None:
    paid(stripe_standin, amount)

    (movement,) = stripe_standin.api.balance_transactions.list().data

    assert movement.fee == fee


def test_the_fee_does_not_come_back(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin, 5000)
    refund = refunded(stripe_standin, intent.id)

    movement = stripe_standin.api.balance_transactions.retrieve(refund.balance_transaction)

    assert (movement.type, movement.amount, movement.fee, movement.net) == (
        "refund", -5000, 0, -5000,
    )  # fmt: skip


def test_a_payment_without_a_card_is_called_a_payment(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin, payment_method="pm_usBankAccount")
    stripe_standin.control.arrive(payment_intent=intent.id)
    stripe_standin.control.settle(refunded(stripe_standin, intent.id, 100).id, "failed")

    types = [one.type for one in stripe_standin.api.balance_transactions.list().data]

    assert types == ["payment_failure_refund", "payment_refund", "payment"]


def test_money_is_there_two_days_later(stripe_standin: Standin) -> None:
    paid(stripe_standin, 5000)
    before = stripe_standin.api.balance.retrieve()

    stripe_standin.control.advance(2 * DAY_S)

    after = stripe_standin.api.balance.retrieve()
    assert [(one.currency, one.amount) for one in before.pending] == [("usd", 4825)]
    assert [(one.currency, one.amount) for one in after.available] == [("usd", 4825)]


def test_what_is_there_is_paid_out(stripe_standin: Standin) -> None:
    paid(stripe_standin, 5000)
    stripe_standin.control.advance(2 * DAY_S)

    payout = stripe_standin.control.payout("usd")

    found = stripe_standin.api.balance_transactions.list({"payout": payout["id"]}).data
    assert [(one.type, one.net) for one in found] == [("payout", -4825), ("charge", 4825)]
    assert stripe_standin.api.payouts.retrieve(payout["id"]).status == "paid"


def test_what_is_not_there_is_not_paid_out(stripe_standin: Standin) -> None:
    paid(stripe_standin, 5000)

    with pytest.raises(ControlError):
        stripe_standin.control.payout("usd")


def test_movements_are_found_by_type_and_source(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin)
    refund = refunded(stripe_standin, intent.id, 100)
    stripe_standin.control.fee(250, description="Radar")
    listed = stripe_standin.api.balance_transactions.list

    assert [one.source for one in listed({"type": "refund"}).data] == [refund.id]
    assert [one.type for one in listed({"source": intent.latest_charge}).data] == ["charge"]
    assert [one.amount for one in listed({"type": "stripe_fee"}).data] == [-250]


def test_a_charge_has_its_refunds_where_that_is_asked_for(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin)
    refund = refunded(stripe_standin, intent.id, 100)

    found = stripe_standin.api.charges.retrieve(intent.latest_charge, {"expand": ["refunds"]})

    assert [one.id for one in found.refunds.data] == [refund.id]
    assert "refunds" not in charge(stripe_standin, intent.latest_charge)
