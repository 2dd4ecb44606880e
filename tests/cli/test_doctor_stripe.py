"""``academy doctor`` asks Stripe what a key may do, and shows none."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest

from academy_cli.health.checking import money
from academy_cli.payments.gateway import UnclearError
from academy_cli.payments.stripe import looking
from tests.cli.conftest import Run, Set
from tests.cli.doctoring import found, states
from tests.payments.standin.provider import Standin

SECRET = "sk_test_very_secret_indeed"


def test_a_key_of_the_other_mode_than_the_orders_is_told(
    paid: Run, given: Set, stripe_standin: Standin
) -> None:
    assert (
        found(paid, "stripe")["stripe"][0]["said"] == "the key is for test money, as the orders are"
    )
    given(stripe_api_key="rk_live_abcdefgh", stripe_api_base="")

    seen = found(paid, "stripe", "--offline")["stripe"]

    assert seen[0]["state"] == "failing"
    assert seen[0]["said"] == "the key is for live money, and this academy's orders are test"
    assert seen[-1] == {
        "check": "stripe", "state": "skipped", "said": "not asked: --offline", "fix": "", "next": "",
    }  # fmt: skip


def test_what_a_restricted_key_may_not_is_told(
    selling: Run, given: Set, stripe_standin: Standin
) -> None:
    given(stripe_api_key="rk_test_shop")
    assert "failing" not in states(selling, "stripe")
    stripe_standin.control.restrict("rk_test_shop", "^GET ", "checkout", "customers")

    failing = [one for one in found(selling, "stripe")["stripe"] if one["state"] == "failing"]

    assert [one["said"] for one in failing] == [
        "the key may not write refunds, write invoices, write payment intents"
    ]


def test_a_key_that_is_refused_is_never_shown(
    selling: Run, given: Set, stripe_standin: Standin
) -> None:
    given(stripe_api_key=SECRET)
    stripe_standin.control.restrict(SECRET, "nothing at all")

    ran = selling("doctor", "--format", "json")

    assert ran.code == 9
    assert SECRET not in ran.out + ran.err


def test_what_cannot_be_reached_is_named_stripe_or_what_is_asked_instead(
    selling: Run, given: Set
) -> None:
    with socket.socket() as taken:  # nobody listens
        taken.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{taken.getsockname()[1]}"
        given(stripe_api_base=base)
        seen = found(selling, "stripe")["stripe"][-1]

    assert (seen["state"], seen["next"]) == ("failing", f"curl -sS -o /dev/null {base}")
    (usual,) = money.account(_unreached, "")
    assert usual.next == "curl -sS -o /dev/null https://api.stripe.com/healthcheck"


def _unreached() -> looking.Look:
    raise UnclearError("nobody answers")


def test_a_wrong_clock_is_told(selling: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "utc_now", lambda: datetime(2031, 1, 1, tzinfo=UTC))

    seen = found(selling, "clock")["clock"]

    assert seen[-1]["state"] == "failing"
    assert "ahead of that of Stripe" in seen[-1]["said"]
    assert seen[-1]["next"] == "timedatectl set-ntp true"
