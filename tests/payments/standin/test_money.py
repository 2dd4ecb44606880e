"""Whatever happens in whatever order, the balance is the sum of what happened."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from academy_cli.payments.standin.control import Control, ControlError
from academy_cli.payments.standin.wire import Json
from tests.payments.standin.provider import Standin

STEPS = 60
Step = Callable[[Control, random.Random], object]


def _names(control: Control, kind: str) -> list[str]:
    return [one["id"] for one in control.dump().get(kind, [])]


def _pay(control: Control, chance: random.Random) -> object:
    return control.bulk(charges=1, amount=chance.randrange(50, 20_000))


def _refund(control: Control, chance: random.Random) -> object:
    amount = chance.choice([None, chance.randrange(1, 9000)])
    return control.dashboard_refund(chance.choice(_names(control, "charge")), amount)


def _settle(control: Control, chance: random.Random) -> object:
    status = chance.choice(["succeeded", "failed", "canceled"])
    return control.settle(chance.choice(_names(control, "refund")), status)


def _dispute(control: Control, chance: random.Random) -> object:
    name = chance.choice(_names(control, "charge"))
    return control.dispute(name, is_inquiry=chance.random() < 0.3)


def _move(control: Control, chance: random.Random) -> object:
    statuses = ["under_review", "won", "lost", "needs_response", "warning_closed"]
    return control.move_dispute(chance.choice(_names(control, "dispute")), chance.choice(statuses))


def _mode(control: Control, chance: random.Random) -> object:
    modes = ["succeed", "pending", "insufficient_funds", "requires_action", "fail"]
    return control.refund_mode(chance.choice(modes))


def _payout(control: Control, chance: random.Random) -> object:
    control.advance(chance.randrange(3 * 24 * 3600))
    return control.payout()


STEP: list[Step] = [_pay, _refund, _refund, _settle, _settle, _dispute, _move, _mode, _payout]


def run(control: Control, seed: int) -> None:
    """Random steps; those that cannot be are refused, and change nothing."""
    chance = random.Random(seed)
    control.bulk(charges=2)
    for _ in range(STEPS):
        try:
            chance.choice(STEP)(control, chance)
        except (ControlError, IndexError):
            continue


def explained(objects: dict[str, list[Json]]) -> int:
    """What the balance has to be, from the objects alone."""
    charges = sum(one["amount"] for one in objects["charge"] if one["paid"])
    left = sum(
        one["amount"]
        for one in objects.get("refund", [])
        if one["balance_transaction"] and one["status"] != "failed"
    )
    disputed = sum(
        one["amount"]
        for one in objects.get("dispute", [])
        if one["status"] in {"needs_response", "under_review", "lost"}
    )
    fees = sum(one["fee"] for one in objects["balance_transaction"])
    payouts = sum(one["amount"] for one in objects.get("payout", []))
    return int(charges - left - disputed - fees - payouts)


@pytest.mark.parametrize("seed", range(8))
def test_the_balance_is_explained_to_the_cent(stripe_standin: Standin, seed: int) -> None:
    run(stripe_standin.control, seed)

    objects = stripe_standin.control.dump()

    assert sum(one["net"] for one in objects["balance_transaction"]) == explained(objects)


@pytest.mark.parametrize("seed", range(8))
def test_a_charge_counts_its_refunds_and_never_more_than_it_has(
    stripe_standin: Standin, seed: int
) -> None:
    run(stripe_standin.control, seed)

    objects = stripe_standin.control.dump()

    for charge in objects["charge"]:
        counted = [
            one["amount"]
            for one in objects.get("refund", [])
            if one["charge"] == charge["id"] and one["status"] not in {"failed", "canceled"}
        ]
        assert charge["amount_refunded"] == sum(counted) <= charge["amount"]


def test_the_proof_would_see_a_cent_too_much(stripe_standin: Standin) -> None:
    run(stripe_standin.control, 1)
    stripe_standin.control.fee(1)

    objects = stripe_standin.control.dump()

    assert sum(one["net"] for one in objects["balance_transaction"]) == explained(objects) - 1


def test_the_same_seed_makes_the_same_objects(stripe_standin: Standin) -> None:
    seen = []
    for _ in range(2):
        stripe_standin.control.reset(seed=7, start=1_780_000_000)
        run(stripe_standin.control, 3)
        seen.append(stripe_standin.control.dump(events=True))

    assert seen[0] == seen[1]
