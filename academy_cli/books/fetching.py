"""The provider's objects of a time, read and kept to be compared with.

Lists are asked for by when an object was made, and an old one may have changed since: whatever moved on the
balance names it, and what was not settled is asked for again. Knows the order of reading; refuses to compare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from academy_cli.books import store
from academy_cli.books.checks.ledger import CAME, CAME_BACK, TAKEN, WENT
from academy_cli.books.rows import ROWS
from academy_cli.db.transaction import read, write
from academy_cli.payments.gateway import Gateway, UnknownObjectError, Window
from academy_cli.payments.till import Till

AT_ONCE = 1000
Told = Callable[[int], None]


def fetch(
    till: Till, gateway: Gateway, window: Window, at: datetime, told: Told = lambda _: None
) -> Mapping[str, int]:
    """Read what was made in a time, and what changed of older objects; how many of each kind.

    Movements come last: what moved while the rest was read is in them, and then asked for. Raises
    ProviderError where the provider does not answer; what was read by then is kept.
    """
    lists: dict[str, Iterator[Any]] = {
        "charge": gateway.charges(window),
        "refund": gateway.refunds(window),
        "dispute": gateway.disputes(window),
    }
    with read(till.engine) as connection:
        if store.has_plans(connection):  # else a key need not be able to read invoices
            lists["invoice"] = gateway.invoices(window)
    lists["balance_transaction"] = gateway.movements(window)
    many = dict.fromkeys(lists, 0)
    for kind, objects in lists.items():
        rows = (ROWS[kind](one, at) for one in objects)
        for kept in _kept(till, rows):
            many[kind] += kept
            told(sum(many.values()))
    for kind, kept in _again(till, gateway, at):
        many[kind] = many.get(kind, 0) + kept
    return many


def refresh(till: Till, gateway: Gateway, kind: str, number: str, at: datetime) -> Any:
    """Read one object anew and keep it. Raises ProviderError."""
    said = _ASK[kind](gateway, number)
    with write(till.engine) as connection:
        store.keep(connection, [ROWS[kind](said, at)])
    return said


def _kept(till: Till, rows: Iterator[tuple[Any, ...]]) -> Iterator[int]:
    while some := list(islice(rows, AT_ONCE)):
        with write(till.engine) as connection:
            store.keep(connection, some)
        yield len(some)


def _again(till: Till, gateway: Gateway, at: datetime) -> Iterator[tuple[str, int]]:
    with read(till.engine) as connection:
        some = [*store.unseen(connection, at), *store.unpaid_invoices(connection)]
    for one in some:
        kind = one.kind or _kind(one.type)
        if kind is None:
            continue
        try:
            refresh(till, gateway, kind, one.id, at)
        except UnknownObjectError:
            continue
        yield kind, 1


def _kind(movement: str | None) -> str | None:
    """What a movement of a type is about; None for what is no concern of ours, as a payout."""
    if movement in CAME:
        return "charge"
    if movement in WENT or movement in CAME_BACK:
        return "refund"
    return "dispute" if movement in TAKEN else None


_ASK: Mapping[str, Callable[[Gateway, str], Any]] = {
    "charge": lambda gateway, number: gateway.charge(number),
    "refund": lambda gateway, number: gateway.refund_as_is(number),
    "invoice": lambda gateway, number: gateway.invoice(number),
    "dispute": lambda gateway, number: gateway.dispute(number),
}
