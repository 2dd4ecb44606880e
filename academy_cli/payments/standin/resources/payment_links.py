"""Payment links: an address that makes a checkout session each time somebody opens it.

Knows https://docs.stripe.com/api/payment_links; refuses to know who opens it.
"""

from __future__ import annotations

from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.lists import Asked, by, page, whole
from academy_cli.payments.standin.metadata import given, merged
from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.resources import items, prices, sessions
from academy_cli.payments.standin.routes import Route, route
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import ADDRESS, World

_EMPTY = (
    "application", "application_fee_amount", "application_fee_percent", "consent_collection",
    "inactive_message", "invoice_creation", "on_behalf_of", "payment_intent_data", "payment_method_types",
    "restrictions", "shipping_address_collection", "subscription_data", "transfer_data",
)  # fmt: skip


def create(world: World, asked: Asked) -> Json:
    """A link for some lines."""
    params = asked.params
    rows = items.made(world, params["line_items"])
    link = world.add(_made(world, params, rows), world.now())
    world.lines[link["id"]] = rows
    world.wishes[link["id"]] = params
    emit(world, "payment_link.created", link)
    return link


def _made(world: World, params: Json, rows: list[Json]) -> Json:
    name = world.name("plink_1")
    return {
        "id": name,
        "object": "payment_link",
        **dict.fromkeys(_EMPTY),
        "active": True,
        "after_completion": {
            "hosted_confirmation": {"custom_message": None},
            "type": "hosted_confirmation",
        },
        "allow_promotion_codes": params.get("allow_promotion_codes", False),
        "automatic_tax": {"enabled": False, "liability": None},
        "billing_address_collection": "auto",
        "currency": rows[0]["currency"],
        "custom_fields": [],
        "custom_text": dict.fromkeys(
            ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
        ),
        "customer_creation": "if_required",
        "livemode": world.livemode,
        "metadata": given(params),
        "payment_method_collection": "always",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "submit_type": "auto",
        "tax_id_collection": {"enabled": False, "required": "never"},
        "url": f"{ADDRESS}/{name}",
    }


def open_(world: World, link: Json) -> Json:
    """What somebody gets who opens a link: a session with the link's metadata.

    https://docs.stripe.com/api/payment_links/payment_links/create#create_payment_link-metadata.
    """
    if not link["active"]:
        raise RefusedError(400, f"{link['id']} is not active.")
    rows = world.lines[link["id"]]
    wanted = world.wishes[link["id"]]
    made = sessions.make(
        world,
        {
            "mode": "subscription" if items.recurring(rows) else "payment",
            "success_url": f"{ADDRESS}/thanks",
            "line_items": wanted["line_items"],
            "metadata": dict(link["metadata"]),
            **(
                {"payment_intent_data": wanted["payment_intent_data"]}
                if "payment_intent_data" in wanted
                else {}
            ),
        },
    )
    made["payment_link"] = link["id"]
    return made


def update(world: World, asked: Asked) -> Json:
    """Other metadata, or no longer in use."""
    link = world.find("payment_link", asked.id)
    if "active" in asked.params:
        link["active"] = asked.params["active"]
    if "metadata" in asked.params:
        link["metadata"] = merged(link["metadata"], asked.params["metadata"])
    emit(world, "payment_link.updated", link)
    return link


def items_of_link(world: World, link: Json) -> Json:
    """The lines of a link."""
    return whole(world.lines[link["id"]], f"/v1/payment_links/{link['id']}/line_items")


def retrieve(world: World, asked: Asked) -> Json:
    """One link."""
    return world.find("payment_link", asked.id)


def search(world: World, asked: Asked) -> Json:
    """Links, in use or not."""
    return page(world, "payment_link", asked, wanted=by(asked.params, "active"))


_ITEM = " ".join(f"line_items.{name}" for name in ("quantity", *prices.ITEM))
ROUTES: tuple[Route, ...] = (
    route(
        "POST", "/v1/payment_links", "PaymentLinkCreateParams", create,
        f"metadata payment_intent_data.metadata payment_intent_data.description {_ITEM}",
    ),
    route("POST", "/v1/payment_links/{id}", "PaymentLinkUpdateParams", update, "active metadata"),
    route("GET", "/v1/payment_links/{id}", "PaymentLinkRetrieveParams", retrieve),
    route(
        "GET", "/v1/payment_links", "PaymentLinkListParams", search,
        "active starting_after ending_before limit",
    ),
)  # fmt: skip
