"""What was done in bulk: batches, what became of their rows, and proof of it.

Knows batches of every kind, and when their journals have told enough; refuses to do any of their work.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.access.service import called
from academy_cli.audit.service import record_all
from academy_cli.bulk import store
from academy_cli.bulk.errors import UnknownBatchError
from academy_cli.bulk.forgetting import forget
from academy_cli.bulk.journal import JournalRow, journal_digest
from academy_cli.bulk.kinds import Did
from academy_cli.bulk.store import Begun
from academy_cli.bulk.views import BatchProof, BatchRowView, BatchView, PrunedRows
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say


class Batches:
    """The batches of one academy, for one actor."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        *,
        keeps: timedelta = timedelta(days=90),
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self.actor = database, actor
        self._keeps, self._clock = keeps, clock

    @permits(Permission.BATCH_LIST)
    def find(self, kind: str | None = None, limit: int | None = None) -> Sequence[BatchView]:
        """Batches, the newest first."""
        with read(self._database.ready()) as connection:
            found = store.batches(connection, kind, limit)
            return tuple(_view(connection, one) for one in found)

    @permits(Permission.BATCH_LIST)
    def show(self, reference: str) -> BatchView:
        """One batch. Raises UnknownBatchError."""
        with read(self._database.ready()) as connection:
            return _view(connection, _batch(connection, reference))

    @permits(Permission.BATCH_LIST)
    def rows(self, reference: str, limit: int | None = None) -> Sequence[BatchRowView]:
        """What became of the first rows of a batch, or of all. Raises UnknownBatchError."""
        with read(self._database.ready()) as connection:
            found = store.journal(connection, _batch(connection, reference).id)
            shown = [_row(row) for number, row in enumerate(found) if _within(number, limit)]
        return tuple(shown)

    @permits(Permission.AUDIT_VERIFY)
    def verify(self, references: Sequence[str] = ()) -> Sequence[BatchProof]:
        """Hold batches' journals to what the audit log says of them, or all journals, the newest first.

        That the log itself holds is for ``audit verify`` to say. Raises UnknownBatchError.
        """
        with read(self._database.ready()) as connection:
            wanted = [_batch(connection, one) for one in references]
            found = wanted or store.batches(connection, None, None)
            gone = () if references else store.vanished(connection)
            return (
                *(_proof(connection, batch) for batch in found),
                *(_missing(connection, reference) for reference in gone),
            )

    @permits(Permission.BATCH_PRUNE)
    def prune(self, *, dry_run: bool = False) -> PrunedRows:
        """Empty the reasons of rows that were refused as long ago as the settings say.

        They quote the file, so they may tell of people who were never imported. Each batch is a transaction
        of its own; its journal still proves itself.
        """
        at, batches, rows = self._clock(), 0, 0
        before, engine = at - self._keeps, self._database.existing()
        if engine is None:
            return PrunedRows(before, 0, 0)
        with read(engine) as connection:
            found = store.refused_before(connection, before)
        for batch_id, count in found.items():
            batches, rows = batches + 1, rows + count
            if not dry_run:
                with write(engine) as connection:
                    acts = forget(connection, [store.is_refused(batch_id)])
                    record_all(connection, at=at, actor=self.actor, acts=acts)
        return PrunedRows(before, batches, rows)


def _proof(connection: Connection, batch: Begun) -> BatchProof:
    proved = store.proofs(connection, batch.reference)
    flaws = tuple(_flaws(connection, batch, proved))
    return BatchProof(batch.reference, batch.kind, sum(one["rows"] for one in proved), flaws)


def _missing(connection: Connection, reference: str) -> BatchProof:
    """What is left of a batch that is not there any more: none is ever removed."""
    proved = store.proofs(connection, reference)
    kind = str(proved[0]["kind"]) if proved else ""
    flaws = (say("the log tells of it, and it is not there any more"),)
    return BatchProof(reference, kind, sum(one["rows"] for one in proved), flaws)


def _flaws(
    connection: Connection, batch: Begun, proofs: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """What is wrong with a journal: every part of it, and what no part accounts for."""
    end, done = 0, store.done_on_record(connection, batch.reference)
    if done is not None and done != batch.done:
        yield say("it is at row {:,}, and the log says {:,}", batch.done, done)
    for proof in proofs:
        first, last = proof["first"], proof["last"]
        if extra := _count(connection, batch, end + 1, first - 1):
            yield say("{} rows before {} are in no entry of the log", extra, first)
        rows = list(store.journal(connection, batch.id, first, last))
        if journal_digest(rows) != proof["rows_sha256"]:
            yield say("rows {} to {} are not what was written", first, last)
        end = last
    if extra := _count(connection, batch, end + 1, None):
        yield say("{} rows after {} are in no entry of the log", extra, end)


def _count(connection: Connection, batch: Begun, first: int, last: int | None) -> int:
    if last is not None and last < first:
        return 0
    return sum(1 for _ in store.journal(connection, batch.id, first, last))


def _within(number: int, limit: int | None) -> bool:
    return limit is None or number < limit


def _batch(connection: Connection, reference: str) -> Begun:
    found = store.by_reference(connection, reference)
    if found is None:
        raise UnknownBatchError(reference)
    return found


def _view(connection: Connection, one: Begun) -> BatchView:
    counts = one.counts
    undone = store.by_id(connection, one.undoes_id).reference if one.undoes_id else None
    return BatchView(
        reference=one.reference,
        kind=one.kind,
        state=one.state,
        file=one.file_name,
        rows=one.rows,
        done=one.done,
        created=counts.get(Did.CREATE.value, 0),
        updated=counts.get(Did.UPDATE.value, 0),
        unchanged=counts.get(Did.UNCHANGED.value, 0),
        refused=counts.get(Did.REFUSED.value, 0),
        mails=counts.get("mails", 0),
        started_at=one.started_at,
        finished_at=one.finished_at,
        actor=called(connection, [one.actor])[one.actor],
        options=one.options,
        file_sha256=one.file_sha256,
        undoes=undone,
        undone_by=tuple(store.undoings(connection, one.id)),
    )


def _row(row: JournalRow) -> BatchRowView:
    before = json.loads(row.before) if row.before else None
    after = json.loads(row.after) if row.after else None
    return BatchRowView(row.number, row.outcome, row.subject_id, before, after, row.reason)
