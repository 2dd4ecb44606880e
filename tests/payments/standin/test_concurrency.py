"""Many at once: one key is one refund, and the charge is never overdrawn."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import stripe

from tests.payments.standin.buying import charge, key, paid
from tests.payments.standin.provider import Standin

CLIENTS = 32


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What each of 32 gets, errors of Stripe's included."""

    def kept(number: int) -> Any:
        try:
            return work(number)
        except stripe.StripeError as error:
            return error

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(kept, range(CLIENTS)))


def test_thirty_two_with_one_key_are_one_refund(stripe_standin: Standin) -> None:
    intent, once = paid(stripe_standin), key()
    clients = [stripe_standin.another(retries=4) for _ in range(CLIENTS)]

    made = at_once(
        lambda n: clients[n].v1.refunds.create({"payment_intent": intent.id, "amount": 500}, once)
    )

    assert len({one.id for one in made}) == 1
    assert charge(stripe_standin, intent.latest_charge).amount_refunded == 500


def test_thirty_two_with_keys_of_their_own_never_overdraw(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin, 5000)
    clients = [stripe_standin.another() for _ in range(CLIENTS)]

    made = at_once(
        lambda n: clients[n].v1.refunds.create({"payment_intent": intent.id, "amount": 300}, key())
    )

    done = [one for one in made if not isinstance(one, stripe.StripeError)]
    assert len(done) == 16
    assert charge(stripe_standin, intent.latest_charge).amount_refunded == 4800


def test_thirty_two_different_requests_all_are_answered(stripe_standin: Standin) -> None:
    clients = [stripe_standin.another() for _ in range(CLIENTS)]

    made = at_once(lambda n: clients[n].v1.customers.create({"name": str(n)}))

    assert sorted(int(one.name) for one in made) == list(range(CLIENTS))
