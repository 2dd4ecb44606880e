"""Emptying rows of journals that tell of somebody who is erased, so that journals still prove themselves.

Knows what the audit log has to hold of it; refuses to commit, and to know whose rows they are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, or_, select, update

from academy_cli.audit.service import Act
from academy_cli.bulk import store
from academy_cli.bulk.journal import journal_digest
from academy_cli.models import BatchRow


def forget(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> Sequence[Act]:
    """Empty the rows of which any condition holds; what the log has to be told, in the same transaction."""
    theirs = or_(*conditions)
    query = select(BatchRow.batch_id, BatchRow.number).where(theirs)
    emptied = update(BatchRow).where(theirs).values(before=None, after=None, reason=None)
    found: dict[int, list[int]] = {}
    for batch_id, number in connection.execute(query.order_by(BatchRow.batch_id, BatchRow.number)):
        found.setdefault(batch_id, []).append(number)
    connection.execute(emptied)
    return [act for batch_id in found for act in _acts(connection, batch_id, found[batch_id])]


def _acts(connection: Connection, batch_id: int, numbers: Sequence[int]) -> Iterator[Act]:
    """For each part of a journal that lost something, what it is from now on."""
    batch = store.by_id(connection, batch_id)
    for part in store.proofs(connection, batch.reference):
        first, last = part["first"], part["last"]
        lost = bisect_right(numbers, last) - bisect_left(numbers, first)
        if lost:
            rows = list(store.journal(connection, batch_id, first, last))
            told = {"kind": batch.kind, "first": first, "last": last, "rows": len(rows)}
            told |= {"rows_sha256": journal_digest(rows), "emptied": lost}
            yield Act("batch.forget", f"batch:{batch.reference}", told)
