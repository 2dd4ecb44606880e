"""What was done to an account, and what became of an erased person.

Knows how it reads; refuses to know how it came about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from academy_cli.cli.format import Format
from academy_cli.cli.terminal import Terminal
from academy_cli.cli.terminal.ink import Ink, Line
from academy_cli.kit.record import cell, shown
from academy_cli.kit.saying import say, say_joined, say_so_many

if TYPE_CHECKING:
    from academy_cli.accounts.views import Erasure, Payable, UserChange

HELD: Mapping[str, Callable[[int], str]] = {
    "sessions": lambda count: say_so_many("{} session", "{} sessions", count),
    "api_tokens": lambda count: say_so_many("{} API token", "{} API tokens", count),
    "links": lambda count: say_so_many("{} link that was sent", "{} links that were sent", count),
}
THINGS: Mapping[str, str] = {
    "access": say("access"),
    "answers": say("answers"),
    "api_tokens": say("api tokens"),
    "attempts": say("attempts"),
    "audit_details": say("audit details"),
    "audit_entries": say("audit entries"),
    "batch_reasons": say("batch reasons"),
    "certificates": say("certificates"),
    "disputes": say("disputes"),
    "enrollments": say("enrollments"),
    "imported_rows": say("imported rows"),
    "invoices": say("invoices"),
    "lessons": say("lessons"),
    "links": say("links"),
    "mail_wishes": say("mail wishes"),
    "open_orders": say("open orders"),
    "orders": say("orders"),
    "payments": say("payments"),
    "profile": say("profile"),
    "refunds": say("refunds"),
    "reviews": say("reviews"),
    "roles": say("roles"),
    "sent_mail": say("sent mail"),
    "sessions": say("sessions"),
    "subscriptions": say("subscriptions"),
    "waiting_mail": say("waiting mail"),
}
"""What is held of a person, as an erasure counts it."""


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
    said = [HELD[name](count) for name, count in counts.items() if count]
    *others, last = said or [""]
    return say("{} and {}", say_joined(", ", others), last) if others else last


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
        yield (say("gone            {}: {}", _thing(name), count),)
    for kept in erased.kept:
        yield (say("kept            {}: {} ({})", _thing(kept.what), kept.count, kept.why),)
    for one in erased.payable:
        yield (say("can be paid     "), payable(one))


def payable(one: Payable) -> str:
    """An order that can be paid at the provider: on what, until when, and why still."""
    where = say("an invoice at Stripe") if one.on == "invoice" else say("a page at Stripe")
    name = f", {one.provider_id}" if one.provider_id else ""
    said = say("{} ({}{})", one.order, where, name)
    if one.until:
        said = say("{}, until {}", said, shown(one.until))
    return say("{}: {}", said, one.why) if one.why else said


def _thing(name: str) -> str:
    return THINGS.get(name, name.replace("_", " "))


def _value(value: object) -> str:
    return cell(value) if isinstance(value, Mapping) else shown(value)
