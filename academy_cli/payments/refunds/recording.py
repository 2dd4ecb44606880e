"""What the provider says of a refund, written down with everything that follows from it, in one transaction.

Whoever learns of it may call it, any number of times and in any order: whoever sent the refund, whoever
recovers it, and whoever reads the provider's events. What follows happens once. Knows what follows; refuses
to ask the provider.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.audit.service import Act
from academy_cli.kit.money import Money, written
from academy_cli.kit.saying import say
from academy_cli.mail.operators import tell
from academy_cli.payments import access, disputes, documents, moving, store, telling
from academy_cli.payments.gateway import ProviderRefund
from academy_cli.payments.refunds import store as refunds
from academy_cli.payments.refunds.states import FINAL, PAYING, State, may_follow
from academy_cli.payments.refunds.store import By
from academy_cli.payments.till import Terms


def record(
    connection: Connection, number: int, said: ProviderRefund, by: By, terms: Terms
) -> list[Act]:
    """Write down what the provider says of a refund; returns what the audit log has to be told."""
    mine = refunds.refund_by_id(connection, number, is_held=True)
    before, after = State(mine.state), State(said.status)
    if not _step(connection, mine, after, said, by):
        return []
    payment = store.payment_by_id(connection, mine.payment_id, is_held=True)
    _move(connection, mine, payment, said, by)
    if after in PAYING and mine.credit_note_id is None:
        _follow(connection, mine, payment, by, terms)
    if after is State.SUCCEEDED and before is not after:
        ended = access.ended(connection, payment.order_id, by.at, _why(mine))
        telling.tell_refunded(connection, mine, payment, by.at, ended)
    if after in FINAL and before is not after:
        if mine.credit_note_id is not None:
            documents.take_back(connection, mine, terms, by.at)
            make_up(connection, payment, by, terms)
        _alarm(connection, mine, said.failure, by)
    if before is after:
        return []
    told = {"state": {"before": before.value, "after": after.value}, "provider": said.id}
    return [Act("refund.record", f"refund:{mine.reference}", told)]


def _step(
    connection: Connection, mine: Row[Any], after: State, said: ProviderRefund, by: By
) -> bool:
    """Bring a refund to where the provider has it; False where that cannot be, which a person has to see."""
    before = State(mine.state)
    values: dict[str, object] = {"provider_id": said.id or None, "failure": said.failure}
    values["lease_until"] = None
    detail: Mapping[str, object] = {"provider": said.id, "status": said.status}
    if said.waits_for:
        detail = {**detail, "waits_for": said.waits_for}
    if said.money != Money(mine.amount, mine.currency):
        values["needs_attention"] = True
        detail = {**detail, "amount": said.money.amount, "currency": said.money.currency}
    if before is after:
        if mine.provider_id is None and said.id:
            refunds.change(connection, mine.id, values)
        return True
    if not may_follow(before, after):
        refunds.remark(connection, mine, by, {**detail, "refused": "cannot follow"})
        refunds.change(connection, mine.id, {"needs_attention": True})
        return False
    values["needs_attention"] = after in FINAL or "needs_attention" in values
    done = refunds.step(connection, mine, after, by, values=values, detail=detail)
    assert done  # its row is held
    return True


def _move(
    connection: Connection, mine: Row[Any], payment: Row[Any], said: ProviderRefund, by: By
) -> None:
    """Write into the ledger what moved on the balance: away, and back again where it failed."""
    named = said.id or mine.key
    gone = {"at": said.created, "currency": mine.currency, "provider": mine.provider}
    gone |= {"payment_id": payment.id, "created_at": by.at}
    if said.has_moved:
        moved = {"kind": "refund", "amount": -said.money.amount, "source": f"refund:{named}"}
        moving.move(connection, {**gone, **moved})
    if said.has_come_back:
        back = {"kind": "refund_failure", "amount": said.money.amount}
        source = f"refund_failure:{named}"
        moving.move(connection, {**gone, **back, "source": source, "at": by.at})


def _follow(
    connection: Connection, mine: Row[Any], payment: Row[Any], by: By, terms: Terms
) -> None:
    """What follows from money that goes back: a credit note, and the access that was bought with it ends."""
    _credit(connection, mine, payment, by, terms)
    refunds.settle_before(connection, mine)
    if mine.access == "remove":
        courses = courses_of(connection, mine, payment.order_id)
        access.revoke(connection, payment.order_id, by.at, _why(mine), courses=courses)


def _why(mine: Row[Any]) -> str:
    """Why grants say that a refund ended them."""
    return say("refund {}", mine.reference)


def _credit(
    connection: Connection, mine: Row[Any], payment: Row[Any], by: By, terms: Terms
) -> None:
    parts = refunds.line_amounts(connection, mine.id)
    note = documents.credit_note(connection, mine, payment, parts, terms=terms, at=by.at)
    refunds.change(connection, mine.id, {"credit_note_id": note})


def make_up(connection: Connection, payment: Row[Any], by: By, terms: Terms) -> None:
    """Issue the credit notes that an invoice had no room for, while one stood of what did not arrive.

    Refunds and disputes are heard of in any order: what took its place may have come first.
    """
    for one in refunds.refunds_of(connection, payment.id):
        if State(one.state) in PAYING and one.credit_note_id is None:
            _credit(connection, one, payment, by, terms)
    disputes.regain(connection, payment, by.at, terms)


def courses_of(connection: Connection, mine: Row[Any], order_id: int) -> Collection[int] | None:
    """The courses whose access a refund ends: those of the lines it was asked for, or None for all."""
    if not json.loads(mine.policy).get("asked", {}).get("lines"):
        return None
    parts = refunds.line_amounts(connection, mine.id)
    return {one.course_id for one in store.lines(connection, order_id) if one.id in parts}


def _alarm(connection: Connection, mine: Row[Any], failure: str | None, by: By) -> None:
    """Tell the operators of money that did not arrive: its recipient expects it."""
    said = written(Money(mine.amount, mine.currency))
    about = say("The refund {} of {} did not arrive", mine.reference, said)
    detail = say(
        "The provider says: {}.\n\nThe money is with the academy again. See it: academy refund "
        "show {}",
        failure or say("no reason"),
        mine.reference,
    )
    tell(connection, f"refund-failed:{mine.reference}", about, detail, by.at)
