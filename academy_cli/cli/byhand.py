"""Money by hand on a terminal: what would be written down, what is too much, and what was.

Knows its words; refuses to know how a command names an order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from academy_cli.cli.moneywords import DRY_AT_STRIPE
from academy_cli.cli.shell import Shell
from academy_cli.kit.money import Money, written
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.payments.service import ByHand, Due


def write_down(shell: Shell, got: ByHand, due: Due) -> None:
    """Write money down, or say what that would do; more than is to be paid only if somebody means it."""
    is_same = got.money.currency == due.money.currency
    over = got.money - due.money if is_same and got.money.amount > due.money.amount else None
    if over or shell.is_dry_run:
        shell.academy.payments.require(got)
    if over:
        said = say("That is {} more than the {} to be paid.", written(over), written(due.money))
        shell.terminal.warn(said)
    if shell.is_dry_run:
        _preview(shell, got, due)
    else:
        _record(shell, got, over)


def _record(shell: Shell, got: ByHand, over: Money | None) -> None:
    from academy_cli.cli.show.money import show_payment

    if over:
        shell.terminal.confirm(say("Write {} down all the same?", written(got.money)))
    made = shell.academy.payments.record(got)
    show_payment(shell.terminal, made)
    if over:
        back = f"academy refund create {made.reference} --amount {written(over).split()[0]}"
        shell.terminal.warn(say("{} too much came in. To give it back: {}", written(over), back))


def _preview(shell: Shell, got: ByHand, due: Due) -> None:
    courses = got.basket.courses if got.basket else ()
    for line in _would(got, due):
        shell.terminal.note(line)
    shell.terminal.note(DRY_AT_STRIPE)
    told = {"email": due.email, "order": due.order, "courses": courses}
    shell.terminal.show_one({**told, "amount": got.money, "method": got.method})


def _would(got: ByHand, due: Due) -> Iterator[str]:
    """What writing money down would do, in words."""
    courses = ", ".join(got.basket.courses) if got.basket else ""
    what = due.order or say("a new order of {}", courses)
    money = written(got.money)
    yield say("{} from “{}” ({}) would be written down for {}.", money, due.email, got.method, what)
    if got.money.amount < due.money.amount:
        yield say(
            "{} would still be to pay, and nobody be let in yet.", written(due.money - got.money)
        )
    else:
        yield say("“{}” would be let in, and get a receipt.", due.email)
