"""Somebody's mail when they have another address: what waits follows them, and so do their wishes.

Used by whatever changes an address, in its transaction. What guards an account stays with the address it was
written to, for that one's owner has to know. Refuses to commit.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, exists, or_, select, update
from sqlalchemy.orm import aliased

from academy_cli.mail import suppression_store
from academy_cli.models import OutboxMessage, Suppression

FOLLOWING = (
    *("enrolled", "completed", "course-updated", "module-released"),
    *("payment-link", "invoice-link", "receipt", "refund", "certificate", "certificate-expiring"),
)
"""Templates of mail about what somebody does here, beside campaigns."""
BOUNCE = "bounce"
"""The cause that is about an address, and not about who has it."""


def follow(connection: Connection, user_id: int, old: str, new: str, at: datetime) -> None:
    """Let mail to somebody at their old address, and what they want none of, be of the new one."""
    _bar_as_before(connection, old, new, at)
    other = aliased(OutboxMessage)
    is_there = exists(select(other.id)).where(
        other.event == OutboxMessage.event,
        other.template == OutboxMessage.template,
        other.recipient == new,
    )
    follows = or_(OutboxMessage.template.in_(FOLLOWING), OutboxMessage.campaign_id.is_not(None))
    theirs = (OutboxMessage.user_id == user_id, OutboxMessage.recipient == old, follows)
    waits = update(OutboxMessage).where(*theirs, OutboxMessage.state == "waiting", ~is_there)
    # who has taken one meanwhile sees by its time that it is theirs no more
    connection.execute(waits.values(recipient=new, next_try_at=at))


def _bar_as_before(connection: Connection, old: str, new: str, at: datetime) -> None:
    wishes = select(Suppression.__table__).where(
        Suppression.recipient == old, Suppression.cause != BOUNCE
    )
    for one in connection.execute(wishes.order_by(Suppression.id)).all():
        told = {"recipient": new, "scope": one.scope, "cause": one.cause, "note": one.note}
        suppression_store.add(connection, {**told, "created_at": at})
