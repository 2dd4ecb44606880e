"""The rows of addresses that are not written to.

Knows the table; refuses transactions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from academy_cli.db.among import among
from academy_cli.db.bulk import insert_rows
from academy_cli.kit.batches import batches
from academy_cli.models import Suppression

ALL, CAMPAIGNS = "all", "campaigns"
"""What is not sent to an address."""


def scopes(connection: Connection, recipients: Sequence[str]) -> Mapping[str, Collection[str]]:
    """What is not sent to some addresses, of which it is anything."""
    found: dict[str, set[str]] = defaultdict(set)
    for some in batches(sorted(set(recipients))):
        query = select(Suppression.recipient, Suppression.scope)
        for address, scope in connection.execute(
            query.where(among(connection, Suppression.recipient, some))
        ):
            found[address].add(scope)
    return found


def find(connection: Connection, recipient: str | None, limit: int | None) -> Iterator[Row[Any]]:
    """Addresses that are not written to, the newest first."""
    query = select(Suppression.__table__).order_by(Suppression.id.desc()).limit(limit)
    if recipient is not None:
        query = query.where(Suppression.recipient == recipient)
    yield from connection.execute(query)


def add(connection: Connection, values: Mapping[str, object]) -> bool:
    """Add an address; False where it is there already."""
    names = list(values)
    rows = [tuple(values.values())]
    return insert_rows(connection, Suppression, names, rows, skip_existing=True) == 1


def remove(connection: Connection, recipient: str) -> int:
    """Let an address be written to again; returns in how many ways it was not."""
    mine = delete(Suppression).where(Suppression.recipient == recipient)
    return connection.execute(mine).rowcount
