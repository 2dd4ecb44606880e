"""Test cards and accounts, and how payments with them go.

Knows https://docs.stripe.com/testing; refuses card numbers, which never reach a seller's server.
"""

from __future__ import annotations

from dataclasses import dataclass

from academy_cli.payments.standin.refusals import missing
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import RefundMode, World


@dataclass(frozen=True)
class Behaviour:
    """What becomes of a payment, and afterwards of its refunds."""

    last4: str
    brand: str = "visa"
    kind: str = "card"
    code: str | None = None
    decline_code: str | None = None
    needs_action: bool = False
    refunds: RefundMode | None = None
    fails_late: bool = False
    dispute: str | None = None
    is_inquiry: bool = False

    @property
    def is_slow(self) -> bool:
        """Whether it takes days until the money is there: everything but cards, here."""
        return self.kind != "card"


TYPES = ("card", "sepa_debit", "us_bank_account")
"""What the account has switched on; Stripe chooses among them by currency and amount, the stand-in does not
(https://docs.stripe.com/payments/payment-methods/dynamic-payment-methods)."""
BEHAVIOURS = {
    "pm_card_visa": Behaviour("4242"),
    "pm_card_mastercard": Behaviour("4444", brand="mastercard"),
    "pm_card_pendingRefund": Behaviour("7726", refunds=RefundMode.PENDING),
    "pm_card_refundFail": Behaviour("5126", fails_late=True),
    "pm_card_createDispute": Behaviour("0259", dispute="fraudulent"),
    "pm_card_createDisputeProductNotReceived": Behaviour("2685", dispute="product_not_received"),
    "pm_card_createDisputeInquiry": Behaviour("1976", dispute="fraudulent", is_inquiry=True),
    "pm_card_authenticationRequired": Behaviour("3184", needs_action=True),
    "pm_card_chargeDeclined": Behaviour(
        "0002", code="card_declined", decline_code="generic_decline"
    ),
    "pm_card_chargeDeclinedInsufficientFunds": Behaviour(
        "9995", code="card_declined", decline_code="insufficient_funds"
    ),
    "pm_card_chargeDeclinedExpiredCard": Behaviour("0069", code="expired_card"),
    "pm_card_chargeCustomerFail": Behaviour(
        "0341", code="card_declined", decline_code="generic_decline"
    ),
    "pm_usBankAccount": Behaviour("6789", brand="", kind="us_bank_account"),
    "pm_sepaDebit": Behaviour("3000", brand="", kind="sepa_debit"),
}
"""By the names of https://docs.stripe.com/testing; the two accounts are the stand-in's own names, for methods
whose money comes days later (https://docs.stripe.com/payments/payment-methods#payment-notification)."""


def used(
    world: World, name: str, *, email: str | None = None, param: str = "payment_method"
) -> Json:
    """The payment method of a name, made anew as Stripe does with its test names, or one there is."""
    if name in world.methods:
        return world.find("payment_method", name)
    if name not in BEHAVIOURS:
        raise missing("PaymentMethod", name, param)
    behaviour = BEHAVIOURS[name]
    method = world.add(
        {
            "id": world.name("pm_1"),
            "object": "payment_method",
            "billing_details": billing(email),
            "created": world.now(),
            "customer": None,
            "livemode": world.livemode,
            "metadata": {},
            "type": behaviour.kind,
            behaviour.kind: details(behaviour),
        }
    )
    world.methods[method["id"]] = name
    return method


def behaviour_of(world: World, method: str | None) -> Behaviour:
    """How payments with a method go."""
    return BEHAVIOURS[world.methods.get(method or "", "pm_card_visa")]


def details(behaviour: Behaviour) -> Json:
    """What is said of a card or an account."""
    if behaviour.is_slow:
        return {"last4": behaviour.last4, "fingerprint": f"standin{behaviour.last4}"}
    return {
        "brand": behaviour.brand,
        "country": "US",
        "exp_month": 12,
        "exp_year": 2040,
        "fingerprint": f"standin{behaviour.last4}",
        "funding": "credit",
        "last4": behaviour.last4,
    }


def billing(email: str | None) -> Json:
    """Billing details with nothing but an address for mail."""
    return {"address": None, "email": email, "name": None, "phone": None, "tax_id": None}
