"""Disputes: a customer's bank takes money back, and sometimes returns it.

Knows https://docs.stripe.com/disputes/how-disputes-work; refuses to judge the evidence.
"""

from __future__ import annotations

from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.lists import Asked, by, page
from academy_cli.payments.standin.metadata import given, merged
from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.resources import balance, refund_course
from academy_cli.payments.standin.routes import Route, route
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World

_OPEN = ("needs_response", "under_review")
_WAYS = {
    "needs_response": ("under_review", "won", "lost"),
    "under_review": ("needs_response", "won", "lost"),
    "warning_needs_response": ("warning_under_review", "warning_closed", "needs_response"),
    "warning_under_review": ("warning_needs_response", "warning_closed", "needs_response"),
}
"""What may follow: https://docs.stripe.com/api/disputes/object#dispute_object-status."""
ANSWER_S = 9 * 24 * 3600


def open_(
    world: World, charge: Json, *, reason: str, amount: int | None = None, is_inquiry: bool = False
) -> Json:
    """A dispute, or an inquiry that takes no money; refunds that are still pending fail.

    Raises RefusedError for a charge that has a dispute already or was not paid.
    """
    if charge["status"] != "succeeded" or any(_of(world, charge)):
        raise RefusedError(400, f"{charge['id']} cannot be disputed.")
    charge["disputed"] = True
    dispute = world.add(_made(world, charge, reason, amount, is_inquiry=is_inquiry))
    emit(world, "charge.dispute.created", dispute)
    if not is_inquiry:
        _withdraw(world, dispute)
    for refund in world.table("refund").oldest_first():
        # https://docs.stripe.com/refunds: a pending refund fails once its payment is disputed.
        if refund["charge"] == charge["id"] and refund["status"] == "pending":
            refund_course.settle(world, refund, "failed")
    return dispute


def _made(world: World, charge: Json, reason: str, amount: int | None, *, is_inquiry: bool) -> Json:
    return {
        "id": world.name("dp_1"),
        "object": "dispute",
        "amount": charge["amount"] if amount is None else amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": world.now(),
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {
            "due_by": world.now() + ANSWER_S,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": is_inquiry,
        "livemode": world.livemode,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "status": "warning_needs_response" if is_inquiry else "needs_response",
    }


def _withdraw(world: World, dispute: Json) -> None:
    movement = balance.book(
        world, balance.DISPUTE,
        amount=-dispute["amount"],
        currency=dispute["currency"],
        source=dispute["id"],
        fee=world.terms.dispute,
        description=f"Chargeback withdrawal for {dispute['charge']}",
    )  # fmt: skip
    dispute["balance_transactions"].append(movement)
    emit(world, "charge.dispute.funds_withdrawn", dispute)


def _reinstate(world: World, dispute: Json) -> None:
    """What was withdrawn returns; the fee does not, which depends on the country (https://stripe.com/pricing)."""
    movement = balance.book(
        world, balance.DISPUTE_WON,
        amount=dispute["amount"],
        currency=dispute["currency"],
        source=dispute["id"],
        description=f"Chargeback reversal for {dispute['charge']}",
    )  # fmt: skip
    dispute["balance_transactions"].append(movement)
    emit(world, "charge.dispute.funds_reinstated", dispute)


def move(world: World, dispute: Json, status: str) -> Json:
    """Let a dispute get on; an inquiry that becomes ``needs_response`` takes the money then.

    Raises RefusedError for ways that no dispute goes.
    """
    before = dispute["status"]
    if status not in _WAYS.get(before, ()):
        raise RefusedError(400, f"A dispute that is {before} does not become {status}.")
    dispute["status"] = status
    if before.startswith("warning") and status in _OPEN:
        dispute["is_charge_refundable"] = False
        _withdraw(world, dispute)
    emit(world, "charge.dispute.updated", dispute, status=before)
    if status == "won":
        dispute["is_charge_refundable"] = True
        _reinstate(world, dispute)
    if status in {"won", "lost", "warning_closed"}:
        emit(world, "charge.dispute.closed", dispute)
    return dispute


def blocks_refunds(world: World, charge: Json) -> bool:
    """Whether a dispute stands in a refund's way: https://docs.stripe.com/error-codes#charge-disputed.

    An inquiry does not (https://docs.stripe.com/disputes/how-disputes-work#inquiries), nor one that was won.
    """
    return charge["disputed"] and any(
        not dispute["is_charge_refundable"] for dispute in _of(world, charge)
    )


def _of(world: World, charge: Json) -> list[Json]:
    return [one for one in world.table("dispute").oldest_first() if one["charge"] == charge["id"]]


def update(world: World, asked: Asked) -> Json:
    """Evidence, which the bank gets unless ``submit`` is false."""
    dispute = world.find("dispute", asked.id)
    if "metadata" in asked.params:
        dispute["metadata"] = merged(dispute["metadata"], given(asked.params))
    if "evidence" in asked.params:
        dispute["evidence"].update(asked.params["evidence"])
        dispute["evidence_details"]["has_evidence"] = True
    if "evidence" in asked.params and asked.params.get("submit", True):
        dispute["evidence_details"]["submission_count"] += 1
        warning = "warning_" if dispute["status"].startswith("warning_") else ""
        return move(world, dispute, f"{warning}under_review")
    emit(world, "charge.dispute.updated", dispute)
    return dispute


def close(world: World, asked: Asked) -> Json:
    """Accept a dispute: it is lost, for good (https://docs.stripe.com/api/disputes/close)."""
    dispute = world.find("dispute", asked.id)
    if dispute["status"] != "needs_response":
        raise RefusedError(400, f"This dispute is {dispute['status']} and cannot be closed.")
    return move(world, dispute, "lost")


def retrieve(world: World, asked: Asked) -> Json:
    """One dispute."""
    return world.find("dispute", asked.id)


def search(world: World, asked: Asked) -> Json:
    """Disputes: of a charge, of a payment intent, of a time."""
    return page(world, "dispute", asked, wanted=by(asked.params, "charge", "payment_intent"))


ROUTES: tuple[Route, ...] = (
    route("POST", "/v1/disputes/{id}/close", "DisputeCloseParams", close),
    route("POST", "/v1/disputes/{id}", "DisputeUpdateParams", update, "evidence metadata submit"),
    route("GET", "/v1/disputes/{id}", "DisputeRetrieveParams", retrieve),
    route(
        "GET", "/v1/disputes", "DisputeListParams", search,
        "charge payment_intent created starting_after ending_before limit",
    ),
)  # fmt: skip
