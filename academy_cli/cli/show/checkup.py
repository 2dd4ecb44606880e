"""What checks found, a line each; below it the fix, and the command of it.

Knows the lines; refuses to judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from academy_cli.cli.terminal import Ink, Line, Terminal
from academy_cli.cli.terminal.ink import Style

if TYPE_CHECKING:
    from academy_cli.health.checking.views import Finding

MARGIN, HANG = 23, 5
_STYLES: Mapping[str, Style] = {
    "ok": "green", "warning": "yellow", "failing": "red", "skipped": "dim",
}  # fmt: skip


def show(terminal: Terminal, found: Sequence[Finding]) -> None:
    """Write all of them; the state is a word, whatever its colour."""
    for one in found:
        state = Ink(f"{one.state:<9}", _STYLES[one.state])
        terminal.print_lines([(f"{one.check:<14}", state, one.said)], hang=MARGIN)
        terminal.print_lines(_below(one), hang=HANG)


def _below(one: Finding) -> Iterator[Line]:
    """What to do, and the command that does it, unless that was said."""
    if one.fix:
        yield (f"{'':<{MARGIN}}", Ink("fix: ", "cyan"), one.fix)
    if one.next and one.next not in one.fix:
        yield (f"{'':<{MARGIN + HANG}}{one.next}",)
