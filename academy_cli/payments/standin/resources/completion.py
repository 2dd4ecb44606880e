"""What a customer does on a checkout page: pay at once, pay slowly, be declined.

Knows https://docs.stripe.com/payments/checkout/fulfill-orders; refuses to make pages.
"""

from __future__ import annotations

from collections.abc import Mapping

from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.resources import customers, paying, payment_intents, subscriptions
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World


def complete(world: World, session: Json, method: str, email: str, name: str | None = None) -> Json:
    """Fill in the page and pay.

    A decline leaves the session open, as the customer may try again; the intent tells of it. Raises
    RefusedError for a session that is not open.
    """
    if session["status"] != "open":
        raise RefusedError(400, f"{session['id']} is {session['status']}.")
    wishes = world.wishes[session["id"]]
    email = session["customer_email"] or email
    _know_customer(world, session, wishes, email, name)
    paid = _pay(world, session, wishes, method, email)
    if paid is None:
        return session
    session.update(status="complete", url=None, payment_status=paid)
    session["customer_details"] = {
        "address": None, "email": email, "name": name, "phone": None,
        "tax_exempt": "none", "tax_ids": [],
    }  # fmt: skip
    _redeem(world, session)
    emit(world, "checkout.session.completed", session)
    return session


def arrive(world: World, session: Json, *, succeeded: bool) -> Json:
    """Money that was on its way arrives, or does not."""
    if session["payment_status"] != "unpaid" or session["status"] != "complete":
        raise RefusedError(400, f"Nothing is on its way for {session['id']}.")
    intent = world.find("payment_intent", session["payment_intent"])
    paying.arrive(world, intent, succeeded=succeeded)
    if succeeded:
        session["payment_status"] = "paid"
    verb = "succeeded" if succeeded else "failed"
    emit(world, f"checkout.session.async_payment_{verb}", session)
    return session


def _know_customer(world: World, session: Json, wishes: Json, email: str, name: str | None) -> None:
    """A customer is made where the session wants one, else the payer stays a guest."""
    if session["customer"] is None and session["customer_creation"] == "always":
        made = customers.make(world, {"email": email, **({"name": name} if name else {})})
        session["customer"] = made["id"]
    wishes["email"] = email


def _pay(world: World, session: Json, wishes: Json, method: str, email: str) -> str | None:
    """How the session is paid afterwards, or None if it was declined."""
    if session["mode"] == "subscription":
        return _subscribe(world, session, wishes, method)
    if not session["amount_total"]:
        return "no_payment_required"
    intent = _intent(world, session, wishes.get("payment_intent_data", {}), email)
    try:
        paying.attempt(world, intent, method)
    except RefusedError as error:
        if error.status != 402:
            raise
        return None
    return {"succeeded": "paid", "processing": "unpaid"}.get(intent["status"])


def _intent(world: World, session: Json, wanted: Mapping[str, object], email: str) -> Json:
    """The payment intent, made when the customer pays and kept over several tries."""
    if session["payment_intent"]:
        return world.find("payment_intent", session["payment_intent"])
    intent = payment_intents.make(
        world,
        {
            "amount": session["amount_total"],
            "currency": session["currency"],
            "customer": session["customer"],
            "allowed_payment_method_types": session["payment_method_types"],
            "receipt_email": email if session["livemode"] else None,
            **wanted,
        },
    )
    session["payment_intent"] = intent["id"]
    return intent


def _subscribe(world: World, session: Json, wishes: Json, method: str) -> str | None:
    wanted = wishes.get("subscription_data", {})
    rows = world.lines[session["id"]]
    made = subscriptions.begin(
        world,
        session["customer"],
        rows,
        method,
        wanted,
        discount=session["total_details"]["amount_discount"],
    )
    if made["status"] != "active":
        return None
    session["subscription"], session["invoice"] = made["id"], made["latest_invoice"]
    return "paid"


def _redeem(world: World, session: Json) -> None:
    for one in session["discounts"]:
        code = one["promotion_code"] and world.find("promotion_code", one["promotion_code"])
        if code:
            code["times_redeemed"] += 1
        coupon = world.find("coupon", code["promotion"]["coupon"] if code else one["coupon"])
        coupon["times_redeemed"] += 1
