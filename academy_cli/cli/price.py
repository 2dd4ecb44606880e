"""``academy price``: what courses cost, in which currency, and from when on.

Knows the words of each command and which view answers it; refuses to decide what holds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli import choose
from academy_cli.cli.amounts import Currency, money
from academy_cli.cli.answer import Columns
from academy_cli.cli.exporting import OfCourse
from academy_cli.cli.learning import Reason, Slug
from academy_cli.cli.moments import moment
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.money import Money, written
from academy_cli.kit.record import shown
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.pricing.views import PriceChange

app = noun("See what courses cost, and set it.")

Amount = Annotated[
    str | None, typer.Argument(metavar="AMOUNT", help="Such as 49.00, '49,00 EUR' or €49.")
]
In = Annotated[str | None, typer.Argument(metavar="CURRENCY", help="Such as eur.")]
OfCurrency = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", help="Only those in this currency.")
]
At = Annotated[
    str | None, typer.Option("--at", metavar="DATE", help="What holds then, UTC; now by default.")
]
History = Annotated[
    bool, typer.Option("--history", help="Also what is over, and plans that were taken back.")
]
From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="From then on, UTC; now by default.")
]
Scheduled = Annotated[
    bool,
    typer.Option(
        "--scheduled", help="Take back what is planned, for --from or at all; the price goes on."
    ),
]

LISTED = Columns(
    ("course", "price", "currency", "state", "starts_at", "origin"),
    (
        "number", "course", "currency", "price", "state", "starts_at", "origin", "set_by", "set_at",
        "withdrawn_at",
    ),
    "number",
)  # fmt: skip
CHANGE = ("course", "currency", "outcome", "before", "after", "starts_at")


@command(
    app,
    "list",
    listing=True,
    examples=(
        "academy price list",
        "academy price list --course python-basics --history",
        "academy price list --currency eur --at 2027-01-01 --format json",
    ),
)
def list_prices(
    shell: Shell,
    *,
    course: OfCourse = None,
    currency: OfCurrency = None,
    at: At = None,
    history: History = False,
) -> None:
    """List what courses cost, and changes that are planned; a course without a price is free."""
    when = moment("--at", at)
    found = shell.academy.prices.list(course, currency, at=when, history=history)
    empty = (
        say("Nothing has a price: it is free.")
        if course
        else say("No course has a price: all are free.")
    )
    shell.terminal.show_list(found, LISTED, empty=empty)


@command(
    app,
    "set",
    changing=True,
    examples=(
        "academy price set python-basics 49.00 --currency eur",
        "academy price set python-basics '59,00 EUR' --from 2027-01-01 --reason 'New edition'",
        "academy price set python-basics 0 --currency eur --dry-run",
    ),
)
def set_price(
    shell: Shell,
    course: Slug = None,
    amount: Amount = None,
    *,
    currency: Currency = None,
    begin: From = None,
    reason: Reason = None,
) -> None:
    """Let a course cost so much from now, or a later date, on; 0 is free in that currency.

    The price before stays in the history: what somebody bought at it is not touched. Where course.yaml says
    `prices:`, the file decides, and this is refused.
    """
    slug = choose.course(shell, course)
    price = money(shell, "AMOUNT", "What does it cost, such as 49.00 EUR?", amount, currency)
    starts_at = moment("--from", begin)

    def work(*, dry_run: bool) -> PriceChange:
        return shell.academy.prices.set(slug, price, starts_at, reason, dry_run=dry_run)

    _carry_out(shell, work, asks=_asks_to_set)


@command(
    app,
    "remove",
    changing=True,
    examples=(
        "academy price remove python-basics usd",
        "academy price remove python-basics usd --from 2027-01-01 --dry-run",
        "academy price remove python-basics eur --scheduled --yes",
    ),
)
def remove(
    shell: Shell,
    course: Slug = None,
    currency: In = None,
    *,
    begin: From = None,
    scheduled: Scheduled = False,
    reason: Reason = None,
) -> None:
    """Sell a course no more in a currency, or take back a change of price that is planned.

    Without a price in any currency a course is free.
    """
    slug = choose.course(shell, course)
    code = currency or shell.terminal.ask("CURRENCY", "In which currency?")
    starts_at = moment("--from", begin)

    def work(*, dry_run: bool) -> PriceChange:
        prices = shell.academy.prices
        act = prices.withdraw if scheduled else prices.remove
        return act(slug, code, starts_at, reason, dry_run=dry_run)

    _carry_out(shell, work, asks=_asks_to_take_back if scheduled else _asks_to_remove)


def _carry_out(
    shell: Shell, work: Callable[..., PriceChange], *, asks: Callable[[PriceChange], str]
) -> None:
    """Say what will be done and ask; then do it, unless it is a dry run."""
    change = work(dry_run=True)
    if not change.is_change:
        shell.terminal.note(_already(change))
    for planned in change.withdrawn:
        shell.terminal.note(say("The change that is planned for {} is taken back.", shown(planned)))
    if change.is_change and change.is_free:
        shell.terminal.warn(say("“{}” has no other price: it is free from then on.", change.course))
    if change.is_change and not shell.is_dry_run:
        if change.before is not None or change.withdrawn:
            shell.terminal.confirm(asks(change))
        change = work(dry_run=False)
    if shell.is_dry_run and change.is_change:
        shell.terminal.note(_would(change))
    if shell.is_dry_run:
        shell.terminal.note(DRY)
    shell.terminal.show_one(change, *CHANGE)


def _would(change: PriceChange) -> str:
    """What a change would do, in words."""
    if change.outcome == "withdrawn":
        return _goes_on(change)
    if change.after is None:
        until = say("; it costs {}", _said(change.before)) if change.before is not None else ""
        code = change.currency.upper()
        return say(
            "“{}” would not be sold in {} any more{}{}.", change.course, code, _when(change), until
        )
    return say(
        "“{}” would cost {}{}{}.",
        change.course,
        _said(change.after),
        _when(change),
        _instead(change),
    )


def _asks_to_set(change: PriceChange) -> str:
    return say(
        "Let “{}” cost {}{}{}?", change.course, _said(change.after), _when(change), _instead(change)
    )


def _asks_to_remove(change: PriceChange) -> str:
    return say("Sell “{}” no more in {}{}?", change.course, change.currency.upper(), _when(change))


def _asks_to_take_back(change: PriceChange) -> str:
    if change.after is None:
        code = change.currency.upper()
        return say("Take it back, so that “{}” is not sold in {}?", change.course, code)
    return say("Take it back, so that “{}” costs {}?", change.course, _said(change.after))


def _already(change: PriceChange) -> str:
    if change.after is None:
        code = change.currency.upper()
        return say("Nothing to do: “{}” is not sold in {} already.", change.course, code)
    return say("Nothing to do: “{}” costs {} already.", change.course, _said(change.after))


def _goes_on(change: PriceChange) -> str:
    if change.after is None:
        code = change.currency.upper()
        return say("“{}” is not sold in {}, and would go on so.", change.course, code)
    return say("“{}” costs {}, and would go on so.", change.course, _said(change.after))


def _said(price: Money | None) -> str:
    if price is None:
        return say("nothing")
    return written(price) if price.amount else say("nothing in {}", price.currency.upper())


def _instead(change: PriceChange) -> str:
    return say(" instead of {}", written(change.before)) if change.before is not None else ""


def _when(change: PriceChange) -> str:
    starts_at: datetime = change.starts_at
    return say(" from {} on", shown(starts_at)) if change.outcome == "scheduled" else ""
