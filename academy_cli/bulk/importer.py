"""One kind's bulk work from a file to a report: what nouns' services are built on.

Knows how a plan, its carrying out, going on and going back hang together; whoever calls it has checked what
the actor may do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine

from academy_cli.access.actor import Actor
from academy_cli.bulk import engine as planning
from academy_cli.bulk import store
from academy_cli.bulk.application import Application, OnRefused
from academy_cli.bulk.engine import Prepared, Progress
from academy_cli.bulk.errors import (
    AlreadyUndoneError,
    FileChangedError,
    GoesBackError,
    NothingToResumeError,
    OtherKindError,
    OtherOptionsError,
    RefusedRowsError,
    UnknownBatchError,
)
from academy_cli.bulk.failures import FailedFile
from academy_cli.bulk.kinds import Did, Kind, Policy
from academy_cli.bulk.longform import Long
from academy_cli.bulk.plan import Tally
from academy_cli.bulk.reading import Limits
from academy_cli.bulk.source import Source
from academy_cli.bulk.store import Begun
from academy_cli.bulk.table import Table, table
from academy_cli.bulk.views import BulkView
from academy_cli.bulk.work import FileWork, Item, Mail, UndoWork
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.kit.saying import say, say_joined

NO_COLUMNS: Mapping[str, str] = {}


class Wish(NamedTuple):
    """What a person wants done with a file; ``mapped`` are columns by the field they mean."""

    policy: Policy = Policy()
    mapped: Mapping[str, str] = NO_COLUMNS
    sends_mail: bool = True
    is_atomic: bool = False
    resumes: bool = False


@dataclass(frozen=True)
class Planned:
    """A plan as people see it, and as it can be carried out."""

    view: BulkView
    prepared: Prepared
    table: Table | None = None
    """Of the file; an undoing has none."""


def silent(_done: int) -> None:
    """Progress that nobody looks at."""


class Importer:
    """Bulk work of one kind, for one actor; ``long`` is how several rows of a file may make one."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        kind: Kind,
        limits: Limits,
        *,
        long: Long | None = None,
    ) -> None:
        self._database, self._actor, self._kind, self._limits = database, actor, kind, limits
        self._long = long

    def plan(self, source: Source, wish: Wish = Wish(), progress: Progress = silent) -> Planned:
        """Say what would become of each row; writes nothing.

        Raises what ``table.table`` raises; for a batch that is to go on NothingToResumeError,
        OtherOptionsError and GoesBackError.
        """
        found = table(source, self._kind.fields, wish.mapped, self._limits, self._long)
        options, engine = self._options(wish), self._database.existing()
        batches = self._of_file(engine, source)
        running = _unfinished(engine, batches, resumes=wish.resumes)
        begun = _resumed(batches, running, source, options) if wish.resumes else None
        # SQLite works within this process, and hands the interpreter back and forth with every row.
        reads_ahead = engine is not None and engine.dialect.name != "sqlite"
        work = FileWork(
            self._kind, found, wish.policy, options,
            mail=Mail(wish.sends_mail, self._database.muted), reads_ahead=reads_ahead,
        )  # fmt: skip
        prepared = planning.plan(engine, work, progress, is_atomic=wish.is_atomic, begun=begun)
        view = _planned_view(prepared, found)
        if running is not None and begun is None:
            view = replace(view, unfinished=running.reference)
        return Planned(view, prepared, found)

    def plan_undo(
        self, reference: str, progress: Progress = silent, *, sends_mail: bool = True
    ) -> Planned:
        """Say what undoing a batch would do; writes nothing. An undoing that was interrupted goes on.

        Raises UnknownBatchError, OtherKindError and AlreadyUndoneError.
        """
        engine = self._database.existing()
        if engine is None:
            raise UnknownBatchError(reference)
        with read(engine) as connection:
            batch = store.by_reference(connection, reference)
        if batch is None:
            raise UnknownBatchError(reference)
        if batch.kind != self._kind.name:
            raise OtherKindError(batch.reference, batch.kind, self._kind.name)
        if batch.undoes_id is not None or batch.state == store.UNDONE:
            raise AlreadyUndoneError(batch.reference, is_undo=batch.undoes_id is not None)
        with read(engine) as connection:
            begun = store.running_undoing(connection, batch.id)
        work = UndoWork(self._kind, batch, engine, Mail(sends_mail, self._database.muted))
        prepared = planning.plan(engine, work, progress, begun=begun)
        return Planned(_planned_view(prepared, None), prepared)

    def apply(
        self,
        planned: Planned,
        progress: Progress = silent,
        failed: Path | None = None,
        *,
        reason: str | None = None,
    ) -> BulkView:
        """Carry a plan out, and say what was done; refused rows go to a file of their own.

        Raises RefusedRowsError, FileChangedError, FailedFileError, and what ``Application.run`` raises.
        """
        prepared, found = planned.prepared, planned.table
        tally = prepared.tally
        if prepared.is_atomic and tally.counts[Did.REFUSED]:
            raise RefusedRowsError(tally.counts[Did.REFUSED], tally.rows)
        if found is not None and not found.source.is_unchanged:
            raise FileChangedError(found.source.name)
        if not tally.last_acting and prepared.begun is None:
            return replace(planned.view, is_done=True)
        file = FailedFile(found, failed) if found is not None else None
        engine, keep = self._database.ready(), _keeper(file)
        application = Application(engine, prepared, self._actor, keep, reason=reason)
        try:
            if file is not None and tally.counts[Did.REFUSED]:
                file.open()
            application.run(progress)
            if file is not None:
                file.finish()
        finally:
            if file is not None:
                file.drop()
        kept = str(file.path) if file is not None and file.path is not None else None
        return replace(_report(application, prepared, found), failed_file=kept)

    def _options(self, wish: Wish) -> Mapping[str, object]:
        """What a batch remembers, to go on the same way."""
        said: dict[str, object] = {
            "mode": wish.policy.mode.value,
            "fill": wish.policy.fill.value,
            "mail": wish.sends_mail,
            "atomic": wish.is_atomic,
            "map": dict(wish.mapped),
        }
        return said | dict(self._kind.options)

    def _of_file(self, engine: Engine | None, source: Source) -> Sequence[Begun]:
        """The batches of the same bytes, the newest first."""
        if engine is None:
            return ()
        with read(engine) as connection:
            return store.of_file(connection, self._kind.name, source.survey.sha256)


def _unfinished(engine: Engine | None, batches: Sequence[Begun], *, resumes: bool) -> Begun | None:
    """The newest that was left unfinished, unless some of it was undone. Raises GoesBackError."""
    running = [one for one in batches if one.state == store.RUNNING]
    if not running or engine is None:
        return None
    with read(engine) as connection:
        undone = {one.id: store.undoings(connection, one.id) for one in running}
    left = [one for one in running if not undone[one.id]]
    if not left and resumes:
        raise GoesBackError(running[0].reference, undone[running[0].id][0])
    return left[0] if left else None


def _resumed(
    batches: Sequence[Begun], running: Begun | None, source: Source, options: Mapping[str, object]
) -> Begun:
    """The batch that was left unfinished, if it is to go on as it was begun."""
    if running is None:
        raise NothingToResumeError(source.name, batches[0].reference if batches else "")
    there = running.options
    other = [name for name in {**there, **options} if there.get(name) != options.get(name)]
    if other:
        told = (say("{} {}", name, _said(there.get(name))) for name in other)
        raise OtherOptionsError(running.reference, say_joined(", ", told))
    return running


def _said(value: object) -> str:
    """The value of an option as a person reads it."""
    if isinstance(value, Mapping):
        said = ", ".join(f"{field}={column}" for field, column in value.items())
        return said or say("nothing")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return say("“{}”", value) if value is not None else say("nothing")


def _keeper(file: FailedFile | None) -> OnRefused:
    def keep(item: Item, reason: str) -> None:
        if file is not None and item.entry is not None:
            file.add(item.entry, reason)

    return keep


def _planned_view(prepared: Prepared, found: Table | None) -> BulkView:
    """What would be done."""
    return _view(prepared, found, prepared.tally, prepared.tally.counts)


def _report(application: Application, prepared: Prepared, found: Table | None) -> BulkView:
    """What was done; of a batch that went on, all of it."""
    told, batch = application.told, application.batch
    if batch is not None:
        counts = {did: batch.counts.get(did.value, 0) for did in Did}
        view = _view(prepared, found, told, counts)
        return replace(view, reference=batch.reference, is_done=True)
    return replace(_view(prepared, found, told, prepared.tally.counts), is_done=True)


def _view(
    prepared: Prepared, found: Table | None, told: Tally, counts: Mapping[Did, int]
) -> BulkView:
    opening = prepared.work.opening(prepared.tally.rows, "")
    return BulkView(
        reference=prepared.begun.reference if prepared.begun else None,
        kind=opening.kind,
        file=opening.file_name,
        rows=prepared.tally.rows,
        create=counts.get(Did.CREATE, 0),
        update=counts.get(Did.UPDATE, 0),
        unchanged=counts.get(Did.UNCHANGED, 0),
        refused=counts.get(Did.REFUSED, 0),
        mails=dict(sorted(told.mails.items())),
        fields=dict(sorted(told.fields.items())),
        gives=dict(sorted(told.gives.items())),
        encoding=found.source.survey.encoding if found else "",
        dialect=found.dialect.said if found else "",
        unknown_columns=found.unknown if found else (),
        refusals=tuple(told.refusals),
        failed_file=None,
        is_done=False,
    )
