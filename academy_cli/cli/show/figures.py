"""Figures as they read on a terminal: tables, cohorts side by side, and what each figure means.

Knows their order; refuses to know where they come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from academy_cli.cli.answer import Columns
from academy_cli.cli.format import Format
from academy_cli.cli.terminal import Ink, Terminal

if TYPE_CHECKING:
    from academy_cli.analytics.views import Answer, Cohort, Explained

EXPLAINED = Columns(("figure", "measure", "meaning"), ("figure", "measure", "meaning", "query"))
NOTHING = "Nothing happened in these days."


def show_answer(terminal: Terminal, answer: Answer) -> None:
    """Write figures, and beside them what has to be known to read them right."""
    for note in answer.notes:
        terminal.note(note)
    terminal.show_list(answer.rows, Columns(answer.shown, answer.known), empty=NOTHING)


def show_explained(terminal: Terminal, found: Sequence[Explained]) -> None:
    """Write what figures mean; on a terminal each query stands once, below the figures that it tells."""
    if terminal.format is not Format.TABLE or terminal.wish.fields:
        terminal.show_list(found, EXPLAINED)
        return
    queries = dict.fromkeys(one.query for one in found)
    for query in queries:
        for one in (each for each in found if each.query == query):
            terminal.print_lines([(Ink(one.figure, "bold"), f" ({one.measure}): {one.meaning}.")])
        if query:
            terminal.print_lines([("",), *((line,) for line in query.splitlines()), ("",)])


def show_cohorts(terminal: Terminal, cohorts: Sequence[Cohort]) -> None:
    """Write cohorts below each other, a column for each stretch of time after they began."""
    if terminal.format.is_structured:
        known = ("cohort", "enrolled", "active", "percent")
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
    terminal.note("Each cohort's learners who came again, in percent, so many stretches later.")
    terminal.show_list(rows, Columns(names, names), empty=NOTHING)
