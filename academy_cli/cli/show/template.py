"""What is wrong with a certificate template, as lines or rows.

Knows how findings read; refuses to find anything itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from academy_cli.certificates.paper.codes import CODES
from academy_cli.cli.answer import Columns
from academy_cli.cli.format import Format
from academy_cli.cli.show import problems
from academy_cli.cli.terminal import Terminal
from academy_cli.formats.problems import Problem
from academy_cli.kit.record import record
from academy_cli.kit.saying import say

COLUMNS = Columns(
    ("file", "line", "column", "severity", "code", "value", "message"),
    ("file", "line", "column", "severity", "code", "value", "message", "hint"),
)


def show_findings(terminal: Terminal, found: Sequence[Problem], folder: Path) -> None:
    """Write them all."""
    if terminal.format is not Format.TABLE:
        terminal.show_list([record(one) for one in found], COLUMNS)
        return
    terminal.print_lines(problems.lines(found, folder, is_whole=True, codes=CODES))
    terminal.note(say("{}: {}.", folder, problems.summary(found)))
