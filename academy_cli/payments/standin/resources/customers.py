"""Customers: who pays, and what they are known by.

Knows https://docs.stripe.com/api/customers; refuses to know what they buy.
"""

from __future__ import annotations

from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.lists import Asked, by, page
from academy_cli.payments.standin.metadata import given, merged
from academy_cli.payments.standin.routes import Route, route
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World

_TEXTS = ("description", "email", "name", "phone")


def make(world: World, params: Json, *, is_told: bool = True) -> Json:
    """A new customer; in bulk no event tells of it."""
    name = world.name("cus", 14)
    customer: Json = {
        "id": name,
        "object": "customer",
        "address": params.get("address"),
        "balance": 0,
        "created": world.now(),
        "currency": None,
        "default_source": None,
        "delinquent": False,
        **{field: params.get(field) for field in _TEXTS},
        "discount": None,
        "invoice_prefix": name[-8:].upper(),
        "invoice_settings": _settings(params),
        "livemode": world.livemode,
        "metadata": given(params),
        "next_invoice_sequence": 1,
        "preferred_locales": params.get("preferred_locales", []),
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }
    world.add(customer)
    if is_told:
        emit(world, "customer.created", customer)
    return customer


def _settings(params: Json) -> Json:
    chosen = params.get("invoice_settings", {}).get("default_payment_method")
    return {
        "custom_fields": None,
        "default_payment_method": chosen,
        "footer": None,
        "rendering_options": None,
    }


def create(world: World, asked: Asked) -> Json:
    """A customer; nothing keeps two from having the same address."""
    return make(world, asked.params)


def update(world: World, asked: Asked) -> Json:
    """Other words about a customer."""
    customer = world.find("customer", asked.id)
    for field in (*_TEXTS, "address", "preferred_locales"):
        if field in asked.params:
            customer[field] = asked.params[field] or None
    if "metadata" in asked.params:
        customer["metadata"] = merged(customer["metadata"], asked.params["metadata"])
    if "invoice_settings" in asked.params:
        customer["invoice_settings"] = _settings(asked.params)
    emit(world, "customer.updated", customer)
    return customer


def retrieve(world: World, asked: Asked) -> Json:
    """One customer."""
    return world.find("customer", asked.id)


def search(world: World, asked: Asked) -> Json:
    """Customers, by e-mail address (case-sensitive, as the page says) or all."""
    return page(world, "customer", asked, wanted=by(asked.params, "email"))


_WORDS = (
    "address description email name phone preferred_locales metadata "
    "invoice_settings.default_payment_method"
)
ROUTES: tuple[Route, ...] = (
    route("POST", "/v1/customers", "CustomerCreateParams", create, _WORDS),
    route("POST", "/v1/customers/{id}", "CustomerUpdateParams", update, _WORDS),
    route("GET", "/v1/customers/{id}", "CustomerRetrieveParams", retrieve),
    route(
        "GET", "/v1/customers", "CustomerListParams", search,
        "email created starting_after ending_before limit",
    ),
)  # fmt: skip
