"""``academy stats``: the academy in figures, each with what it means.

Knows the words of each command and which view answers it; refuses to count.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli import statsreport
from academy_cli.cli.answer import Columns
from academy_cli.cli.contradicting import not_both
from academy_cli.cli.options import command, noun
from academy_cli.cli.plots import require_plot, show_charts, write_plot
from academy_cli.cli.reading import text_of
from academy_cli.cli.shell import Shell
from academy_cli.cli.show.figures import show_answer, show_cohorts, show_explained
from academy_cli.cli.statswords import (
    COURSES_BY,
    LEARNING_BY,
    MONEY_BY,
    PEOPLE_BY,
    Chart,
    Compare,
    Country,
    Course,
    Currency,
    Explain,
    In,
    Instructor,
    Plot,
    Rate,
    Since,
    Until,
    Visits,
    question,
    rates,
)

if TYPE_CHECKING:
    from academy_cli.analytics.asking import Question
    from academy_cli.analytics.rates import Rates

app = noun("See the academy in figures, and what each means.")
app.makers.update(statsreport.app.makers)

_TOLD = "What there is a row for."
Retention = Annotated[
    bool, typer.Option("--retention", help="How many of each week's or month's learners come back.")
]
Stops = Annotated[bool, typer.Option("--stops", help="The lessons that learners touched last.")]
IdleDays = Annotated[
    int,
    typer.Option("--idle-days", metavar="N", min=1, help="With --stops: away for so many days."),
]
MOST_VISITS = 64 * 1024 * 1024
"""Bytes of a file of visits."""
_STOP = ("course", "lesson", "title", "reached", "stopped", "stop_rate")
STOPS = Columns(_STOP, _STOP, "lesson")


@command(
    app,
    "revenue",
    listing=True,
    examples=(
        "academy stats revenue",
        "academy stats revenue --by course --from 2026-01-01 --compare",
        "academy stats revenue --by country --currency eur --format csv",
        "academy stats revenue --in eur --rate usd=0.92 --rate gbp=1.15",
        "academy stats revenue --explain",
    ),
)
def revenue(  # noqa: PLR0913 - a command has as many words as it needs
    shell: Shell,
    *,
    by: Annotated[MONEY_BY, typer.Option("--by", help=_TOLD)] = "month",
    since: Since = None,
    until: Until = None,
    course: Course = None,
    instructor: Instructor = None,
    country: Country = None,
    currency: Currency = None,
    compare: Compare = False,
    told_in: In = None,
    rate: Rate = None,
    chart: Chart = False,
    plot: Plot = None,
    explain: Explain = False,
) -> None:
    """Show what came in, what went back and what is left, each currency for itself.

    Amounts of different currencies are never added, unless --in and --rate say what they are worth.
    """
    asked = question(
        "revenue", by, since, until, compares=compare, courses=course, instructor=instructor,
        country=country, currency=currency,
    )  # fmt: skip
    _tell(shell, asked, rates(told_in, rate), explain=explain, chart=chart, plot=plot)


@command(
    app,
    "conversions",
    listing=True,
    examples=(
        "academy stats conversions",
        "academy stats conversions --by course --from 2026-10-01 --until 2026-10-31",
        "academy stats conversions --by total --chart",
        "academy stats conversions --by course --visits visits.csv",
    ),
)
def conversions(  # noqa: PLR0913 - a command has as many words as it needs
    shell: Shell,
    *,
    by: Annotated[LEARNING_BY, typer.Option("--by", help=_TOLD)] = "month",
    since: Since = None,
    until: Until = None,
    course: Course = None,
    instructor: Instructor = None,
    country: Country = None,
    visits: Visits = None,
    compare: Compare = False,
    chart: Chart = False,
    plot: Plot = None,
    explain: Explain = False,
) -> None:
    """Show how far learners came who were enrolled in some days, and how many orders were paid.

    Every step is of the same learners, whenever they took it; how many visited before is known where --visits
    says so.
    """
    asked = question(
        "conversions", by, since, until, compares=compare, courses=course, instructor=instructor,
        country=country,
    )  # fmt: skip
    lines = text_of(Path(visits), MOST_VISITS).splitlines() if visits else None
    _tell(shell, asked, visits=lines, explain=explain, chart=chart, plot=plot)


@command(
    app,
    "users",
    listing=True,
    examples=(
        "academy stats users",
        "academy stats users --by week --compare",
        "academy stats users --by language --from 2026-01-01",
    ),
)
def users(
    shell: Shell,
    *,
    by: Annotated[PEOPLE_BY, typer.Option("--by", help=_TOLD)] = "month",
    since: Since = None,
    until: Until = None,
    compare: Compare = False,
    chart: Chart = False,
    plot: Plot = None,
    explain: Explain = False,
) -> None:
    """Show who is new, who comes and comes back, and who left."""
    asked = question("users", by, since, until, compares=compare)
    _tell(shell, asked, explain=explain, chart=chart, plot=plot)


@command(
    app,
    "courses",
    listing=True,
    examples=(
        "academy stats courses",
        "academy stats courses --from 2026-01-01 --sort -completion_rate",
        "academy stats courses --instructor ann@example.org --format json",
    ),
)
def courses(  # noqa: PLR0913 - a command has as many words as it needs
    shell: Shell,
    *,
    by: Annotated[COURSES_BY, typer.Option("--by", help=_TOLD)] = "course",
    since: Since = None,
    until: Until = None,
    course: Course = None,
    instructor: Instructor = None,
    compare: Compare = False,
    chart: Chart = False,
    plot: Plot = None,
    explain: Explain = False,
) -> None:
    """Show courses beside each other: learners, completions and how long they take, scores, money."""
    asked = question(
        "courses", by, since, until, compares=compare, courses=course, instructor=instructor
    )
    _tell(shell, asked, explain=explain, chart=chart, plot=plot)


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
    by: Annotated[LEARNING_BY, typer.Option("--by", help=_TOLD)] = "month",
    since: Since = None,
    until: Until = None,
    course: Course = None,
    instructor: Instructor = None,
    retention: Retention = False,
    stops: Stops = False,
    idle_days: IdleDays = 30,
    compare: Compare = False,
    chart: Chart = False,
    plot: Plot = None,
    explain: Explain = False,
) -> None:
    """Show how much is learnt, how many come back, and where learners stop."""
    asked = question(
        "engagement", by, since, until, compares=compare, courses=course, instructor=instructor
    )
    for name, is_given in (("--compare", compare), ("--chart", chart), ("--plot", plot)):
        not_both("--retention", retention, name, is_given)
        not_both("--stops", stops, name, is_given)
    not_both("--retention", retention, "--stops", stops)
    stats = shell.academy.stats
    if stops and explain:
        show_explained(shell.terminal, stats.explain_stops(asked, idle_days))
    elif stops:
        shell.terminal.show_list(stats.stops(asked, idle_days), STOPS, empty="Nobody stopped.")
    elif retention and explain:
        show_explained(shell.terminal, stats.explain_retention(asked))
    elif retention:
        show_cohorts(shell.terminal, stats.retention(asked))
    else:
        _tell(shell, asked, explain=explain, chart=chart, plot=plot)


@command(
    app,
    "certificates",
    listing=True,
    examples=(
        "academy stats certificates",
        "academy stats certificates --by course --from 2026-01-01",
    ),
)
def certificates(  # noqa: PLR0913 - a command has as many words as it needs
    shell: Shell,
    *,
    by: Annotated[LEARNING_BY, typer.Option("--by", help=_TOLD)] = "month",
    since: Since = None,
    until: Until = None,
    course: Course = None,
    instructor: Instructor = None,
    compare: Compare = False,
    chart: Chart = False,
    plot: Plot = None,
    explain: Explain = False,
) -> None:
    """Show certificates that were issued, replaced and revoked, and those that end soon."""
    asked = question(
        "certificates", by, since, until, compares=compare, courses=course, instructor=instructor
    )
    _tell(shell, asked, explain=explain, chart=chart, plot=plot)


def _tell(
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
    if chart:
        show_charts(shell.terminal, answer)
    show_answer(shell.terminal, answer)
    if plot:
        write_plot(shell, answer, plot, kind)
