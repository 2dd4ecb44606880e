"""Things people buy, for tests that start after that.

Knows the shortest way to a paid charge; refuses to assert anything.
"""

from __future__ import annotations

import uuid
from typing import Any

import stripe

from tests.payments.standin.provider import Provider


def intent_params(amount: int = 5000, currency: str = "usd", **more: Any) -> dict[str, Any]:
    """What a payment intent that is paid at once is asked for with."""
    return {
        "amount": amount,
        "currency": currency,
        "payment_method": "pm_card_visa",
        "confirm": True,
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        **more,
    }


def paid(asked: Provider, amount: int = 5000, currency: str = "usd", **more: Any) -> Any:
    """A payment intent, paid."""
    return asked.api.payment_intents.create(intent_params(amount, currency, **more))


def charged(asked: Provider, amount: int = 5000, **more: Any) -> str:
    """The id of a paid charge."""
    return str(paid(asked, amount, **more).latest_charge)


def refunded(asked: Provider, intent: str, amount: int | None = None, **more: Any) -> Any:
    """A refund."""
    params = {"payment_intent": intent, **({"amount": amount} if amount else {}), **more}
    return asked.api.refunds.create(params)


def charge(asked: Provider, name: str) -> Any:
    """A charge as it is now."""
    return asked.api.charges.retrieve(name)


def session_params(amount: int = 4900, currency: str = "eur", **more: Any) -> dict[str, Any]:
    """What a checkout page for one course is asked for with."""
    return {
        "mode": "payment",
        "success_url": "https://example.org/thanks",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": currency,
                    "unit_amount": amount,
                    "product_data": {"name": "Python for everybody"},
                },
            }
        ],
        **more,
    }


def session(asked: Provider, amount: int = 4900, **more: Any) -> Any:
    """An open checkout page."""
    return asked.api.checkout.sessions.create(session_params(amount, **more))


def monthly(asked: Provider, amount: int = 900) -> Any:
    """A price to be paid every month."""
    return asked.api.prices.create(
        {
            "currency": "usd",
            "unit_amount": amount,
            "recurring": {"interval": "month"},
            "product_data": {"name": "All courses"},
        }
    )


def subscribed(asked: Provider, method: str = "pm_card_visa", **more: Any) -> Any:
    """A subscription; its first invoice is paid if the method is good."""
    customer = asked.api.customers.create({"email": "ann@example.org"})
    return asked.api.subscriptions.create(
        {
            "customer": customer.id,
            "items": [{"price": monthly(asked).id}],
            "default_payment_method": method,
            **more,
        }
    )


def key() -> stripe.RequestOptions:
    """Options with a key nobody used."""
    return {"idempotency_key": f"test-{uuid.uuid4()}"}


def kinds(asked: Provider, **params: Any) -> list[str]:
    """What happened, from the newest back."""
    return [one.type for one in asked.api.events.list({"limit": 100, **params}).data]
