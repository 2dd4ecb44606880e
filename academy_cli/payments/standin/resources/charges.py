"""Charges: one attempt to take money each, and what of it went back.

Knows https://docs.stripe.com/api/charges; refuses to make them on request, for payment intents do.
"""

from __future__ import annotations

from academy_cli.payments.standin.lists import Asked, by, page, whole
from academy_cli.payments.standin.resources import balance
from academy_cli.payments.standin.resources.payment_methods import Behaviour, billing, details
from academy_cli.payments.standin.routes import Route, route
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import ADDRESS, World

_EMPTY = (
    "application", "application_fee", "application_fee_amount", "balance_transaction",
    "failure_balance_transaction", "on_behalf_of", "receipt_number", "review", "shipping", "source_transfer",
    "statement_descriptor", "statement_descriptor_suffix", "transfer_data", "transfer_group",
)  # fmt: skip
_WORDS = {
    "card_declined": "Your card was declined.",
    "expired_card": "Your card has expired.",
}


def make(world: World, intent: Json, behaviour: Behaviour, status: str) -> Json:
    """The charge of an attempt: ``succeeded``, ``pending`` or ``failed``."""
    name = world.name("ch_3")
    failed = status == "failed"
    return world.add(
        {
            "id": name,
            "object": "charge",
            "amount": intent["amount"],
            "amount_captured": 0 if failed else intent["amount"],
            "amount_refunded": 0,
            **dict.fromkeys(_EMPTY),
            "billing_details": billing(intent["receipt_email"]),
            "calculated_statement_descriptor": None if failed else "STAND-IN",
            "captured": not failed,
            "created": world.now(),
            "currency": intent["currency"],
            "customer": intent["customer"],
            "description": intent["description"],
            "disputed": False,
            "failure_code": behaviour.code if failed else None,
            "failure_message": _WORDS.get(behaviour.code or "") if failed else None,
            "fraud_details": {},
            "livemode": world.livemode,
            "metadata": dict(intent["metadata"]),
            "outcome": _outcome(behaviour, failed=failed),
            "paid": status == "succeeded",
            "payment_intent": intent["id"],
            "payment_method": intent["payment_method"],
            "payment_method_details": {"type": behaviour.kind, behaviour.kind: details(behaviour)},
            "receipt_email": intent["receipt_email"],
            "receipt_url": None if failed else f"{ADDRESS}/receipts/{name}",
            "refunded": False,
            "status": status,
        }
    )


def _outcome(behaviour: Behaviour, *, failed: bool) -> Json:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "declined_by_network" if failed else "approved_by_network",
        "reason": behaviour.decline_code if failed else None,
        "risk_level": "normal",
        "seller_message": "The bank did not return any further details with this decline."
        if failed
        else "Payment complete.",
        "type": "issuer_declined" if failed else "authorized",
    }


def bank(world: World, charge: Json) -> None:
    """Book what a charge brought and what Stripe takes of it."""
    is_card = charge["payment_method_details"]["type"] == "card"
    movement = balance.book(
        world,
        balance.CHARGE if is_card else balance.PAYMENT,
        amount=charge["amount"],
        currency=charge["currency"],
        source=charge["id"],
        fee=world.terms.fee(charge["amount"]),
        description=charge["description"],
        waits_s=balance.SETTLES_S,
    )
    charge["balance_transaction"] = movement["id"]


def of_intent(world: World, intent: Json) -> Json | None:
    """The charge of a payment intent that brought money, or will."""
    name = intent["latest_charge"]
    charge = name and world.find("charge", name)
    return charge if charge and charge["status"] != "failed" else None


def retrieve(world: World, asked: Asked) -> Json:
    """One charge."""
    return world.find("charge", asked.id)


def search(world: World, asked: Asked) -> Json:
    """Charges: of a payment intent, of a customer, of a time."""
    return page(world, "charge", asked, wanted=by(asked.params, "payment_intent", "customer"))


def refunds_of(world: World, charge: Json) -> Json:
    """The refunds in a charge, the last ten (https://docs.stripe.com/api/charges/object#charge_object-refunds)."""
    found = [one for one in world.table("refund").newest_first() if one["charge"] == charge["id"]]
    rows = whole(found[:10], f"/v1/charges/{charge['id']}/refunds")
    return {**rows, "has_more": len(found) > 10}


ROUTES: tuple[Route, ...] = (
    route("GET", "/v1/charges/{id}", "ChargeRetrieveParams", retrieve),
    route(
        "GET", "/v1/charges", "ChargeListParams", search,
        "payment_intent customer created starting_after ending_before limit",
    ),
)  # fmt: skip
