"""Rows of refunds and of their steps.

A refund changes its state in one place, and with it what is reserved of its payment, so the two never part.
Works in the caller's transaction; refuses to ask anybody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, func, insert, or_, select, update

from academy_cli.kit.jsontext import canonical
from academy_cli.models import Refund, RefundEvent, RefundLine
from academy_cli.payments import store
from academy_cli.payments.references import normal, reference
from academy_cli.payments.refunds.states import FINAL, RESERVING, UNSENT, State

ACADEMY, DASHBOARD, DISPUTE = "academy", "dashboard", "dispute"
"""Where a refund comes from."""


class By(NamedTuple):
    """Who changes a refund, by what, and when."""

    actor: str
    source: str
    at: datetime


def refund(connection: Connection, written: str, *, is_held: bool = False) -> Row[Any] | None:
    """A refund by its reference."""
    return _one(
        connection,
        select(Refund.__table__).where(Refund.reference == normal(written)),
        is_held=is_held,
    )


def refund_by_id(connection: Connection, number: int, *, is_held: bool = False) -> Row[Any]:
    """A refund that is there."""
    found = _one(connection, select(Refund.__table__).where(Refund.id == number), is_held=is_held)
    assert found is not None
    return found


def refund_by_request(connection: Connection, request_key: str) -> Row[Any] | None:
    """The refund that was asked for with a key."""
    return _one(connection, select(Refund.__table__).where(Refund.request_key == request_key))


def adopted_as(provider_id: str) -> str:
    """The request key of a refund that others made; also a row that lost the provider's name has it."""
    return f"provider:{provider_id}"[:64]


def refund_of(connection: Connection, provider_id: str, key: str | None) -> Row[Any] | None:
    """The refund that the provider calls so, or that was adopted as that or marked with our key.

    Kept from others.
    """
    named = or_(Refund.provider_id == provider_id, Refund.request_key == adopted_as(provider_id))
    if key is not None:
        named = or_(named, Refund.key == key)
    return _one(connection, select(Refund.__table__).where(named), is_held=True)


def refunds_of(connection: Connection, payment_id: int) -> Sequence[Row[Any]]:
    """All refunds of a payment, oldest first."""
    query = select(Refund.__table__).where(Refund.payment_id == payment_id).order_by(Refund.id)
    return connection.execute(query).all()


def line_amounts(connection: Connection, refund_id: int) -> Mapping[int, int]:
    """How much of a refund is of each line of its order."""
    query = select(RefundLine.line_id, RefundLine.amount).where(RefundLine.refund_id == refund_id)
    return {
        row.line_id: row.amount for row in connection.execute(query.order_by(RefundLine.line_id))
    }


def refunded_by_line(
    connection: Connection,
    order_id: int | None = None,
    states: Collection[State] = RESERVING,
    *,
    payment_id: int | None = None,
) -> Mapping[int, int]:
    """How much of each line of an order, or of one of its payments, is refunded, or is being."""
    from academy_cli.models import Payment

    mine = Payment.order_id == order_id if payment_id is None else Payment.id == payment_id
    query = (
        select(RefundLine.line_id, func.sum(RefundLine.amount).label("amount"))
        .join(Refund, Refund.id == RefundLine.refund_id)
        .join(Payment, Payment.id == Refund.payment_id)
        .where(mine, Refund.state.in_([one.value for one in states]))
        .group_by(RefundLine.line_id)
    )
    return {row.line_id: int(row.amount) for row in connection.execute(query)}


def events(connection: Connection, refund_id: int) -> Sequence[Row[Any]]:
    """The steps of a refund, oldest first."""
    query = select(RefundEvent.__table__).where(RefundEvent.refund_id == refund_id)
    return connection.execute(query.order_by(RefundEvent.id)).all()


def waiting(
    connection: Connection, states: Collection[State], before: datetime
) -> Sequence[Row[Any]]:
    """Refunds in some states that nobody is asking the provider about, oldest first."""
    is_free = or_(Refund.lease_until.is_(None), Refund.lease_until <= before)
    query = select(Refund.__table__).where(Refund.state.in_([one.value for one in states]), is_free)
    return connection.execute(query.order_by(Refund.id)).all()


def leased(connection: Connection, at: datetime) -> Sequence[Row[Any]]:
    """The refunds that somebody is asking the provider about, oldest first."""
    query = select(Refund.__table__).where(Refund.state == "submitting", Refund.lease_until > at)
    return connection.execute(query.order_by(Refund.id)).all()


def add(connection: Connection, values: Mapping[str, Any], lines: Mapping[int, int], by: By) -> int:
    """Write a refund down that takes its amount from its payment, and give its number.

    Raises NothingFreeError where academy means to give back more than is left.
    """
    by_hand = values.get("provider") == store.MANUAL
    _take(connection, values["payment_id"], values["origin"], values["amount"], is_by_hand=by_hand)
    made = {**values, "created_at": by.at, "updated_at": by.at, "reference": values["key"][:20]}
    number = store.inserted(connection, insert(Refund).values(**made))
    named = update(Refund).where(Refund.id == number)
    connection.execute(named.values(reference=reference("R", number, by.at)))
    rows = [{"refund_id": number, "line_id": one, "amount": part} for one, part in lines.items()]
    if rows:
        connection.execute(insert(RefundLine), rows)
    _note(connection, number, (None, values["state"]), by, {"amount": values["amount"]})
    return number


def step(
    connection: Connection,
    mine: Row[Any],
    after: State,
    by: By,
    *,
    values: Mapping[str, Any],
    detail: Mapping[str, object],
) -> bool:
    """Bring a refund from the state it was read in to another; False where it is in that no more.

    Steps are never changed, so free words do not belong into ``detail``: the audit log has them, which can
    forget.
    """
    changed = update(Refund).where(Refund.id == mine.id, Refund.state == mine.state)
    told = {**values, "state": after.value, "updated_at": by.at}
    if connection.execute(changed.values(**told)).rowcount != 1:
        return False
    _settle(connection, mine, was=State(mine.state) in RESERVING, is_now=after in RESERVING)
    _note(connection, mine.id, (mine.state, after.value), by, detail)
    return True


def change(connection: Connection, number: int, values: Mapping[str, Any]) -> None:
    """Change what is not a refund's state."""
    connection.execute(update(Refund).where(Refund.id == number).values(**values))


def settle_before(connection: Connection, mine: Row[Any]) -> None:
    """Let nobody have to look any more at refunds of the payment that ended badly: this makes up for them."""
    ended = Refund.state.in_([one.value for one in FINAL])
    before = (Refund.payment_id == mine.payment_id, Refund.id < mine.id, ended)
    changed = update(Refund).where(*before, Refund.amount <= mine.amount)
    connection.execute(changed.values(needs_attention=False))


def remark(connection: Connection, mine: Row[Any], by: By, detail: Mapping[str, object]) -> None:
    """Note something about a refund that stays in its state."""
    _note(connection, mine.id, (mine.state, mine.state), by, detail)


class NothingFreeError(Exception):
    """More is meant to go back than is left of a payment, or its bank decides."""


def _settle(connection: Connection, mine: Row[Any], *, was: bool, is_now: bool) -> None:
    """Keep what is reserved of a payment equal to the sum of its refunds that reserve."""
    if was and not is_now:
        if mine.origin == ACADEMY:
            store.release(connection, mine.payment_id, mine.amount)
        else:
            store.count_external(connection, mine.payment_id, -mine.amount)
    elif is_now and not was:
        try:
            by_hand = mine.provider == store.MANUAL
            _take(connection, mine.payment_id, mine.origin, mine.amount, is_by_hand=by_hand)
        except NothingFreeError:  # the provider has it all the same: it has happened
            change(connection, mine.id, {"origin": DASHBOARD})
            store.count_external(connection, mine.payment_id, mine.amount)


def _take(
    connection: Connection, payment_id: int, origin: str, amount: int, *, is_by_hand: bool
) -> None:
    if origin != ACADEMY:
        store.count_external(connection, payment_id, amount)
    elif not store.reserve(connection, payment_id, amount, is_by_hand=is_by_hand):
        raise NothingFreeError


def _note(
    connection: Connection,
    number: int,
    states: tuple[str | None, str],
    by: By,
    detail: Mapping[str, object],
) -> None:
    values = {"refund_id": number, "at": by.at, "before": states[0], "after": states[1]}
    values |= {"actor": by.actor, "source": by.source, "detail": canonical(dict(detail))}
    connection.execute(insert(RefundEvent).values(**values))


def _one(connection: Connection, query: Select[Any], *, is_held: bool = False) -> Row[Any] | None:
    return connection.execute(
        query.with_for_update(key_share=True) if is_held else query
    ).one_or_none()


def unsent_of(connection: Connection, batch_id: int) -> Sequence[Row[Any]]:
    """The refunds of a batch that were not sent, or of which nobody knows the outcome, oldest first."""
    states = [one.value for one in (*UNSENT, State.SUBMITTING)]
    mine = (Refund.batch_id == batch_id, Refund.state.in_(states))
    return connection.execute(select(Refund.__table__).where(*mine).order_by(Refund.id)).all()


def of_batch(connection: Connection, batch_id: int) -> Mapping[int, Row[Any]]:
    """The refunds of a batch by their numbers, with the references of their payments and orders."""
    from academy_cli.models import Order, Payment

    query = (
        select(
            Refund.__table__,
            Payment.reference.label("payment"),
            Order.reference.label("of_order"),
        )
        .join_from(Refund, Payment, Payment.id == Refund.payment_id)
        .join(Order, Order.id == Payment.order_id)
        .where(Refund.batch_id == batch_id)
        .order_by(Refund.id)
    )
    return {one.id: one for one in connection.execute(query)}


def newest_details(connection: Connection, batch_id: int) -> Mapping[int, str]:
    """What the last step of each refund of a batch tells, by the refunds' numbers."""
    last = (
        select(func.max(RefundEvent.id))
        .join(Refund, Refund.id == RefundEvent.refund_id)
        .where(Refund.batch_id == batch_id)
        .group_by(RefundEvent.refund_id)
    )
    query = select(RefundEvent.refund_id, RefundEvent.detail).where(RefundEvent.id.in_(last))
    return {one.refund_id: one.detail for one in connection.execute(query)}
