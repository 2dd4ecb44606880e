"""Invoice items: lines that are put on a draft, one or many at once, or wait for their customer's next one.

Knows https://docs.stripe.com/api/invoiceitems; refuses to change what is invoiced.
"""

from __future__ import annotations

from academy_cli.payments.standin.amounts import check_currency, check_digits
from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.lists import Asked, by, page
from academy_cli.payments.standin.metadata import given
from academy_cli.payments.standin.refusals import RefusedError, absent
from academy_cli.payments.standin.resources import invoice_shape, invoicing
from academy_cli.payments.standin.routes import Route, route
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World


def create(world: World, asked: Asked) -> Json:
    """An amount, or a price so many times, for a customer."""
    params = asked.params
    if "customer" not in params:
        raise absent("customer")
    customer = world.find("customer", params["customer"], "customer")
    return _made(world, params, customer["id"], _draft(world, params))


def add_lines(world: World, asked: Asked) -> Json:
    """All lines of a draft at once, in their order; https://docs.stripe.com/api/invoices/add_lines."""
    invoice = _draft(world, {"invoice": asked.id})
    assert invoice is not None
    for line in reversed(asked.params["lines"]):  # each is put before the others
        _made(world, {"currency": invoice["currency"], **line}, invoice["customer"], invoice)
    emit(world, "invoice.updated", invoice)
    return invoice


def _made(world: World, params: Json, customer: str, invoice: Json | None) -> Json:
    amount, currency, price = _amount(world, params)
    check_digits(amount, currency)
    item = world.add(
        {
            "id": world.name("ii_1"),
            "object": "invoiceitem",
            "amount": amount,
            "currency": currency,
            "customer": customer,
            "date": world.now(),
            "description": params.get("description"),
            "discountable": True,
            "discounts": [],
            "invoice": invoice and invoice["id"],
            "livemode": world.livemode,
            "metadata": given(params),
            "parent": None,
            "period": {"start": world.now(), "end": world.now()},
            "pricing": price and invoice_shape.pricing(price),
            "proration": False,
            "quantity": params.get("quantity", 1),
            "quantity_decimal": str(params.get("quantity", 1)),
            "tax_rates": [],
            "test_clock": None,
        },
        world.now(),
    )
    emit(world, "invoiceitem.created", item)
    if invoice:
        _put(world, invoice, item)
    return item


def _draft(world: World, params: Json) -> Json | None:
    if "invoice" not in params:
        return None
    invoice = world.find("invoice", params["invoice"], "invoice")
    if invoice["status"] != "draft":
        raise RefusedError(
            400, "Finalized invoices can't be updated in this way", code="invoice_not_editable"
        )
    return invoice


def _amount(world: World, params: Json) -> tuple[int, str, Json | None]:
    if "pricing" in params:
        price = world.find("price", params["pricing"].get("price", ""), "pricing[price]")
        return price["unit_amount"] * params.get("quantity", 1), price["currency"], price
    if "amount" not in params:
        raise absent("amount")
    currency = params.get("currency", "usd")
    check_currency(currency)
    return params["amount"], currency, None


def claim(world: World, invoice: Json) -> None:
    """Put what waits for a customer's next invoice on this one."""
    for item in list(world.table("invoiceitem").oldest_first()):
        waiting = item["customer"] == invoice["customer"] and item["invoice"] is None
        if waiting and item["currency"] == invoice["currency"]:
            _put(world, invoice, item)


def _put(world: World, invoice: Json, item: Json) -> None:
    if item["currency"] != invoice["currency"]:
        raise RefusedError(
            400, f"The currency of the invoice is {invoice['currency']}.", param="currency"
        )
    item["invoice"] = invoice["id"]
    line = invoice_shape.line(
        world, invoice, item["amount"],
        description=item["description"],
        metadata=dict(item["metadata"]),
        parent={"invoice_item_details": {"invoice_item": item["id"], "proration": False,
                                         "proration_details": None, "subscription": None},
                "subscription_item_details": None, "type": "invoice_item_details"},
        pricing=item["pricing"],
        quantity=item["quantity"],
    )  # fmt: skip
    invoice["lines"]["data"].insert(0, line)
    invoicing.add_up(invoice)


def retrieve(world: World, asked: Asked) -> Json:
    """One item."""
    return world.find("invoiceitem", asked.id)


def search(world: World, asked: Asked) -> Json:
    """Items: of a customer, of an invoice."""
    return page(world, "invoiceitem", asked, wanted=by(asked.params, "customer", "invoice"))


ROUTES: tuple[Route, ...] = (
    route(
        "POST", "/v1/invoiceitems", "InvoiceItemCreateParams", create,
        "customer invoice amount currency description metadata pricing.price quantity",
    ),
    route(
        "POST", "/v1/invoices/{id}/add_lines", "InvoiceAddLinesParams", add_lines,
        "lines.amount lines.description lines.metadata lines.quantity",
    ),
    route("GET", "/v1/invoiceitems/{id}", "InvoiceItemRetrieveParams", retrieve),
    route(
        "GET", "/v1/invoiceitems", "InvoiceItemListParams", search,
        "customer invoice starting_after ending_before limit",
    ),
)  # fmt: skip
