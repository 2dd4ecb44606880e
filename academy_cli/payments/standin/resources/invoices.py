"""Invoices on request: drafts, their lines, sending, paying.

Knows https://docs.stripe.com/api/invoices; refuses taxes, credit notes and changes to what is final.
"""

from __future__ import annotations

from academy_cli.payments.standin.amounts import check_currency
from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.lists import Asked, by, page, whole
from academy_cli.payments.standin.metadata import given, merged
from academy_cli.payments.standin.refusals import RefusedError, absent
from academy_cli.payments.standin.resources import invoice_shape, invoicing, renewals
from academy_cli.payments.standin.resources.invoice_items import claim
from academy_cli.payments.standin.routes import Route, route
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World

DAY_S = 24 * 3600


def create(world: World, asked: Asked) -> Json:
    """A draft; lines that wait for their customer's next invoice come in only if that is asked for.

    https://docs.stripe.com/api/invoices/create#create_invoice-pending_invoice_items_behavior.
    """
    params = asked.params
    if "customer" not in params:
        raise absent("customer")
    customer = world.find("customer", params["customer"], "customer")
    currency = params.get("currency", "usd")
    check_currency(currency)
    due_date = _due_date(world, params)
    made = world.add(
        invoice_shape.invoice(
            world, customer, currency,
            due_date=due_date,
            collection_method=params.get("collection_method", "charge_automatically"),
            auto_advance=params.get("auto_advance", False),
            description=params.get("description"),
            footer=params.get("footer"),
            metadata=given(params),
        )
    )  # fmt: skip
    if params.get("pending_invoice_items_behavior", "exclude") == "include":
        claim(world, made)
    invoicing.add_up(made)
    emit(world, "invoice.created", made)
    return made


def _due_date(world: World, params: Json) -> int | None:
    if params.get("collection_method") != "send_invoice":
        if "days_until_due" in params or "due_date" in params:
            raise RefusedError(
                400, "You can only set a due date with collection_method `send_invoice`."
            )
        return None
    if "due_date" in params:
        return int(params["due_date"])
    if "days_until_due" not in params:
        raise absent("days_until_due")
    return world.now() + int(params["days_until_due"]) * DAY_S


def update(world: World, asked: Asked) -> Json:
    """Other metadata, which may change always, and other words while it is a draft."""
    made = world.find("invoice", asked.id)
    words: Json = {
        name: asked.params[name] for name in ("description", "footer") if name in asked.params
    }
    if words and made["status"] != "draft":
        raise RefusedError(
            400, "Finalized invoices can't be updated in this way", code="invoice_not_editable"
        )
    made.update(words)
    if "metadata" in asked.params:
        made["metadata"] = merged(made["metadata"], asked.params["metadata"])
    emit(world, "invoice.updated", made)
    return made


def finalize(world: World, asked: Asked) -> Json:
    """Make a draft final."""
    return invoicing.finalize(world, world.find("invoice", asked.id))


def send(world: World, asked: Asked) -> Json:
    """Mail an invoice, made final first if it is not; in test mode Stripe mails nothing either."""
    made = world.find("invoice", asked.id)
    if made["collection_method"] != "send_invoice":
        raise RefusedError(
            400, "You can only manually send an invoice if its collection method is 'send_invoice'."
        )
    if made["status"] == "draft":
        invoicing.finalize(world, made)
    emit(world, "invoice.sent", made)
    return made


def pay(world: World, asked: Asked) -> Json:
    """Pay now, with the method named, the invoice's or the customer's."""
    made = world.find("invoice", asked.id)
    if made["status"] == "draft":
        invoicing.finalize(world, made)
    if asked.params.get("paid_out_of_band"):
        return invoicing.settle_outside(world, made)
    customer = world.find("customer", made["customer"])
    usual = customer["invoice_settings"]["default_payment_method"]
    method = asked.params.get("payment_method") or made["default_payment_method"] or usual
    if method is None:
        raise RefusedError(
            400, "There is no `default_payment_method` set on this Customer or Invoice.",
            code="missing",
        )  # fmt: skip
    invoicing.pay(world, made, method)
    renewals.revive(world, made)
    return made


def void(world: World, asked: Asked) -> Json:
    """An invoice that need not be paid."""
    return invoicing.void(world, world.find("invoice", asked.id))


def give_up(world: World, asked: Asked) -> Json:
    """An invoice that will not be paid."""
    return invoicing.give_up(world, world.find("invoice", asked.id))


def drop(world: World, asked: Asked) -> Json:
    """Delete a draft."""
    made = world.find("invoice", asked.id)
    if made["status"] != "draft":
        raise RefusedError(400, "You can only delete draft invoices.", code="invoice_not_editable")
    world.table("invoice").drop(made["id"])
    emit(world, "invoice.deleted", made)
    return {"id": made["id"], "object": "invoice", "deleted": True}


def payments_of(world: World, made: Json) -> Json:
    """The payments of an invoice."""
    rows = [
        one for one in world.table("invoice_payment").newest_first() if one["invoice"] == made["id"]
    ]
    return whole(rows, f"/v1/invoice_payments?invoice={made['id']}")


def search_payments(world: World, asked: Asked) -> Json:
    """Payments of invoices: of one, or those that one payment intent is in."""
    intent = asked.params.get("payment", {}).get("payment_intent")
    same = by(asked.params, "invoice", "status")
    return page(
        world, "invoice_payment", asked,
        wanted=lambda one: same(one) and intent in {None, one["payment"]["payment_intent"]},
    )  # fmt: skip


def retrieve(world: World, asked: Asked) -> Json:
    """One invoice."""
    return world.find("invoice", asked.id)


def search(world: World, asked: Asked) -> Json:
    """Invoices: of a customer, of a subscription, in a status."""
    wanted = asked.params.get("subscription")
    same = by(asked.params, "customer", "status", "collection_method")
    return page(
        world, "invoice", asked,
        wanted=lambda one: same(one) and wanted in {None, subscription_of(one)},
    )  # fmt: skip


def subscription_of(made: Json) -> str | None:
    """The subscription that an invoice is for."""
    parent = made["parent"]
    return str(parent["subscription_details"]["subscription"]) if parent else None


ROUTES: tuple[Route, ...] = (
    route(
        "POST", "/v1/invoices", "InvoiceCreateParams", create,
        "customer currency collection_method days_until_due due_date auto_advance description footer "
        "metadata pending_invoice_items_behavior",
    ),
    route("POST", "/v1/invoices/{id}/finalize", "InvoiceFinalizeInvoiceParams", finalize, "auto_advance"),
    route("POST", "/v1/invoices/{id}/send", "InvoiceSendInvoiceParams", send),
    route(
        "POST", "/v1/invoices/{id}/pay", "InvoicePayParams", pay,
        "payment_method paid_out_of_band",
    ),
    route("POST", "/v1/invoices/{id}/void", "InvoiceVoidInvoiceParams", void),
    route(
        "POST", "/v1/invoices/{id}/mark_uncollectible", "InvoiceMarkUncollectibleParams", give_up
    ),
    route("POST", "/v1/invoices/{id}", "InvoiceUpdateParams", update, "description footer metadata"),
    route("DELETE", "/v1/invoices/{id}", "InvoiceDeleteParams", drop),
    route("GET", "/v1/invoices/{id}", "InvoiceRetrieveParams", retrieve),
    route(
        "GET", "/v1/invoices", "InvoiceListParams", search,
        "customer status collection_method subscription created starting_after ending_before limit",
    ),
    route(
        "GET", "/v1/invoice_payments", "InvoicePaymentListParams", search_payments,
        "invoice status payment.type payment.payment_intent starting_after ending_before limit",
    ),
)  # fmt: skip
