"""The audit log's rows.

Knows the tables; refuses transactions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, update

from academy_cli.audit.chain import Entry, Head
from academy_cli.db.bulk import insert_rows
from academy_cli.kit.batches import AT_ONCE, batches
from academy_cli.models import AuditEntry, AuditHead

COLUMNS = ("id", *Entry._fields[1:])
"""An entry's fields as they are stored."""
_NAMED = AuditEntry.details.contains('"reference":"', autoescape=True)
"""Whether the details of an entry have somebody's own name for what was done."""


def add(connection: Connection, entries: Sequence[Entry]) -> None:
    """Add entries to the end of the chain, in their order; their numbers and digests are given here.

    From here to the end of the transaction nobody else adds any.
    """
    number, digest = head(connection, is_held=True)
    chained = []
    for entry in entries:
        number += 1
        linked = entry._replace(number=number, previous=digest)
        digest = linked.proof
        chained.append(linked._replace(digest=digest))
    insert_rows(connection, AuditEntry, COLUMNS, chained)
    connection.execute(update(AuditHead).values(entries=number, digest=digest))


def head(connection: Connection, *, is_held: bool = False) -> Head:
    """The end of the chain; ``is_held`` keeps it from moving until the transaction ends."""
    query = select(AuditHead.entries, AuditHead.digest)
    return Head(
        *connection.execute(query.with_for_update(key_share=True) if is_held else query).one()
    )


def chain(connection: Connection) -> Iterator[Sequence[Entry]]:
    """Every entry in order, some at a time."""
    last = 0
    while True:
        query = select(AuditEntry.__table__).where(AuditEntry.id > last)
        rows = connection.execute(query.order_by(AuditEntry.id).limit(AT_ONCE)).all()
        if not rows:
            return
        last = rows[-1].id
        yield [entry_of(row) for row in rows]


def about(connection: Connection, person: str, places: Sequence[str]) -> Sequence[int]:
    """The numbers of all entries about a person, and of those about their places that have free words."""
    query = select(AuditEntry.id).where(AuditEntry.details.is_not(None))
    found = set(connection.scalars(query.where(AuditEntry.subject == person)))
    for some in batches(places):
        has_words = AuditEntry.reason.is_not(None) | _NAMED
        found |= set(connection.scalars(query.where(AuditEntry.subject.in_(some), has_words)))
    return sorted(found)


def erase(connection: Connection, numbers: Sequence[int]) -> None:
    """Empty the details and reasons of entries; the digest by which they count stays."""
    for some in batches(numbers):
        emptied = update(AuditEntry).where(AuditEntry.id.in_(some))
        connection.execute(emptied.values(details=None, salt=None, reason=None))


def entry_of(row: Row[Any]) -> Entry:
    """A row as an entry."""
    return Entry(
        row.id,
        row.at,
        row.actor,
        row.action,
        row.subject,
        row.reason,
        row.source,
        row.details,
        row.salt,
        row.details_sha256,
        row.previous,
        row.digest,
    )
