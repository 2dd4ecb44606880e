"""Answers in figures, as they were asked for: a table, charts, a file, or what each figure means.

Knows in which order they are written; refuses to know any subject.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from academy_cli.cli.plots import require_plot, show_charts, voice, write_plot
from academy_cli.cli.shell import Shell
from academy_cli.cli.show.figures import show_answer, show_explained

if TYPE_CHECKING:
    from academy_cli.analytics.asking import Question
    from academy_cli.analytics.rates import Rates


def tell(
    shell: Shell,
    asked: Question,
    told_in: Rates | None = None,
    *,
    visits: Sequence[str] | None = None,
    explain: bool,
    chart: bool,
    plot: str | None,
) -> None:
    """Answer with figures or with what they mean."""
    stats = shell.academy.stats
    if explain:
        show_explained(shell.terminal, stats.explain(asked))
        return
    kind = require_plot(plot) if plot else ""
    answer = stats.tell(asked, told_in, visits=visits)
    from academy_cli.analytics.charts.choosing import charts

    if chart:
        show_charts(shell.terminal, charts(answer, voice(shell)))
    show_answer(shell.terminal, answer)
    if plot:
        write_plot(shell, charts(answer, voice(shell)), plot, kind)
