"""What syncs did: a row, a line or an object per course.

Knows how a report reads; refuses to know how it came about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from academy_cli.cli.answer import Columns
from academy_cli.cli.terminal import Terminal
from academy_cli.kit.saying import say_joined, say_so_many

if TYPE_CHECKING:
    from academy_cli.authoring.report import SyncReport
    from academy_cli.cli.format import Format

COLUMNS = Columns(
    ("course", "revision", "changed", "changes", "withheld", "seconds"),
    (
        "course",
        "revision",
        "changed",
        "changes",
        "withheld",
        "restored_files",
        "completed",
        "reopened",
        "seconds",
        "commit",
        "branch",
    ),
)
_DONE: Mapping[str, Callable[[int], str]] = {
    "create": lambda number: say_so_many("{} created", "{} created", number),
    "update": lambda number: say_so_many("{} updated", "{} updated", number),
    "move": lambda number: say_so_many("{} moved", "{} moved", number),
    "rename": lambda number: say_so_many("{} renamed", "{} renamed", number),
    "archive": lambda number: say_so_many("{} archived", "{} archived", number),
    "restore": lambda number: say_so_many("{} restored", "{} restored", number),
}
DOCUMENT = (
    *("course", "revision", "changed", "counts", "withheld", "restored_files", "completed"),
    *("reopened", "seconds", "commit", "branch"),
)


def known(form: Format) -> tuple[str, ...]:
    """The fields of a report, as a format has them."""
    return DOCUMENT if form.is_structured else COLUMNS.known


def show(terminal: Terminal, reports: Sequence[SyncReport]) -> None:
    """Write what was done; nothing is said where everything failed."""
    if terminal.format.is_structured:
        terminal.show_documents([document(report) for report in reports])
    else:
        terminal.show_list([row(report) for report in reports], COLUMNS, empty="")


def document(report: SyncReport) -> Mapping[str, object]:
    """A report as an object; the plan is the plan's own business."""
    return {name: getattr(report, name) for name in DOCUMENT}


def row(report: SyncReport) -> Mapping[str, object]:
    """A report as a record of one level."""
    return {**document(report), "changes": changes(report.counts)}


def changes(counts: Mapping[str, int]) -> str:
    """``2 created, 1 moved``; empty when there is none."""
    parts = (
        _DONE[word](number) for word, number in counts.items() if number and word != "withheld"
    )
    return say_joined(", ", parts)
