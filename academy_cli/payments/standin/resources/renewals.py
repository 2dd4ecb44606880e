"""What becomes of a subscription in the course of time: paid again, overdue, ended.

Knows https://docs.stripe.com/billing/subscriptions/overview; refuses to know why somebody cancels.
"""

from __future__ import annotations

from functools import partial

from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.resources import invoice_shape, invoicing
from academy_cli.payments.standin.resources.subscription_shape import later
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World

DRAFT_S = 3600
"""A renewal's invoice stays a draft for about an hour
(https://docs.stripe.com/billing/subscriptions/webhooks#understand)."""
RETRIES, RETRY_S = 3, 3 * 24 * 3600
"""How often and when a declined renewal is tried again; Stripe has it as a setting
(https://docs.stripe.com/billing/revenue-recovery/smart-retries), and ends the subscription after the last."""


def first(world: World, made: Json, rows: list[Json], *, discount: int) -> None:
    """The first invoice, which decides whether the subscription becomes active."""
    invoice = _invoice(world, made, rows, "subscription_create", discount=discount)
    invoicing.finalize(world, invoice)
    _collect(world, made, invoice)
    if made["status"] == "active":
        world.clock.at(period_end(made), partial(_renew, world, made, 1))


def period_end(made: Json) -> int:
    """When what is paid for ends; all items of ours end together."""
    return int(made["items"]["data"][0]["current_period_end"])


def revive(world: World, invoice: Json) -> None:
    """An overdue subscription is active again once its invoice is paid, however that came about."""
    details = invoice["parent"] and invoice["parent"]["subscription_details"]
    if details and invoice["status"] == "paid":
        made = world.find("subscription", details["subscription"])
        if made["status"] == "past_due":
            made["status"] = "active"
            emit(world, "customer.subscription.updated", made, status="past_due")


def end(world: World, made: Json) -> Json:
    """It has ended."""
    made.update(status="canceled", ended_at=world.now())
    made["canceled_at"] = made["canceled_at"] or world.now()
    emit(world, "customer.subscription.deleted", made)
    return made


def _renew(world: World, made: Json, times: int) -> None:
    if made["status"] == "canceled":
        return
    if made["cancel_at_period_end"]:
        end(world, made)
        return
    rows = made["items"]["data"]
    for row in rows:
        row["current_period_start"] = row["current_period_end"]
        row["current_period_end"] = later(
            made["billing_cycle_anchor"], row["price"]["recurring"], times + 1
        )
    invoice = _invoice(world, made, rows, "subscription_cycle")
    emit(world, "customer.subscription.updated", made)
    world.clock.at(world.now() + DRAFT_S, partial(_charge, world, made, invoice))
    world.clock.at(period_end(made), partial(_renew, world, made, times + 1))


def _charge(world: World, made: Json, invoice: Json) -> None:
    if invoice["status"] == "draft" and made["status"] != "canceled":
        invoicing.finalize(world, invoice)
        _collect(world, made, invoice)


def _retry(world: World, made: Json, invoice: Json) -> None:
    if invoice["status"] == "open" and made["status"] == "past_due":
        _collect(world, made, invoice)


def _collect(world: World, made: Json, invoice: Json) -> None:
    """Take the money of an invoice; a decline makes it overdue, and too many end it."""
    before = made["status"]
    try:
        if invoice["status"] == "open":
            invoicing.pay(world, invoice, made["default_payment_method"])
    except RefusedError:
        _overdue(world, made, invoice)
        return
    if invoice["status"] == "paid" and before != "active":
        made["status"] = "active"
        emit(world, "customer.subscription.updated", made, status=before)


def _overdue(world: World, made: Json, invoice: Json) -> None:
    before = made["status"]
    if before == "incomplete":
        return
    if invoice["attempt_count"] > RETRIES:
        end(world, made)
        return
    invoice["next_payment_attempt"] = world.now() + RETRY_S
    world.clock.at(world.now() + RETRY_S, partial(_retry, world, made, invoice))
    if before != "past_due":
        made["status"] = "past_due"
        emit(world, "customer.subscription.updated", made, status=before)


def _invoice(world: World, made: Json, rows: list[Json], reason: str, *, discount: int = 0) -> Json:
    """A draft for some rows, which are lines of a sale or a subscription's own items."""
    customer = world.find("customer", made["customer"])
    invoice = invoice_shape.invoice(
        world, customer, made["currency"],
        auto_advance=True,
        billing_reason=reason,
        default_payment_method=made["default_payment_method"],
        parent={
            "quote_details": None,
            "subscription_details": {
                "metadata": dict(made["metadata"]), "subscription": made["id"],
            },
            "type": "subscription_details",
        },
    )  # fmt: skip
    period = made["items"]["data"][0]
    left = discount
    for row in rows:
        amount = row["price"]["unit_amount"] * row["quantity"]
        off = min(left, amount)
        left -= off
        line = invoice_shape.line(
            world, invoice, amount - off,
            subtotal=amount,
            description=world.find("product", row["price"]["product"])["name"],
            period={"start": period["current_period_start"], "end": period["current_period_end"]},
            pricing=invoice_shape.pricing(row["price"]),
            quantity=row["quantity"],
        )  # fmt: skip
        invoice["lines"]["data"].append(line)
    invoicing.add_up(invoice)
    world.add(invoice)
    made["latest_invoice"] = invoice["id"]
    emit(world, "invoice.created", invoice)
    return invoice
