"""When nobody knows whether a refund was made, it is looked up, asked for again, or left to a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from academy_cli.models import OutboxMessage, Refund
from academy_cli.payments.refunds.errors import NotWaitingError, OutcomeUnknownError
from academy_cli.payments.refunds.states import State
from academy_cli.payments.refunds.wish import Wish
from tests.engines import in_turns
from tests.payments.books import differences
from tests.payments.standin.provider import Standin
from tests.payments.till import Booth, paid_order, rows

POST = "POST /v1/refunds"
ANY = "(POST|GET) /v1/refunds"
TOMORROW = timedelta(hours=25)
SOON = timedelta(hours=22)


def state(booth: Booth) -> str:
    """What the only refund is."""
    [mine] = rows(booth, Refund)
    return str(mine["state"])


def posts(standin: Standin) -> list[Any]:
    """The requests that ask for a refund."""
    asked = standin.control.log()
    return [one for one in asked if f"{one['method']} {one['path']}" == POST]


@in_turns
@pytest.mark.parametrize("fault", ["drop_after", "half", "500_done", "hang_done"])
def test_what_was_done_unheard_is_found(booth: Booth, stripe_standin: Standin, fault: str) -> None:
    reference, intent = paid_order(booth, 1)
    stripe_standin.control.fault(POST, fault, times=3)
    if fault == "hang_done":
        booth = booth.impatient()

    made = booth.refunds().create(Wish(reference, "one"))

    assert made.state == "succeeded"
    assert list(differences(booth, intent)) == []


@in_turns
@pytest.mark.parametrize("fault", ["drop_before", "503", "garbage", "429", "conflict"])
def test_what_was_not_done_is_done_when_it_is_asked_again(
    booth: Booth, stripe_standin: Standin, fault: str
) -> None:
    reference, intent = paid_order(booth, 1)
    stripe_standin.control.fault(POST, fault, times=100)
    with pytest.raises(OutcomeUnknownError):
        booth.refunds().create(Wish(reference, "one"))
    assert state(booth) == "submitting"
    stripe_standin.control.clear()

    done = booth.refunds().recover()

    assert done.done == ["R-2026-000001"]
    assert list(differences(booth, intent)) == []
    assert len({one["idempotency_key"] for one in posts(stripe_standin)}) == 1


def test_a_kept_500_is_asked_for_with_the_same_key_and_then_left_to_a_person(
    booth: Booth, stripe_standin: Standin
) -> None:
    reference, _ = paid_order(booth, 1)
    stripe_standin.control.fault(POST, "500_nothing")
    with pytest.raises(OutcomeUnknownError):
        booth.refunds().create(Wish(reference, "one"))

    early = booth.at(SOON).refunds().recover()
    asked = len(posts(stripe_standin))
    late = booth.at(TOMORROW).refunds().recover()

    assert list(early.failed) == ["R-2026-000001"]
    assert late.failed == {}
    assert state(booth) == "unknown"
    assert len(posts(stripe_standin)) == asked
    [told] = rows(booth, OutboxMessage, template="notice", event="refund-unknown:R-2026-000001:1")
    assert "refund resolve" in told["values"]


def test_an_unknown_refund_is_never_asked_for_by_itself(
    booth: Booth, stripe_standin: Standin
) -> None:
    unknown(booth, stripe_standin)
    asked = len(posts(stripe_standin))

    for _ in range(3):
        booth.at(TOMORROW).refunds().recover()

    assert len(posts(stripe_standin)) == asked
    assert state(booth) == "unknown"


def test_a_person_may_let_an_unknown_refund_be_asked_for_once_more(
    booth: Booth, stripe_standin: Standin
) -> None:
    intent = unknown(booth, stripe_standin)

    made = booth.at(TOMORROW).refunds().resolve("R-2026-000001", "Not there", retries=True)

    assert made.state == "succeeded"
    assert list(differences(booth, intent)) == []


def test_before_it_is_asked_for_once_more_it_is_looked_up(
    booth: Booth, stripe_standin: Standin
) -> None:
    intent = unknown(booth, stripe_standin)
    [mine] = rows(booth, Refund)
    parameters = {"amount": 5000, "payment_intent": intent}
    stripe_standin.client.v1.refunds.create(
        {**parameters, "metadata": {"academy_refund": mine["key"]}}
    )
    asked = len(posts(stripe_standin))

    made = booth.at(TOMORROW).refunds().resolve("R-2026-000001", "Let us see", retries=True)

    assert made.state == "succeeded"
    assert len(posts(stripe_standin)) == asked
    assert list(differences(booth, intent)) == []


def test_a_person_may_say_that_an_unknown_refund_was_not_made(
    booth: Booth, stripe_standin: Standin
) -> None:
    intent = unknown(booth, stripe_standin)

    made = booth.at(TOMORROW).refunds().resolve("R-2026-000001", "Not there", retries=False)

    assert made.state == "rejected"
    assert list(differences(booth, intent)) == []
    assert booth.refunds().create(Wish("O-2026-000001", "two")).state == "succeeded"


def test_what_was_said_not_to_be_there_and_is_counts_all_the_same(
    booth: Booth, stripe_standin: Standin
) -> None:
    from academy_cli.payments.sync.polling import sync

    intent = unknown(booth, stripe_standin)
    [mine] = rows(booth, Refund)
    booth.at(TOMORROW).refunds().resolve("R-2026-000001", "Not there", retries=False)
    parameters = {"amount": 5000, "payment_intent": intent}
    stripe_standin.client.v1.refunds.create(
        {**parameters, "metadata": {"academy_refund": mine["key"]}}
    )

    assert not sync(booth.till()).failed

    assert state(booth) == "succeeded"
    assert list(differences(booth, intent)) == []


def test_only_an_unknown_refund_is_for_a_person_to_resolve(booth: Booth) -> None:
    reference, _ = paid_order(booth, 1)
    booth.refunds().create(Wish(reference, "one"))

    with pytest.raises(NotWaitingError):
        booth.refunds().resolve("R-2026-000001", "Why not", retries=True)


def test_what_stripe_refuses_is_rejected_and_its_amount_is_free_again(
    booth: Booth, stripe_standin: Standin
) -> None:
    reference, intent = paid_order(booth, 1)
    stripe_standin.control.dispute(str(stripe_standin.control.dump()["charge"][0]["id"]))

    made = booth.refunds().create(Wish(reference, "one"))

    assert (made.state, made.needs_attention) == ("rejected", True)
    assert State(made.state) is State.REJECTED
    assert [one for one in differences(booth, intent) if not one.startswith("ledger")] == []


def unknown(booth: Booth, stripe_standin: Standin) -> str:
    """A refund of which nobody knows whether it was made; the intent that it is of."""
    reference, intent = paid_order(booth, 1)
    stripe_standin.control.fault(POST, "500_nothing")
    with pytest.raises(OutcomeUnknownError):
        booth.refunds().create(Wish(reference, "one"))
    booth.at(TOMORROW).refunds().recover()
    assert state(booth) == "unknown"
    return intent
