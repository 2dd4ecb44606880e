"""Events: what happened, as it was then, for thirty days."""

from __future__ import annotations

import pytest
import stripe

from academy_cli.payments.standin.world import API_VERSION
from tests.payments.standin.buying import charge, key, kinds, paid, refunded
from tests.payments.standin.provider import Provider, Standin

DAY_S = 24 * 3600


@pytest.mark.contract
def test_an_event_has_its_object_and_the_request_that_caused_it(provider: Provider) -> None:
    once = key()
    customer = provider.api.customers.create({"name": "Ann"}, once)

    event = provider.api.events.list({"type": "customer.created", "limit": 1}).data[0]

    assert (event.data.object.id, event.livemode) == (customer.id, False)
    assert event.request.idempotency_key == once["idempotency_key"]
    assert event.request.id == customer.last_response.request_id


def test_an_event_keeps_the_object_as_it_was(stripe_standin: Standin) -> None:
    intent = paid(stripe_standin)
    refunded(stripe_standin, intent.id)

    (event,) = stripe_standin.api.events.list({"type": "charge.succeeded"}).data

    assert event.data.object.amount_refunded == 0
    assert charge(stripe_standin, intent.latest_charge).amount_refunded == 5000


def test_events_have_the_version_of_the_client(stripe_standin: Standin) -> None:
    paid(stripe_standin)

    assert stripe_standin.api.events.list().data[0].api_version == API_VERSION
    assert stripe.api_version == API_VERSION


@pytest.mark.contract
def test_events_may_be_of_some_types(provider: Provider) -> None:
    refunded(provider, paid(provider).id)

    wanted = ["charge.succeeded", "refund.created"]

    assert set(kinds(provider, types=wanted)) == set(wanted)


@pytest.mark.contract
def test_a_star_stands_for_the_rest_of_a_type(provider: Provider) -> None:
    refunded(provider, paid(provider).id)

    found = kinds(provider, type="charge.*")

    assert {"charge.succeeded", "charge.refunded"} <= set(found)
    assert all(one.startswith("charge.") for one in found)


@pytest.mark.contract
def test_twenty_types_are_the_most(provider: Provider) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        provider.api.events.list({"types": ["charge.succeeded"] * 21})


@pytest.mark.contract
def test_one_type_and_some_types_are_not_asked_for_together(provider: Provider) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        provider.api.events.list({"types": ["charge.failed"], "type": "charge.succeeded"})


def test_events_are_newest_first_and_found_from_a_known_one_on(stripe_standin: Standin) -> None:
    paid(stripe_standin)
    seen = stripe_standin.api.events.list({"limit": 1}).data[0]
    refund = refunded(stripe_standin, paid(stripe_standin).id)

    newer = stripe_standin.api.events.list({"ending_before": seen.id, "limit": 100}).data

    assert newer[1].data.object.id == refund.id
    assert seen.id not in {one.id for one in newer}


def test_events_are_gone_after_thirty_days(stripe_standin: Standin) -> None:
    paid(stripe_standin)
    old = stripe_standin.api.events.list().data[0]

    stripe_standin.control.advance(30 * DAY_S)

    assert stripe_standin.api.events.list().data == []
    with pytest.raises(stripe.InvalidRequestError):
        stripe_standin.api.events.retrieve(old.id)


def test_events_are_there_for_thirty_days(stripe_standin: Standin) -> None:
    paid(stripe_standin)
    old = stripe_standin.api.events.list().data[0]

    stripe_standin.control.advance(30 * DAY_S - 60)

    assert stripe_standin.api.events.retrieve(old.id).type == old.type
