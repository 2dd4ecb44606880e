"""What happens without a request: customers pay, banks dispute and settle, colleagues use the Dashboard.

Knows which words name which happening; refuses to decide when they happen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.resources import (
    balance,
    charges,
    completion,
    disputes,
    invoicing,
    paying,
    payment_links,
    payouts,
    refund_course,
    refunds,
    renewals,
)
from academy_cli.payments.standin.resources.payment_methods import used
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World


def _complete(world: World, asked: Json) -> Json:
    """A customer pays on the page of a session; what they see is the answer, declined or not."""
    session = world.find("checkout.session", asked["session"])
    return completion.complete(
        world, session, asked["payment_method"], asked["email"], asked.get("name")
    )


def _open_link(world: World, asked: Json) -> Json:
    return payment_links.open_(world, world.find("payment_link", asked["link"]))


def _arrive(world: World, asked: Json) -> Json:
    """Money that was on its way arrives or not, for a session or for a payment intent alone."""
    if "session" in asked:
        session = world.find("checkout.session", asked["session"])
        return completion.arrive(world, session, succeeded=asked["succeeded"])
    intent = world.find("payment_intent", asked["payment_intent"])
    paying.arrive(world, intent, succeeded=asked["succeeded"])
    return intent


def _authenticate(world: World, asked: Json) -> Json:
    """A customer agrees to what their bank asked them."""
    intent = world.find("payment_intent", asked["payment_intent"])
    if intent["status"] != "requires_action":
        raise RefusedError(400, f"{intent['id']} is {intent['status']}.")
    paying.proceed(world, intent)
    return intent


def _settle(world: World, asked: Json) -> Json:
    return refund_course.settle(world, world.find("refund", asked["refund"]), asked["status"])


def _dashboard_refund(world: World, asked: Json) -> Json:
    """Somebody refunds by hand: no metadata, no key, no request."""
    if "charge" in asked:
        charge = world.find("charge", asked["charge"])
    else:
        intent = world.find("payment_intent", asked["payment_intent"])
        charge = charges.of_intent(world, intent) or {}
    if not charge:
        raise RefusedError(400, "There is no successful charge.")
    return refunds.make(world, charge, asked.get("amount"), metadata={})


def _dispute(world: World, asked: Json) -> Json:
    return disputes.open_(
        world,
        world.find("charge", asked["charge"]),
        reason=asked["reason"],
        amount=asked.get("amount"),
        is_inquiry=asked.get("is_inquiry", False),
    )


def _move_dispute(world: World, asked: Json) -> Json:
    return disputes.move(world, world.find("dispute", asked["dispute"]), asked["status"])


def _pay_invoice(world: World, asked: Json) -> Json:
    """A customer pays on an invoice's page; a decline is answered as the invoice it leaves."""
    invoice = world.find("invoice", asked["invoice"])
    try:
        invoicing.pay(world, invoice, asked["payment_method"])
    except RefusedError as error:
        if error.status != 402:
            raise
    renewals.revive(world, invoice)
    return invoice


def _change_method(world: World, asked: Json) -> Json:
    """A subscription is paid with another card from now on, a declining one perhaps."""
    subscription = world.find("subscription", asked["subscription"])
    subscription["default_payment_method"] = used(world, asked["payment_method"])["id"]
    return subscription


def _payout(world: World, asked: Json) -> Json:
    return payouts.make(world, asked["currency"])


def _fee(world: World, asked: Json) -> Json:
    """Stripe takes something for another of its products."""
    return balance.book(
        world,
        balance.FEE,
        amount=-asked["amount"],
        currency=asked["currency"],
        source=None,
        description=asked["description"],
    )


HAPPENINGS: Mapping[str, Callable[[World, Json], Json]] = {
    "complete": _complete,
    "open_link": _open_link,
    "arrive": _arrive,
    "authenticate": _authenticate,
    "settle": _settle,
    "dashboard_refund": _dashboard_refund,
    "dispute": _dispute,
    "move_dispute": _move_dispute,
    "pay_invoice": _pay_invoice,
    "change_method": _change_method,
    "payout": _payout,
    "fee": _fee,
}
