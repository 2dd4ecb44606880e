"""An attempt to pay: declined, waiting for the customer, on its way, or done; and what each leaves behind.

Knows https://docs.stripe.com/payments/paymentintents/lifecycle; refuses to know what was bought.
"""

from __future__ import annotations

from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.resources import charges, disputes
from academy_cli.payments.standin.resources.payment_methods import Behaviour, behaviour_of, used
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import ADDRESS, World


def attempt(world: World, intent: Json, method: str) -> None:
    """Pay with a method; raises RefusedError 402 if it is declined, which leaves its traces."""
    paying = used(world, method, email=intent["receipt_email"])
    intent["payment_method"] = paying["id"]
    behaviour = behaviour_of(world, paying["id"])
    if behaviour.kind not in intent["payment_method_types"]:
        raise RefusedError(
            400,
            f"The payment method type {behaviour.kind} is not among those of this PaymentIntent.",
            param="payment_method",
        )
    if behaviour.code:
        raise _declined(world, intent, paying, behaviour)
    if behaviour.needs_action:
        _await_customer(world, intent)
        return
    proceed(world, intent)


def proceed(world: World, intent: Json) -> None:
    """Take the money with the method that an intent has, or begin to."""
    behaviour = behaviour_of(world, intent["payment_method"])
    intent["next_action"] = intent["last_payment_error"] = None
    charge = charges.make(world, intent, behaviour, "pending" if behaviour.is_slow else "succeeded")
    intent["latest_charge"] = charge["id"]
    if behaviour.is_slow:
        intent["status"] = "processing"
        emit(world, "payment_intent.processing", intent)
        emit(world, "charge.pending", charge)
        return
    _succeed(world, intent, charge)
    if behaviour.dispute:
        disputes.open_(world, charge, reason=behaviour.dispute, is_inquiry=behaviour.is_inquiry)


def arrive(world: World, intent: Json, *, succeeded: bool) -> None:
    """What was on its way arrives, or does not; raises RefusedError if nothing was."""
    if intent["status"] != "processing":
        raise RefusedError(400, f"{intent['id']} is {intent['status']}, not processing.")
    charge = world.find("charge", intent["latest_charge"])
    if succeeded:
        charge.update(status="succeeded", paid=True)
        _succeed(world, intent, charge)
        return
    charge.update(status="failed", paid=False, captured=False, amount_captured=0)
    charge.update(failure_code="account_closed", failure_message="The account is closed.")
    intent["status"] = "requires_payment_method"
    intent["payment_method"] = None
    intent["last_payment_error"] = {"type": "invalid_request_error", "code": "account_closed"}
    emit(world, "charge.failed", charge)
    emit(world, "payment_intent.payment_failed", intent)


def _succeed(world: World, intent: Json, charge: Json) -> None:
    charges.bank(world, charge)
    intent.update(status="succeeded", amount_received=intent["amount"])
    emit(world, "charge.succeeded", charge)
    emit(world, "payment_intent.succeeded", intent)


def _await_customer(world: World, intent: Json) -> None:
    intent["status"] = "requires_action"
    intent["next_action"] = {
        "type": "redirect_to_url",
        "redirect_to_url": {"return_url": None, "url": f"{ADDRESS}/authenticate/{intent['id']}"},
    }
    emit(world, "payment_intent.requires_action", intent)


def _declined(world: World, intent: Json, method: Json, behaviour: Behaviour) -> RefusedError:
    """A decline (https://docs.stripe.com/declines): 402, a failed charge; the intent may be tried again."""
    charge = charges.make(world, intent, behaviour, "failed")
    intent["latest_charge"] = charge["id"]
    intent["status"] = "requires_payment_method"
    intent["payment_method"] = None
    error: Json = {"charge": charge["id"], "payment_method": method}
    if behaviour.decline_code:
        error["decline_code"] = behaviour.decline_code
    refusal = RefusedError(
        402, charge["failure_message"], kind="card_error", code=behaviour.code, **error
    )
    intent["last_payment_error"] = dict(refusal.body)
    refusal.body["payment_intent"] = dict(intent)
    emit(world, "charge.failed", charge)
    emit(world, "payment_intent.payment_failed", intent)
    return refusal
