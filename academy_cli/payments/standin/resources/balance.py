"""The balance: every movement of money, what Stripe takes of it, and when it is there.

Knows https://docs.stripe.com/api/balance_transactions and
https://docs.stripe.com/reports/balance-transaction-types; refuses to convert currencies.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from academy_cli.payments.standin.lists import Asked, by, page
from academy_cli.payments.standin.routes import Route, route
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World

SETTLES_S = 2 * 24 * 3600
"""https://docs.stripe.com/payouts#payout-speed: two days in many countries."""


@dataclass(frozen=True)
class Kind:
    """A type of movement and the category that reports put it into."""

    type: str
    category: str


CHARGE, PAYMENT = Kind("charge", "charge"), Kind("payment", "charge")
REFUND, PAYMENT_REFUND = Kind("refund", "refund"), Kind("payment_refund", "refund")
REFUND_FAILURE = Kind("refund_failure", "refund_failure")
PAYMENT_REFUND_FAILURE = Kind("payment_failure_refund", "refund_failure")
"""A payment is a charge without a card: https://docs.stripe.com/reports/balance-transaction-types."""
DISPUTE, DISPUTE_WON = Kind("adjustment", "dispute"), Kind("adjustment", "dispute_reversal")
FEE, PAYOUT = Kind("stripe_fee", "fee"), Kind("payout", "payout")


def book(
    world: World,
    kind: Kind,
    *,
    amount: int,
    currency: str,
    source: str | None,
    fee: int = 0,
    description: str | None = None,
    waits_s: int = 0,
) -> Json:
    """A movement: ``amount`` and ``fee`` in smallest units, ``waits_s`` until it can be paid out."""
    taken = {
        "amount": fee,
        "application": None,
        "currency": currency,
        "description": "Dispute fee" if kind is DISPUTE else "Stripe processing fees",
        "type": "stripe_fee",
    }
    now = world.now()
    return world.add(
        {
            "id": world.name("txn_3"),
            "object": "balance_transaction",
            "amount": amount,
            "available_on": now + waits_s,
            "balance_type": "payments",
            "created": now,
            "currency": currency,
            "description": description,
            "exchange_rate": None,
            "fee": fee,
            "fee_details": [taken] if fee else [],
            "net": amount - fee,
            "reporting_category": kind.category,
            "source": source,
            "status": "pending" if waits_s else "available",
            "type": kind.type,
        }
    )


def shown(world: World, movement: Json) -> Json:
    """A movement, and whether its money is there by now."""
    if movement["status"] == "pending" and movement["available_on"] <= world.now():
        movement["status"] = "available"
    return movement


def retrieve(world: World, asked: Asked) -> Json:
    """One movement."""
    return shown(world, world.find("balance_transaction", asked.id))


def search(world: World, asked: Asked) -> Json:
    """Movements: of a time, a type, an object, a currency, a payout."""
    payout = asked.params.get("payout")
    same = by(asked.params, "type", "source", "currency")
    return page(
        world, "balance_transaction", asked, shown=shown,
        wanted=lambda one: same(one)
        and (payout is None or payout in {one["source"], world.paid_out.get(one["id"])}),
    )  # fmt: skip


def now(world: World, _asked: Asked | None = None) -> Json:
    """What there is, in each currency (https://docs.stripe.com/api/balance)."""
    sums: dict[str, dict[str, int]] = {
        "available": defaultdict(int),
        "pending": defaultdict(int),
    }
    for movement in world.table("balance_transaction").oldest_first():
        sums[shown(world, movement)["status"]][movement["currency"]] += movement["net"]
    rows = {
        status: [
            {"amount": amount, "currency": currency, "source_types": {"card": amount}}
            for currency, amount in sorted(found.items())
        ]
        for status, found in sums.items()
    }
    return {"object": "balance", "livemode": world.livemode, **rows}


ROUTES: tuple[Route, ...] = (
    route("GET", "/v1/balance", "BalanceRetrieveParams", now),
    route(
        "GET", "/v1/balance_transactions/{id}", "BalanceTransactionRetrieveParams", retrieve
    ),
    route(
        "GET", "/v1/balance_transactions", "BalanceTransactionListParams", search,
        "type source currency payout created starting_after ending_before limit",
    ),
)  # fmt: skip
