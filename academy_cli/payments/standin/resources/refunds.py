"""Refunds on request: of which charge, how much, and when they are refused.

Knows https://docs.stripe.com/api/refunds; refuses to know what becomes of them later.
"""

from __future__ import annotations

from academy_cli.payments.standin.amounts import check_digits, check_positive, spelled
from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.lists import Asked, by, page
from academy_cli.payments.standin.metadata import given, merged
from academy_cli.payments.standin.refusals import RefusedError, absent, missing
from academy_cli.payments.standin.resources import charges, disputes, refund_course
from academy_cli.payments.standin.resources.payment_methods import behaviour_of
from academy_cli.payments.standin.routes import Route, route
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import RefundMode, World


def create(world: World, asked: Asked) -> Json:
    """Send money of a charge back, all that is left of it unless an amount is named."""
    charge = _charge(world, asked.params)
    return make(
        world,
        charge,
        asked.params.get("amount"),
        metadata=given(asked.params),
        reason=asked.params.get("reason"),
    )


def make(
    world: World, charge: Json, amount: int | None, *, metadata: Json, reason: str | None = None
) -> Json:
    """A refund; raises RefusedError for a charge that has none left, is disputed, or was not paid."""
    left = charge["amount"] - charge["amount_refunded"]
    _check(world, charge, left, amount)
    return refund_course.begin(
        world, charge, left if amount is None else amount, _mode(world, charge),
        metadata=metadata, reason=reason,
    )  # fmt: skip


def _charge(world: World, params: Json) -> Json:
    if "charge" in params and "payment_intent" in params:
        raise RefusedError(
            400, "You may only specify one of these parameters: charge, payment_intent."
        )
    if "charge" in params:
        return world.find("charge", params["charge"], "charge")
    if "payment_intent" not in params:
        raise absent("charge")
    intent = world.find("payment_intent", params["payment_intent"], "payment_intent")
    charge = charges.of_intent(world, intent)
    if charge is None:
        raise RefusedError(
            400,
            f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
        )
    return charge


def _check(world: World, charge: Json, left: int, amount: int | None) -> None:
    """https://docs.stripe.com/error-codes has codes for the first two; for too much no page gives one."""
    if disputes.blocks_refunds(world, charge):
        raise RefusedError(
            400,
            f"Charge {charge['id']} has been charged back; cannot issue a refund.",
            code="charge_disputed",
        )
    if left == 0:
        raise RefusedError(
            400,
            f"Charge {charge['id']} has already been refunded.",
            code="charge_already_refunded",
        )
    if charge["status"] != "succeeded":
        raise RefusedError(
            400, f"Charge {charge['id']} is {charge['status']}; cannot issue a refund."
        )
    if amount is None:
        return
    check_positive(amount)
    check_digits(amount, charge["currency"])
    if amount > left:
        asked, rest = (spelled(one, charge["currency"]) for one in (amount, left))
        raise RefusedError(
            400,
            f"Refund amount ({asked}) is greater than unrefunded amount on charge ({rest})",
            param="amount",
        )


def _mode(world: World, charge: Json) -> RefundMode:
    """What the test card asks for (https://docs.stripe.com/testing#refunds), or what goes for all."""
    return behaviour_of(world, charge["payment_method"]).refunds or world.refund_mode


def update(world: World, asked: Asked) -> Json:
    """Other metadata, the only thing of a refund that changes on request."""
    refund = world.find("refund", asked.id)
    refund["metadata"] = merged(refund["metadata"], asked.params.get("metadata", {}))
    emit(world, "refund.updated", refund)
    return refund


def cancel(world: World, asked: Asked) -> Json:
    """Give up a refund that waits for its customer; no other (https://docs.stripe.com/api/refunds/cancel)."""
    refund = world.find("refund", asked.id)
    if refund["status"] != "requires_action":
        raise RefusedError(
            400,
            f"Refund {refund['id']} is {refund['status']}; only refunds that are requires_action "
            "can be canceled.",
        )
    return refund_course.settle(world, refund, "canceled")


def retrieve(world: World, asked: Asked) -> Json:
    """One refund."""
    return world.find("refund", asked.id)


def search(world: World, asked: Asked) -> Json:
    """Refunds: of a charge, of a payment intent, of a time."""
    for kind in ("charge", "payment_intent"):
        name = asked.params.get(kind)
        if name is not None and name not in world.table(kind):
            raise missing(kind, name, kind)
    return page(world, "refund", asked, wanted=by(asked.params, "charge", "payment_intent"))


ROUTES: tuple[Route, ...] = (
    route(
        "POST", "/v1/refunds", "RefundCreateParams", create,
        "amount charge payment_intent metadata reason",
    ),
    route("POST", "/v1/refunds/{id}/cancel", "RefundCancelParams", cancel),
    route("POST", "/v1/refunds/{id}", "RefundUpdateParams", update, "metadata"),
    route("GET", "/v1/refunds/{id}", "RefundRetrieveParams", retrieve),
    route(
        "GET", "/v1/refunds", "RefundListParams", search,
        "charge payment_intent created starting_after ending_before limit",
    ),
)  # fmt: skip
