"""The rows of batches and of their journals.

Knows the tables; refuses transactions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, func, insert, literal, select, update

from academy_cli.bulk.errors import TakenOverError
from academy_cli.bulk.journal import JournalRow
from academy_cli.bulk.kinds import Did, Journaled
from academy_cli.db.bulk import allocate_ids, insert_rows
from academy_cli.kit.jsontext import canonical
from academy_cli.models import AuditEntry, Batch, BatchRow, Grant

PAGE = 1000
RUNNING, DONE, UNDONE = "running", "done", "undone"


class Begun(NamedTuple):
    """A batch as it is stored."""

    id: int
    reference: str
    kind: str
    file_name: str
    file_sha256: str
    options: Mapping[str, Any]
    rows: int
    done: int
    counts: Mapping[str, int]
    state: str
    actor: str
    started_at: datetime
    finished_at: datetime | None
    undoes_id: int | None


class Opening(NamedTuple):
    """A batch that is about to begin."""

    kind: str
    file_name: str
    file_sha256: str
    options: Mapping[str, object]
    rows: int
    actor: str
    undoes_id: int | None = None


def begin(connection: Connection, opening: Opening, at: datetime) -> Begun:
    """Add a batch of which nothing is done yet.

    Its reference names grants: one that a file from another academy brought along is passed over.
    """
    [number] = allocate_ids(connection, Batch, 1)
    while _is_granted(connection, reference := f"B-{at.year}-{number:06d}"):
        number = max(number + 1, *allocate_ids(connection, Batch, 1))
    values = opening._asdict() | {"id": number, "reference": reference, "done": 0}
    values |= {"counts": canonical({}), "state": RUNNING, "started_at": at}
    values["options"] = canonical(dict(opening.options))
    connection.execute(insert(Batch).values(values))
    found = by_reference(connection, reference)
    assert found is not None
    return found


def _is_granted(connection: Connection, reference: str) -> bool:
    """Whether grants have the name of a batch already."""
    named = select(Grant.id).where(Grant.kind == "bulk", Grant.reference == reference)
    return connection.scalar(named.limit(1)) is not None


def advance(
    connection: Connection,
    batch: Begun,
    done: int,
    counts: Mapping[str, int],
    finished_at: datetime | None,
) -> bool:
    """Move a batch on from where it was; False when somebody else has moved it."""
    moved = update(Batch).where(
        Batch.id == batch.id, Batch.done == batch.done, Batch.state == RUNNING
    )
    state = DONE if finished_at else RUNNING
    told = {"done": done, "counts": canonical(dict(counts)), "state": state}
    return connection.execute(moved.values(**told, finished_at=finished_at)).rowcount == 1


def mark_undone(connection: Connection, batch_id: int) -> None:
    """Say that nothing of a batch is left."""
    connection.execute(update(Batch).where(Batch.id == batch_id).values(state=UNDONE))


def add_rows(connection: Connection, batch_id: int, rows: Sequence[JournalRow]) -> None:
    """Write down what became of rows. Raises TakenOverError where somebody else has by now."""
    there = (BatchRow.batch_id == batch_id, BatchRow.number.in_([row.number for row in rows[:1]]))
    if connection.scalar(select(BatchRow.number).where(*there)) is not None:
        raise TakenOverError(by_id(connection, batch_id).reference)
    columns = ("batch_id", *JournalRow._fields)
    insert_rows(connection, BatchRow, columns, ((batch_id, *row) for row in rows))


def by_reference(connection: Connection, reference: str) -> Begun | None:
    """The batch that people call so."""
    wanted = Batch.reference == reference.strip().upper()
    row = connection.execute(select(Batch.__table__).where(wanted)).first()
    return _begun(row) if row is not None else None


def by_id(connection: Connection, batch_id: int) -> Begun:
    """The batch with a number."""
    row = connection.execute(select(Batch.__table__).where(Batch.id == batch_id)).one()
    return _begun(row)


def of_file(connection: Connection, kind: str, file_sha256: str) -> Sequence[Begun]:
    """The batches of the same bytes, the newest first."""
    wanted = (Batch.kind == kind, Batch.file_sha256 == file_sha256, Batch.undoes_id.is_(None))
    query = select(Batch.__table__).where(*wanted).order_by(Batch.id.desc())
    return [_begun(row) for row in connection.execute(query)]


def batches(connection: Connection, kind: str | None, limit: int | None) -> Sequence[Begun]:
    """Batches, the newest first."""
    query = select(Batch.__table__).order_by(Batch.id.desc()).limit(limit)
    found = connection.execute(query.where(Batch.kind == kind) if kind else query)
    return [_begun(row) for row in found]


def journal(
    connection: Connection, batch_id: int, first: int = 1, last: int | None = None
) -> Iterator[JournalRow]:
    """What became of a batch's rows, in their order, some at a time."""
    table = BatchRow.__table__
    columns = [table.c[name] for name in JournalRow._fields]
    while True:
        query = select(*columns).where(table.c.batch_id == batch_id, table.c.number >= first)
        if last is not None:
            query = query.where(table.c.number <= last)
        page = connection.execute(query.order_by(table.c.number).limit(PAGE)).all()
        yield from (JournalRow(*row) for row in page)
        if len(page) < PAGE:
            return
        first = page[-1].number + 1


def refusals(connection: Connection, batch_id: int, first: int, last: int) -> Mapping[int, str]:
    """Why rows were refused, by number."""
    wanted = (BatchRow.batch_id == batch_id, BatchRow.outcome == Did.REFUSED.value)
    query = select(BatchRow.number, BatchRow.reason).where(
        *wanted, BatchRow.number.between(first, last)
    )
    return {number: reason or "" for number, reason in connection.execute(query)}


def refused_before(connection: Connection, before: datetime) -> Mapping[int, int]:
    """How many refused rows still say why, by batch, of those that ended before a moment."""
    query = (
        select(BatchRow.batch_id, func.count().label("refused"))
        .join(Batch, Batch.id == BatchRow.batch_id)
        .where(Batch.state != RUNNING, Batch.finished_at < before)
        .where(BatchRow.outcome == Did.REFUSED.value, BatchRow.reason.is_not(None))
        .group_by(BatchRow.batch_id)
        .order_by(BatchRow.batch_id)
    )
    return {row.batch_id: row.refused for row in connection.execute(query)}


def is_refused(batch_id: int) -> ColumnElement[bool]:
    """That a row of a batch was refused and still says why."""
    still = BatchRow.reason.is_not(None)
    return (BatchRow.batch_id == batch_id) & (BatchRow.outcome == Did.REFUSED.value) & still


def to_undo(connection: Connection, batch_id: int, after: int) -> Sequence[Journaled]:
    """The next rows that changed something, in their order."""
    wanted = (BatchRow.batch_id == batch_id, BatchRow.number > after)
    did = BatchRow.outcome != Did.REFUSED.value
    query = select(BatchRow.__table__).where(*wanted, did).order_by(BatchRow.number).limit(PAGE)
    return [
        Journaled(
            row.number, Did(row.outcome), row.subject_id, _values(row.before), _values(row.after)
        )
        for row in connection.execute(query)
    ]


def changed_rows(connection: Connection, batch_id: int) -> int:
    """How many rows of a batch changed something."""
    query = select(func.count()).select_from(BatchRow)
    wanted = (BatchRow.batch_id == batch_id, BatchRow.outcome != Did.REFUSED.value)
    return int(connection.scalar(query.where(*wanted)) or 0)


def undoings(connection: Connection, batch_id: int) -> Sequence[str]:
    """The batches that undid something of a batch."""
    query = select(Batch.reference).where(Batch.undoes_id == batch_id).order_by(Batch.id)
    return connection.scalars(query).all()


def running_undoing(connection: Connection, batch_id: int) -> Begun | None:
    """The undoing of a batch that has not come to its end."""
    running = (Batch.undoes_id == batch_id, Batch.state == RUNNING)
    query = select(Batch.__table__).where(*running).order_by(Batch.id.desc()).limit(1)
    row = connection.execute(query).first()
    return _begun(row) if row is not None else None


def proofs(connection: Connection, reference: str) -> Sequence[Mapping[str, Any]]:
    """What the audit log says of each part of a batch's journal, in order; the latest word on a part counts.

    Entries that lost their details say nothing.
    """
    query = select(AuditEntry.details).where(AuditEntry.subject == f"batch:{reference}")
    parts: dict[tuple[int, int], Mapping[str, Any]] = {}
    for details in connection.scalars(query.order_by(AuditEntry.id)):
        said = json.loads(details) if details is not None else {}
        if said.get("rows"):
            parts[said["first"], said["last"]] = said
    return [parts[part] for part in sorted(parts)]


def done_on_record(connection: Connection, reference: str) -> int | None:
    """How many rows of a batch were worked through, as the audit log has it; None where it says nothing."""
    query = select(AuditEntry.details).where(AuditEntry.subject == f"batch:{reference}")
    said = [json.loads(details) for details in connection.scalars(query) if details is not None]
    return max((int(one["done"]) for one in said if "done" in one), default=None)


def vanished(connection: Connection) -> Sequence[str]:
    """Batches that the audit log tells of and that are not there, in their order."""
    start = "batch:"
    there = select(literal(start).concat(Batch.reference))
    query = select(AuditEntry.subject).where(
        AuditEntry.subject.like(f"{start}%"), AuditEntry.subject.not_in(there)
    )
    found = connection.scalars(query.distinct().order_by(AuditEntry.subject))
    return [subject.removeprefix(start) for subject in found]


def _values(text: str | None) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(text) if text else {}
    return found


def _begun(row: Row[Any]) -> Begun:
    values = {name: getattr(row, name) for name in Begun._fields}
    for name in ("options", "counts"):
        values[name] = json.loads(values[name])
    return Begun(**values)
