"""Refunds in bulk with a person looking on: what a plan comes to, what a run did, and how it ends.

Knows what a person is told; refuses to decide what may be refunded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from academy_cli.cli.amounts import NoAmountError
from academy_cli.cli.interrupts import as_a_wish
from academy_cli.cli.moneywords import DRY_AT_STRIPE, basis_points, money
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.money import Money, written
from academy_cli.kit.saying import say, say_so_many

if TYPE_CHECKING:
    from academy_cli.payments.refunds.bulk.fees import Fee
    from academy_cli.payments.refunds.bulk.selecting import Terms
    from academy_cli.payments.refunds.bulk.service import Run
    from academy_cli.payments.refunds.bulk.views import BulkRefundPlan, BulkRefundRun

PLANNED = (
    "refunds",
    "amounts",
    "fees",
    "losing_access",
    "by_hand",
    "need_approval",
    "skipped",
    "skipped_because",
    "file",
)
DONE = (
    "reference", "rows", "states", "amounts", "by_hand", "skipped", "waits_for_funds", "waits_for_approval",
    "failed_file", "outcomes",
)  # fmt: skip
TOLD = 20
"""So many rows are told one by one; --format json has all."""
ENDING = say(
    "Ending, once it is known what became of the refund that is on its way. Again ends at once."
)


class SaidInPlanError(AcademyError):
    """Words about a plan, when it is run."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "refund.said-in-plan",
            "What a plan says is in its file, and cannot be said again when it is run.",
            "Edit the file, or make another plan: academy refund bulk plan",
        )


class NoSelectionError(AcademyError):
    """A plan of nothing, or of two things."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "refund.no-selection",
            "A plan is made of a course, or of a file with orders.",
            "Say --course COURSE or --from FILE, and --out plan.csv.",
        )


class NoFileSaidError(AcademyError):
    """A plan that would go nowhere."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "refund.no-plan-file",
            "The plan has to be written somewhere.",
            "Name a file: --out plan.csv",
        )


class TwoFeesError(AcademyError):
    """Two ways to say what is kept."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "refund.two-fees",
            "--keep-fee and --keep-fee-percent are two fees: only one can be kept.",
            "Leave one of them out.",
        )


class Said(NamedTuple):
    """What a person said that holds for all rows of a plan."""

    percent: str | None = None
    amounts: tuple[str, ...] = ()
    currency: str | None = None
    access: str | None = None
    reason: str | None = None
    overrides: bool = False

    def terms(self) -> Terms:
        """The same as the service takes it. Raises TwoFeesError, NoAmountError and BadPercentError."""
        from academy_cli.payments.refunds.bulk.selecting import Terms

        return Terms(self._fee(), self.access, self.reason, self.overrides)

    def _fee(self) -> Fee:
        from academy_cli.payments.refunds.bulk.fees import Fee

        if self.percent and self.amounts:
            raise TwoFeesError
        if self.percent:
            return Fee(basis_points(self.percent))
        fixed = [money(text, self.currency) for text in self.amounts]
        found = {one.currency: one.amount for one in fixed}
        if len(found) != len(fixed):
            raise NoAmountError(say("two fees are named in one currency"))
        return Fee(fixed=found)


def plan(shell: Shell, said: Said, course: str, orders: str | None, out: Path | None) -> None:
    """Make a plan, tell what it comes to, and write it. Raises BulkWordsError and what ``plan`` raises."""
    from academy_cli.bulk.source import source

    if out is None and not shell.is_dry_run:
        raise NoFileSaidError
    service = shell.academy.bulk_refunds
    with ExitStack() as opened:
        listed = opened.enter_context(source(orders)) if orders else None
        made = service.plan(said.terms(), course=course, listed=listed)
    for line in _plan_lines(made):
        shell.terminal.note(line)
    if shell.is_dry_run or out is None:
        for line in _row_lines(made):
            shell.terminal.note(line)
        shell.terminal.note("No plan was written, and Stripe was not asked: it was a dry run.")
    else:
        made = service.save(made, out)
        shell.terminal.note(say("Look through it, then: academy refund bulk run {}", out))
    shell.terminal.show_one(made, *PLANNED)


def _plan_lines(made: BulkRefundPlan) -> Iterator[str]:
    """What a plan comes to, in words."""
    yield say(
        "{}: {}; {} is kept.", amount(made.refunds, "refund"), _sum(made.amounts), _sum(made.fees)
    )
    if made.by_hand:
        yield say("{} of it came in by hand: you would pay that out yourself.", _sum(made.by_hand))
    yield say_so_many(
        "{:,} learner would lose access to a course.",
        "{:,} learners would lose access to a course.",
        made.losing_access,
    )
    if made.need_approval:
        yield say_so_many(
            "{:,} refund would wait for somebody else's approval.",
            "{:,} refunds would wait for somebody else's approval.",
            made.need_approval,
        )
    for why, many in islice(made.skipped_because.items(), TOLD):
        yield say("  skipped, {:,}: {}", many, why)


def _row_lines(made: BulkRefundPlan) -> Iterator[str]:
    """Whom the first rows would give how much back; the file that is not written has all."""
    rows = [(one, one.amount) for one in made.rows if not one.skip and one.amount]
    for one, money_back in rows[:TOLD]:
        ends = say(", access ends") if one.access == "remove" else ""
        waits = say(", {}", one.note) if one.note else ""
        yield say("  {}: {} to “{}”{}{}", one.order, written(money_back), one.email, ends, waits)
    if (more := len(rows) - TOLD) > 0:
        yield say_so_many("  and {:,} more row", "  and {:,} more rows", more)


def run(shell: Shell, name: str, failed: Path | None, *, resumes: bool) -> None:
    """Look, agree, refund, tell; ends with 9, 7 or 8 where not all is well."""
    from academy_cli.bulk.source import source
    from academy_cli.kit.stopping import Stop

    service = shell.academy.bulk_refunds
    with source(name) as found:
        with shell.terminal.progress(say("Reading {}", name), found.survey.rows) as progress:
            run = service.look(found, progress, resumes=resumes)
        _tell(shell, run)
        if shell.is_dry_run:
            _end_dry(shell, run)
            return
        rows = run.planned.view.rows
        if run.planned.view.create or run.begun is not None:
            shell.terminal.confirm(say("Do this?") if run.begun is None else say("Go on?"))
        stop = Stop()
        with (
            shell.terminal.progress("Refunding", rows) as progress,
            as_a_wish(stop.wish, ENDING),
        ):
            done = service.run(run, progress, failed, stop)
            if done.is_stopped:
                again = f"academy refund bulk run {name} --resume"
                shell.terminal.warn(say("What is done stays done; go on with: {}", again))
        _report(shell, done)


def _tell(shell: Shell, run: Run) -> None:
    """Say what a run will do."""
    view, note = run.planned.view, shell.terminal.note
    if run.begun is not None:
        note(say("“{}” was run as {}; what is left of it goes on.", view.file, run.begun.reference))
        return
    note(say("“{}”: {} of {}.", view.file, amount(view.create, "refund"), amount(view.rows, "row")))
    note(
        say(
            "Will give back {}, skip {:,}, refuse {:,}.",
            _sum(run.amounts),
            view.unchanged,
            view.refused,
        )
    )
    if run.by_hand:
        note(say("{} of it came in by hand: you pay that out yourself.", _sum(run.by_hand)))
    if waits := run.kind.need_approval:
        note(
            say_so_many(
                "{:,} refund will wait for somebody else's approval.",
                "{:,} refunds will wait for somebody else's approval.",
                waits,
            )
        )
    for one in view.refusals[:TOLD]:
        note(say("  line {}: {}", one.line, one.reason))


def _end_dry(shell: Shell, run: Run) -> None:
    from academy_cli.payments.refunds.bulk.errors import RowsWouldFailError

    view = run.planned.view
    shell.terminal.note(DRY_AT_STRIPE)
    shell.terminal.show_one(
        {
            "rows": view.rows,
            "refunds": view.create,
            "skipped": view.unchanged,
            "refused": view.refused,
            "amounts": [written(one) for one in run.amounts],
            "by_hand": [written(one) for one in run.by_hand],
            "need_approval": run.kind.need_approval,
        }
    )
    if view.refused and run.begun is None:
        raise RowsWouldFailError(view.refused, view.rows)


def _report(shell: Shell, done: BulkRefundRun) -> None:
    """Say what became of every row that is not simply done, and end with the code that tells of it."""
    from academy_cli.payments.refunds.bulk import errors

    odd = [one for one in done.outcomes if one.state != "succeeded" or one.is_by_hand]
    for one in odd[:TOLD]:
        named = one.refund or say("line {}", one.line)
        state = say("{}, {}", one.state, one.reason) if one.reason else one.state
        shell.terminal.note(say("  {}: {}", named, state))
    if (more := len(odd) - TOLD) > 0:
        shell.terminal.note(
            say_so_many(
                "  and {:,} more row; --format json has all",
                "  and {:,} more rows; --format json has all",
                more,
            )
        )
    if done.waits_for_funds:
        many = amount(done.waits_for_funds, "refund")
        shell.terminal.warn(
            say("The balance at Stripe is too low for {}: they wait for money.", many)
        )
    if done.by_hand:
        shell.terminal.warn(
            say("{} is not paid out yet: that is for you to do.", _sum(done.by_hand))
        )
    shell.terminal.show_one(done, *(DONE if shell.terminal.format.is_structured else DONE[:-1]))
    if done.attention:
        raise errors.BulkAttentionError(done.reference or "", done.attention)
    if done.open and not done.is_stopped:
        raise errors.BulkUnfinishedError(
            done.file, done.open, done.away or say("others are at them")
        )
    if done.failed:
        raise errors.RowsFailedError(done.failed, done.rows, done.failed_file or "")


def _sum(amounts: Sequence[Money]) -> str:
    return ", ".join(map(written, amounts)) or say("nothing")
