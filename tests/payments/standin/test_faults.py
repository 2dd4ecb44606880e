"""What goes wrong on purpose, and what Stripe's client makes of it (research of stripe-python's retries).

Each fault is told apart by three things: what the caller sees, what was carried out, what the key remembers.
"""

from __future__ import annotations

import threading
from typing import Any

import pytest
import stripe

from academy_cli.payments.standin.faults import Fault
from tests.payments.standin.buying import charge, key, paid
from tests.payments.standin.provider import Standin

REFUND = "POST /v1/refunds$"
NOTHING_DONE = [Fault.DROP_BEFORE, Fault.UNAVAILABLE, Fault.GARBAGE, Fault.CONFLICT]
"""After these a try with the same key carries the request out."""


def refund(client: stripe.StripeClient, intent: str, once: stripe.RequestOptions) -> Any:
    return client.v1.refunds.create({"payment_intent": intent, "amount": 1000}, once)


def refunds(standin: Standin) -> int:
    """How many refunds there really are."""
    return len(standin.control.dump().get("refund", []))


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        (Fault.DROP_BEFORE, stripe.APIConnectionError),
        (Fault.DROP_AFTER, stripe.APIConnectionError),
        (Fault.HALF, stripe.APIConnectionError),
        (Fault.RATE_LIMIT, stripe.RateLimitError),
        (Fault.UNAVAILABLE, stripe.APIError),
        (Fault.GARBAGE, stripe.APIError),
        (Fault.ERROR_DONE, stripe.APIError),
        (Fault.ERROR_NOTHING, stripe.APIError),
        (Fault.CONFLICT, stripe.APIError),
    ],
)
def test_a_single_try_sees_the_fault(
    stripe_standin: Standin, fault: Fault, seen: type[Exception]
) -> None:
    intent = paid(stripe_standin)
    stripe_standin.control.fault(REFUND, fault)

    with pytest.raises(seen):
        refund(stripe_standin.client, intent.id, key())


@pytest.mark.parametrize(
    ("fault", "done"),
    [
        (Fault.DROP_BEFORE, 0),
        (Fault.DROP_AFTER, 1),
        (Fault.HALF, 1),
        (Fault.RATE_LIMIT, 0),
        (Fault.UNAVAILABLE, 0),
        (Fault.GARBAGE, 0),
        (Fault.ERROR_DONE, 1),
        (Fault.ERROR_NOTHING, 0),
        (Fault.CONFLICT, 0),
    ],
)
def test_a_fault_says_truly_whether_anything_was_done(
    stripe_standin: Standin, fault: Fault, done: int
) -> None:
    intent = paid(stripe_standin)
    stripe_standin.control.fault(REFUND, fault)

    with pytest.raises(stripe.StripeError):
        refund(stripe_standin.client, intent.id, key())

    assert refunds(stripe_standin) == done


@pytest.mark.parametrize("fault", [*NOTHING_DONE, Fault.DROP_AFTER])
def test_the_client_heals_it_with_the_same_key(stripe_standin: Standin, fault: Fault) -> None:
    intent = paid(stripe_standin)
    stripe_standin.control.fault(REFUND, fault)

    made = refund(stripe_standin.another(retries=2), intent.id, key())

    assert made.status == "succeeded"
    assert refunds(stripe_standin) == 1


def test_an_answer_that_was_lost_is_replayed(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin)
    stripe_standin.control.fault(REFUND, Fault.DROP_AFTER)

    made = refund(stripe_standin.another(retries=2), intent.id, key())

    assert made.last_response.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("fault", [Fault.RATE_LIMIT, Fault.HALF])
def test_the_client_does_not_try_again(stripe_standin: Standin, fault: Fault) -> None:
    intent = paid(stripe_standin)
    stripe_standin.control.fault(REFUND, fault)

    with pytest.raises(stripe.StripeError):
        refund(stripe_standin.another(retries=2), intent.id, key())

    assert len([one for one in stripe_standin.control.log() if one["fault"]]) == 1


def test_the_client_tries_again_after_a_limit_if_it_is_told_to(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin)
    stripe_standin.control.fault(REFUND, Fault.RATE_LIMIT, should_retry=True, retry_after_s=0)

    assert refund(stripe_standin.another(retries=1), intent.id, key()).amount == 1000


def test_a_limit_says_when_to_come_back(stripe_standin: Standin) -> None:
    stripe_standin.control.fault("GET /v1/balance", Fault.RATE_LIMIT, retry_after_s=7)

    with pytest.raises(stripe.RateLimitError) as refused:
        stripe_standin.api.balance.retrieve()

    assert refused.value.headers["Retry-After"] == "7"


@pytest.mark.parametrize("fault", [Fault.RATE_LIMIT, *NOTHING_DONE])
def test_a_key_is_free_after_what_was_not_carried_out(
    stripe_standin: Standin, fault: Fault
) -> None:
    intent, once = paid(stripe_standin), key()
    stripe_standin.control.fault(REFUND, fault)
    with pytest.raises(stripe.StripeError):
        refund(stripe_standin.client, intent.id, once)

    made = refund(stripe_standin.client, intent.id, once)

    assert "Idempotent-Replayed" not in made.last_response.headers


@pytest.mark.parametrize("fault", [Fault.ERROR_DONE, Fault.ERROR_NOTHING])
def test_a_saved_500_never_heals_by_trying_again(stripe_standin: Standin, fault: Fault) -> None:
    intent, once = paid(stripe_standin), key()
    stripe_standin.control.fault(REFUND, fault)

    for _ in range(2):
        with pytest.raises(stripe.APIError) as refused:
            refund(stripe_standin.another(retries=1), intent.id, once)

        assert refused.value.http_status == 500


def test_half_an_answer_can_be_asked_for_again(stripe_standin: Standin) -> None:
    intent, once = paid(stripe_standin), key()
    stripe_standin.control.fault(REFUND, Fault.HALF)
    with pytest.raises(stripe.APIConnectionError):
        refund(stripe_standin.client, intent.id, once)

    refund(stripe_standin.client, intent.id, once)

    assert refunds(stripe_standin) == 1


@pytest.mark.parametrize(("fault", "done"), [(Fault.HANG, 0), (Fault.HANG_DONE, 1)])
def test_whoever_hangs_gives_up_after_their_own_time(
    stripe_standin: Standin, fault: Fault, done: int
) -> None:
    intent = paid(stripe_standin)
    stripe_standin.control.fault(REFUND, fault)

    with pytest.raises(stripe.APIConnectionError):
        refund(stripe_standin.another(timeout_s=0.3), intent.id, key())

    assert refunds(stripe_standin) == done


def test_a_key_is_in_use_while_the_first_request_is_slow(stripe_standin: Standin) -> None:
    intent, once = paid(stripe_standin), key()
    stripe_standin.control.fault(REFUND, Fault.SLOW, seconds=1.5)
    slow = stripe_standin.another()
    first = threading.Thread(target=refund, args=(slow, intent.id, once))
    first.start()
    while once["idempotency_key"] not in stripe_standin.control.keys_in_use():
        continue

    with pytest.raises(stripe.StripeError) as refused:
        refund(stripe_standin.client, intent.id, once)
    first.join()

    assert refused.value.http_status == 409
    assert refused.value.json_body["error"]["code"] == "idempotency_key_in_use"
    assert refunds(stripe_standin) == 1


def test_faults_come_as_often_as_asked_for(stripe_standin: Standin) -> None:
    stripe_standin.control.fault("GET /v1/balance", Fault.UNAVAILABLE, times=2)

    for _ in range(2):
        with pytest.raises(stripe.APIError):
            stripe_standin.api.balance.retrieve()

    assert stripe_standin.api.balance.retrieve().object == "balance"


def test_faults_are_for_the_requests_they_name(stripe_standin: Standin) -> None:
    stripe_standin.control.fault("POST /v1/customers", Fault.UNAVAILABLE)

    assert stripe_standin.api.balance.retrieve().object == "balance"


def test_faults_can_be_called_off(stripe_standin: Standin) -> None:
    stripe_standin.control.fault("GET /v1/balance", Fault.HANG)

    stripe_standin.control.clear()

    assert stripe_standin.api.balance.retrieve().object == "balance"


def test_the_log_has_every_request_and_what_became_of_it(stripe_standin: Standin) -> None:
    intent, once = paid(stripe_standin), key()
    stripe_standin.control.fault(REFUND, Fault.DROP_AFTER)
    refund(stripe_standin.another(retries=1), intent.id, once)

    noted = [
        (one["fault"], one["status"], one["replayed"], one["idempotency_key"])
        for one in stripe_standin.control.log()[-2:]
    ]

    name = once["idempotency_key"]
    assert noted == [("drop_after", None, False, name), (None, 200, True, name)]


def test_what_is_carried_out_under_a_fault_is_carried_out_once(stripe_standin: Standin) -> None:
    intent, once = paid(stripe_standin), key()
    stripe_standin.control.fault(REFUND, Fault.DROP_AFTER, times=3)
    for _ in range(3):
        with pytest.raises(stripe.APIConnectionError):
            refund(stripe_standin.client, intent.id, once)

    refund(stripe_standin.client, intent.id, once)

    assert charge(stripe_standin, intent.latest_charge).amount_refunded == 1000
