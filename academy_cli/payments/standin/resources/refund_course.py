"""The course of a refund: made, waiting, done, failed, given up; and the money it moves each time.

Knows https://docs.stripe.com/refunds; refuses to know who asked for it.
"""

from __future__ import annotations

from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.resources import balance
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import ADDRESS, RefundMode, World

_STATUS = {
    RefundMode.SUCCEED: "succeeded",
    RefundMode.PENDING: "pending",
    RefundMode.INSUFFICIENT_FUNDS: "pending",
    RefundMode.REQUIRES_ACTION: "requires_action",
    RefundMode.FAIL: "failed",
}
_REASONS = {
    RefundMode.PENDING: "processing",
    RefundMode.INSUFFICIENT_FUNDS: "insufficient_funds",
}
"""``pending_reason``: https://docs.stripe.com/api/refunds/object#refund_object-pending_reason."""


def begin(
    world: World, charge: Json, amount: int, mode: RefundMode, *, metadata: Json, reason: str | None
) -> Json:
    """A new refund, which its charge counts from now on unless it fails at once.

    When money leaves the balance is documented for refunds that succeed and for those that wait for funds.
    That a refund in process has left already, and one that waits for the customer has not, is a choice here.
    """
    refund = _made(world, charge, amount, mode, metadata=metadata, reason=reason)
    if mode is RefundMode.FAIL:
        refund["failure_reason"] = "unknown"
        emit(world, "refund.created", refund)
        emit(world, "refund.failed", refund)
        return refund
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    if mode in {RefundMode.SUCCEED, RefundMode.PENDING}:
        _pay_back(world, charge, refund)
    emit(world, "refund.created", refund)
    emit(world, "charge.refunded", charge)
    return refund


def _made(
    world: World, charge: Json, amount: int, mode: RefundMode, *, metadata: Json, reason: str | None
) -> Json:
    refund: Json = {
        "id": world.name("re_3"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": world.now(),
        "currency": charge["currency"],
        "destination_details": {"type": charge["payment_method_details"]["type"]},
        "metadata": metadata,
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": _STATUS[mode],
        "transfer_reversal": None,
    }
    if mode in _REASONS:
        refund["pending_reason"] = _REASONS[mode]
    if mode is RefundMode.REQUIRES_ACTION:
        details = {"email_sent": {"email_sent_at": world.now(), "email_sent_to": ADDRESS}}
        details["expires_at"] = world.now() + 45 * 24 * 3600  # type: ignore[assignment]
        refund["next_action"] = {"type": "display_details", "display_details": details}
    return world.add(refund)


def settle(world: World, refund: Json, status: str) -> Json:
    """Let a refund become ``succeeded``, ``failed`` (late, if it had succeeded) or ``canceled``.

    Raises RefusedError for ways that no refund goes.
    """
    before = refund["status"]
    ways = {
        "succeeded": {"pending", "requires_action"},
        "pending": {"requires_action"},
        "failed": {"pending", "requires_action", "succeeded"},
        "canceled": {"requires_action"},
    }
    if before not in ways.get(status, set()):
        raise RefusedError(400, f"A refund that is {before} does not become {status}.")
    charge = world.find("charge", refund["charge"])
    refund.pop("pending_reason", None)
    refund.pop("next_action", None)
    refund["status"] = status
    if status in {"failed", "canceled"}:
        _take_back(world, charge, refund)
    elif refund["balance_transaction"] is None:
        _pay_back(world, charge, refund)
    _tell(world, refund, before)
    return refund


def _tell(world: World, refund: Json, before: str) -> None:
    """https://docs.stripe.com/api/events/types; ``charge.refund.updated`` comes for selected methods only."""
    previous: Json = {"status": before}
    if refund["status"] == "failed":
        previous |= dict.fromkeys(("failure_balance_transaction", "failure_reason"))
    emit(world, "refund.updated", refund, **previous)
    emit(world, "charge.refund.updated", refund, **previous)
    if refund["status"] == "failed":
        emit(world, "refund.failed", refund)


def _pay_back(world: World, charge: Json, refund: Json) -> None:
    """Money leaves the balance; the fee of the payment does not come back (https://docs.stripe.com/refunds)."""
    movement = balance.book(
        world,
        balance.REFUND if _is_card(charge) else balance.PAYMENT_REFUND,
        amount=-refund["amount"],
        currency=refund["currency"],
        source=refund["id"],
        description=f"REFUND FOR CHARGE ({charge['description'] or charge['id']})",
    )
    refund["balance_transaction"] = movement["id"]


def _take_back(world: World, charge: Json, refund: Json) -> None:
    """The charge counts the refund no more, and what had left the balance returns to it."""
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    if refund["status"] == "failed":
        refund["failure_reason"] = "lost_or_stolen_card"
    if refund["balance_transaction"] is None:
        return
    movement = balance.book(
        world,
        balance.REFUND_FAILURE if _is_card(charge) else balance.PAYMENT_REFUND_FAILURE,
        amount=refund["amount"],
        currency=refund["currency"],
        source=refund["id"],
        description=f"REFUND FAILURE ({charge['description'] or charge['id']})",
    )
    refund["failure_balance_transaction"] = movement["id"]


def _is_card(charge: Json) -> bool:
    return bool(charge["payment_method_details"]["type"] == "card")
