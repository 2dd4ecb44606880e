"""What checks found, a line each; below it the fix, and the command of it.

Knows the lines; refuses to judge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from academy_cli.cli.terminal import Ink, Terminal
from academy_cli.cli.terminal.ink import Style
from academy_cli.kit.saying import say
from academy_cli.kit.table import display_width

if TYPE_CHECKING:
    from academy_cli.health.checking.views import Finding

MARGIN = 23
_STYLES: Mapping[str, Style] = {
    "ok": "green", "warning": "yellow", "failing": "red", "skipped": "dim",
}  # fmt: skip


def show(terminal: Terminal, found: Sequence[Finding]) -> None:
    """Write all of them; the state is a word, whatever its colour."""
    for one in found:
        state = Ink(f"{one.state:<9}", _STYLES[one.state])
        terminal.print_lines([(f"{one.check:<14}", state, one.said)], hang=MARGIN)
        _show_fix(terminal, one)


def _show_fix(terminal: Terminal, one: Finding) -> None:
    """Write what to do, and the command that does it, unless that was said: it is whole, to be pasted."""
    label = say("fix: ")
    hang = display_width(terminal.told(label))
    if one.fix:
        fix = (f"{'':<{MARGIN}}", Ink(label, "cyan"), one.fix)
        terminal.print_lines([fix], hang=hang)
    if one.next and one.next not in one.fix:
        terminal.print(f"{'':<{MARGIN + hang}}{one.next}")
