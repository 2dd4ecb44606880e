"""What a subscription looks like when it is new, and how long its periods are.

Knows https://docs.stripe.com/api/subscriptions/object; refuses to take money.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta

from academy_cli.payments.standin.metadata import given
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World

_EMPTY = (
    "application", "application_fee_percent", "billing_cycle_anchor_config", "billing_thresholds",
    "cancel_at", "canceled_at", "days_until_due", "default_source", "ended_at", "latest_invoice",
    "next_pending_invoice_item_invoice", "on_behalf_of", "pause_collection",
    "pending_invoice_item_interval", "pending_setup_intent", "pending_update", "schedule", "test_clock",
    "transfer_data", "trial_end", "trial_start",
)  # fmt: skip


def subscription(world: World, customer: str, rows: list[Json], method: str, wanted: Json) -> Json:
    """A subscription that begins now and is not paid yet."""
    now, name = world.now(), world.name("sub_1")
    data = [_item(world, name, row, now) for row in rows]
    return {
        "id": name,
        "object": "subscription",
        **dict.fromkeys(_EMPTY),
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_cycle_anchor": now,
        "billing_mode": {"flexible": None, "type": "flexible"},
        "billing_schedules": [],
        "cancel_at_period_end": False,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
        "collection_method": "charge_automatically",
        "created": now,
        "currency": rows[0]["currency"],
        "customer": customer,
        "default_payment_method": method,
        "default_tax_rates": [],
        "description": wanted.get("description"),
        "discounts": [],
        "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
        "items": {
            "object": "list", "data": data, "has_more": False,
            "url": f"/v1/subscription_items?subscription={name}",
        },
        "livemode": world.livemode,
        "metadata": given(wanted),
        "payment_settings": {
            "payment_method_options": None, "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        "start_date": now,
        "status": "incomplete",
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
    }  # fmt: skip


def _item(world: World, name: str, row: Json, now: int) -> Json:
    return {
        "id": world.name("si", 14),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": now,
        "current_period_end": later(now, row["price"]["recurring"], 1),
        "current_period_start": now,
        "discounts": [],
        "metadata": {},
        "plan": _plan(row["price"]),
        "price": row["price"],
        "quantity": row["quantity"],
        "subscription": name,
        "tax_rates": [],
    }


def _plan(price: Json) -> Json:
    same = ("active", "billing_scheme", "created", "currency", "livemode", "metadata", "nickname", "product",
            "tiers_mode")  # fmt: skip
    return {
        "id": price["id"],
        "object": "plan",
        **{name: price[name] for name in same},
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "interval": price["recurring"]["interval"],
        "interval_count": price["recurring"]["interval_count"],
        "meter": None,
        "transform_usage": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def later(anchor: int, recurring: Json, times: int) -> int:
    """The end of the n-th period after an anchor; the last day of a month that has fewer days.

    https://docs.stripe.com/billing/subscriptions/billing-cycle.
    """
    start = datetime.fromtimestamp(anchor, UTC)
    count = recurring["interval_count"] * times
    if recurring["interval"] in {"day", "week"}:
        days = count * (7 if recurring["interval"] == "week" else 1)
        return int((start + timedelta(days=days)).timestamp())
    months = start.month - 1 + count * (12 if recurring["interval"] == "year" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    day = min(start.day, monthrange(year, month)[1])
    return int(start.replace(year=year, month=month, day=day).timestamp())
