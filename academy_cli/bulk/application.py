"""The bulk engine's second half: a plan becomes rows, a chunk at a time.

A chunk is one transaction with its rows, its journal, its mail, how far the batch has come, and the entry in
the audit log that holds all of that. So whatever ends it, nothing is done twice and nothing by half.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, Engine

from academy_cli.access.actor import Actor
from academy_cli.audit.service import Act, record_all
from academy_cli.bulk import store
from academy_cli.bulk.engine import Prepared, Progress, chunk_size, chunks, parted
from academy_cli.bulk.errors import ChangedMeanwhileError, GoesBackError, TakenOverError
from academy_cli.bulk.journal import JournalRow, journal_digest, journal_row
from academy_cli.bulk.kinds import Did, Moment, Outcome, Written
from academy_cli.bulk.outcome import refused
from academy_cli.bulk.plan import Tally
from academy_cli.bulk.store import Begun
from academy_cli.bulk.work import Item
from academy_cli.db.collisions import is_collision
from academy_cli.db.lock import outlast
from academy_cli.db.transaction import read, write
from academy_cli.errors import AcademyError
from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say

ATTEMPTS = 5
"""How often a chunk is done again because somebody else was at the same rows."""
PATIENCE_S = 60
"""How long others may keep the database busy before a chunk gives up."""
CHANGED_MEANWHILE = say("what it is about was changed in the meantime")
MAILS = "mails"
OnRefused = Callable[[Item, str], None]
T = TypeVar("T")


class Settled(NamedTuple):
    """One thing that is done, or refused, for good."""

    item: Item
    outcome: Outcome


class Chunk(NamedTuple):
    """Things that are done together, and their journal."""

    settled: Sequence[Settled]
    rows: Sequence[JournalRow]
    acts: Sequence[Act] = ()
    """What the log is told beside the batch's own entry."""


class Application:
    """One carrying out of one plan; ``on_refused`` is told of every row that is not done."""

    def __init__(
        self,
        engine: Engine,
        prepared: Prepared,
        actor: Actor,
        on_refused: OnRefused,
        *,
        reason: str | None = None,
    ) -> None:
        self._engine, self._prepared, self._actor = engine, prepared, actor
        self._work, self._planned = prepared.work, prepared.tally
        self._last = prepared.tally.last_acting
        self._size = chunk_size(prepared.tally.rows)
        self._on_refused, self._reason = on_refused, reason
        self.batch = prepared.begun
        self.told = Tally()
        """What became of the rows that were worked through here, but for those that did nothing."""

    def run(self, progress: Progress) -> None:
        """Do it all. Raises TakenOverError, GoesBackError, and ChangedMeanwhileError for all or nothing."""
        if self._prepared.is_atomic:
            self.batch, settled = _persistent(lambda: self._whole(progress))
            self._tell(settled)
            return
        done = self.batch.done if self.batch else 0
        for items in chunks(self._work.items(), self._size):
            behind, ahead = parted(items, done)
            if behind:
                self._repeat_refusals(behind)
            self._do(ahead)
            progress(items[-1].place)
        if self.batch is not None and self.batch.state == store.RUNNING:
            self.batch = _persistent(self._ended)

    def _do(self, items: Sequence[Item]) -> None:
        if not items or not self._planned.acts_between(items[0].place, items[-1].place):
            return
        if self._planned.changes or self.batch is not None:
            self.batch, settled = _persistent(lambda: self._part(items))
        else:
            with read(self._engine) as connection:
                settled = self._settled(connection, items, hold=False)
        self._tell(settled)

    def _part(self, items: Sequence[Item]) -> tuple[Begun, Sequence[Settled]]:
        """A chunk in a transaction of its own."""
        at = utc_now()
        with write(self._engine) as connection:
            batch = self._opened(connection, at)
            chunk = self._chunk(connection, items, Moment(at, batch.reference))
            store.add_rows(connection, batch.id, chunk.rows)
            return self._close(connection, batch, chunk, at), chunk.settled

    def _ended(self) -> Begun:
        """The end of a batch that goes on and finds nothing left to do."""
        at = utc_now()
        with write(self._engine) as connection:
            return self._close(connection, self._opened(connection, at), Chunk((), ()), at)

    def _whole(self, progress: Progress) -> tuple[Begun, Sequence[Settled]]:
        """Everything in one transaction."""
        at, settled, rows = utc_now(), list[Settled](), list[JournalRow]()
        with write(self._engine) as connection:
            batch = self._opened(connection, at)
            for items in chunks(self._work.items(), self._size):
                if self._planned.acts_between(items[0].place, items[-1].place):
                    chunk = self._chunk(connection, items, Moment(at, batch.reference))
                    store.add_rows(connection, batch.id, chunk.rows)
                    settled += (one for one in chunk.settled if one.outcome.changes)
                    rows += chunk.rows
                progress(items[-1].place)
            return self._close(connection, batch, Chunk(settled, rows), at), settled

    def _opened(self, connection: Connection, at: datetime) -> Begun:
        """The batch, from now on the only one of its kind at work until the transaction ends."""
        outlast(connection, f"bulk:{self._work.kind.name}")
        batch = self.batch
        if batch is not None:
            if undoings := store.undoings(connection, batch.id):
                raise GoesBackError(batch.reference, undoings[0])
            return batch
        opening = self._work.opening(self._planned.rows, self._actor.name)
        if other := opening.undoes_id and store.running_undoing(connection, opening.undoes_id):
            raise TakenOverError(other.reference)
        return store.begin(connection, opening, at)

    def _chunk(self, connection: Connection, items: Sequence[Item], moment: Moment) -> Chunk:
        settled = self._settled(connection, items, hold=True)
        doing = [outcome for _, outcome in settled if outcome.changes]
        written = self._work.write(connection, doing, moment) if doing else Written(())
        subjects = iter(written.subjects)
        rows = [
            journal_row(item.number, outcome, next(subjects) if outcome.changes else None)
            for item, outcome in settled
            if outcome.did is not Did.UNCHANGED
        ]
        return Chunk(settled, rows, written.acts)

    def _settled(
        self, connection: Connection, items: Sequence[Item], *, hold: bool
    ) -> Sequence[Settled]:
        """What becomes of each now: what was planned, nothing because it is so by now, or a refusal.

        What is refused counts for nothing that comes behind it, so the others are looked at once more.
        """
        lost: dict[int, Outcome] = {}
        left, outcomes = items, self._work.examine(connection, items, hold=hold)
        while changed := self._planned.changed([item.place for item in left], outcomes):
            lost |= {place: refused("", CHANGED_MEANWHILE) for place in changed}
            left = [item for item in left if item.place not in lost]
            outcomes = self._work.examine(connection, left, hold=hold)
        settled = _settled(items, outcomes, lost)
        if self._prepared.is_atomic:
            for item, outcome in settled:
                if outcome.did is Did.REFUSED:
                    raise ChangedMeanwhileError(item.line)
        return settled

    def _close(self, connection: Connection, batch: Begun, chunk: Chunk, at: datetime) -> Begun:
        """End a transaction: how far the batch is, and the entry in the log that proves it."""
        place = chunk.settled[-1].item.place if chunk.settled else 0
        is_last = self._prepared.is_atomic or place >= self._last
        done = self._planned.rows if is_last else place
        counts = _counts(batch, done, chunk)
        if not store.advance(connection, batch, done, counts, at if is_last else None):
            raise TakenOverError(batch.reference)
        if is_last and batch.undoes_id is not None and not counts.get(Did.REFUSED.value):
            store.mark_undone(connection, batch.undoes_id)
        acts = [*chunk.acts, self._act(batch, chunk.rows, done)]
        record_all(connection, at=at, actor=self._actor, acts=acts)
        moved = batch._replace(done=done, counts=counts)
        return moved._replace(finished_at=at, state=store.DONE) if is_last else moved

    def _act(self, batch: Begun, rows: Sequence[JournalRow], done: int) -> Act:
        """What the log keeps: which rows of the journal there are, and their digest."""
        said = Counter(row.outcome for row in rows)
        details: dict[str, object] = {"kind": batch.kind, "done": done, "counts": dict(said)}
        if rows:
            details |= {"first": rows[0].number, "last": rows[-1].number}
        details |= {"rows": len(rows), "rows_sha256": journal_digest(rows)}
        return Act(self._work.action, f"batch:{batch.reference}", details, self._reason)

    def _repeat_refusals(self, items: Sequence[Item]) -> None:
        """Tell once more of what was refused before the work was interrupted."""
        assert self.batch is not None
        with read(self._engine) as connection:
            span = (items[0].number, items[-1].number)
            found = store.refusals(connection, self.batch.id, *span)
        for item in items:
            if item.number in found:
                self._tell([Settled(item, refused("", found[item.number]))])

    def _tell(self, settled: Sequence[Settled]) -> None:
        did = [one for one in settled if one.outcome.did is not Did.UNCHANGED]
        items = [one.item for one in did]
        self.told.count(
            [item.line for item in items],
            [item.number for item in items],
            [one.outcome for one in did],
        )
        for item, outcome in did:
            if outcome.did is Did.REFUSED:
                self._on_refused(item, outcome.reason)


def _settled(
    items: Sequence[Item], outcomes: Sequence[Outcome], lost: Mapping[int, Outcome]
) -> Sequence[Settled]:
    """Each thing with its outcome, of which those that are lost have another."""
    if not lost:
        return list(map(Settled, items, outcomes))
    found = iter(outcomes)
    return [Settled(item, lost.get(item.place) or next(found)) for item in items]


def _counts(batch: Begun, done: int, chunk: Chunk) -> Mapping[str, int]:
    """What became of a batch's rows so far; whatever did nothing is the rest."""
    counts = Counter(batch.counts)
    did = Counter(outcome.did for _, outcome in chunk.settled)
    acting = (Did.CREATE, Did.UPDATE, Did.REFUSED)
    counts.update({one.value: did[one] for one in acting})
    counts[Did.UNCHANGED.value] += done - batch.done - sum(did[one] for one in acting)
    counts[MAILS] += sum(len(outcome.mails) for _, outcome in chunk.settled)
    return dict(counts)


def _persistent(work: Callable[[], T]) -> T:
    """Do a unit of work again where only others were in its way."""
    deadline, attempts = time.monotonic() + PATIENCE_S, 0
    while True:
        attempts += 1
        try:
            return work()
        except Exception as error:
            is_busy = isinstance(error, AcademyError) and error.code == "database.busy"
            may_again = time.monotonic() < deadline if is_busy else attempts < ATTEMPTS
            if not may_again or not (is_busy or is_collision(error)):
                raise
