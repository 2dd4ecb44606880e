"""Idempotency keys: what is answered again, what is refused, what is forgotten."""

from __future__ import annotations

import pytest
import stripe

from academy_cli.payments.standin.idempotency import KEPT_S
from tests.payments.standin.buying import charge, key, paid
from tests.payments.standin.provider import Provider, Standin


@pytest.mark.contract
def test_the_same_request_under_the_same_key_refunds_once(provider: Provider) -> None:
    intent, once = paid(provider), key()

    first = provider.api.refunds.create({"payment_intent": intent.id, "amount": 1000}, once)
    again = provider.api.refunds.create({"payment_intent": intent.id, "amount": 1000}, once)

    assert first.id == again.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert charge(provider, intent.latest_charge).amount_refunded == 1000


@pytest.mark.contract
def test_another_key_refunds_again(provider: Provider) -> None:
    intent = paid(provider)

    for _ in range(2):
        provider.api.refunds.create({"payment_intent": intent.id, "amount": 1000}, key())

    assert charge(provider, intent.latest_charge).amount_refunded == 2000


@pytest.mark.contract
def test_other_parameters_under_a_used_key_are_refused(provider: Provider) -> None:
    intent, once = paid(provider), key()
    provider.api.refunds.create({"payment_intent": intent.id, "amount": 1000}, once)

    with pytest.raises(stripe.IdempotencyError) as refused:
        provider.api.refunds.create({"payment_intent": intent.id, "amount": 900}, once)

    assert refused.value.http_status == 400


@pytest.mark.contract
def test_another_address_under_a_used_key_is_refused(provider: Provider) -> None:
    once = key()
    provider.api.customers.create({}, once)

    with pytest.raises(stripe.IdempotencyError):
        provider.api.products.create({"name": "Course"}, once)


@pytest.mark.contract
def test_a_key_survives_parameters_that_were_wrong(provider: Provider) -> None:
    intent, once = paid(provider), key()
    with pytest.raises(stripe.InvalidRequestError):
        provider.api.refunds.create({"payment_intent": intent.id, "amuont": 1000}, once)

    refund = provider.api.refunds.create({"payment_intent": intent.id, "amount": 1000}, once)

    assert refund.amount == 1000


def test_a_refusal_of_the_request_itself_is_kept_for_the_key(stripe_standin: Standin) -> None:
    intent, once = paid(stripe_standin), key()
    params = {"payment_intent": intent.id, "amount": 6000}

    replies = []
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            stripe_standin.api.refunds.create(params, once)
        replies.append(refused.value.headers)

    assert "Idempotent-Replayed" not in replies[0]
    assert replies[1]["Idempotent-Replayed"] == "true"


def test_a_key_is_forgotten_after_a_day(stripe_standin: Standin) -> None:
    intent, once = paid(stripe_standin), key()
    params = {"payment_intent": intent.id, "amount": 1000}
    stripe_standin.api.refunds.create(params, once)

    stripe_standin.control.advance(KEPT_S)
    stripe_standin.api.refunds.create(params, once)

    assert charge(stripe_standin, intent.latest_charge).amount_refunded == 2000


def test_a_key_is_remembered_until_then(stripe_standin: Standin) -> None:
    intent, once = paid(stripe_standin), key()
    params = {"payment_intent": intent.id, "amount": 1000}
    stripe_standin.api.refunds.create(params, once)

    stripe_standin.control.advance(KEPT_S - 60)
    stripe_standin.api.refunds.create(params, once)

    assert charge(stripe_standin, intent.latest_charge).amount_refunded == 1000


def test_reading_under_a_used_key_is_just_reading(stripe_standin: Standin) -> None:
    once = key()
    customer = stripe_standin.api.customers.create({}, once)

    found = stripe_standin.api.customers.retrieve(customer.id, {}, once)

    assert found.id == customer.id


def test_a_key_is_of_a_mode(stripe_standin: Standin) -> None:
    once = key()
    here = stripe_standin.api.customers.create({}, once)

    there = stripe_standin.another("sk_live_owner").v1.customers.create({}, once)

    assert here.id != there.id


def test_a_key_that_is_too_long_is_refused(stripe_standin: Standin) -> None:
    with pytest.raises(stripe.IdempotencyError):
        stripe_standin.api.customers.create({}, {"idempotency_key": "k" * 256})


def test_a_key_comes_back_with_the_answer(stripe_standin: Standin) -> None:
    once = key()

    customer = stripe_standin.api.customers.create({}, once)

    assert customer.last_response.headers["Idempotency-Key"] == once["idempotency_key"]
