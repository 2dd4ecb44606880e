"""Refunds as people look at them: in lists, and one with every step.

Reads rows and makes views of them; refuses to change anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, or_, select

from academy_cli.access.service import called
from academy_cli.kit.money import Money
from academy_cli.kit.page import Cut
from academy_cli.models import Invoice, Order, OrderLine, Payment, Refund, RefundLine, User
from academy_cli.payments.references import normal
from academy_cli.payments.refunds import store as refunds
from academy_cli.payments.refunds.sending import may_go
from academy_cli.payments.refunds.states import FINAL, State
from academy_cli.payments.refunds.views import RefundStep, RefundSummary, RefundView

SORTABLE = ("reference", "created_at", "updated_at", "state")
_NEXT = {
    State.APPROVED: "academy refund recover {}",
    State.SUBMITTING: "academy refund recover {}",
    State.UNKNOWN: "academy refund resolve {} --retry | --void",
    State.PENDING: "academy payment sync",
    State.REQUIRES_ACTION: "academy refund cancel {}",
}


class Wanted(NamedTuple):
    """Which refunds."""

    state: str | None = None
    needs_attention: bool = False
    about: str | None = None
    """The reference of an order or a payment."""
    email: str | None = None
    batch_id: int | None = None
    cut: Cut = Cut()


def _rows(at: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Refund.__table__,
            Payment.reference.label("payment"),
            Order.reference.label("of_order"),
            User.email,
            needs_person(at).label("needs_person"),
        )
        .join_from(Refund, Payment, Payment.id == Refund.payment_id)
        .join(Order, Order.id == Payment.order_id)
        .join(User, User.id == Order.user_id)
    )


def needs_person(at: datetime) -> ColumnElement[bool]:
    """Whether somebody has to look at a refund: it is marked so, lost its sender, or waits for a yes."""
    is_left = Refund.lease_until.is_(None) | (Refund.lease_until <= at)
    return or_(
        Refund.needs_attention.is_(True),
        Refund.state == "unknown",
        (Refund.state == "submitting") & is_left,
        (Refund.state == "requested") & Refund.policy.contains('"needs_approval":true'),
    )


def found(connection: Connection, wanted: Wanted, at: datetime) -> Sequence[RefundSummary]:
    """The refunds that are wanted, the newest first."""
    query = _rows(at).where(*_conditions(wanted, at)).order_by(Refund.id.desc())
    query = query.limit(wanted.cut.limit).offset(wanted.cut.offset)
    rows = connection.execute(query).all()
    said = called(connection, (one.requested_by for one in rows))
    return [_summary(one, said[one.requested_by]) for one in rows]


def _conditions(wanted: Wanted, at: datetime) -> Iterator[ColumnElement[bool]]:
    if wanted.state:
        yield Refund.state == wanted.state
    if wanted.needs_attention:
        yield needs_person(at)
    if wanted.about:
        named = normal(wanted.about)
        yield or_(Order.reference == named, Payment.reference == named)
    if wanted.email:
        yield User.email == wanted.email.strip().lower()
    if wanted.batch_id is not None:
        yield Refund.batch_id == wanted.batch_id


def _summary(one: Row[Any], requested_by: str) -> RefundSummary:
    return RefundSummary(
        one.reference,
        one.of_order,
        one.payment,
        one.email,
        Money(one.amount, one.currency),
        one.state,
        one.origin,
        one.provider,
        one.needs_person,
        one.reason,
        one.note,
        one.failure,
        requested_by,
        one.created_at,
        one.updated_at,
    )


def view(connection: Connection, number: int, at: datetime) -> RefundView:
    """One refund, whole."""
    mine = connection.execute(_rows(at).where(Refund.id == number)).one()
    note = mine.credit_note_id
    named = connection.scalar(select(Invoice.reference).where(Invoice.id == note)) if note else None
    steps = refunds.events(connection, number)
    people = (mine.requested_by, mine.approved_by or "", *(one.actor for one in steps))
    said = called(connection, people)
    overridden = tuple(json.loads(mine.policy).get("overridden", ()))
    return RefundView(
        reference=mine.reference,
        order=mine.of_order,
        payment=mine.payment,
        email=mine.email,
        amount=Money(mine.amount, mine.currency),
        state=mine.state,
        origin=mine.origin,
        provider=mine.provider,
        access=mine.access,
        reason=mine.reason,
        note=mine.note,
        needs_attention=mine.needs_person,
        failure=mine.failure,
        provider_id=mine.provider_id,
        credit_note=named,
        overridden=overridden,
        overridden_by=said[mine.requested_by] if overridden else None,
        requested_by=said[mine.requested_by],
        approved_by=said[mine.approved_by] if mine.approved_by else None,
        created_at=mine.created_at,
        updated_at=mine.updated_at,
        parts=_parts(connection, number),
        steps=tuple(_step(one, said[one.actor]) for one in steps),
        next=_next(mine),
    )


def _parts(connection: Connection, number: int) -> Mapping[str, int]:
    query = (
        select(OrderLine.title, RefundLine.amount)
        .join(OrderLine, OrderLine.id == RefundLine.line_id)
        .where(RefundLine.refund_id == number)
        .order_by(OrderLine.position)
    )
    return {row.title: row.amount for row in connection.execute(query)}


def _step(one: Row[Any], actor: str) -> RefundStep:
    return RefundStep(one.at, one.before, one.after, actor, one.source, json.loads(one.detail))


def _next(mine: Row[Any]) -> str:
    state = State(mine.state)
    if state is State.REQUESTED:
        verb = "recover" if may_go(mine) else "approve"
        return f"academy refund {verb} {mine.reference}"
    if state in FINAL and mine.needs_attention:
        return f"academy refund create {mine.payment}"
    return _NEXT.get(state, "").format(mine.reference)
