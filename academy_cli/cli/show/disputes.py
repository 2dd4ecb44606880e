"""Disputes that were just heard of, a sentence each.

Knows how they read; refuses to know what follows from one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from academy_cli.cli.terminal import Terminal
from academy_cli.kit.money import written
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.payments.views import DisputeNews

LOST = "lost"


def say_disputes(terminal: Terminal, news: Iterable[DisputeNews]) -> None:
    """Say how disputes stand: those that are open or lost as warnings, those that are won as news."""
    for one in news:
        if one.is_open or one.state == LOST:
            terminal.warn(_sentence(one))
        else:
            terminal.note(_sentence(one))


def _sentence(one: DisputeNews) -> str:
    money = written(one.amount)
    about = say("{}, {}", one.payment, one.reason or say("without a reason"))
    if one.is_open:
        said = say("{} is disputed: {} ({}); {}.", one.order, money, about, one.asks)
    elif one.state == LOST:
        said = say("{} lost a dispute: {} ({}) is with the payer.", one.order, money, about)
    else:
        said = say(
            "{} is disputed no more ({}): {} ({}) stays here.", one.order, one.state, money, about
        )
    return say("{} See it: academy payment show {}", said, one.payment)
