"""What is said about refunds in bulk: frozen values that become a table, JSON or a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from academy_cli.kit.money import Money
from academy_cli.payments.refunds.bulk.rows import PlanRow


@dataclass(frozen=True, slots=True)
class BulkRefundPlan:
    """Refunds that would be made."""

    rows: tuple[PlanRow, ...]
    refunds: int
    amounts: tuple[Money, ...]
    """What goes back, per currency."""
    fees: tuple[Money, ...]
    """What is kept of what was left, per currency."""
    skipped: int
    skipped_because: Mapping[str, int]
    need_approval: int
    losing_access: int
    """Learners who have access now and have none in some course afterwards."""
    file: str | None = None
    by_hand: tuple[Money, ...] = ()
    """What of it staff have to pay out themselves, per currency."""


@dataclass(frozen=True, slots=True)
class RefundOutcome:
    """What became of one row of a plan."""

    line: int
    """Of the file; its header is line 1."""
    payment: str | None
    order: str | None
    amount: Money | None
    refund: str | None
    state: str
    """That of the refund; ``refused`` where there is none."""
    reason: str | None = None
    is_by_hand: bool = False
    """Whether staff pay it out themselves."""


@dataclass(frozen=True, slots=True)
class BulkRefundRun:
    """What a run of a plan came to, this one and those before that it went on with."""

    reference: str | None
    file: str
    rows: int
    skipped: int
    states: Mapping[str, int]
    """How many rows are in each state."""
    amounts: tuple[Money, ...]
    """What went back or is on its way, per currency."""
    waits_for_funds: int
    """Pending because the balance is too low."""
    waits_for_approval: int
    outcomes: tuple[RefundOutcome, ...]
    failed_file: str | None = None
    by_hand: tuple[Money, ...] = ()
    """What of it staff have to pay out themselves, per currency."""
    is_stopped: bool = False
    """Whether somebody ended it before all was asked for."""
    away: str | None = None
    """Why the provider was not asked any further."""

    @property
    def failed(self) -> int:
        """Rows that were not refunded, and can be run again."""
        return self.states.get("refused", 0) + self.states.get("rejected", 0)

    @property
    def open(self) -> int:
        """Refunds of which nobody knows the outcome yet, or that were not asked for."""
        asked = sum(self.states.get(one, 0) for one in ("requested", "approved", "submitting"))
        return asked - self.waits_for_approval

    @property
    def attention(self) -> tuple[str, ...]:
        """Refunds that a person has to look at."""
        odd = ("unknown", "failed", "canceled")
        return tuple(str(one.refund) for one in self.outcomes if one.state in odd)
