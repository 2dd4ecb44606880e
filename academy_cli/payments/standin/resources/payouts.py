"""Payouts: what leaves the balance for the bank.

Knows https://docs.stripe.com/api/payouts; refuses to make them on request, for Stripe makes them by itself.
"""

from __future__ import annotations

from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.lists import Asked, by, page
from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.resources import balance
from academy_cli.payments.standin.routes import Route, route
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World


def make(world: World, currency: str) -> Json:
    """Pay out whatever is there in a currency; raises RefusedError if it is nothing, or less."""
    due = [
        one
        for one in world.table("balance_transaction").oldest_first()
        if balance.shown(world, one)["status"] == "available"
        and one["currency"] == currency
        and one["id"] not in world.paid_out
        and one["type"] != "payout"
    ]
    amount = sum(one["net"] for one in due)
    if amount <= 0:
        raise RefusedError(400, f"There is nothing to pay out in {currency}.")
    payout = _made(world, amount, currency)
    movement = balance.book(
        world, balance.PAYOUT, amount=-amount, currency=currency, source=payout["id"],
        description="STRIPE PAYOUT",
    )  # fmt: skip
    payout["balance_transaction"] = movement["id"]
    world.paid_out.update(dict.fromkeys((one["id"] for one in due), payout["id"]))
    emit(world, "payout.created", payout)
    payout["status"] = "paid"
    emit(world, "payout.paid", payout)
    return payout


def _made(world: World, amount: int, currency: str) -> Json:
    return world.add(
        {
            "id": world.name("po_1"),
            "object": "payout",
            "amount": amount,
            "arrival_date": world.now(),
            "automatic": True,
            "balance_transaction": None,
            "created": world.now(),
            "currency": currency,
            "description": "STRIPE PAYOUT",
            "destination": None,
            "failure_balance_transaction": None,
            "failure_code": None,
            "failure_message": None,
            "livemode": world.livemode,
            "metadata": {},
            "method": "standard",
            "original_payout": None,
            "reconciliation_status": "completed",
            "reversed_by": None,
            "source_type": "card",
            "statement_descriptor": None,
            "status": "in_transit",
            "type": "bank_account",
        }
    )


def retrieve(world: World, asked: Asked) -> Json:
    """One payout."""
    return world.find("payout", asked.id)


def search(world: World, asked: Asked) -> Json:
    """Payouts, of a time or a status."""
    return page(world, "payout", asked, wanted=by(asked.params, "status"))


ROUTES: tuple[Route, ...] = (
    route("GET", "/v1/payouts/{id}", "PayoutRetrieveParams", retrieve),
    route(
        "GET", "/v1/payouts", "PayoutListParams", search,
        "status created starting_after ending_before limit",
    ),
)  # fmt: skip
