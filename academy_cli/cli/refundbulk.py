"""``academy refund bulk``: refunds of a cancelled course, planned into a file, and run from it.

Knows the words of the command; refuses to know how a plan is made and how a run ends.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from academy_cli.cli.options import command, noun
from academy_cli.cli.refundplans import NoSelectionError, Said, SaidInPlanError, plan, run
from academy_cli.cli.shell import Shell

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
    terms = Said(
        keep_fee_percent, tuple(keep_fee or ()), currency, enrollment, reason, override_policy
    )
    if what == "run":
        if course or orders or out or terms != Said():
            raise SaidInPlanError
        run(shell, file or shell.terminal.ask("FILE", "Which plan?"), failed, resumes=resume)
    else:
        if file or resume or failed or (course is None) == (orders is None):
            raise NoSelectionError
        plan(shell, terms, course or "", orders, out)
