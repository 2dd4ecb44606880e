"""``academy coupon``: words that take something off what courses cost.

Knows the words of each command and which view answers it; refuses to know who may use one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli.amounts import Currency, money
from academy_cli.cli.answer import Columns
from academy_cli.cli.moments import end, moment
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.record import shown
from academy_cli.kit.saying import say, say_joined, say_so_many

if TYPE_CHECKING:
    from academy_cli.kit.money import Money
    from academy_cli.pricing.views import CouponView

app = noun("Make coupons, and see who used them.")

Code = Annotated[str | None, typer.Argument(metavar="CODE", help="Such as SUMMER-2027.")]
Percent = Annotated[
    str | None, typer.Option("--percent", metavar="N", help="Take that part off, like 25 or 12.5.")
]
Amount = Annotated[
    str | None, typer.Option("--amount", metavar="AMOUNT", help="Take an amount off.")
]
ForCourse = Annotated[
    str | None, typer.Option("--course", metavar="COURSE", help="For that course alone.")
]
From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="It begins then, UTC; now by default.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Its last day, UTC, or a time.")
]
Most = Annotated[int | None, typer.Option("--most", metavar="N", help="It can be used so often.")]
MostPerPerson = Annotated[
    int | None,
    typer.Option("--most-per-person", metavar="N", help="Each person can use it so often."),
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What to remember.")]
State = Literal["active", "waiting", "ended", "used-up", "removed"]
InState = Annotated[State | None, typer.Option("--state", help="Only those in this state.")]

LISTED = Columns(
    ("code", "takes", "course", "state", "uses", "most_uses", "ends_at"),
    (
        "code", "takes", "course", "state", "uses", "most_uses", "most_per_person", "starts_at",
        "ends_at", "note", "basis_points", "amount", "created_by", "created_at", "removed_at",
    ),
)  # fmt: skip
SHOWN = LISTED.known
EITHER = say("--percent or --amount")
"""What a coupon cannot be without."""


class NoPercentageError(AcademyError):
    """Words that are no percentage."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "coupon.bad-percent",
            say(
                "“{}” is no percentage: it takes more than 0, at most 100, and two decimals at most.",
                written,
            ),
            "Write it like 25, or 12.5.",
        )


@command(
    app,
    "create",
    changing=True,
    examples=(
        "academy coupon create SUMMER-2027 --percent 25 --until 2027-08-31",
        "academy coupon create --amount '10 EUR' --course python-basics --most 1",
        "academy coupon create FRIENDS --percent 100 --most-per-person 1 --dry-run",
    ),
)
def create(  # noqa: PLR0913 - its words are options of one act
    shell: Shell,
    code: Code = None,
    *,
    percent: Percent = None,
    amount: Amount = None,
    currency: Currency = None,
    course: ForCourse = None,
    begin: From = None,
    until: Until = None,
    most: Most = None,
    most_per_person: MostPerPerson = None,
    note: Note = None,
) -> None:
    """Make a coupon that takes a part, or an amount, off what courses cost.

    Without CODE one is drawn that nobody can guess. Of what an amount is taken off, it takes all at most.
    """
    from academy_cli.pricing.views import NewCoupon

    if percent is None and amount is None:
        percent = shell.terminal.ask(EITHER, "How many percent does it take off?")
    new = NewCoupon(
        code,
        None if percent is None else _basis_points(percent),
        _amount(shell, amount, currency),
        course,
        moment("--from", begin),
        end("--until", until),
        most,
        most_per_person,
        note,
    )
    made = shell.academy.coupons.create(new, dry_run=shell.is_dry_run)
    if shell.is_dry_run:
        if code is None:
            shell.terminal.note("This code is a sample: another one is drawn when it is made.")
        shell.terminal.note(_would_take(made))
        shell.terminal.note(DRY)
    shell.terminal.show_one(made, *SHOWN)


@command(
    app,
    "list",
    listing=True,
    examples=(
        "academy coupon list --state active",
        "academy coupon list --sort -uses --limit 10",
        "academy coupon list --format csv > coupons.csv",
    ),
)
def list_coupons(shell: Shell, *, state: InState = None) -> None:
    """List coupons, and how often each was used."""
    found = shell.academy.coupons.list(state)
    shell.terminal.show_list(found, LISTED, empty="There is no coupon, or none like that.")


@command(
    app,
    "show",
    examples=("academy coupon show SUMMER-2027", "academy coupon show summer-2027 --format json"),
)
def show(shell: Shell, code: Code = None) -> None:
    """Show a coupon, and the orders that use it or once did."""
    from academy_cli.cli.show.coupon import show_coupon

    word = code or shell.terminal.ask("CODE", "Which coupon?")
    show_coupon(shell.terminal, shell.academy.coupons.show(word))


@command(
    app,
    "remove",
    changing=True,
    examples=("academy coupon remove SUMMER-2027", "academy coupon remove SUMMER-2027 --yes"),
)
def remove(shell: Shell, code: Code = None) -> None:
    """Take a coupon out of use for good; what was bought with it stays as it is."""
    word = code or shell.terminal.ask("CODE", "Which coupon?")
    coupon = shell.academy.coupons.remove(word, dry_run=True)
    if coupon.removed_at is not None:
        shell.terminal.note(say("Nothing to do: “{}” was removed already.", coupon.code))
    elif not shell.is_dry_run:
        shell.terminal.confirm(say("Take the coupon “{}” out of use for good?", coupon.code))
        coupon = shell.academy.coupons.remove(word)
    if shell.is_dry_run and coupon.removed_at is None:
        said = say("“{}” would be out of use for good", coupon.code)
        if coupon.uses:
            used = say_so_many(
                "nothing changes for {:,} order that used it",
                "nothing changes for {:,} orders that used it",
                coupon.uses,
            )
            said = say_joined("; ", (said, used))
        shell.terminal.note(say("{}.", said))
    if shell.is_dry_run:
        shell.terminal.note(DRY)
    shell.terminal.show_one(coupon, *SHOWN)


def _would_take(made: CouponView) -> str:
    """What a coupon would take off, of what, and how often."""
    of = say("“{}”", made.course) if made.course else say("all courses together")
    parts = [say("“{}” would take {} off {}", made.code, made.takes, of)]
    if made.most_uses:
        parts.append(say_so_many("{:,} time at most", "{:,} times at most", made.most_uses))
    if made.ends_at:
        parts.append(say("until {}", shown(made.ends_at)))
    return say("{}.", say_joined(", ", parts))


def _basis_points(percent: str) -> int:
    from academy_cli.pricing.discounts import basis_points

    found = basis_points(percent)
    if found is None:
        raise NoPercentageError(percent)
    return found


def _amount(shell: Shell, amount: str | None, currency: str | None) -> Money | None:
    return None if amount is None else money(shell, "--amount", "", amount, currency)
