"""Disputes that were just heard of, a sentence each.

Knows how they read; refuses to know what follows from one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from academy_cli.cli.terminal import Terminal
from academy_cli.kit.money import written

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
    money, about = written(one.amount), f"{one.payment}, {one.reason or 'without a reason'}"
    if one.is_open:
        said = f"{one.order} is disputed: {money} ({about}); {one.asks}."
    elif one.state == LOST:
        said = f"{one.order} lost a dispute: {money} ({about}) is with the payer."
    else:
        said = f"{one.order} is disputed no more ({one.state}): {money} ({about}) stays here."
    return f"{said} See it: academy payment show {one.payment}"
