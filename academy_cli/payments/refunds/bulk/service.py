"""Refunds in bulk as an admin works with them: planned into a file, looked at, run, and gone on with.

All refunds of a chunk are written down in one transaction with its journal; then each is sent and recorded
by itself. Knows who may; refuses to know how a plan is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from sqlalchemy import Connection

from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.bulk import past
from academy_cli.bulk.application import Application
from academy_cli.bulk.errors import FileChangedError, NothingToResumeError, RefusedRowError
from academy_cli.bulk.importer import Importer, Planned, silent
from academy_cli.bulk.importer import Wish as HowToRead
from academy_cli.bulk.past import Begun
from academy_cli.bulk.reading import Limits
from academy_cli.bulk.source import Source
from academy_cli.bulk.table import table
from academy_cli.db.transaction import read
from academy_cli.kit.money import Money
from academy_cli.kit.stopping import Stop
from academy_cli.payments.refunds.bulk import reporting, rows, running, selecting
from academy_cli.payments.refunds.bulk.errors import PlanWasRunError
from academy_cli.payments.refunds.bulk.kind import KIND, RefundRows
from academy_cli.payments.refunds.bulk.rows import PlanRow
from academy_cli.payments.refunds.bulk.selecting import Proposed, Selection, Terms
from academy_cli.payments.refunds.bulk.views import BulkRefundPlan, BulkRefundRun
from academy_cli.payments.till import Till

READ = HowToRead(sends_mail=False)


@dataclass(frozen=True)
class Run:
    """A plan that was read, and can be run: what it would do now, or the batch that goes on."""

    source: Source
    planned: Planned
    kind: RefundRows
    begun: Begun | None = None

    @property
    def amounts(self) -> tuple[Money, ...]:
        """What the rows that are not written down yet come to, per currency."""
        return reporting.amounts(self.kind.totals)

    @property
    def by_hand(self) -> tuple[Money, ...]:
        """What of them staff have to pay out themselves, per currency."""
        return reporting.amounts(self.kind.by_hand)


class BulkRefunds:
    """Refunds in bulk of one academy, for one actor."""

    def __init__(self, till: Till, limits: Limits = Limits()) -> None:
        self._till, self.actor, self._limits = till, till.actor, limits

    @permits(Permission.REFUND_BULK)
    def plan(
        self, terms: Terms, *, course: str = "", listed: Source | None = None
    ) -> BulkRefundPlan:
        """What would go back of a course, or of the orders of a file; nothing is written.

        Raises UnknownCourseError, and what ``table.table`` raises.
        """
        with read(self._till.engine) as connection:
            proposed = list(self._proposed(connection, terms, course, listed))
        return _plan(proposed)

    @permits(Permission.REFUND_BULK)
    def save(self, plan: BulkRefundPlan, path: Path) -> BulkRefundPlan:
        """Write a plan into a file that is not there yet. Raises PlanFileError."""
        rows.write(path, plan.rows)
        return replace(plan, file=str(path))

    @permits(Permission.REFUND_BULK)
    def look(
        self, source: Source, progress: Callable[[int], None] = silent, *, resumes: bool = False
    ) -> Run:
        """Read a plan and hold it to what is there now; nothing is written.

        Raises PlanWasRunError, NothingToResumeError and what ``Importer.plan`` raises.
        """
        sha256 = source.survey.sha256
        with read(self._till.engine) as connection:
            earlier = past.of_file(connection, KIND, sha256)
        if earlier and not resumes:
            raise PlanWasRunError(source.name, earlier[0].reference)
        if resumes and not earlier:
            raise NothingToResumeError(source.name)
        kind = RefundRows(self._till, sha256, source.name)
        importer = Importer(self._till.database, self.actor, kind, self._limits)
        begun = earlier[0] if earlier else None
        is_begun = begun is not None and begun.state == past.RUNNING
        planned = importer.plan(source, READ._replace(resumes=is_begun), progress)
        return Run(source, planned, kind, begun)

    @permits(Permission.REFUND_BULK)
    def run(
        self,
        run: Run,
        progress: Callable[[int], None] = silent,
        failed: Path | None = None,
        stop: Stop | None = None,
    ) -> BulkRefundRun:
        """Write the refunds of a plan down, then send them; rows that were not refunded go to a file.

        Raises FileChangedError, FailedFileError, TakenOverError, PlanWasRunError, NoKeyError, LiveModeError
        and ProviderRefusedError.
        """
        if not run.source.is_unchanged:
            raise FileChangedError(run.source.name)
        till, refusals = self._ready(run), dict[int, str]()
        batch = run.begun
        if batch is None or batch.state == past.RUNNING:
            batch = self._write_down(run, refusals)
        sent = running.Sent()
        if batch is not None:
            sent = running.send_all(till, batch.id, stop or Stop(), progress)
        report = reporting.Report(run.source.name, run.planned, batch, refusals)
        return report.made(self._till, sent, failed)

    def _write_down(self, run: Run, refusals: dict[int, str]) -> Begun | None:
        """The first half: everything that is wanted is on record, and its money reserved."""
        application = Application(
            self._till.engine,
            run.planned.prepared,
            self.actor,
            lambda item, why: refusals.__setitem__(item.number, why),
        )
        application.run(silent)
        return application.batch

    def _ready(self, run: Run) -> Till:
        """A till with one connection to the provider for all; its key is looked at first."""
        opened = cache(self._till.provider)
        if run.kind.asks_stripe:
            opened()
        return replace(self._till, open_gateway=opened)

    def _proposed(
        self, connection: Connection, terms: Terms, course: str, source: Source | None
    ) -> Iterator[Proposed]:
        selection = Selection(connection, self._till, terms)
        if source is None:
            yield from map(selection.propose, selecting.of_course(connection, course))
            return
        for entry in table(source, rows.FIELDS, {}, self._limits).entries():
            try:
                if entry.reason:
                    raise RefusedRowError(entry.reason)
                yield selection.propose(selecting.listed(entry.said))
            except RefusedRowError as refusal:
                named = entry.said.get("order") or entry.said.get("payment") or ""
                yield Proposed(PlanRow(named, skip=refusal.reason))


def _plan(proposed: Sequence[Proposed]) -> BulkRefundPlan:
    taken = [one for one in proposed if not one.row.skip]
    skipped = Counter(one.row.skip for one in proposed if one.row.skip)
    return BulkRefundPlan(
        rows=tuple(one.row for one in proposed),
        refunds=len(taken),
        amounts=_sums(one.row.amount for one in taken),
        fees=_sums(one.row.fee for one in taken),
        by_hand=_sums(one.row.amount for one in taken if one.is_by_hand),
        skipped=skipped.total(),
        skipped_because=_by_count(skipped),
        need_approval=sum(one.needs_approval for one in taken),
        losing_access=len(frozenset[int]().union(*(one.loses for one in taken))),
    )


def _sums(some: Iterable[Money | None]) -> tuple[Money, ...]:
    found = Counter[str]()
    for money in some:
        if money is not None:
            found[money.currency] += money.amount
    return reporting.amounts(found)


def _by_count(found: Counter[str]) -> Mapping[str, int]:
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
