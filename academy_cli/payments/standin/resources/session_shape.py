"""What a checkout session looks like when it is new.

Knows https://docs.stripe.com/api/checkout/sessions/object; refuses to check anything.
"""

from __future__ import annotations

from academy_cli.payments.standin.resources import items
from academy_cli.payments.standin.resources.payment_methods import TYPES
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import ADDRESS, World

_EMPTY = (
    "adaptive_pricing", "after_expiration", "billing_address_collection", "client_secret",
    "consent", "consent_collection", "currency_conversion", "customer_details", "invoice", "invoice_creation",
    "payment_intent", "payment_link", "payment_method_configuration_details", "recovered_from",
    "saved_payment_method_options", "setup_intent", "shipping_address_collection", "shipping_cost",
    "subscription",
)  # fmt: skip


def session(world: World, params: Json, rows: list[Json], expires_at: int) -> Json:
    """An open session for some lines."""
    name = world.name("cs_live_a1" if world.livemode else "cs_test_a1", 58)
    name = name.replace("a1_", "a1", 1)
    due = items.total(rows)
    kept = ("allow_promotion_codes", "cancel_url", "client_reference_id", "customer", "customer_email",
            "locale", "mode", "submit_type", "success_url")  # fmt: skip
    created = params.get(
        "customer_creation", "always" if params["mode"] == "subscription" else "if_required"
    )
    return {
        "id": name,
        "object": "checkout.session",
        **dict.fromkeys(_EMPTY),
        **{name: params.get(name) for name in kept},
        "amount_subtotal": items.total(rows, "amount_subtotal"),
        "amount_total": due,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "created": world.now(),
        "currency": rows[0]["currency"],
        "custom_fields": [],
        "custom_text": dict.fromkeys(
            ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
        ),
        "customer_creation": None if "customer" in params else created,
        "discounts": [_discount(one) for one in params.get("discounts", [])],
        "expires_at": expires_at,
        "livemode": world.livemode,
        "metadata": {},
        "payment_method_collection": "always" if due else "if_required",
        "payment_method_options": {},
        "payment_method_types": params.get("allowed_payment_method_types", list(TYPES)),
        "payment_status": "unpaid" if due else "no_payment_required",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "total_details": _details(rows),
        "ui_mode": "hosted_page",
        "url": f"{ADDRESS}/c/pay/{name}",
    }


def _details(rows: list[Json]) -> Json:
    saved = items.total(rows, "amount_discount")
    return {"amount_discount": saved, "amount_shipping": 0, "amount_tax": 0}


def _discount(given: Json) -> Json:
    return {"coupon": given.get("coupon"), "promotion_code": given.get("promotion_code")}
