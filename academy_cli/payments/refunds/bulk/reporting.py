"""What a run of a plan came to: each row with its refund's state, and a file of those that were not made.

Reads the batch's journal and its refunds, so it says the same whoever made them; refuses to change any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.bulk import past
from academy_cli.bulk.failures import FailedFile
from academy_cli.bulk.importer import Planned
from academy_cli.bulk.past import Begun
from academy_cli.db.transaction import read
from academy_cli.kit.money import Money
from academy_cli.kit.saying import say
from academy_cli.payments.refunds import store as refunds
from academy_cli.payments.refunds.bulk.running import Sent, waits_for
from academy_cli.payments.refunds.bulk.views import BulkRefundRun, RefundOutcome
from academy_cli.payments.refunds.sending import may_go
from academy_cli.payments.refunds.states import PAYING, State
from academy_cli.payments.store import MANUAL
from academy_cli.payments.till import Till

REFUSED = "refused"
FUNDS = "insufficient_funds"
"""docs.stripe.com/api/refunds/object, ``pending_reason``."""
WAITS = {
    FUNDS: say("the balance at Stripe is too low; it goes once there is enough"),
    "charge_pending": say("the payment itself is still on its way"),
}


class Report(NamedTuple):
    """What is known of a run: its plan, its batch, and what this run refused."""

    name: str
    planned: Planned
    batch: Begun | None
    refusals: Mapping[int, str]

    def made(self, till: Till, sent: Sent, failed: Path | None) -> BulkRefundRun:
        """The report, and the file of rows that were not refunded. Raises FailedFileError."""
        with read(till.engine) as connection:
            known = _Known.of(connection, self.batch)
            outcomes = {**dict(self._refused(known)), **dict(known.outcomes())}
        lines = self._keep(outcomes, failed)
        states = Counter(one.state for one in outcomes.values())
        return BulkRefundRun(
            reference=self.batch.reference if self.batch else None,
            file=self.name,
            rows=self.planned.view.rows,
            skipped=self.planned.view.rows - states.total(),
            states=dict(sorted(states.items())),
            amounts=amounts(known.sums()),
            by_hand=amounts(known.sums(is_by_hand=True)),
            waits_for_funds=known.waiting_for(FUNDS),
            waits_for_approval=sum(not may_go(one) for one in known.refunds.values()),
            outcomes=tuple(
                replace(outcomes[number], line=lines.lines[number]) for number in sorted(outcomes)
            ),
            failed_file=lines.file,
            is_stopped=sent.is_stopped,
            away=sent.away,
        )

    def _refused(self, known: _Known) -> Iterator[tuple[int, RefundOutcome]]:
        """The rows that were refused, by this run or by the one before it."""
        for number, why in {**known.refused, **self.refusals}.items():
            yield number, RefundOutcome(0, None, None, None, None, REFUSED, why)

    def _keep(self, outcomes: Mapping[int, RefundOutcome], failed: Path | None) -> _Lines:
        """Write rows that were not refunded to a file; where each row stands in the plan's."""
        found = self.planned.table
        assert found is not None
        file, lines = FailedFile(found, failed), dict[int, int]()
        try:
            for entry in found.entries():
                one = outcomes.get(entry.number)
                lines[entry.number] = entry.line
                if one is not None and one.state in {REFUSED, State.REJECTED.value}:
                    file.add(entry, one.reason or one.state)
            file.finish()
        finally:
            file.drop()
        return _Lines(lines, str(file.path) if file.path else None)


class _Lines(NamedTuple):
    lines: Mapping[int, int]
    file: str | None


class _Known(NamedTuple):
    """What the database says of a batch."""

    rows: Mapping[int, int]
    """The refund of each row."""
    refused: Mapping[int, str]
    refunds: Mapping[int, Row[Any]]
    details: Mapping[int, str]

    @classmethod
    def of(cls, connection: Connection, batch: Begun | None) -> _Known:
        """Everything that belongs to a batch; nothing where none was begun."""
        if batch is None:
            return cls({}, {}, {}, {})
        journal = list(past.journal(connection, batch.id))
        return cls(
            {one.number: one.subject_id for one in journal if one.subject_id is not None},
            {one.number: one.reason or "" for one in journal if one.outcome == REFUSED},
            refunds.of_batch(connection, batch.id),
            refunds.newest_details(connection, batch.id),
        )

    def outcomes(self) -> Iterator[tuple[int, RefundOutcome]]:
        """Each row that became a refund."""
        for number, refund in self.rows.items():
            one = self.refunds[refund]
            money, by_hand = Money(one.amount, one.currency), one.provider == MANUAL
            named = (one.payment, one.of_order, money, one.reference)
            yield number, RefundOutcome(0, *named, one.state, self._why(one), by_hand)

    def waiting_for(self, what: str) -> int:
        """How many refunds are pending for a reason."""
        pending = [one.id for one in self.refunds.values() if one.state == State.PENDING.value]
        return sum(waits_for(self.details.get(one, "{}")) == what for one in pending)

    def sums(self, *, is_by_hand: bool = False) -> Counter[str]:
        """What went back, or is on its way, in minor units by currency; all, or what staff pay out."""
        found = Counter[str]()
        for one in self.refunds.values():
            if State(one.state) in PAYING and (one.provider == MANUAL or not is_by_hand):
                found[one.currency] += one.amount
        return found

    def _why(self, one: Row[Any]) -> str | None:
        if one.state == State.PENDING.value:
            why = waits_for(self.details.get(one.id, "{}"))
            return WAITS.get(why, why) if why else None
        if State(one.state) is State.REQUESTED and not may_go(one):
            return say("somebody else has to approve it: academy refund approve {}", one.reference)
        if State(one.state) is State.SUCCEEDED and one.provider == MANUAL:
            return say("pay it out yourself")
        failure: str | None = one.failure
        return failure


def amounts(found: Mapping[str, int]) -> tuple[Money, ...]:
    """Sums per currency, in the order of the currencies."""
    return tuple(Money(amount, currency) for currency, amount in sorted(found.items()) if amount)
