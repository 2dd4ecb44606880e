"""A provider that says nothing: why, in words that name no library's objects."""

from __future__ import annotations

import pytest

from academy_cli.payments.gateway import UnclearError
from academy_cli.payments.stripe.client import StripeClient
from tests.payments.standin.provider import KEY, Standin


def unheard(client: StripeClient) -> str:
    with pytest.raises(UnclearError) as error:
        client.get("events")
    return error.value.reason


def test_nobody_listens() -> None:
    assert unheard(StripeClient(KEY, "http://127.0.0.1:9")) == (
        "there is no connection (connection refused)"
    )


def test_a_name_that_is_not_there() -> None:
    said = unheard(StripeClient(KEY, "http://no-such-host.invalid"))

    assert said.startswith("there is no connection (")
    assert "HTTPConnection" not in said


def test_no_answer_in_time(stripe_standin: Standin) -> None:
    stripe_standin.control.fault("GET /v1/events", "hang", times=3)

    assert unheard(StripeClient(KEY, stripe_standin.url, timeout_s=0.2)) == (
        "it gave no answer in time"
    )


def test_a_line_that_was_cut(stripe_standin: Standin) -> None:
    stripe_standin.control.fault("GET /v1/events", "drop_before", times=3)

    said = unheard(StripeClient(KEY, stripe_standin.url))

    assert said.startswith("there is no connection")
    assert "object at" not in said
