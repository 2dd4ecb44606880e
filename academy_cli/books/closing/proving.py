"""Proving that a month balances, and keeping the proof.

A proof is canonical JSON under a digest that covers the one before it, so none can be changed or left out
unseen. Knows what a proof holds; refuses to keep one that does not balance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, RowMapping

from academy_cli.access.service import called
from academy_cli.books import store
from academy_cli.books.closing import sources
from academy_cli.books.closing.months import Month
from academy_cli.books.closing.summing import proof
from academy_cli.books.closing.views import Balance, ClosingView, Item, Proof
from academy_cli.books.errors import NotBalancedError, NotReadError
from academy_cli.db.transaction import read
from academy_cli.kit.clock import iso
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.money import Money, written
from academy_cli.kit.saying import say
from academy_cli.payments.till import Till

FIRST = "0" * 64
STREAMED = 1000
COVERED = ("month", "number", "actor", "body", "previous_sha256")


def prove(till: Till, month: Month) -> Proof:
    """What a month comes to, balanced or not. Raises NotReadError."""
    with read(till.engine) as connection:
        return proved(connection, month)


def close(till: Till, month: Month) -> ClosingView:
    """Keep the proof of a month. Raises NotReadError and NotBalancedError."""
    with till.writing() as connection:
        key = store.installation(connection, is_held=True)
        found = proved(connection, month)
        if not found.is_balanced:
            raise NotBalancedError(month.name, tuple(objections(found)))
        newest = store.newest_closing(connection)
        of_month = store.newest_closing(connection, month.name)
        values = {
            "month": month.name,
            "number": of_month.number + 1 if of_month is not None else 1,
            "closed_at": till.clock(),
            "actor": till.actor.name,
            "body": canonical({**body(found), "installation": key}),
            "previous_sha256": newest.content_sha256 if newest is not None else FIRST,
        }
        values["content_sha256"] = digest(values)
        store.add_closing(connection, values)
        told = {"number": values["number"], "content_sha256": values["content_sha256"]}
        till.record(connection, "payment.close", f"closing:{month.name}", told)
        kept = store.newest_closing(connection, month.name)
        assert kept is not None
        return view(connection, kept)


def proved(connection: Connection, month: Month) -> Proof:
    """What a month comes to, as the caller's transaction sees it. Raises NotReadError."""
    last = store.cursor(connection)
    if store.sells_by_stripe(connection) and (last is None or last < month.ends):
        raise NotReadError(month.name)
    return proof(
        month,
        _rows(connection, sources.entries(month)),
        (row for query in sources.documents(month) for row in _rows(connection, query)),
        _rows(connection, sources.movements(month)),
        has_documents=store.has_documents(connection),
    )


def _rows(connection: Connection, query: sources.Query) -> Iterator[RowMapping]:
    return iter(connection.execute(query.execution_options(yield_per=STREAMED)).mappings())


def objections(found: Proof) -> Iterator[str]:
    """Why a month does not balance, exactly."""
    for balance in found.balances:
        for one in balance.items:
            if not one.is_explained:
                yield say("{}: {} {}", one.what, " ".join(one.references), written(one.amount))
        for side, money in balance.gaps.items():
            yield say("the ledger and {} differ by {} more", side, written(money))


def digest(values: Mapping[str, Any]) -> str:
    """The digest of a closing, which covers the one before it."""
    told = {name: values[name] for name in COVERED}
    return sha256(canonical({**told, "closed_at": iso(values["closed_at"])}).encode()).hexdigest()


def body(found: Proof) -> Mapping[str, object]:
    """A proof as it is kept: amounts in minor units."""
    return {
        "month": found.month,
        "currencies": {one.currency: _told(one) for one in found.balances},
    }


def sums(found: Mapping[str, Any]) -> Mapping[str, object]:
    """What of a kept proof has to stay as it is: the sums, for what lies between may move on."""
    names = ("documents", "invoiced", "credited", "ledger", "kinds", "provider")
    return {code: {name: one[name] for name in names} for code, one in found["currencies"].items()}


def _told(one: Balance) -> Mapping[str, object]:
    def amount(money: Money | None) -> int | None:
        return money.amount if money is not None else None

    return {
        "documents": amount(one.documents),
        "invoiced": amount(one.invoiced),
        "credited": amount(one.credited),
        "ledger": amount(one.ledger),
        "kinds": {kind: money.amount for kind, money in one.kinds.items()},
        "provider": amount(one.provider),
        "fees": amount(one.fees),
        "items": [_item(item) for item in one.items],
    }


def _item(one: Item) -> Mapping[str, object]:
    told = {"side": one.side, "what": one.what, "amount": one.amount.amount, "count": one.count}
    return {**told, "references": list(one.references)}


def view(connection: Connection, row: Any) -> ClosingView:
    """A closing as it is told of."""
    import json

    return ClosingView(
        row.month,
        row.number,
        row.closed_at,
        called(connection, [row.actor])[row.actor],
        row.content_sha256,
        row.previous_sha256,
        json.loads(row.body),
    )
