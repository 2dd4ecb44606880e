"""Money that came in for many orders, each exactly as it was asked, written down with few statements.

What is not ordinary is left to ``receiving``, which takes one at a time: what each is worth is decided there
and in what both stand on, so that the rows are the same. Works in the caller's transaction; refuses to decide
what becomes of money that does not fit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.audit.service import Act
from academy_cli.enrollments.enrolling import Step
from academy_cli.kit.money import Money
from academy_cli.mail.service import enqueue
from academy_cli.payments import access, documents, moving, receiving, store, telling
from academy_cli.payments.documents import Paid
from academy_cli.payments.receiving import By, Received
from academy_cli.payments.store import Bought
from academy_cli.payments.till import Terms


class Receipt(NamedTuple):
    """Money that came in, and the reference of the order that it says it is for."""

    order: str
    got: Received


class Taken(NamedTuple):
    """Which receipts were written down, and what the audit log has to be told."""

    receipts: Sequence[Receipt] = ()
    acts: Sequence[Act] = ()


class _Sale(NamedTuple):
    """A receipt with its order, whoever that is for, and its lines."""

    receipt: Receipt
    bought: Bought

    @property
    def got(self) -> Received:
        return self.receipt.got

    @property
    def places(self) -> Sequence[tuple[int, int]]:
        """The person in each of the courses."""
        return [(self.bought.user.id, line.course_id) for line in self.bought.lines]


def receive_ordinary(
    connection: Connection, receipts: Sequence[Receipt], by: By, terms: Terms
) -> Taken:
    """Write down those receipts that are what an open order asks, and the first money for it.

    Orders are held first, in their numbers' order, then courses in that of theirs, then places in them,
    and the series of invoices last. Raises whatever is wrong with any one of them, when none was written.
    """
    sales = _apart(_untouched(connection, _asked(connection, receipts)))
    steps = access.planned(connection, [one.bought for one in sales], by.at) if sales else {}
    sales = [one for one in sales if one.bought.order.id in steps]
    if not sales:
        return Taken()
    return Taken([one.receipt for one in sales], _write(connection, sales, steps, by, terms))


def _asked(connection: Connection, receipts: Sequence[Receipt]) -> Sequence[_Sale]:
    """The receipts that are what an open order asks, each the only one of its order."""
    said = Counter(one.order for one in receipts)
    orders = store.held_orders(connection, [name for name, many in said.items() if many == 1])
    fitting = [
        one
        for one in receipts
        if (order := orders.get(one.order)) is not None and _is_asked(order, one.got)
    ]
    bought = store.bought_all(connection, [orders[one.order] for one in fitting])
    return [_Sale(one, mine) for one, mine in zip(fitting, bought, strict=True)]


def _is_asked(order: Row[Any], got: Received) -> bool:
    """Whether money is exactly what an order is open for; a subscription's access is not its order's."""
    is_open = order.state == "open" and order.subscription_id is None
    return is_open and got.money == Money(order.total, order.currency)


def _untouched(connection: Connection, sales: Sequence[_Sale]) -> Sequence[_Sale]:
    """Those of which no book has anything yet."""
    names = [name for one in sales for name in (one.got.intent_id, one.got.charge_id) if name]
    orders = [one.bought.order.id for one in sales]
    known = store.names_of_payments(connection, orders, names)
    moved = store.moved(connection, [one.got.source for one in sales])
    return [
        one
        for one in sales
        if known.isdisjoint((one.bought.order.id, one.got.intent_id, one.got.charge_id))
        and one.got.source not in moved
    ]


def _apart(sales: Sequence[_Sale]) -> Sequence[_Sale]:
    """Those that have nothing in common with one before them: a name, or a place in a course."""
    seen, apart = set[object](), list[_Sale]()
    for one in sales:
        names = (one.got.intent_id, one.got.charge_id or one.got.intent_id)
        mine = [*enumerate(names), *(("place", *place) for place in one.places)]
        if one.places and len({*one.places}) == len(one.places) and seen.isdisjoint(mine):
            apart.append(one)
        seen.update(mine)
    return apart


def _write(
    connection: Connection,
    sales: Sequence[_Sale],
    steps: Mapping[int, Sequence[Step]],
    by: By,
    terms: Terms,
) -> Sequence[Act]:
    values = [receiving.payment_values(one.bought.order.id, one.got, by) for one in sales]
    new = store.numbered(connection, values, by.at)
    paid = [Paid(payment, one.bought) for payment, one in zip(new, sales, strict=True)]
    issued = documents.invoices(connection, paid, by.at, terms)
    store.add_payments(connection, new, [one.id for one in issued], by.at)
    moved = zip(new, sales, strict=True)
    moving.move_all(connection, [receiving.movement(mine.id, one.got, by) for mine, one in moved])
    mails = access.let_in_all(connection, steps, by.at)
    changes = {one.bought.order.id: receiving.paid_values(one.got.at, by) for one in sales}
    store.change_orders(connection, changes)
    over = telling.is_over(receiving.PAID)
    telling.call_off(connection, [one.bought.order for one in sales], over)
    told = [
        (*mails[one.bought.order.id], *telling.of_paid(one, mine.reference))
        for one, mine in zip(paid, issued, strict=True)
    ]
    enqueue(connection, (message for some in told for message in some), by.at)
    return [*_acts(paid)]


def _acts(paid: Sequence[Paid]) -> Iterator[Act]:
    for one in paid:
        yield receiving.record_act(one.bought.order, one.payment)
        yield receiving.pay_act(one.bought.order)
