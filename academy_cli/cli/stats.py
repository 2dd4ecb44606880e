"""``academy stats``: the academy in figures, each with what it means.

Knows the words of each command and which view answers it; refuses to count.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from academy_cli.cli import statslearning, statsreport
from academy_cli.cli.options import command, noun
from academy_cli.cli.reading import text_of
from academy_cli.cli.shell import Shell
from academy_cli.cli.statstold import tell
from academy_cli.cli.statswords import (
    LEARNING_BY,
    MONEY_BY,
    PEOPLE_BY,
    TOLD_FOR,
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

app = noun("See the academy in figures, and what each means.")
app.makers.update(statsreport.app.makers | statslearning.app.makers)

MOST_VISITS = 64 * 1024 * 1024
"""Bytes of a file of visits."""


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
    by: Annotated[MONEY_BY, typer.Option("--by", help=TOLD_FOR)] = "month",
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
    tell(shell, asked, rates(told_in, rate), explain=explain, chart=chart, plot=plot)


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
    by: Annotated[LEARNING_BY, typer.Option("--by", help=TOLD_FOR)] = "month",
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
    tell(shell, asked, visits=lines, explain=explain, chart=chart, plot=plot)


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
def users(  # noqa: PLR0913 - a command has as many words as it needs
    shell: Shell,
    *,
    by: Annotated[PEOPLE_BY, typer.Option("--by", help=TOLD_FOR)] = "month",
    since: Since = None,
    until: Until = None,
    country: Country = None,
    compare: Compare = False,
    chart: Chart = False,
    plot: Plot = None,
    explain: Explain = False,
) -> None:
    """Show who is new, who comes and comes back, and who left."""
    asked = question("users", by, since, until, compares=compare, country=country)
    tell(shell, asked, explain=explain, chart=chart, plot=plot)


@command(
    app,
    "courses",
    listing=True,
    examples=(
        "academy stats courses",
        "academy stats courses --from 2026-01-01 --sort -completion_rate",
        "academy stats courses --by month --course python-basics --compare",
        "academy stats courses --instructor ann@example.org --format json",
    ),
)
def courses(  # noqa: PLR0913 - a command has as many words as it needs
    shell: Shell,
    *,
    by: Annotated[LEARNING_BY, typer.Option("--by", help=TOLD_FOR)] = "course",
    since: Since = None,
    until: Until = None,
    course: Course = None,
    instructor: Instructor = None,
    country: Country = None,
    compare: Compare = False,
    chart: Chart = False,
    plot: Plot = None,
    explain: Explain = False,
) -> None:
    """Show courses beside each other: learners, completions and how long they take, scores, money."""
    asked = question(
        "courses", by, since, until, compares=compare, courses=course, instructor=instructor,
        country=country,
    )  # fmt: skip
    tell(shell, asked, explain=explain, chart=chart, plot=plot)


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
    by: Annotated[LEARNING_BY, typer.Option("--by", help=TOLD_FOR)] = "month",
    since: Since = None,
    until: Until = None,
    course: Course = None,
    instructor: Instructor = None,
    country: Country = None,
    compare: Compare = False,
    chart: Chart = False,
    plot: Plot = None,
    explain: Explain = False,
) -> None:
    """Show certificates that were issued, replaced and revoked, and those that end soon."""
    asked = question(
        "certificates", by, since, until, compares=compare, courses=course, instructor=instructor,
        country=country,
    )  # fmt: skip
    tell(shell, asked, explain=explain, chart=chart, plot=plot)
