"""Rows of orders and payments.

Reads and writes them in the caller's transaction; refuses to decide anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Insert, Row, Select, insert, or_, select, update

from academy_cli.db.among import among
from academy_cli.db.bulk import allocate_ids, insert_rows, update_rows
from academy_cli.kit.batches import batches
from academy_cli.models import Course, Grant, LedgerEntry, Order, OrderLine, Payment, User
from academy_cli.payments.references import normal, reference

MANUAL = "manual"
"""The provider of money that staff take or pay out themselves: cash and transfers."""


class Bought(NamedTuple):
    """An order with whoever it is for, and its lines in their order."""

    order: Row[Any]
    user: Row[Any]
    lines: Sequence[Row[Any]]


_LINES = (
    select(OrderLine.__table__, Course.slug)
    .join(Course, Course.id == OrderLine.course_id)
    .order_by(OrderLine.position)
)


def order(connection: Connection, written: str, *, is_held: bool = False) -> Row[Any] | None:
    """An order by its reference."""
    return _one(
        connection,
        select(Order.__table__).where(Order.reference == normal(written)),
        is_held=is_held,
    )


def order_by_id(connection: Connection, number: int, *, is_held: bool = False) -> Row[Any]:
    """An order that is there."""
    found = _one(connection, select(Order.__table__).where(Order.id == number), is_held=is_held)
    assert found is not None
    return found


def held_orders(connection: Connection, references: Collection[str]) -> Mapping[str, Row[Any]]:
    """Orders by their references, kept in the order of their numbers until the transaction ends."""
    mine = select(Order.__table__).where(among(connection, Order.reference, sorted(references)))
    held = mine.order_by(Order.id).with_for_update(key_share=True)
    return {one.reference: one for one in connection.execute(held)}


def bought(connection: Connection, order: Row[Any]) -> Bought:
    """An order with what belongs to it."""
    return Bought(order, payer(connection, order.user_id), lines(connection, order.id))


def bought_all(connection: Connection, orders: Collection[Row[Any]]) -> Sequence[Bought]:
    """Orders with what belongs to each, in the same order."""
    users = payers(connection, {one.user_id for one in orders})
    sold = lines_of(connection, [one.id for one in orders])
    return [Bought(one, users[one.user_id], sold.get(one.id, ())) for one in orders]


def lines(connection: Connection, order_id: int) -> Sequence[Row[Any]]:
    """The lines of an order with their courses' slugs, in their order."""
    return connection.execute(_LINES.where(OrderLine.order_id == order_id)).all()


def lines_of(connection: Connection, orders: Collection[int]) -> Mapping[int, list[Row[Any]]]:
    """The lines of some orders, each as ``lines`` has them."""
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    mine = among(connection, OrderLine.order_id, sorted(orders))
    for line in connection.execute(_LINES.where(mine)):
        found[line.order_id].append(line)
    return found


def payer(connection: Connection, user_id: int) -> Row[Any]:
    """Whoever an order is for."""
    return connection.execute(select(User.__table__).where(User.id == user_id)).one()


def payers(connection: Connection, users: Collection[int]) -> Mapping[int, Row[Any]]:
    """Whoever some orders are for, by number."""
    query = select(User.__table__).where(among(connection, User.id, sorted(users)))
    return {one.id: one for one in connection.execute(query)}


def payment(connection: Connection, written: str, *, is_held: bool = False) -> Row[Any] | None:
    """A payment by its reference."""
    query = select(Payment.__table__).where(Payment.reference == normal(written))
    return _one(connection, query, is_held=is_held)


def payment_by_id(connection: Connection, number: int, *, is_held: bool = False) -> Row[Any]:
    """A payment that is there."""
    found = _one(connection, select(Payment.__table__).where(Payment.id == number), is_held=is_held)
    assert found is not None
    return found


def payment_of(
    connection: Connection, intent_id: str | None, charge_id: str | None, *, is_held: bool = False
) -> Row[Any] | None:
    """The payment that the provider calls so, by its intent or its charge."""
    named = [
        column == name
        for column, name in ((Payment.intent_id, intent_id), (Payment.charge_id, charge_id))
        if name is not None
    ]
    return (
        _one(connection, select(Payment.__table__).where(or_(*named)), is_held=is_held)
        if named
        else None
    )


def names_of_payments(
    connection: Connection, orders: Sequence[int], names: Sequence[str]
) -> set[object]:
    """All names of the payments for some orders, or that the provider calls by some names; orders' too."""
    named = or_(
        among(connection, Payment.order_id, orders),
        among(connection, Payment.intent_id, names),
        among(connection, Payment.charge_id, names),
    )
    query = select(Payment.order_id, Payment.intent_id, Payment.charge_id).where(named)
    return {name for one in connection.execute(query) for name in one if name is not None}


def payments_of(connection: Connection, order_id: int) -> Sequence[Row[Any]]:
    """What came in for an order, oldest first."""
    query = select(Payment.__table__).where(Payment.order_id == order_id).order_by(Payment.id)
    return connection.execute(query).all()


def add_payment(connection: Connection, values: Mapping[str, Any], at: datetime) -> int:
    """Write a payment down and give its number."""
    some = numbered(connection, [values], at)
    add_payments(connection, some, [None], at)
    return some[0].id


class NewPayment(NamedTuple):
    """A payment that has its number, and no row yet."""

    id: int
    reference: str
    order_id: int
    provider: str
    is_live: bool
    intent_id: str
    charge_id: str | None
    method: str
    amount: int
    currency: str
    state: str
    received_at: datetime
    actor: str
    note: str | None


def numbered(
    connection: Connection, some: Sequence[Mapping[str, Any]], at: datetime
) -> Sequence[NewPayment]:
    """Give payments their numbers, in the same order."""
    numbers = allocate_ids(connection, Payment, len(some))
    return [
        NewPayment(number, reference("P", number, at), **values)
        for number, values in zip(numbers, some, strict=True)
    ]


def add_payments(
    connection: Connection,
    some: Sequence[NewPayment],
    invoices: Sequence[int | None],
    at: datetime,
) -> None:
    """Write payments down with their invoices, by the numbers of these in the same order."""
    rows = ((*one, invoice, at) for one, invoice in zip(some, invoices, strict=True))
    insert_rows(connection, Payment, (*NewPayment._fields, "invoice_id", "created_at"), rows)


def change_payment(connection: Connection, number: int, values: Mapping[str, Any]) -> None:
    """Change a payment."""
    connection.execute(update(Payment).where(Payment.id == number).values(**values))


def change_orders(connection: Connection, changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Change orders by their numbers, all in the same fields."""
    names = tuple(next(iter(changes.values())))
    rows = ((number, *values.values()) for number, values in changes.items())
    update_rows(connection, Order, "id", names, rows)


def reserve(
    connection: Connection, payment_id: int, amount: int, *, is_by_hand: bool = False
) -> bool:
    """Take an amount from what is left of a payment, if there is so much; one statement, so once.

    A disputed payment has nothing left that Stripe would give back: its bank decides
    (docs.stripe.com/disputes). What staff pay out themselves is theirs to decide.
    """
    left = Payment.reserved_own + Payment.refunded_external + amount <= Payment.amount
    wanted = update(Payment).where(Payment.id == payment_id, left)
    if not is_by_hand:
        wanted = wanted.where(Payment.is_disputed.is_(False))
    done = connection.execute(wanted.values(reserved_own=Payment.reserved_own + amount))
    return done.rowcount == 1


def release(connection: Connection, payment_id: int, amount: int) -> None:
    """Give back what was reserved."""
    mine = update(Payment).where(Payment.id == payment_id)
    connection.execute(mine.values(reserved_own=Payment.reserved_own - amount))


def count_external(connection: Connection, payment_id: int, amount: int) -> None:
    """Note what others gave back, or less of it: that has happened, whatever is left."""
    mine = update(Payment).where(Payment.id == payment_id)
    connection.execute(mine.values(refunded_external=Payment.refunded_external + amount))


def move(connection: Connection, values: Mapping[str, Any]) -> bool:
    """Write a movement into the ledger, unless its source did already."""
    known = select(LedgerEntry.id).where(LedgerEntry.source == values["source"])
    if connection.scalar(known) is not None:
        return False
    connection.execute(insert(LedgerEntry).values(**values))
    return True


def has_moved(connection: Connection, source: str) -> bool:
    """Whether the ledger has a movement of a source."""
    return connection.scalar(select(LedgerEntry.id).where(LedgerEntry.source == source)) is not None


def returned(connection: Connection, dispute: str) -> int:
    """How much of a dispute came back, in minor units."""
    mine = LedgerEntry.source == f"dispute_reversal:{dispute}"
    return connection.scalar(select(LedgerEntry.amount).where(mine)) or 0


def moved(connection: Connection, sources: Sequence[str]) -> set[str]:
    """Those of some sources of which the ledger has a movement."""
    query = select(LedgerEntry.source).where(among(connection, LedgerEntry.source, sources))
    return set(connection.scalars(query))


def move_all(connection: Connection, some: Sequence[Mapping[str, Any]]) -> None:
    """Write movements of new sources into the ledger, all with values of the same names."""
    insert_rows(connection, LedgerEntry, tuple(some[0]), (tuple(one.values()) for one in some))


def order_grants(connection: Connection, order_reference: str) -> Sequence[Row[Any]]:
    """The grants of an order that are not revoked."""
    mine = (Grant.reference == order_reference, Grant.kind == "order", Grant.revoked_at.is_(None))
    return connection.execute(select(Grant.__table__).where(*mine).order_by(Grant.id)).all()


def _one(connection: Connection, query: Select[Any], *, is_held: bool) -> Row[Any] | None:
    return connection.execute(
        query.with_for_update(key_share=True) if is_held else query
    ).one_or_none()


def inserted(connection: Connection, statement: Insert) -> int:
    """Write a row and give its number."""
    key = connection.execute(statement).inserted_primary_key
    assert key is not None
    return int(key[0])


def hold_payments(connection: Connection, references: Sequence[str]) -> None:
    """Keep payments, named by their own references or their orders', as they are, in their numbers' order."""
    found: set[int] = set()
    for some in batches(references):
        named = or_(Payment.reference.in_(some), Order.reference.in_(some))
        query = select(Payment.id).join(Order, Order.id == Payment.order_id).where(named)
        found.update(connection.scalars(query))
    for some_ids in batches(sorted(found)):
        query = select(Payment.id).where(Payment.id.in_(some_ids)).order_by(Payment.id)
        connection.execute(query.with_for_update(key_share=True)).all()
