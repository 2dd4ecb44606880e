"""Asking for a refund: decided, written down and reserved in one transaction, before anybody is asked.

Whoever asks twice with one request key gets the same refund. Knows what has to hold; refuses to send.
"""

from __future__ import annotations

from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.matrix import Permission
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.money import Money
from academy_cli.payments import installation
from academy_cli.payments.errors import RequestKeyError
from academy_cli.payments.gateway import DATABASE, REFUND
from academy_cli.payments.refunds import store as refunds
from academy_cli.payments.refunds.errors import (
    AgainstPolicyError,
    DisputedError,
    ExceedsPaymentError,
    NoReasonError,
    SimilarRefundError,
)
from academy_cli.payments.refunds.situation import (
    Situation,
    needs_approval,
    objections,
    similar,
    situation,
)
from academy_cli.payments.refunds.states import State
from academy_cli.payments.refunds.store import ACADEMY, By, NothingFreeError
from academy_cli.payments.refunds.wish import Share, Wish
from academy_cli.payments.till import Till


def request(connection: Connection, till: Till, wish: Wish) -> int:
    """Write a refund down that somebody wants, and give its number; asked again, that of the first time.

    Raises what ``situation`` and ``share`` raise, DisputedError, AgainstPolicyError, NoReasonError,
    SimilarRefundError, ExceedsPaymentError and RequestKeyError.
    """
    known = refunds.refund_by_request(connection, wish.request_key)
    if known is not None:
        return _same(known, wish)
    found = situation(connection, wish.about, is_held=True)
    known = refunds.refund_by_request(connection, wish.request_key)
    if known is not None:  # somebody else asked while we waited for the payment
        return _same(known, wish)
    wanted = found.share(wish)
    require(connection, till, found, wish, wanted)
    number = write_down(connection, till, found, wish, wanted)
    mine = refunds.refund_by_id(connection, number)
    told = {"order": found.order.reference, "payment": found.payment.reference}
    told |= {"amount": mine.amount, "currency": mine.currency, "access": mine.access}
    till.record(connection, "refund.create", f"refund:{mine.reference}", told, wish.note)
    return number


def write_down(
    connection: Connection,
    till: Till,
    found: Situation,
    wish: Wish,
    wanted: Share,
    *,
    before: int = 0,
) -> int:
    """Write a refund down that may be made, and give its number; the log is told by whoever decided it.

    ``before`` is what others took of the payment since it was looked at, in minor units. Raises
    ExceedsPaymentError.
    """
    waits = needs_approval(found, wanted.money, till.terms, before)
    values = _values(connection, till, found, wish, wanted, waits=waits)
    source = "bulk" if wish.batch_id is not None else "create"
    by = By(till.actor.name, source, till.clock())
    try:
        return refunds.add(connection, values, wanted.lines, by)
    except NothingFreeError as error:
        left = Money(found.payable.left, wanted.money.currency)
        raise ExceedsPaymentError(found.payment.reference, wanted.money, left) from error


def _same(known: Row[Any], wish: Wish) -> int:
    """The refund that a key asked for, if it asks for the same now. Raises RequestKeyError."""
    asked = _asked(wish)
    if known.origin != ACADEMY or _told(known) != asked:
        raise RequestKeyError(wish.request_key, known.reference)
    return int(known.id)


def _asked(wish: Wish) -> Mapping[str, object]:
    """What a wish asks for, as it is kept to know it again."""
    lines = {str(at): one.amount if one else None for at, one in wish.lines.items()}
    amount = wish.amount and [wish.amount.amount, wish.amount.currency]
    by_hand = {"by_hand": True} if wish.is_by_hand else {}
    how_much = {"amount": amount, "percent": wish.basis_points, "lines": lines}
    return {"about": wish.about, **how_much, **by_hand}


def _told(known: Row[Any]) -> Mapping[str, object]:
    import json

    asked: Mapping[str, object] = json.loads(known.policy).get("asked", {})
    return asked


def require(
    connection: Connection, till: Till, found: Situation, wish: Wish, wanted: Share
) -> None:
    """Insist that a refund may be made. Raises what says why not."""
    if found.payment.is_disputed and not wish.is_by_hand:
        raise DisputedError(found.payment.reference)
    same = similar(connection, found.payment.id, wanted.money.amount, till.clock())
    if same is not None and not wish.is_another:
        raise SimilarRefundError(same.reference, wanted.money, same.state)
    said = objections(connection, found, wanted, till.clock())
    may = bool(till.actor.reach(Permission.REFUND_OVERRIDE))
    if said and not (wish.overrides_policy and may):
        raise AgainstPolicyError(said, may_override=may)
    if said and not (wish.note or "").strip():
        raise NoReasonError


def _values(
    connection: Connection,
    till: Till,
    found: Situation,
    wish: Wish,
    wanted: Share,
    *,
    waits: bool,
) -> Mapping[str, Any]:
    key = token_hex(16)
    policy: dict[str, object] = {"asked": _asked(wish), "needs_approval": waits}
    if wish.overrides_policy:
        policy["overridden"] = list(objections(connection, found, wanted, till.clock()))
    parameters: dict[str, object] = {
        "payment_intent": found.payment.intent_id,
        "amount": wanted.money.amount,
        "reason": wish.reason,
        "metadata": {REFUND: key, DATABASE: installation.key(connection)},
    }
    return {
        "key": key,
        "request_key": wish.request_key,
        "payment_id": found.payment.id,
        "origin": ACADEMY,
        "provider": found.by_whom(wish),
        "amount": wanted.money.amount,
        "currency": wanted.money.currency,
        "reason": wish.reason,
        "note": wish.note,
        "access": found.access(wish, wanted),
        "policy": canonical(policy),
        "state": State.REQUESTED.value,
        "parameters": canonical(parameters),
        "requested_by": till.actor.name,
        "batch_id": wish.batch_id,
        "needs_attention": False,
    }
