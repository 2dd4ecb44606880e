"""Products: what is sold.

Knows https://docs.stripe.com/api/products; refuses to know what it costs.
"""

from __future__ import annotations

from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.lists import Asked, by, page
from academy_cli.payments.standin.metadata import given, merged
from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.routes import Route, route
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World


def make(world: World, params: Json) -> Json:
    """A new product; its id may be the seller's own."""
    name = params.get("id") or world.name("prod", 14)
    if name in world.table("product"):
        raise RefusedError(
            400, f"Product already exists: {name}", code="resource_already_exists", param="id"
        )
    product: Json = {
        "id": name,
        "object": "product",
        "active": params.get("active", True),
        "created": world.now(),
        "default_price": None,
        "description": params.get("description"),
        "images": params.get("images", []),
        "livemode": world.livemode,
        "marketing_features": [],
        "metadata": given(params),
        "name": params["name"],
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": params.get("tax_code"),
        "type": "service",
        "unit_label": None,
        "updated": world.now(),
        "url": params.get("url"),
    }
    world.add(product)
    emit(world, "product.created", product)
    return product


def create(world: World, asked: Asked) -> Json:
    """A product."""
    return make(world, asked.params)


def update(world: World, asked: Asked) -> Json:
    """Another name or description, or no longer on sale."""
    product = world.find("product", asked.id)
    for field in ("name", "description", "active", "images"):
        if field in asked.params:
            product[field] = asked.params[field]
    if "metadata" in asked.params:
        product["metadata"] = merged(product["metadata"], asked.params["metadata"])
    product["updated"] = world.now()
    emit(world, "product.updated", product)
    return product


def retrieve(world: World, asked: Asked) -> Json:
    """One product."""
    return world.find("product", asked.id)


def search(world: World, asked: Asked) -> Json:
    """Products: all, some by their ids, or those on sale."""
    ids = asked.params.get("ids")
    same = by(asked.params, "active")
    return page(
        world, "product", asked, wanted=lambda one: same(one) and (not ids or one["id"] in ids)
    )


ROUTES: tuple[Route, ...] = (
    route(
        "POST", "/v1/products", "ProductCreateParams", create,
        "id name description active images metadata url tax_code",
    ),
    route(
        "POST", "/v1/products/{id}", "ProductUpdateParams", update,
        "name description active images metadata",
    ),
    route("GET", "/v1/products/{id}", "ProductRetrieveParams", retrieve),
    route(
        "GET", "/v1/products", "ProductListParams", search,
        "ids active created starting_after ending_before limit",
    ),
)  # fmt: skip
