"""Payment intents: one payment each, from the wish to the money.

Knows https://docs.stripe.com/api/payment_intents; refuses capturing later.
"""

from __future__ import annotations

from academy_cli.payments.standin.amounts import check_charge
from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.lists import Asked, by, page
from academy_cli.payments.standin.metadata import given, merged
from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.resources import paying, payment_methods
from academy_cli.payments.standin.routes import Route, route
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World

_EMPTY = (
    "application", "application_fee_amount", "canceled_at", "cancellation_reason", "last_payment_error",
    "latest_charge", "next_action", "on_behalf_of", "payment_method",
    "payment_method_configuration_details", "processing", "review", "setup_future_usage", "shipping",
    "source", "statement_descriptor", "statement_descriptor_suffix", "transfer_data", "transfer_group",
)  # fmt: skip
CANCELABLE = ("requires_payment_method", "requires_confirmation", "requires_action", "processing")


def make(world: World, params: Json) -> Json:
    """A new payment intent; ``params`` are those of creating one, without confirming."""
    name = world.name("pi_3")
    types = params.get("allowed_payment_method_types")
    intent: Json = {
        "id": name,
        "object": "payment_intent",
        "amount": params["amount"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        **dict.fromkeys(_EMPTY),
        "automatic_payment_methods": None if types else _automatic(params),
        "capture_method": "automatic_async",
        "client_secret": world.name(f"{name}_secret"),
        "confirmation_method": "automatic",
        "created": world.now(),
        "currency": params["currency"],
        "customer": params.get("customer"),
        "description": params.get("description"),
        "livemode": world.livemode,
        "metadata": given(params),
        "payment_method_options": {},
        "payment_method_types": types or list(payment_methods.TYPES),
        "receipt_email": params.get("receipt_email"),
        "status": "requires_payment_method",
    }
    world.add(intent)
    emit(world, "payment_intent.created", intent)
    return intent


def _automatic(params: Json) -> Json:
    asked = params.get("automatic_payment_methods", {})
    return {"allow_redirects": asked.get("allow_redirects", "always"), "enabled": True}


def create(world: World, asked: Asked) -> Json:
    """A payment intent, confirmed at once where that is asked for."""
    params = asked.params
    check_charge(params["amount"], params["currency"])
    if "allowed_payment_method_types" in params and "automatic_payment_methods" in params:
        raise RefusedError(
            400,
            "You may only specify one of these parameters: allowed_payment_method_types, "
            "automatic_payment_methods.",
        )
    if "customer" in params:
        world.find("customer", params["customer"], "customer")
    intent = make(world, params)
    if "payment_method" in params:
        intent["status"] = "requires_confirmation"
        intent["payment_method"] = payment_methods.used(world, params["payment_method"])["id"]
    return _confirmed(world, intent, params) if params.get("confirm") else intent


def confirm(world: World, asked: Asked) -> Json:
    """Pay, with the method named now or before."""
    intent = world.find("payment_intent", asked.id)
    if intent["status"] not in {
        "requires_payment_method",
        "requires_confirmation",
        "requires_action",
    }:
        raise _unexpected(intent, "confirm")
    return _confirmed(world, intent, asked.params)


def _confirmed(world: World, intent: Json, params: Json) -> Json:
    """Confirm; without a way back a method that redirects cannot be allowed.

    https://docs.stripe.com/api/payment_intents/create#create_payment_intent-automatic_payment_methods.
    """
    automatic = intent["automatic_payment_methods"]
    if automatic and automatic["allow_redirects"] == "always" and "return_url" not in params:
        raise RefusedError(
            400,
            "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because "
            "some of these payment methods might redirect your customer off of your page, you must provide a "
            "`return_url`.",
            param="return_url",
        )
    method = params.get("payment_method") or intent["payment_method"]
    if method is None:
        raise RefusedError(
            400,
            "You cannot confirm this PaymentIntent because it's missing a payment method.",
            code="payment_intent_unexpected_state",
        )
    paying.attempt(world, intent, method)
    return intent


def update(world: World, asked: Asked) -> Json:
    """Other words about a payment."""
    intent = world.find("payment_intent", asked.id)
    if "metadata" in asked.params:
        intent["metadata"] = merged(intent["metadata"], asked.params["metadata"])
    if "description" in asked.params:
        intent["description"] = asked.params["description"]
    return intent


def cancel(world: World, asked: Asked) -> Json:
    """No payment after all; what is paid stays paid."""
    intent = world.find("payment_intent", asked.id)
    if intent["status"] not in CANCELABLE:
        raise _unexpected(intent, "cancel")
    intent.update(status="canceled", canceled_at=world.now(), next_action=None)
    intent["cancellation_reason"] = asked.params.get("cancellation_reason")
    emit(world, "payment_intent.canceled", intent)
    return intent


def _unexpected(intent: Json, verb: str) -> RefusedError:
    """https://docs.stripe.com/error-codes#payment-intent-unexpected-state."""
    return RefusedError(
        400,
        f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}.",
        code="payment_intent_unexpected_state",
        payment_intent=intent,
    )


def retrieve(world: World, asked: Asked) -> Json:
    """One payment intent."""
    return world.find("payment_intent", asked.id)


def search(world: World, asked: Asked) -> Json:
    """Payment intents: of a customer, of a time."""
    return page(world, "payment_intent", asked, wanted=by(asked.params, "customer"))


ROUTES: tuple[Route, ...] = (
    route(
        "POST", "/v1/payment_intents", "PaymentIntentCreateParams", create,
        "amount currency customer description metadata payment_method allowed_payment_method_types "
        "confirm receipt_email automatic_payment_methods return_url",
    ),
    route(
        "POST", "/v1/payment_intents/{id}/confirm", "PaymentIntentConfirmParams", confirm,
        "payment_method return_url",
    ),
    route(
        "POST", "/v1/payment_intents/{id}/cancel", "PaymentIntentCancelParams", cancel,
        "cancellation_reason",
    ),
    route(
        "POST", "/v1/payment_intents/{id}", "PaymentIntentUpdateParams", update,
        "metadata description",
    ),
    route("GET", "/v1/payment_intents/{id}", "PaymentIntentRetrieveParams", retrieve),
    route(
        "GET", "/v1/payment_intents", "PaymentIntentListParams", search,
        "customer created starting_after ending_before limit",
    ),
)  # fmt: skip
