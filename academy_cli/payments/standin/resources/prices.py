"""Prices: what a product costs, once or every so often.

Knows https://docs.stripe.com/api/prices; refuses tiers and amounts that customers choose.
"""

from __future__ import annotations

from academy_cli.payments.standin.amounts import check_currency, check_digits
from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.lists import Asked, by, page
from academy_cli.payments.standin.metadata import given, merged
from academy_cli.payments.standin.refusals import RefusedError, absent
from academy_cli.payments.standin.resources import products
from academy_cli.payments.standin.routes import Route, route
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World


def make(world: World, params: Json, within: str = "", *, is_active: bool = True) -> Json:
    """A new price; ``within`` is where its parameters stand in a larger request."""
    currency, amount = params["currency"], params.get("unit_amount")
    check_currency(currency, f"{within}[currency]" if within else "currency")
    place = f"{within}[unit_amount]" if within else "unit_amount"
    if amount is None:
        raise absent(place)
    if amount < 0:
        raise RefusedError(
            400, "This value must be greater than or equal to 0.",
            code="parameter_invalid_integer", param=place,
        )  # fmt: skip
    check_digits(amount, currency, place)
    recurring = params.get("recurring")
    price: Json = {
        "id": world.name("price_1"),
        "object": "price",
        "active": is_active,
        "billing_scheme": "per_unit",
        "created": world.now(),
        "currency": currency,
        "custom_unit_amount": None,
        "livemode": world.livemode,
        "lookup_key": params.get("lookup_key"),
        "metadata": given(params),
        "nickname": params.get("nickname"),
        "product": _product(world, params, within),
        "recurring": recurring and _recurring(recurring),
        "tax_behavior": params.get("tax_behavior", "unspecified"),
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "recurring" if recurring else "one_time",
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
    }
    world.add(price)
    if is_active:
        emit(world, "price.created", price)
    return price


def _recurring(given_: Json) -> Json:
    return {
        "interval": given_["interval"],
        "interval_count": given_.get("interval_count", 1),
        "meter": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def _product(world: World, params: Json, within: str) -> str:
    place = f"{within}[product]" if within else "product"
    if "product" in params:
        return str(world.find("product", params["product"], place)["id"])
    if "product_data" in params:
        return str(products.make(world, params["product_data"])["id"])
    raise absent(place)


def resolved(world: World, item: Json, within: str) -> Json:
    """The price of an item of a larger request: one there is, or one made for it and not on sale."""
    if "price" in item:
        price = world.find("price", item["price"], f"{within}[price]")
        if not price["active"]:
            raise RefusedError(
                400, f"The price specified is inactive. This field only accepts active prices: {price['id']}",
                param=f"{within}[price]",
            )  # fmt: skip
        return price
    if "price_data" in item:
        return make(world, item["price_data"], f"{within}[price_data]", is_active=False)
    raise absent(f"{within}[price]")


def create(world: World, asked: Asked) -> Json:
    """A price; it never changes afterwards, except in what is said of it."""
    key = asked.params.get("lookup_key")
    if key and any(one["lookup_key"] == key for one in world.table("price").oldest_first()):
        raise RefusedError(
            400, f"A price ({key}) already uses that lookup key.", param="lookup_key"
        )
    return make(world, asked.params)


def update(world: World, asked: Asked) -> Json:
    """On sale or not, and its metadata."""
    price = world.find("price", asked.id)
    for field in ("active", "nickname"):
        if field in asked.params:
            price[field] = asked.params[field]
    if "metadata" in asked.params:
        price["metadata"] = merged(price["metadata"], asked.params["metadata"])
    emit(world, "price.updated", price)
    return price


def retrieve(world: World, asked: Asked) -> Json:
    """One price."""
    return world.find("price", asked.id)


def search(world: World, asked: Asked) -> Json:
    """Prices of a product, of a currency, on sale or not."""
    keys = asked.params.get("lookup_keys")
    same = by(asked.params, "active", "currency", "product", "type")
    return page(
        world, "price", asked,
        wanted=lambda one: same(one) and (not keys or one["lookup_key"] in keys),
    )  # fmt: skip


ITEM = [
    "price",
    "price_data.currency",
    "price_data.unit_amount",
    "price_data.product",
    "price_data.product_data.name",
    "price_data.product_data.description",
    "price_data.product_data.images",
    "price_data.product_data.metadata",
    "price_data.recurring",
    "price_data.tax_behavior",
]
"""What the stand-in knows of an item with a price, for requests that have such."""
ROUTES: tuple[Route, ...] = (
    route(
        "POST", "/v1/prices", "PriceCreateParams", create,
        "currency unit_amount product product_data.name product_data.metadata recurring.interval "
        "recurring.interval_count lookup_key metadata nickname tax_behavior",
    ),
    route("POST", "/v1/prices/{id}", "PriceUpdateParams", update, "active nickname metadata"),
    route("GET", "/v1/prices/{id}", "PriceRetrieveParams", retrieve),
    route(
        "GET", "/v1/prices", "PriceListParams", search,
        "active currency product type lookup_keys created starting_after ending_before limit",
    ),
)  # fmt: skip
