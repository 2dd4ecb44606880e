"""Whether a refund of a plan can be made now, and what it comes to: for planning and for running alike.

Decides in the caller's transaction, against what is there and what the rows before it take; refuses to write.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection

from academy_cli.errors import AcademyError
from academy_cli.kit.money import Money, written
from academy_cli.kit.saying import say, unstopped
from academy_cli.payments.refunds.bulk.rows import Asked
from academy_cli.payments.refunds.requesting import require
from academy_cli.payments.refunds.situation import Situation, situation
from academy_cli.payments.refunds.wish import Share, Wish
from academy_cli.payments.till import Till


class Judged(NamedTuple):
    """A refund that can be made."""

    found: Situation
    wish: Wish
    wanted: Share
    before: int = 0
    """What rows before it take of the same payment, in minor units."""


@dataclass(frozen=True)
class Taken:
    """What rows before take of payments and of lines, in minor units by their numbers."""

    payments: Counter[int] = field(default_factory=Counter)
    lines: Counter[int] = field(default_factory=Counter)

    def take(self, one: Judged) -> None:
        """Let a row take what it wants."""
        self.payments[one.found.payment.id] += one.wanted.money.amount
        self.lines.update(one.wanted.lines)

    def leaves(self, one: Judged) -> bool:
        """Whether the rows before leave enough for another."""
        taken = self.payments[one.found.payment.id]
        if one.wanted.money.amount > one.found.payable.left - taken:
            return False
        there = {line.id: line.left for line in one.found.lines}
        own = {number: part for number, part in one.wanted.lines.items() if self.lines[number]}
        return all(part <= there[number] - self.lines[number] for number, part in own.items())


def judged(
    connection: Connection, till: Till, asked: Asked, taken: Taken, known: Situation | None = None
) -> Judged | str:
    """What a row comes to, or why it is not refunded, in a sentence without its point.

    ``known`` is what the row is about, for whoever looked that up already.
    """
    try:
        found = known or situation(connection, asked.about)
        if why := _changed(found, asked):
            return why
        wish = asked.wish()
        one = Judged(found, wish, found.share(wish), taken.payments[found.payment.id])
        if not taken.leaves(one):
            return say("the rows before it take what is left of it")
        require(connection, till, found, wish, one.wanted)
    except AcademyError as error:
        return unstopped(error.message)
    taken.take(one)
    return one


def left_of(found: Situation, position: int | None) -> int:
    """How much of a payment, or of one line of it, can go back, in minor units; 0 for a line there is not."""
    left = found.payable.left
    if position is None:
        return left
    mine = next((line.left for line in found.lines if line.position == position), 0)
    return max(0, min(mine, left))


def _changed(found: Situation, asked: Asked) -> str:
    """Why a row does not hold any more: something else is left of it than when it was planned."""
    if asked.left is None:
        return ""
    now = Money(left_of(found, asked.line), found.payment.currency)
    if now == asked.left:
        return ""
    return say("{} is left of it by now, {} when it was planned", written(now), written(asked.left))
