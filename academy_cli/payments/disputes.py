"""Disputes: a payer's bank takes money back until somebody decides; access and refunds wait meanwhile.

Works in the caller's transaction; refuses to ask the provider, and to answer a dispute.
Source: docs.stripe.com/disputes/how-disputes-work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from academy_cli.audit.service import Act
from academy_cli.kit.money import written
from academy_cli.kit.saying import say
from academy_cli.mail.operators import tell
from academy_cli.models import Dispute
from academy_cli.payments import access, documents, moving, store
from academy_cli.payments.gateway import ProviderDispute
from academy_cli.payments.refunds.states import FINAL, State
from academy_cli.payments.refunds.store import By, refunds_of
from academy_cli.payments.till import Terms

WON: Final = ("won", "warning_closed", "prevented")
LOST: Final = ("lost",)
CLOSED: Final = (*WON, *LOST)
RECORD: Final = "dispute.record"
"""The act of writing down a dispute that is new, or has another state."""


def take_over(connection: Connection, said: ProviderDispute, by: By, terms: Terms) -> Sequence[Act]:
    """Write down what the provider says of a dispute, and what follows; other people's is not ours."""
    payment = store.payment_of(connection, None, said.charge_id, is_held=True)
    if payment is None:
        return []
    known = _dispute(connection, said.id)
    before = known.state if known is not None else None
    mine = _written(connection, known, payment, said, by)
    _move(connection, mine, payment, said, by)
    if before == said.status:
        return []
    _follow(connection, mine, payment, said, by, terms)
    told = {"state": {"before": before, "after": said.status}, "amount": said.money.amount}
    told |= {"currency": said.money.currency, "provider": said.id}
    return [Act(RECORD, f"payment:{payment.reference}", told)]


def heard(acts: Iterable[Act]) -> Iterator[str]:
    """The names of the disputes that acts wrote down."""
    return (str(act.details["provider"]) for act in acts if act.action == RECORD)


def document(
    connection: Connection, mine: Row[Any], payment: Row[Any], at: datetime, terms: Terms
) -> bool:
    """Issue the credit note of a dispute that was lost, once; whether what is lost is accounted for."""
    if mine.credit_note_id is not None:
        return True
    note, loss = documents.lost(connection, mine, payment, terms, at)
    changed = update(Dispute).where(Dispute.id == mine.id)
    connection.execute(changed.values(credit_note_id=note, loss=loss))
    return note is not None or loss > 0


def regain(connection: Connection, payment: Row[Any], at: datetime, terms: Terms) -> None:
    """Issue documents for losses of a payment's lost disputes that are none, after a refund failed.

    What had been given back before, and was not after all, the payer has once: from their bank.
    """
    came_back = [
        one
        for one in refunds_of(connection, payment.id)
        if State(one.state) in FINAL and one.credit_note_id is not None
    ]
    for mine in of_payment(connection, payment.id):
        if mine.state not in LOST or not mine.loss:
            continue
        if mine.credit_note_id is None:
            document(connection, mine, payment, at, terms)
            continue
        loss = mine.loss
        for one in came_back:
            loss -= documents.regained(connection, one, payment, loss, terms=terms, at=at)
        connection.execute(update(Dispute).where(Dispute.id == mine.id).values(loss=loss))


def of_payment(connection: Connection, payment_id: int) -> Sequence[Row[Any]]:
    """The disputes of a payment, oldest first."""
    query = select(Dispute.__table__).where(Dispute.payment_id == payment_id)
    return connection.execute(query.order_by(Dispute.id)).all()


def _dispute(connection: Connection, provider_id: str) -> Row[Any] | None:
    query = select(Dispute.__table__).where(Dispute.provider_id == provider_id)
    return connection.execute(query).one_or_none()


def _written(
    connection: Connection,
    known: Row[Any] | None,
    payment: Row[Any],
    said: ProviderDispute,
    by: By,
) -> Row[Any]:
    values = {"amount": said.money.amount, "currency": said.money.currency, "reason": said.reason}
    values |= {"state": said.status, "due_at": said.due_at, "updated_at": by.at}
    values |= {"has_withdrawn": said.taken > said.returned}
    values |= {"closed_at": by.at if said.status in CLOSED else None}
    if known is None:
        first = {"payment_id": payment.id, "provider_id": said.id, "opened_at": said.created}
        connection.execute(insert(Dispute).values(**first, **values))
    else:
        closed = known.closed_at or values["closed_at"]
        mine = update(Dispute).where(Dispute.id == known.id)
        connection.execute(mine.values(**{**values, "closed_at": closed}))
    found = _dispute(connection, said.id)
    assert found is not None
    is_open = any(one.state not in CLOSED for one in of_payment(connection, payment.id))
    is_lost = any(one.state in LOST for one in of_payment(connection, payment.id))
    store.change_payment(connection, payment.id, {"is_disputed": is_open or is_lost})
    return found


def _move(
    connection: Connection, mine: Row[Any], payment: Row[Any], said: ProviderDispute, by: By
) -> None:
    """Write into the ledger what the bank took from the balance, and what it gave back."""
    gone = {"currency": mine.currency, "provider": payment.provider, "payment_id": payment.id}
    gone |= {"created_at": by.at}
    if said.taken:
        moved = {"kind": "dispute", "amount": -said.taken, "at": said.created}
        moving.move(connection, {**gone, **moved, "source": f"dispute:{said.id}"})
    if said.returned:
        back = {"kind": "dispute_reversal", "amount": said.returned, "at": by.at}
        moving.move(connection, {**gone, **back, "source": f"dispute_reversal:{said.id}"})


def _follow(  # noqa: PLR0917 - what follows needs all that is known
    connection: Connection,
    mine: Row[Any],
    payment: Row[Any],
    said: ProviderDispute,
    by: By,
    terms: Terms,
) -> None:
    why = say("dispute {}", said.id)
    if said.status in WON:
        access.give_again(connection, payment.order_id, why)
    elif said.taken and terms.suspends_disputed:
        access.revoke(connection, payment.order_id, by.at, why)
    if said.status in LOST:
        document(connection, mine, payment, by.at, terms)
    _tell(connection, payment, said, by)


def _tell(connection: Connection, payment: Row[Any], said: ProviderDispute, by: By) -> None:
    about = say("{} is disputed: {}, {}", payment.reference, written(said.money), said.status)
    until = (
        say(" Answer it by {:%Y-%m-%d} in Stripe's dashboard.", said.due_at) if said.due_at else ""
    )
    see = say("See it: academy payment show {}", payment.reference)
    detail = say("The bank says: {}.{}\n\n{}", said.reason or say("nothing"), until, see)
    tell(connection, f"dispute:{said.id}:{said.status}", about, detail, by.at)
