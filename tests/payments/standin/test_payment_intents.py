"""Payment intents and charges: paid, declined, slow, asked again, given up."""

from __future__ import annotations

import pytest
import stripe

from tests.payments.standin.buying import charge, intent_params, kinds, paid
from tests.payments.standin.provider import Provider, Standin


@pytest.mark.contract
def test_a_payment_has_a_charge_that_says_what_was_paid(provider: Provider) -> None:
    intent = paid(provider, 5000, metadata={"order": "7"})

    made = charge(provider, intent.latest_charge)

    assert (intent.status, intent.amount_received) == ("succeeded", 5000)
    assert (made.amount, made.currency, made.paid, made.status) == (5000, "usd", True, "succeeded")
    assert made.metadata.to_dict() == {"order": "7"}


@pytest.mark.contract
@pytest.mark.parametrize(
    ("card", "code", "decline_code"),
    [
        ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", None),
    ],
)
def test_a_card_may_be_declined(
    provider: Provider, card: str, code: str, decline_code: str | None
) -> None:
    with pytest.raises(stripe.CardError) as declined:
        paid(provider, payment_method=card)

    assert (declined.value.http_status, declined.value.code) == (402, code)
    assert declined.value.error.decline_code == decline_code or decline_code is None


def test_a_decline_leaves_a_failed_charge_and_an_intent_to_try_again(
    stripe_standin: Standin,
) -> None:
    with pytest.raises(stripe.CardError) as declined:
        paid(stripe_standin, payment_method="pm_card_chargeDeclined")
    (intent,) = stripe_standin.api.payment_intents.list().data

    again = stripe_standin.api.payment_intents.confirm(
        intent.id, {"payment_method": "pm_card_visa"}
    )

    assert charge(stripe_standin, declined.value.error.charge).status == "failed"
    assert intent.status == "requires_payment_method"
    assert again.status == "succeeded"


def test_a_decline_tells_of_itself(stripe_standin: Standin) -> None:
    with pytest.raises(stripe.CardError):
        paid(stripe_standin, payment_method="pm_card_chargeDeclined")

    assert kinds(stripe_standin)[:2] == ["payment_intent.payment_failed", "charge.failed"]


@pytest.mark.contract
def test_a_payment_without_a_way_back_may_not_redirect(provider: Provider) -> None:
    params = intent_params()
    del params["automatic_payment_methods"]

    with pytest.raises(stripe.InvalidRequestError):
        provider.api.payment_intents.create(params)


def test_a_bank_may_ask_the_customer_first(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin, payment_method="pm_card_authenticationRequired")
    assert (intent.status, intent.latest_charge) == ("requires_action", None)

    stripe_standin.control.authenticate(intent.id)

    assert stripe_standin.api.payment_intents.retrieve(intent.id).status == "succeeded"


@pytest.mark.parametrize(
    ("succeeded", "status"), [(True, "succeeded"), (False, "requires_payment_method")]
)
def test_money_of_an_account_comes_later_or_not(
    stripe_standin: Standin,
    succeeded: bool,  # noqa: FBT001
    status: str,
) -> None:
    intent = paid(stripe_standin, payment_method="pm_usBankAccount")
    assert intent.status == "processing"

    stripe_standin.control.arrive(payment_intent=intent.id, succeeded=succeeded)

    assert stripe_standin.api.payment_intents.retrieve(intent.id).status == status
    assert charge(stripe_standin, intent.latest_charge).paid is succeeded


@pytest.mark.contract
def test_what_is_not_paid_can_be_given_up(provider: Provider) -> None:
    intent = provider.api.payment_intents.create({"amount": 5000, "currency": "usd"})

    cancelled = provider.api.payment_intents.cancel(intent.id)

    assert cancelled.status == "canceled"


@pytest.mark.contract
def test_what_is_paid_cannot_be_given_up(provider: Provider) -> None:
    intent = paid(provider)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        provider.api.payment_intents.cancel(intent.id)

    assert refused.value.code == "payment_intent_unexpected_state"


@pytest.mark.contract
def test_charges_are_listed_by_their_payment(provider: Provider) -> None:
    intent = paid(provider)
    paid(provider)

    found = provider.api.charges.list({"payment_intent": intent.id}).data

    assert [one.id for one in found] == [intent.latest_charge]


@pytest.mark.contract
def test_payments_are_listed_by_their_customer(provider: Provider) -> None:
    customer = provider.api.customers.create({"email": "ann@example.org"})
    intent = paid(provider, customer=customer.id)
    paid(provider)

    found = provider.api.payment_intents.list({"customer": customer.id}).data

    assert [one.id for one in found] == [intent.id]
