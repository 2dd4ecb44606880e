"""Subscriptions on request: begun, changed, cancelled.

Knows https://docs.stripe.com/api/subscriptions; refuses trials, prorations and changes of price.
"""

from __future__ import annotations

from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.lists import Asked, page, whole
from academy_cli.payments.standin.metadata import merged
from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.resources import items, renewals
from academy_cli.payments.standin.resources.payment_methods import used
from academy_cli.payments.standin.resources.subscription_shape import subscription
from academy_cli.payments.standin.routes import Route, route
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World

ENDED = ("canceled", "incomplete_expired")


def create(world: World, asked: Asked) -> Json:
    """A subscription of a customer who has a method to pay with."""
    params = asked.params
    customer = world.find("customer", params.get("customer", ""), "customer")
    rows = items.made(world, params.get("items", []))
    if not all(row["price"]["recurring"] for row in rows):
        raise RefusedError(
            400, "The price specified is set to `type=one_time` but this field only accepts prices with "
            "`type=recurring`.", param="items[0][price]",
        )  # fmt: skip
    usual = customer["invoice_settings"]["default_payment_method"]
    method = params.get("default_payment_method") or usual
    if method is None:
        raise RefusedError(
            400, "This customer has no attached payment source or default payment method. Please consider "
            "adding a default payment method.", code="resource_missing",
        )  # fmt: skip
    return begin(world, customer["id"], rows, method, params)


def begin(
    world: World, customer: str, rows: list[Json], method: str, wanted: Json, *, discount: int = 0
) -> Json:
    """A subscription and its first invoice; ``incomplete`` if that is declined, else ``active``.

    https://docs.stripe.com/billing/subscriptions/overview#subscription-lifecycle. Lines that are paid once
    are on the first invoice only.
    """
    paying = used(world, method)
    again = [row for row in rows if row["price"]["recurring"]]
    made = world.add(subscription(world, customer, again, paying["id"], wanted))
    emit(world, "customer.subscription.created", made)
    renewals.first(world, made, rows, discount=discount)
    return made


def update(world: World, asked: Asked) -> Json:
    """Other metadata, another method, or an end when the paid period ends."""
    made = _living(world, asked.id)
    params = asked.params
    if "cancel_at_period_end" in params:
        end = params["cancel_at_period_end"]
        made["cancel_at_period_end"] = end
        made["cancel_at"] = renewals.period_end(made) if end else None
        made["canceled_at"] = world.now() if end else None
    if "metadata" in params:
        made["metadata"] = merged(made["metadata"], params["metadata"])
    if "default_payment_method" in params:
        made["default_payment_method"] = used(world, params["default_payment_method"])["id"]
    emit(world, "customer.subscription.updated", made)
    return made


def cancel(world: World, asked: Asked) -> Json:
    """End it now; nothing is paid back (https://docs.stripe.com/api/subscriptions/cancel)."""
    return renewals.end(world, _living(world, asked.id))


def _living(world: World, name: str) -> Json:
    made = world.find("subscription", name)
    if made["status"] in ENDED:
        raise RefusedError(
            404, f"No such subscription: '{name}'", code="resource_missing", param="id"
        )
    return made


def subscriptions_of(world: World, customer: Json) -> Json:
    """The subscriptions of a customer that have not ended."""
    rows = [
        one
        for one in world.table("subscription").newest_first()
        if one["customer"] == customer["id"] and one["status"] not in ENDED
    ]
    return whole(rows, f"/v1/customers/{customer['id']}/subscriptions")


def retrieve(world: World, asked: Asked) -> Json:
    """One subscription."""
    return world.find("subscription", asked.id)


def search(world: World, asked: Asked) -> Json:
    """Subscriptions: of a customer, in a status; those that ended only where that is asked for.

    https://docs.stripe.com/api/subscriptions/list#list_subscriptions-status.
    """
    status, customer = asked.params.get("status"), asked.params.get("customer")

    def wanted(one: Json) -> bool:
        fits = one["status"] != "canceled" if status is None else status in {"all", one["status"]}
        if status == "ended":
            fits = one["status"] in ENDED
        return fits and customer in {None, one["customer"]}

    return page(world, "subscription", asked, wanted=wanted)


ROUTES: tuple[Route, ...] = (
    route(
        "POST", "/v1/subscriptions", "SubscriptionCreateParams", create,
        "customer items.price items.price_data items.quantity metadata default_payment_method description",
    ),
    route(
        "POST", "/v1/subscriptions/{id}", "SubscriptionUpdateParams", update,
        "cancel_at_period_end metadata default_payment_method",
    ),
    route("DELETE", "/v1/subscriptions/{id}", "SubscriptionCancelParams", cancel),
    route("GET", "/v1/subscriptions/{id}", "SubscriptionRetrieveParams", retrieve),
    route(
        "GET", "/v1/subscriptions", "SubscriptionListParams", search,
        "customer status created starting_after ending_before limit",
    ),
)  # fmt: skip
