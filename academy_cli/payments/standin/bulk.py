"""Many objects at once, spread over a time that has passed.

Knows how they are made one by one; refuses rules of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from academy_cli.payments.standin.resources import customers, paying, payment_intents, refunds
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World


@dataclass(frozen=True)
class Wanted:
    """How many of each; refunds are of the first charges, half of each.

    ``spread_s`` ends now. In ``metadata`` of the charges ``{n}`` is their number, from 1, with six digits.
    """

    customers: int = 0
    charges: int = 0
    refunds: int = 0
    amount: int = 5000
    currency: str = "usd"
    spread_s: int = 0
    metadata: Mapping[str, str] = field(default_factory=dict)


def make(world: World, wanted: Wanted) -> Json:
    """Make them; each charge has its number in ``metadata[n]``. Gives their ids in the order of making."""
    most = max(wanted.customers, wanted.charges, 1)
    made: dict[str, list[str]] = {"customers": [], "charges": [], "refunds": []}
    for number in range(most):
        ago = wanted.spread_s * (most - 1 - number) // most
        with world.clock.pretending(world.now() - ago):
            if number < wanted.customers:
                made["customers"].append(_customer(world, number))
            if number < wanted.charges:
                charge = _charge(world, wanted, number)
                made["charges"].append(charge["id"])
                if number < wanted.refunds:
                    made["refunds"].append(_refund(world, charge))
    return made


def _customer(world: World, number: int) -> str:
    made = customers.make(world, {"email": f"learner{number}@example.com"}, is_told=False)
    return str(made["id"])


def _charge(world: World, wanted: Wanted, number: int) -> Json:
    intent = payment_intents.make(
        world,
        {
            "amount": wanted.amount,
            "currency": wanted.currency,
            "allowed_payment_method_types": ["card"],
            "metadata": {"n": str(number), **_marks(wanted, number)},
        },
    )
    paying.attempt(world, intent, "pm_card_visa")
    return world.find("charge", intent["latest_charge"])


def _marks(wanted: Wanted, number: int) -> dict[str, str]:
    return {name: one.replace("{n}", f"{number + 1:06d}") for name, one in wanted.metadata.items()}


def _refund(world: World, charge: Json) -> str:
    made = refunds.make(world, charge, charge["amount"] // 2, metadata={})
    return str(made["id"])
