"""What an invoice, its lines and its payment look like when they are new.

Knows https://docs.stripe.com/api/invoices/object; refuses to add anything up.
"""

from __future__ import annotations

from typing import Any

from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World

_LISTS = (
    "customer_tax_ids", "default_tax_rates", "discounts", "total_discount_amounts",
    "total_pretax_credit_amounts", "total_taxes",
)  # fmt: skip
_EMPTY = (
    "account_tax_ids", "description",
    "application", "automatically_finalizes_at", "confirmation_secret", "custom_fields",
    "customer_address", "customer_phone", "customer_shipping", "default_payment_method", "default_source",
    "due_date", "effective_at", "ending_balance", "footer", "from_invoice", "hosted_invoice_url",
    "invoice_pdf", "last_finalization_error", "latest_revision", "next_payment_attempt", "number",
    "on_behalf_of", "parent", "receipt_number", "rendering", "shipping_cost", "shipping_details",
    "statement_descriptor", "test_clock", "webhooks_delivered_at",
)  # fmt: skip
_NOTHING = (
    "amount_due", "amount_overpaid", "amount_paid", "amount_remaining", "amount_shipping", "attempt_count",
    "post_payment_credit_notes_amount", "pre_payment_credit_notes_amount", "starting_balance", "subtotal",
    "subtotal_excluding_tax", "total", "total_excluding_tax",
)  # fmt: skip


def invoice(world: World, customer: Json, currency: str, **more: Any) -> Json:
    """A draft without lines."""
    now = world.now()
    name = world.name("in_1")
    return {
        "id": name,
        "object": "invoice",
        **dict.fromkeys(_EMPTY),
        **dict.fromkeys(_NOTHING, 0),
        **{name: [] for name in _LISTS},
        "account_country": "US",
        "account_name": "Stand-in",
        "attempted": False,
        "auto_advance": False,
        "automatic_tax": {
            "disabled_reason": None, "enabled": False, "liability": None, "provider": None, "status": None,
        },
        "billing_reason": "manual",
        "collection_method": "charge_automatically",
        "created": now,
        "currency": currency,
        "customer": customer["id"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_tax_exempt": "none",
        "issuer": {"type": "self"},
        "lines": {"object": "list", "data": [], "has_more": False, "url": f"/v1/invoices/{name}/lines"},
        "livemode": world.livemode,
        "metadata": {},
        "payment_settings": {
            "default_mandate": None, "payment_method_options": None, "payment_method_types": None,
        },
        "period_end": now,
        "period_start": now,
        "status": "draft",
        "status_transitions": dict.fromkeys(
            ("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")
        ),
        **more,
    }  # fmt: skip


def line(world: World, made: Json, amount: int, **more: Any) -> Json:
    """A line of an invoice, for its period unless another is given."""
    return {
        "id": world.name("il_1"),
        "object": "line_item",
        "amount": amount,
        "currency": made["currency"],
        "description": None,
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "invoice": made["id"],
        "livemode": world.livemode,
        "metadata": {},
        "parent": None,
        "period": {"start": made["period_start"], "end": made["period_end"]},
        "pretax_credit_amounts": [],
        "pricing": None,
        "quantity": 1,
        "subtotal": amount,
        "taxes": [],
        **more,
    }


def payment(world: World, made: Json, intent: Json) -> Json:
    """What joins an invoice and the payment intent that pays it (https://docs.stripe.com/api/invoice-payment)."""
    return {
        "id": world.name("inpay_1"),
        "object": "invoice_payment",
        "amount_paid": None,
        "amount_requested": made["amount_due"],
        "created": world.now(),
        "currency": made["currency"],
        "invoice": made["id"],
        "is_default": True,
        "livemode": world.livemode,
        "payment": {"payment_intent": intent["id"], "type": "payment_intent"},
        "status": "open",
        "status_transitions": {"canceled_at": None, "paid_at": None},
    }


def pricing(price: Json) -> Json:
    """Where the amount of a line comes from."""
    return {
        "price_details": {"price": price["id"], "product": price["product"]},
        "type": "price_details",
        "unit_amount_decimal": str(price["unit_amount"]),
    }
