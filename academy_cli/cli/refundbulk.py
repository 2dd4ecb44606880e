"""``academy refund bulk``: refunds of a cancelled course, planned into a file, and run from it.

Knows the words of the command and how a run ends; refuses to decide what may be refunded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli.amounts import NoAmountError
from academy_cli.cli.interrupts import as_a_wish
from academy_cli.cli.moneywords import basis_points, money
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.money import Money, written

if TYPE_CHECKING:
    from academy_cli.payments.refunds.bulk.fees import Fee
    from academy_cli.payments.refunds.bulk.selecting import Terms
    from academy_cli.payments.refunds.bulk.service import Run
    from academy_cli.payments.refunds.bulk.views import BulkRefundPlan, BulkRefundRun

app = noun("Give money back to many.")

What = Annotated[
    Literal["plan", "run"], typer.Argument(metavar="plan|run", help="What to do with a plan.")
]
File = Annotated[
    str | None, typer.Argument(metavar="[FILE]", help="The plan to run, as it was made or edited.")
]
OfCourse = Annotated[
    str | None, typer.Option("--course", metavar="COURSE", help="All that was paid for it.")
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="FILE", help="CSV of orders, with an amount each if wanted."),
]
KeepPercent = Annotated[
    str | None,
    typer.Option("--keep-fee-percent", metavar="N", help="Keep a part of what was paid: 10."),
]
KeepFee = Annotated[
    list[str] | None,
    typer.Option("--keep-fee", metavar="AMOUNT", help="Keep an amount of each; one per currency."),
]
Currency = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", help="Of a fee without one.")
]
Access = Annotated[
    Literal["keep", "remove"] | None,
    typer.Option("--enrollment", help="What becomes of access; what goes back whole removes it."),
]
Reason = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help="Why; it is put on record.")
]
Override = Annotated[
    bool, typer.Option("--override-policy", help="Beyond the courses' policies; takes a reason.")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Where the plan is written.")
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a plan that was run before.")]
Failed = Annotated[
    Path | None,
    typer.Option("--failed", metavar="FILE", help="Put rows here that failed; NAME.failed.csv."),
]

PLANNED = (
    "refunds",
    "amounts",
    "fees",
    "losing_access",
    "need_approval",
    "skipped",
    "skipped_because",
    "file",
)
DONE = (
    "reference", "rows", "states", "amounts", "skipped", "waits_for_funds", "waits_for_approval",
    "failed_file", "outcomes",
)  # fmt: skip
TOLD = 20
"""So many rows are told one by one; --format json has all."""
ENDING = (
    "Ending, once it is known what became of the refund that is on its way. Again ends at once."
)


RUN = (
    "What a plan says is in its file, and cannot be said again when it is run.",
    "Edit the file, or make another plan: academy refund bulk plan",
)
PLAN = (
    "A plan is made of a course, or of a file with orders.",
    "Say --course COURSE or --from FILE, and --out plan.csv.",
)


class BulkWordsError(AcademyError):
    """Words that do not go together."""

    def __init__(self, sentence: str, hint: str) -> None:
        super().__init__(Kind.USAGE, "refund.bulk-words", sentence, hint)


@command(
    app,
    "bulk",
    changing=True,
    examples=(
        'academy refund bulk plan --course python-basics --out plan.csv --reason "It is cancelled"',
        "academy refund bulk plan --course python-basics --keep-fee-percent 10 --out plan.csv",
        "academy refund bulk plan --from orders.csv --keep-fee 5.00 --currency eur --out plan.csv",
        "academy refund bulk run plan.csv --dry-run",
        "academy refund bulk run plan.csv --yes",
        "academy refund bulk run plan.csv --resume",
    ),
)
def bulk(  # noqa: PLR0913 - its words are options of one act
    shell: Shell,
    what: What,
    file: File = None,
    *,
    course: OfCourse = None,
    orders: From = None,
    keep_fee_percent: KeepPercent = None,
    keep_fee: KeepFee = None,
    currency: Currency = None,
    enrollment: Access = None,
    reason: Reason = None,
    override_policy: Override = False,
    out: Out = None,
    resume: Resume = False,
    failed: Failed = None,
) -> None:
    """Give money back to many at once: a course is cancelled, a list of orders goes back.

    `plan` writes a CSV file, a row for each payment or line of an order, and asks Stripe for nothing. Edit it
    as you like: amounts, access, who is skipped. `run` writes all its refunds down, then sends one after the
    other. Whatever ends it, each happens once: --resume goes on.
    """
    from academy_cli.payments.refunds.bulk.selecting import Terms

    if what == "run":
        told = (course, orders, keep_fee_percent, keep_fee, enrollment, reason, out)
        _require(not any(told) and not override_policy, RUN)
        _run(shell, file or shell.terminal.ask("FILE", "Which plan?"), failed, resumes=resume)
        return
    _require(not (file or resume or failed) and (course is None) != (orders is None), PLAN)
    fee = _fee(keep_fee_percent, keep_fee or [], currency)
    terms = Terms(fee, enrollment, reason, override_policy)
    _plan(shell, terms, course or "", orders, out)


def _require(is_so: bool, otherwise: tuple[str, str]) -> None:  # noqa: FBT001
    """Refuse words that do not go together. Raises BulkWordsError."""
    if not is_so:
        raise BulkWordsError(*otherwise)


def _plan(shell: Shell, terms: Terms, course: str, orders: str | None, out: Path | None) -> None:
    from academy_cli.bulk.source import source

    if out is None and not shell.is_dry_run:
        raise BulkWordsError("The plan has to be written somewhere.", "Name a file: --out plan.csv")
    service = shell.academy.bulk_refunds
    with ExitStack() as opened:
        listed = opened.enter_context(source(orders)) if orders else None
        made = service.plan(terms, course=course, listed=listed)
    for line in _plan_lines(made):
        shell.terminal.note(line)
    if shell.is_dry_run or out is None:
        shell.terminal.note("No plan was written: it was a dry run.")
    else:
        made = service.save(made, out)
        shell.terminal.note(f"Look through it, then: academy refund bulk run {out}")
    shell.terminal.show_one(made, *PLANNED)


def _plan_lines(made: BulkRefundPlan) -> Iterator[str]:
    """What a plan comes to, in words."""
    yield f"{amount(made.refunds, 'refund')}: {_sum(made.amounts)}; {_sum(made.fees)} is kept."
    yield f"{amount(made.losing_access, 'learner')} would lose access to a course."
    if made.need_approval:
        yield f"{amount(made.need_approval, 'refund')} would wait for somebody else's approval."
    for why, many in islice(made.skipped_because.items(), TOLD):
        yield f"  skipped, {many:,}: {why}"


def _fee(percent: str | None, amounts: Sequence[str], currency: str | None) -> Fee:
    """What is kept. Raises BulkWordsError and NoAmountError."""
    from academy_cli.payments.refunds.bulk.fees import Fee

    if percent and amounts:
        raise BulkWordsError(
            "--keep-fee and --keep-fee-percent are two fees: only one can be kept.",
            "Leave one of them out.",
        )
    if percent:
        return Fee(basis_points(percent))
    fixed = [money(text, currency) for text in amounts]
    found = {one.currency: one.amount for one in fixed}
    if len(found) != len(fixed):
        raise NoAmountError("two fees are named in one currency")
    return Fee(fixed=found)


def _run(shell: Shell, name: str, failed: Path | None, *, resumes: bool) -> None:
    """Look, agree, refund, tell; ends with 9, 7 or 8 where not all is well."""
    from academy_cli.bulk.source import source
    from academy_cli.mail.stopping import Stop

    service = shell.academy.bulk_refunds
    with source(name) as found:
        with shell.terminal.progress(f"Reading {name}", found.survey.lines) as progress:
            run = service.look(found, progress, resumes=resumes)
        _tell(shell, run)
        if shell.is_dry_run:
            _end_dry(shell, run)
            return
        rows = run.planned.view.rows
        if run.planned.view.create or run.begun is not None:
            shell.terminal.confirm("Do this?" if run.begun is None else "Go on?")
        stop = Stop()
        with (
            shell.terminal.progress("Refunding", rows) as progress,
            as_a_wish(stop.wish, ENDING),
        ):
            done = service.run(run, progress, failed, stop)
            if done.is_stopped:
                shell.terminal.warn(f"What is done stays done; go on with: {_again(name)}")
        _report(shell, done)


def _again(name: str) -> str:
    return f"academy refund bulk run {name} --resume"


def _tell(shell: Shell, run: Run) -> None:
    """Say what a run will do."""
    view, note = run.planned.view, shell.terminal.note
    if run.begun is not None:
        note(f"“{view.file}” was run as {run.begun.reference}; what is left of it goes on.")
        return
    note(f"“{view.file}”: {amount(view.create, 'refund')} of {amount(view.rows, 'row')}.")
    note(f"Will give back {_sum(run.amounts)}, skip {view.unchanged:,}, refuse {view.refused:,}.")
    for one in view.refusals[:TOLD]:
        note(f"  line {one.line}: {one.reason}")


def _end_dry(shell: Shell, run: Run) -> None:
    from academy_cli.payments.refunds.bulk.errors import RowsWouldFailError

    view = run.planned.view
    shell.terminal.note("Nothing was written, and Stripe was not asked: it was a dry run.")
    shell.terminal.show_one(
        {
            "rows": view.rows,
            "refunds": view.create,
            "skipped": view.unchanged,
            "refused": view.refused,
            "amounts": [written(one) for one in run.amounts],
        }
    )
    if view.refused and run.begun is None:
        raise RowsWouldFailError(view.refused, view.rows)


def _report(shell: Shell, done: BulkRefundRun) -> None:
    """Say what became of every row that is not simply done, and end with the code that tells of it."""
    from academy_cli.payments.refunds.bulk import errors

    odd = [one for one in done.outcomes if one.state != "succeeded"]
    for one in odd[:TOLD]:
        named = one.refund or f"line {one.line}"
        shell.terminal.note(f"  {named}: {one.state}" + (f", {one.reason}" if one.reason else ""))
    if len(odd) > TOLD:
        shell.terminal.note(f"  and {amount(len(odd) - TOLD, 'more row')}; --format json has all")
    if done.waits_for_funds:
        many = amount(done.waits_for_funds, "refund")
        shell.terminal.warn(f"The balance at Stripe is too low for {many}: they wait for money.")
    shell.terminal.show_one(done, *(DONE if shell.terminal.format.is_structured else DONE[:-1]))
    if done.attention:
        raise errors.BulkAttentionError(done.reference or "", done.attention)
    if done.open and not done.is_stopped:
        raise errors.BulkUnfinishedError(done.file, done.open, done.away or "others are at them")
    if done.failed:
        raise errors.RowsFailedError(done.failed, done.rows, done.failed_file or "")


def _sum(amounts: Sequence[Money]) -> str:
    return ", ".join(map(written, amounts)) or "nothing"
