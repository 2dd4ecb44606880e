"""What a plan of rows says to whoever is to agree to it: every number, every mail, and what is refused.

Knows the words; refuses to know any kind of row.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from academy_cli.cli.terminal import Terminal
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.bulk.views import BulkView

MOST_TOLD = 20
"""So many reasons are told one by one; --format json has more of the rows, their file all."""
FIRST = 3
"""Of the rows that are refused for one reason, so many are named."""


def tell_plan(terminal: Terminal, view: BulkView) -> None:
    """Say what will happen: every number, every mail, and the rows that will not be done."""
    if view.dialect:
        terminal.note(
            f"“{view.file}”: {amount(view.rows, 'row')}, {view.encoding}, {view.dialect}."
        )
    if view.unfinished:
        terminal.warn(
            say(
                "{} began with this very file and has not come to its end, or is at it now; --resume "
                "goes on with it.",
                view.unfinished,
            )
        )
    for column in view.unknown_columns:
        terminal.warn(say("The column “{}” means nothing here and is left out.", column))
    if not view.changes and not view.refused:
        terminal.note(say("Nothing to do: {}.", _all(view.rows)))
        return
    fields = ", ".join(f"{name} {count:,}" for name, count in view.fields.items())
    updates = say("update {:,}", view.update) + (f" ({fields})" if fields else "")
    parts = (f"create {view.create:,}", updates, say("leave {:,} as they are", view.unchanged))
    terminal.note(say("Will {}, refuse {:,}.", ", ".join(parts), view.refused))
    gives = [f"{count:,} “{what}”" for what, count in view.gives.items()]
    if gives:
        terminal.note(say("Will give: {}.", ", ".join(gives)))
    mails = [f"{count:,} “{template}”" for template, count in view.mails.items()]
    terminal.note(say("Will send: {}.", ", ".join(mails)) if mails else say("Will send no mail."))
    for line in _refused_lines(view):
        terminal.note(f"  {line}")


def _all(rows: int) -> str:
    if rows == 1:
        return say("its one row is as it should be")
    return say("all {:,} rows are as they should be", rows)


def _refused_lines(view: BulkView) -> Iterator[str]:
    """Which rows are refused and why; of many for one reason, the first ones."""
    alike: dict[str, list[int]] = {}
    noun = "line" if any(refusal.line for refusal in view.refusals) else "row"
    for refusal in view.refusals:
        alike.setdefault(refusal.reason, []).append(refusal.line or refusal.number)
    for reason, lines in islice(alike.items(), MOST_TOLD):
        first, more = ", ".join(map(str, lines[:FIRST])), len(lines) - FIRST
        rest = say(" and {:,} more", more) if more > 0 else ""
        yield f"{noun}{'s' * (len(lines) > 1)} {first}{rest}: {reason}"
    told = sum(len(lines) for lines in islice(alike.values(), MOST_TOLD))
    if view.refused > told:
        yield say("and {}", amount(view.refused - told, "more row"))
