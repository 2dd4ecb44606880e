"""Who may ask, and what every answer has."""

from __future__ import annotations

import base64
import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
import stripe

from tests.payments.standin.buying import paid
from tests.payments.standin.provider import Provider, Standin


def asked(standin: Standin, authorization: str | None, **headers: str) -> tuple[int, Any, Any]:
    """A request without Stripe's client: status, headers, body."""
    connection = HTTPConnection(urlsplit(standin.url).netloc)
    known = {} if authorization is None else {"Authorization": authorization}
    connection.request("GET", "/v1/balance", headers={**known, **headers})
    given = connection.getresponse()
    body = json.loads(given.read())
    connection.close()
    return given.status, given.headers, body


@pytest.mark.contract
def test_a_key_of_test_mode_makes_objects_of_test_mode(provider: Provider) -> None:
    assert paid(provider).livemode is False


@pytest.mark.parametrize("key", ["sk_live_owner", "rk_live_owner"])
def test_a_key_of_live_mode_makes_objects_of_live_mode(stripe_standin: Standin, key: str) -> None:
    customer = stripe_standin.another(key).v1.customers.create({})

    assert customer.livemode is True


def test_live_and_test_mode_do_not_see_each_others_objects(stripe_standin: Standin) -> None:
    customer = stripe_standin.another("sk_live_owner").v1.customers.create({})

    with pytest.raises(stripe.InvalidRequestError) as refused:
        stripe_standin.api.customers.retrieve(customer.id)

    assert refused.value.code == "resource_missing"


@pytest.mark.parametrize("key", ["sk_bad", "pk_test_public", "sk_test_", "nonsense"])
def test_what_is_no_secret_key_is_refused(stripe_standin: Standin, key: str) -> None:
    with pytest.raises(stripe.AuthenticationError):
        stripe_standin.another(key).v1.balance.retrieve()


@pytest.mark.parametrize("authorization", [None, "Digest abc", "Basic !", "Bearer "])
def test_a_request_without_a_key_is_refused(
    stripe_standin: Standin, authorization: str | None
) -> None:
    status, _, body = asked(stripe_standin, authorization)

    assert (status, body["error"]["type"]) == (401, "invalid_request_error")


def test_a_key_may_come_as_the_user_of_basic_authentication(stripe_standin: Standin) -> None:
    key = base64.b64encode(b"rk_test_restricted:").decode()

    assert asked(stripe_standin, f"Basic {key}")[0] == 200


def test_every_answer_has_an_id_and_the_version_that_was_asked_for(
    stripe_standin: Standin,
) -> None:
    _, headers, _ = asked(stripe_standin, "Bearer sk_test_a", **{"Stripe-Version": "2020-08-27"})

    assert headers["Request-Id"].startswith("req_")
    assert headers["Stripe-Version"] == "2020-08-27"


@pytest.mark.contract
def test_an_address_that_is_none_is_refused(provider: Provider) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        provider.client.raw_request("get", "/v1/refundz")

    assert refused.value.http_status == 404
