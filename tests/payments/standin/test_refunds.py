"""Refunds on request: how much, of what, and when they are refused."""

from __future__ import annotations

import pytest
import stripe

from tests.payments.standin.buying import charge, charged, kinds, paid, refunded
from tests.payments.standin.provider import Provider, Standin


@pytest.mark.contract
def test_a_refund_without_an_amount_is_all_that_is_left(provider: Provider) -> None:
    intent = paid(provider, 5000)
    refunded(provider, intent.id, 2000)

    refund = refunded(provider, intent.id)

    assert (refund.amount, refund.status) == (3000, "succeeded")
    assert charge(provider, intent.latest_charge).refunded is True


@pytest.mark.contract
def test_a_refund_may_name_the_charge(provider: Provider) -> None:
    name = charged(provider)

    refund = provider.api.refunds.create({"charge": name, "amount": 1})

    assert (refund.charge, refund.currency) == (name, "usd")


@pytest.mark.contract
def test_a_refund_names_its_payment_and_keeps_its_metadata(provider: Provider) -> None:
    intent = paid(provider)

    refund = refunded(
        provider, intent.id, 100, metadata={"academy_refund": "7"}, reason="requested_by_customer"
    )

    assert (refund.payment_intent, refund.charge) == (intent.id, intent.latest_charge)
    assert (refund.metadata.to_dict(), refund.reason) == (
        {"academy_refund": "7"},
        "requested_by_customer",
    )


@pytest.mark.contract
def test_a_refund_cannot_exceed_what_is_left(provider: Provider) -> None:
    intent = paid(provider, 5000)
    refunded(provider, intent.id, 2000)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        refunded(provider, intent.id, 3001)

    assert refused.value.http_status == 400
    assert charge(provider, intent.latest_charge).amount_refunded == 2000


@pytest.mark.contract
def test_a_charge_that_is_refunded_is_not_refunded_again(provider: Provider) -> None:
    intent = paid(provider)
    refunded(provider, intent.id)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        refunded(provider, intent.id)

    assert refused.value.code == "charge_already_refunded"


@pytest.mark.contract
@pytest.mark.parametrize("amount", [0, -5])
def test_nothing_and_less_is_not_refunded(provider: Provider, amount: int) -> None:
    intent = paid(provider)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        provider.api.refunds.create({"payment_intent": intent.id, "amount": amount})

    assert refused.value.param == "amount"


@pytest.mark.contract
def test_a_refund_is_of_a_charge_or_of_a_payment(provider: Provider) -> None:
    intent = paid(provider)

    with pytest.raises(stripe.InvalidRequestError):
        refunded(provider, intent.id, charge=intent.latest_charge)
    with pytest.raises(stripe.InvalidRequestError):
        provider.api.refunds.create({"amount": 100})


@pytest.mark.contract
def test_what_is_not_paid_is_not_refunded(provider: Provider) -> None:
    intent = provider.api.payment_intents.create({"amount": 5000, "currency": "usd"})

    with pytest.raises(stripe.InvalidRequestError):
        refunded(provider, intent.id)


@pytest.mark.contract
@pytest.mark.parametrize("params", [{"charge": "ch_none"}, {"payment_intent": "pi_none"}])
def test_a_refund_of_what_does_not_exist_is_refused(
    provider: Provider, params: dict[str, str]
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        provider.api.refunds.create(params)

    assert refused.value.code == "resource_missing"


@pytest.mark.contract
def test_the_refunds_of_a_payment_are_listed_newest_first(provider: Provider) -> None:
    intent, other = paid(provider), paid(provider)
    made = [refunded(provider, intent.id, 100).id for _ in range(3)]
    refunded(provider, other.id, 100)

    first = provider.api.refunds.list({"payment_intent": intent.id, "limit": 2})
    every = provider.api.refunds.list({"charge": intent.latest_charge, "limit": 2})

    assert [one.id for one in first.data] == made[:0:-1]
    assert first.has_more is True
    assert [one.id for one in every.auto_paging_iter()] == made[::-1]


@pytest.mark.contract
def test_the_metadata_of_a_refund_can_be_changed(provider: Provider) -> None:
    refund = refunded(provider, paid(provider).id, metadata={"a": "1"})

    changed = provider.api.refunds.update(refund.id, {"metadata": {"b": "2"}})

    assert changed.metadata.to_dict() == {"a": "1", "b": "2"}


@pytest.mark.contract
def test_a_refund_that_is_done_cannot_be_cancelled(provider: Provider) -> None:
    refund = refunded(provider, paid(provider).id)

    with pytest.raises(stripe.InvalidRequestError):
        provider.api.refunds.cancel(refund.id)


def test_a_refund_tells_of_itself_and_of_its_charge(stripe_standin: Standin) -> None:
    refunded(stripe_standin, paid(stripe_standin).id)

    assert kinds(stripe_standin)[:2] == ["charge.refunded", "refund.created"]


def test_a_colleague_refunds_by_hand_without_metadata(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin, 5000)

    by_hand = stripe_standin.control.dashboard_refund(intent.id, 700)

    listed = stripe_standin.api.refunds.list({"payment_intent": intent.id}).data
    assert [(one.id, one.metadata.to_dict()) for one in listed] == [(by_hand["id"], {})]
    (event,) = stripe_standin.api.events.list({"type": "refund.created"}).data
    assert event.request.id is None
