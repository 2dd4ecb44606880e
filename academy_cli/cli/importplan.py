"""What a plan of rows says to whoever is to agree to it: every number, every mail, and what is refused.

Knows the words; refuses to know any kind of row.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from academy_cli.cli.terminal import Terminal
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say, say_so_many

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
            say(
                "“{}”: {}, {}, {}.",
                view.file,
                amount(view.rows, "row"),
                view.encoding,
                view.dialect,
            )
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
    terminal.note(_counts(view))
    gives = [f"{count:,} “{what}”" for what, count in view.gives.items()]
    if gives:
        terminal.note(say("Will give: {}.", ", ".join(gives)))
    mails = [f"{count:,} “{template}”" for template, count in view.mails.items()]
    terminal.note(say("Will send: {}.", ", ".join(mails)) if mails else say("Will send no mail."))
    for line in _refused_lines(view):
        terminal.note("  ", line)


def _counts(view: BulkView) -> str:
    fields = ", ".join(f"{name} {count:,}" for name, count in view.fields.items())
    return say(
        "Will create {:,}, update {:,}{}, leave {:,} as they are, refuse {:,}.",
        view.create,
        view.update,
        f" ({fields})" if fields else "",
        view.unchanged,
        view.refused,
    )


def _all(rows: int) -> str:
    if rows == 1:
        return say("its one row is as it should be")
    return say("all {:,} rows are as they should be", rows)


def _refused_lines(view: BulkView) -> Iterator[str]:
    """Which rows are refused and why; of many for one reason, the first ones."""
    alike: dict[str, list[int]] = {}
    has_lines = any(refusal.line for refusal in view.refusals)
    for refusal in view.refusals:
        alike.setdefault(refusal.reason, []).append(refusal.line or refusal.number)
    for reason, lines in islice(alike.items(), MOST_TOLD):
        yield say("{}: {}", _where(lines, has_lines=has_lines), reason)
    told = sum(len(lines) for lines in islice(alike.values(), MOST_TOLD))
    if left := view.refused - told:
        yield say_so_many("and {:,} more row", "and {:,} more rows", left)


def _where(numbers: list[int], *, has_lines: bool) -> str:
    """The first of some lines of a file, or of some rows of a format that has none."""
    first, more = ", ".join(map(str, numbers[:FIRST])), len(numbers) - FIRST
    if len(numbers) == 1:
        return say("line {}", first) if has_lines else say("row {}", first)
    if more <= 0:
        return say("lines {}", first) if has_lines else say("rows {}", first)
    if has_lines:
        return say("lines {} and {:,} more", first, more)
    return say("rows {} and {:,} more", first, more)
