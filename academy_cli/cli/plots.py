"""Charts of figures: drawn on a terminal, or written into a file.

Knows where they go; refuses to know what is on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from academy_cli.cli.exporting import FileTakenError, created
from academy_cli.cli.format import Format
from academy_cli.cli.shell import Shell
from academy_cli.cli.terminal import Terminal
from academy_cli.kit.paths import is_taken
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.analytics.charts.values import Chart

NOT_DRAWN = say(
    "A chart is drawn on a terminal with room for pictures; --plot FILE.svg writes one anywhere."
)


def require_plot(name: str) -> str:
    """The kind of picture that a new file will be. Raises BadPlotError and FileTakenError."""
    from academy_cli.analytics.charts.files import kind_of

    kind = kind_of(name)
    if is_taken(Path(name)):
        raise FileTakenError(Path(name))
    return kind


def write_plot(shell: Shell, charts: Sequence[Chart], name: str, kind: str) -> None:
    """Write charts into a new file. Raises NothingToDrawError, and what writing raises."""
    from academy_cli.analytics.charts.files import content

    made = content(charts, kind)
    with created(Path(name)) as to:
        to.write(made)
    shell.terminal.note(say("Drawn into “{}”.", name))


def show_charts(terminal: Terminal, charts: Sequence[Chart]) -> None:
    """Draw charts where a person looks at a table; else say why not."""
    if terminal.format is not Format.TABLE or not terminal.draws:
        terminal.note(NOT_DRAWN)
        return
    for one in charts:
        terminal.print_lines([*((line,) for line in _lines(one, terminal.width)), ("",)])


def _lines(chart: Chart, width: int) -> list[str]:
    from academy_cli.analytics.charts.scales import scale, told
    from academy_cli.analytics.charts.values import Form
    from academy_cli.cli.terminal import plotting

    names, sizes, texts = zip(*chart.bars, strict=True)
    bars = plotting.Bars(chart.title, names, sizes, texts)
    if chart.form is Form.ROWS:
        return list(plotting.rows(bars, width))
    ticks = scale([size for size in sizes if size is not None]).ticks
    return list(plotting.columns(bars, {tick: told(tick) for tick in ticks}, width))
