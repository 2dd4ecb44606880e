"""``academy stats engagement``: how much is learnt, how many come back, and where learners stop.

Knows its words and which view answers them; refuses to count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.contradicting import not_alone, not_both
from academy_cli.cli.options import command, noun
from academy_cli.cli.plots import require_plot, show_charts, voice, write_plot
from academy_cli.cli.shell import Shell
from academy_cli.cli.show.figures import show_cohorts, show_explained
from academy_cli.cli.statstold import tell
from academy_cli.cli.statswords import (
    LEARNING_BY,
    Chart,
    Compare,
    Country,
    Course,
    Explain,
    Instructor,
    Plot,
    Since,
    Until,
    question,
)

if TYPE_CHECKING:
    from academy_cli.analytics.asking import Question

app = noun("See how much is learnt.")

Retention = Annotated[
    bool, typer.Option("--retention", help="How many of each week's or month's learners come back.")
]
By = Annotated[
    LEARNING_BY | None,
    typer.Option("--by", help="What there is a row for; month by default. Not with --stops."),
]
Stops = Annotated[bool, typer.Option("--stops", help="The lessons that learners touched last.")]
IdleDays = Annotated[
    int | None,
    typer.Option(
        "--idle-days", metavar="N", min=1, help="With --stops: away for so many days; 30."
    ),
]
_STOP = ("course", "lesson", "title", "reached", "stopped", "stop_rate")
STOPS = Columns(_STOP, _STOP, "lesson")


@command(
    app,
    "engagement",
    listing=True,
    examples=(
        "academy stats engagement --by week",
        "academy stats engagement --retention --course python-basics",
        "academy stats engagement --stops --course python-basics --from 2026-01-01",
    ),
)
def engagement(  # noqa: PLR0913 - a command has as many words as it needs
    shell: Shell,
    *,
    by: By = None,
    since: Since = None,
    until: Until = None,
    course: Course = None,
    instructor: Instructor = None,
    country: Country = None,
    retention: Retention = False,
    stops: Stops = False,
    idle_days: IdleDays = None,
    compare: Compare = False,
    chart: Chart = False,
    plot: Plot = None,
    explain: Explain = False,
) -> None:
    """Show how much is learnt, how many come back, and where learners stop."""
    asked = question(
        "engagement", by or "month", since, until, compares=compare, courses=course, instructor=instructor,
        country=country,
    )  # fmt: skip
    not_both("--retention", retention, "--compare", compare)
    not_both("--stops", stops, "--compare", compare)
    not_both("--retention", retention, "--stops", stops)
    not_both("--stops", stops, "--by", by)
    not_alone("--idle-days", idle_days, "--stops", stops)
    if stops:
        _tell_stops(shell, asked, idle_days, explain=explain, chart=chart, plot=plot)
    elif retention:
        _tell_retention(shell, asked, explain=explain, chart=chart, plot=plot)
    else:
        tell(shell, asked, explain=explain, chart=chart, plot=plot)


def _tell_stops(
    shell: Shell, asked: Question, away: int | None, *, explain: bool, chart: bool, plot: str | None
) -> None:
    """Lessons where learners stop, or what that means."""
    from academy_cli.analytics.asking import IDLE_DAYS
    from academy_cli.analytics.charts.learning import where_they_stop

    stats, idle_days = shell.academy.stats, away or IDLE_DAYS
    if explain:
        show_explained(shell.terminal, stats.explain_stops(asked, idle_days))
        return
    kind = require_plot(plot) if plot else ""
    found = stats.stops(asked, idle_days)
    charts = where_they_stop(found, voice=voice(shell))
    if chart:
        show_charts(shell.terminal, charts)
    shell.terminal.show_list(found, STOPS, empty="Nobody stopped.")
    if plot:
        write_plot(shell, charts, plot, kind)


def _tell_retention(
    shell: Shell, asked: Question, *, explain: bool, chart: bool, plot: str | None
) -> None:
    """How many of each cohort come back, or what that means."""
    from academy_cli.analytics.charts.learning import who_comes_back
    from academy_cli.analytics.labels import BY

    stats = shell.academy.stats
    if explain:
        show_explained(shell.terminal, stats.explain_retention(asked))
        return
    kind = require_plot(plot) if plot else ""
    found = stats.retention(asked)
    charts = who_comes_back(found, asked.by, voice=voice(shell))
    if chart:
        show_charts(shell.terminal, charts)
    show_cohorts(shell.terminal, found, BY[asked.by])
    if plot:
        write_plot(shell, charts, plot, kind)
