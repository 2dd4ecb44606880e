"""Checkout sessions: a page where somebody pays, made, looked up and closed.

Knows https://docs.stripe.com/api/checkout/sessions; refuses to know how the customer fares on the page.
"""

from __future__ import annotations

from functools import partial

from academy_cli.payments.standin.amounts import check_charge
from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.lists import Asked, by, page, page_size, whole
from academy_cli.payments.standin.metadata import given, merged
from academy_cli.payments.standin.refusals import RefusedError, absent
from academy_cli.payments.standin.resources import coupons, items, prices
from academy_cli.payments.standin.resources.session_shape import session
from academy_cli.payments.standin.routes import Route, route
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World

SHORTEST_S, LONGEST_S = 30 * 60, 24 * 3600
"""https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-expires_at."""


def create(world: World, asked: Asked) -> Json:
    """A page for one sale, or for a subscription."""
    params = asked.params
    _check(params)
    if "customer" in params:
        world.find("customer", params["customer"], "customer")
    return make(world, params)


def make(world: World, params: Json) -> Json:
    """A session from its parameters, checked."""
    coupon = coupons.chosen(world, params.get("discounts", []))
    rows = items.made(world, params.get("line_items", []), coupon)
    _check_mode(params["mode"], rows)
    if items.total(rows):
        check_charge(items.total(rows), rows[0]["currency"], "line_items")
    made = world.add(session(world, params, rows, _expiry(world, params)))
    world.lines[made["id"]] = rows
    world.wishes[made["id"]] = params
    made["metadata"] = given(params)
    world.clock.at(made["expires_at"], partial(_lapse, world, made))
    return made


def _check(params: Json) -> None:
    for name in ("mode", "success_url"):
        if name not in params:
            raise absent(name)
    if "customer" in params and "customer_email" in params:
        raise RefusedError(
            400, "You may only specify one of these parameters: customer, customer_email."
        )
    for name, mode in (("payment_intent_data", "payment"), ("subscription_data", "subscription")):
        if name in params and params["mode"] != mode:
            raise RefusedError(
                400, f"You can not pass `{name}` in `{params['mode']}` mode.", param=name
            )
    if len(params.get("client_reference_id", "")) > 200:
        raise RefusedError(
            400, "Invalid string: at most 200 characters", param="client_reference_id"
        )


def _check_mode(mode: str, rows: list[Json]) -> None:
    if mode == "payment" and items.recurring(rows):
        raise RefusedError(
            400,
            "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode "
            "or use only one-time prices.",
            param="mode",
        )
    if mode == "subscription" and not items.recurring(rows):
        raise RefusedError(
            400,
            "You must provide at least one recurring price in `subscription` mode.",
            param="mode",
        )


def _expiry(world: World, params: Json) -> int:
    now = world.now()
    expires: int = params.get("expires_at", now + LONGEST_S)
    if not now + SHORTEST_S <= expires <= now + LONGEST_S:
        raise RefusedError(
            400,
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session "
            "creation.",
            param="expires_at",
        )
    return expires


def _lapse(world: World, made: Json) -> None:
    if made["status"] == "open":
        made.update(status="expired", url=None)
        emit(world, "checkout.session.expired", made)


def expire(world: World, asked: Asked) -> Json:
    """Close a page that nobody paid on."""
    made = world.find("checkout.session", asked.id)
    if made["status"] != "open":
        raise RefusedError(
            400,
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a '
            f"status of {made['status']}.",
        )
    _lapse(world, made)
    return made


def update(world: World, asked: Asked) -> Json:
    """Other metadata."""
    made = world.find("checkout.session", asked.id)
    made["metadata"] = merged(made["metadata"], asked.params.get("metadata", {}))
    return made


def retrieve(world: World, asked: Asked) -> Json:
    """One session."""
    return world.find("checkout.session", asked.id)


def search(world: World, asked: Asked) -> Json:
    """Sessions: of a payment intent, of a subscription, of a link, of a customer, in a status."""
    names = ("payment_intent", "subscription", "payment_link", "customer", "status")
    return page(world, "checkout.session", asked, wanted=by(asked.params, *names))


def items_of_session(world: World, made: Json) -> Json:
    """The lines of a session."""
    return whole(world.lines[made["id"]], f"/v1/checkout/sessions/{made['id']}/line_items")


def list_items(world: World, asked: Asked) -> Json:
    """The first lines of a session; no further page, for a sale of ours has few."""
    every = items_of_session(world, world.find("checkout.session", asked.id))
    limit = page_size(asked.params)
    return {**every, "data": every["data"][:limit], "has_more": len(every["data"]) > limit}


_ITEM = " ".join(f"line_items.{name}" for name in ("quantity", *prices.ITEM))
ROUTES: tuple[Route, ...] = (
    route(
        "POST", "/v1/checkout/sessions", "checkout.SessionCreateParams", create,
        "mode success_url cancel_url client_reference_id metadata customer customer_email "
        "discounts payment_intent_data.metadata payment_intent_data.description "
        "payment_intent_data.receipt_email subscription_data.metadata subscription_data.description "
        "expires_at locale allowed_payment_method_types "
        f"customer_creation submit_type allow_promotion_codes {_ITEM}",
    ),
    route("POST", "/v1/checkout/sessions/{id}/expire", "checkout.SessionExpireParams", expire),
    route(
        "POST", "/v1/checkout/sessions/{id}", "checkout.SessionUpdateParams", update, "metadata"
    ),
    route(
        "GET", "/v1/checkout/sessions/{id}/line_items", "checkout.SessionListLineItemsParams", list_items,
        "limit",
    ),
    route("GET", "/v1/checkout/sessions/{id}", "checkout.SessionRetrieveParams", retrieve),
    route(
        "GET", "/v1/checkout/sessions", "checkout.SessionListParams", search,
        "payment_intent subscription payment_link customer status created starting_after ending_before limit",
    ),
)  # fmt: skip
