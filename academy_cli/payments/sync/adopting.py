"""Refunds as the provider has them, brought into the books: ours, or made by somebody in its dashboard.

What happened is never refused. A refund that others made leaves access as it is: giving money back and
ending access are two decisions. Works in the caller's transaction; refuses to ask the provider.
"""

from __future__ import annotations

from collections.abc import Sequence
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.audit.service import Act
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.money import allocate
from academy_cli.payments import installation, store
from academy_cli.payments.gateway import DATABASE, REFUND, ProviderRefund
from academy_cli.payments.refunds import store as refunds
from academy_cli.payments.refunds.recording import record
from academy_cli.payments.refunds.states import FINAL, UNSENT, State
from academy_cli.payments.refunds.store import DASHBOARD, By
from academy_cli.payments.till import Terms


def take_over(connection: Connection, said: ProviderRefund, by: By, terms: Terms) -> Sequence[Act]:
    """Write down what the provider says of a refund, whoever made it; nothing for money that is not ours."""
    mine = refunds.refund_of(connection, said.id, said.metadata.get(REFUND))
    if mine is not None:
        return record(connection, mine.id, said, by, terms)
    payment = store.payment_of(connection, said.intent_id, said.charge_id, is_held=True)
    if payment is None or (State(said.status) in FINAL and not said.has_moved):
        return []
    number = _adopt(connection, payment, said, by)
    adopted = refunds.refund_by_id(connection, number)
    told = {"amount": adopted.amount, "currency": adopted.currency, "provider": said.id}
    acts = [Act("refund.adopt", f"refund:{adopted.reference}", told)]
    acts += record(connection, number, said, by, terms)
    _reject_what_no_longer_fits(connection, payment.id, by)
    return acts


def _adopt(connection: Connection, payment: Row[Any], said: ProviderRefund, by: By) -> int:
    """Write a refund down that we did not know: a lost row of ours keeps its key."""
    is_ours = said.metadata.get(DATABASE) == installation.key(connection)
    key = said.metadata.get(REFUND, "") if is_ours else ""
    lines = store.lines(connection, payment.order_id)
    parts = allocate(said.money.amount, [one.amount for one in lines])
    values = {
        "key": key if len(key) == 32 else token_hex(16),
        "request_key": refunds.adopted_as(said.id),
        "payment_id": payment.id,
        "origin": DASHBOARD,
        "amount": said.money.amount,
        "currency": said.money.currency,
        "reason": "requested_by_customer",
        "note": None,
        "access": "keep",
        "policy": canonical({"was_lost": bool(key)}),
        "state": State.REQUESTED.value,
        "parameters": "{}",
        "requested_by": "stripe",
        "needs_attention": False,
    }
    shares = {one.id: part for one, part in zip(lines, parts, strict=True) if part}
    return refunds.add(connection, values, shares, by)


def _reject_what_no_longer_fits(connection: Connection, payment_id: int, by: By) -> None:
    """Take back our own refunds that were not sent yet, where too little is left for them, newest first."""
    for mine in reversed(refunds.refunds_of(connection, payment_id)):
        paid = store.payment_by_id(connection, payment_id)
        if paid.reserved_own + paid.refunded_external <= paid.amount:
            return
        if State(mine.state) in UNSENT and mine.origin != DASHBOARD:
            why = "somebody else gave the money back meanwhile"
            values = {"failure": why, "needs_attention": True}
            refunds.step(
                connection, mine, State.REJECTED, by, values=values, detail={"reason": why}
            )
