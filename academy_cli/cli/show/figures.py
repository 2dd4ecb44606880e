"""Figures as they read on a terminal: tables, cohorts side by side, and what each figure means.

Knows their order; refuses to know where they come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from academy_cli.cli.answer import Columns
from academy_cli.cli.format import Format
from academy_cli.cli.terminal import Ink, Terminal
from academy_cli.cli.terminal.table import Table
from academy_cli.kit.record import record
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.analytics.views import Answer, Cohort, Explained, Row

EXPLAINED = Columns(("figure", "measure", "meaning"), ("figure", "measure", "meaning", "query"))
NOTHING = say("Nothing happened in these days.")
_NOTES = {
    "day": (
        say("Each cohort's learners who came again, in percent, so many days later."),
        say("The last day is not counted to its end: its figures can still rise."),
    ),
    "week": (
        say("Each cohort's learners who came again, in percent, so many weeks later."),
        say("The last week is not counted to its end: its figures can still rise."),
    ),
    "month": (
        say("Each cohort's learners who came again, in percent, so many months later."),
        say("The last month is not counted to its end: its figures can still rise."),
    ),
}
"""What has to be known of cohorts, by the time that each began in."""
MOST_NAMED = 4
"""Columns that are named one by one where a screen has no room for them."""


def show_answer(terminal: Terminal, answer: Answer) -> None:
    """Write figures, and beside them what has to be known to read them right.

    Where a screen is too narrow for all columns, the last ones are left out, and that is said: rows of time
    that stand apart as blocks cannot be compared.
    """
    for note in answer.notes:
        terminal.note(note)
    columns = _fitting(terminal, answer.rows, Columns(answer.shown, answer.known), _kept(answer))
    terminal.show_list(answer.rows, columns, empty=NOTHING)


def _kept(answer: Answer) -> Sequence[str]:
    """The columns without which an answer says nothing; amounts say their currency themselves."""
    going = {"currency", *(one.name for one in answer.figures)} - {answer.lead}
    return [name for name in answer.shown if name not in going]


def _fitting(
    terminal: Terminal, rows: Sequence[Row], columns: Columns, kept: Sequence[str]
) -> Columns:
    """As many columns as a screen has room for: the last ones go first, before them the currency's."""
    is_drawn = terminal.format is Format.TABLE and terminal.out.isatty()
    if not rows or not is_drawn or terminal.wish.fields:
        return columns
    going = [name for name in reversed(columns.shown) if name not in kept]
    going.sort(key=lambda name: name != "currency")
    shown = list(columns.shown)
    while going and not _has_room(terminal, rows, shown, columns.row_name):
        shown.remove(going.pop(0))
    if not _has_room(terminal, rows, shown, columns.row_name):
        return columns
    gone = [name for name in columns.shown if name not in {*shown, "currency"}]
    if len(gone) > MOST_NAMED:
        terminal.note(say("No room for {} to {}. See all: --format csv", gone[0], gone[-1]))
    elif gone:
        first = columns.shown[0]
        terminal.note(
            say("No room for {}. See: --fields {}", ", ".join(gone), ",".join([first, *gone]))
        )
    return Columns(tuple(shown), columns.known, columns.row_name)


def _has_room(
    terminal: Terminal, rows: Sequence[Row], names: Sequence[str], reference: str
) -> bool:
    table = Table(names, [record(row) for row in rows], reference)
    return table.fitted(terminal.width, folds=terminal.draws) is not None


def show_explained(terminal: Terminal, found: Sequence[Explained]) -> None:
    """Write what figures mean; on a terminal each query stands once, below the figures that it tells."""
    if terminal.format is not Format.TABLE or terminal.wish.fields:
        terminal.show_list(found, EXPLAINED)
        return
    queries = dict.fromkeys(one.query for one in found)
    for query in queries:
        for one in (each for each in found if each.query == query):
            terminal.print_lines(
                [(Ink(one.figure, "bold"), say(" ({}): {}.", one.measure, one.meaning))]
            )
        if query:
            terminal.print_lines([("",), *((line,) for line in query.splitlines()), ("",)])


def show_cohorts(terminal: Terminal, cohorts: Sequence[Cohort], unit: str) -> None:
    """Write cohorts below each other, a column for each stretch of time after they began.

    On a terminal as many as there is room for.
    """
    if terminal.format.is_structured:
        known = ("cohort", "enrolled", "active", "percent", "is_over")
        terminal.show_list(cohorts, Columns(known, known))
        return
    longest = max((len(one.active) for one in cohorts), default=0)
    later = tuple(f"after_{number}" for number in range(longest))
    rows = [
        {
            "cohort": one.cohort,
            "enrolled": one.enrolled,
            **dict.fromkeys(later),
            **dict(zip(later, one.percent, strict=False)),
        }
        for one in cohorts
    ]
    names = ("cohort", "enrolled", *later)
    later_on, rises = _NOTES[unit]
    terminal.note(later_on)
    if cohorts and not cohorts[-1].is_over:
        terminal.note(rises)
    columns = _fitting(terminal, rows, Columns(names, names), names[:3])
    terminal.show_list(rows, columns, empty=NOTHING)
