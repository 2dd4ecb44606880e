"""What was done to an account, and what became of an erased person.

Knows how it reads; refuses to know how it came about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from academy_cli.cli.format import Format
from academy_cli.cli.terminal import Terminal
from academy_cli.cli.terminal.ink import Ink, Line
from academy_cli.kit.record import cell, shown
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.accounts.views import Erasure, Payable, UserChange

HELD: Mapping[str, tuple[str, str]] = {
    "sessions": ("session", "sessions"),
    "api_tokens": ("API token", "API tokens"),
    "links": ("link that was sent", "links that were sent"),
}


def show_change(terminal: Terminal, change: UserChange) -> None:
    """Write each field that changes, before and after."""
    if terminal.format is Format.TABLE and not terminal.wish.fields:
        terminal.print_lines(_change(change))
    else:
        terminal.show_one(change, "email", "action", "before", "after", "ended")


def show_erasure(terminal: Terminal, erased: Erasure) -> None:
    """Write what went, what stays and why."""
    if terminal.format is Format.TABLE and not terminal.wish.fields:
        terminal.print_lines(_erasure(erased))
    else:
        terminal.show_one(erased)


def ended(counts: Mapping[str, int]) -> str:
    """``2 sessions and 1 API token``; empty when nothing ends."""
    said = [f"{count} {HELD[name][count != 1]}" for name, count in counts.items() if count]
    *others, last = said or [""]
    return say("{} and {}", ", ".join(others), last) if others else last


def _change(change: UserChange) -> Iterator[Line]:
    width = max(map(len, change.after), default=0)
    yield (Ink(change.email, "bold"),)
    for name, after in change.after.items():
        was = (f"{_value(change.before[name])} → ",) if name in change.before else ()
        yield (f"  {name:<{width}}  ", *was, _value(after))
    if change.ended:
        yield (say("  ends {}", ended(change.ended)),)


def _erasure(erased: Erasure) -> Iterator[Line]:
    yield (say("in their place  "), Ink(erased.email, "bold"))
    for name, count in erased.removed.items():
        yield (say("gone            {}: {}", name.replace("_", " "), count),)
    for kept in erased.kept:
        yield (
            say("kept            {}: {} ({})", kept.what.replace("_", " "), kept.count, kept.why),
        )
    for one in erased.payable:
        yield (say("can be paid     "), payable(one))


def payable(one: Payable) -> str:
    """An order that can be paid at the provider: on what, until when, and why still."""
    name = f", {one.provider_id}" if one.provider_id else ""
    until = say(", until {}", shown(one.until)) if one.until else ""
    why = f": {one.why.rstrip('.')}" if one.why else ""
    return say(
        "{} ({} {} at Stripe{}){}{}",
        one.order,
        say("an") if one.on == "invoice" else "a",
        one.on,
        name,
        until,
        why,
    )


def _value(value: object) -> str:
    return cell(value) if isinstance(value, Mapping) else shown(value)
