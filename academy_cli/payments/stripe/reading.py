"""Stripe's objects as values.

Knows the fields of Stripe's API that academy uses (docs.stripe.com/api), and where newer versions moved them;
refuses to ask for anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from academy_cli.kit.money import Money
from academy_cli.payments.gateway import (
    Charge,
    Checkout,
    Made,
    Movement,
    ProviderDispute,
    ProviderEvent,
    ProviderInvoice,
    ProviderPrice,
    ProviderRefund,
    ProviderSubscription,
)

Json = Mapping[str, Any]


def made(said: Json) -> Made:
    """What every object has."""
    return Made(**_made(said))


def checkout(said: Json) -> Checkout:
    """A Checkout Session (docs.stripe.com/api/checkout/sessions/object)."""
    return Checkout(
        **_made(said),
        url=said.get("url"),
        status=said["status"],
        is_paid=said["payment_status"] in {"paid", "no_payment_required"},
        intent_id=_named(said.get("payment_intent")),
        subscription_id=_named(said.get("subscription")),
        expires_at=_at(said.get("expires_at")),
        money=_total(said),
    )


def _total(said: Json) -> Money | None:
    amount, currency = said.get("amount_total"), said.get("currency")
    return None if amount is None or currency is None else Money(amount, currency)


def charge(said: Json) -> Charge:
    """A charge (docs.stripe.com/api/charges/object)."""
    details = said.get("payment_method_details") or {}
    return Charge(
        **_made(said),
        money=_money(said),
        status=said["status"],
        intent_id=_named(said.get("payment_intent")),
        refunded=said["amount_refunded"],
        is_disputed=bool(said.get("disputed")),
        method=details.get("type") or "card",
    )


def refund(said: Json) -> ProviderRefund:
    """A refund (docs.stripe.com/api/refunds/object)."""
    return ProviderRefund(
        **_made(said),
        money=_money(said),
        status=said["status"],
        intent_id=_named(said.get("payment_intent")),
        charge_id=_named(said.get("charge")),
        failure=said.get("failure_reason"),
        waits_for=said.get("pending_reason"),
        has_moved=said.get("balance_transaction") is not None,
        has_come_back=said.get("failure_balance_transaction") is not None,
    )


def dispute(said: Json) -> ProviderDispute:
    """A dispute (docs.stripe.com/api/disputes/object)."""
    evidence = said.get("evidence_details") or {}
    moved = [one["amount"] for one in said.get("balance_transactions") or ()]
    return ProviderDispute(
        **_made(said),
        money=_money(said),
        status=said["status"],
        charge_id=str(_named(said["charge"])),
        reason=said.get("reason") or "",
        due_at=_at(evidence.get("due_by")),
        taken=-sum(one for one in moved if one < 0),
        returned=sum(one for one in moved if one > 0),
    )


def subscription(said: Json) -> ProviderSubscription:
    """A subscription; its period is that of its item (docs.stripe.com/api/subscriptions/object)."""
    items = said["items"]["data"]
    item = items[0] if items else {}
    starts = said.get("current_period_start") or item.get("current_period_start")
    ends = said.get("current_period_end") or item.get("current_period_end")
    return ProviderSubscription(
        **_made(said),
        status=said["status"],
        price_id=str(_named((item.get("price") or {}).get("id"))),
        period_starts_at=_at(starts),
        period_ends_at=_at(ends),
        ends_with_period=bool(said.get("cancel_at_period_end") or said.get("cancel_at")),
        ended_at=_at(said.get("ended_at")),
    )


def price(said: Json) -> ProviderPrice:
    """A price (docs.stripe.com/api/prices/object)."""
    is_recurring = said["type"] == "recurring"
    return ProviderPrice(**_made(said), is_recurring=is_recurring, is_active=bool(said["active"]))


def invoice(said: Json) -> ProviderInvoice:
    """An invoice; what pays it has moved to ``payments`` (docs.stripe.com/api/invoices/object)."""
    parent = (said.get("parent") or {}).get("subscription_details") or {}
    joined = (said.get("payments") or {}).get("data") or ()
    paid = [one for one in joined if one.get("status") == "paid"]
    charges = [_named((one.get("payment") or {}).get("charge")) for one in joined]
    intents, status = _intents(joined), said.get("status") or "draft"
    moments = said.get("status_transitions") or {}
    return ProviderInvoice(
        **_made(said),
        money=Money(said["amount_paid"], said["currency"]),
        status=status,
        subscription_id=_named(parent.get("subscription") or said.get("subscription")),
        subscription_marks=dict(parent.get("metadata") or {}),
        charge_id=next(filter(None, charges), _named(said.get("charge"))),
        intent_id=next(iter(intents), _named(said.get("payment_intent"))),
        total=said["total"],
        outside=_outside(said, paid) if status == "paid" and "payments" in said else 0,
        has_lines=bool((said.get("lines") or {}).get("data")),
        url=said.get("hosted_invoice_url"),
        due_at=_at(said.get("due_date")),
        paid_at=_at(moments.get("paid_at")),
        intents=intents,
        paid_intents=_intents(paid),
    )


def _intents(joined: Sequence[Json]) -> tuple[str, ...]:
    named = (_named((one.get("payment") or {}).get("payment_intent")) for one in joined)
    return tuple(one for one in named if one is not None)


def _outside(said: Json, paid: Sequence[Json]) -> int:
    """What was paid elsewhere: a payment record, or no payment at all."""
    inside = sum(one.get("amount_paid") or 0 for one in paid if _is_inside(one))
    return max(0, int(said["amount_paid"]) - inside)


def _is_inside(one: Json) -> bool:
    return (one.get("payment") or {}).get("type") in {"payment_intent", "charge"}


def movement(said: Json) -> Movement:
    """A balance transaction (docs.stripe.com/api/balance_transactions/object)."""
    return Movement(
        id=said["id"],
        created=_moment(said["created"]),
        is_live=False,
        money=_money(said),
        type=said["type"],
        fee=said["fee"],
        source_id=_named(said.get("source")),
    )


def event(said: Json) -> ProviderEvent:
    """An event; of its snapshot only the names are read (docs.stripe.com/api/events/object)."""
    about = said["data"]["object"]
    related = _named(about.get("payment_intent")) or _named(about.get("charge"))
    return ProviderEvent(
        id=said["id"],
        created=_moment(said["created"]),
        is_live=said["livemode"],
        type=said["type"],
        object_id=str(about.get("id") or ""),
        related_id=related,
    )


def _made(said: Json) -> dict[str, Any]:
    return {
        "id": said["id"],
        "created": _moment(said["created"]),
        "is_live": bool(said.get("livemode")),
        "metadata": dict(said.get("metadata") or {}),
    }


def _money(said: Json) -> Money:
    return Money(said["amount"], said["currency"])


def _named(said: Any) -> str | None:
    """The id of an object that is named or given whole."""
    if isinstance(said, Mapping):
        return str(said["id"])
    return str(said) if said else None


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _at(seconds: int | None) -> datetime | None:
    return None if seconds is None else _moment(seconds)
