"""The words that every question about figures has: of which days, told for what, and of what alone.

Knows options and how they become a question; refuses to know figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli.catalogwords import UnsoldCurrencyError
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.money import is_charged
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.analytics.asking import Question
    from academy_cli.analytics.rates import Rates

Course = Annotated[
    list[str] | None,
    typer.Option("--course", metavar="COURSE", help="Only of this course; may be given again."),
]
Instructor = Annotated[
    str | None,
    typer.Option("--instructor", metavar="EMAIL", help="Only of the courses they teach."),
]
Country = Annotated[
    str | None,
    typer.Option("--country", metavar="CODE", help="Only of orders, or people, there, such as FR."),
]
Currency = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", help="Only in this currency.")
]
Since = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="From this day on, such as 2026-01-01.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Through this day; today by default.")
]
Compare = Annotated[
    bool, typer.Option("--compare", help="Compare with the same length of time right before.")
]
Explain = Annotated[
    bool,
    typer.Option("--explain", help="Say what each figure means, and the query that tells it."),
]
Chart = Annotated[bool, typer.Option("--chart", help="Draw it as well, on a terminal.")]
Plot = Annotated[
    str | None,
    typer.Option("--plot", metavar="FILE", help="Draw it into a new file, .svg, .png or .pdf."),
]
In = Annotated[
    str | None,
    typer.Option("--in", metavar="CODE", help="Tell it in this currency as well, at --rate."),
]
Rate = Annotated[
    list[str] | None,
    typer.Option(
        "--rate", metavar="CODE=WORTH", help="What one of a currency is worth; may be given again."
    ),
]
Visits = Annotated[
    str | None,
    typer.Option(
        "--visits", metavar="FILE", help="CSV of a web analysis: date, visits and perhaps course."
    ),
]
TOLD_FOR = say("What there is a row for.")
MONEY_BY = Literal["day", "week", "month", "course", "instructor", "country", "currency", "total"]
PEOPLE_BY = Literal["day", "week", "month", "country", "language", "role", "total"]
LEARNING_BY = Literal["day", "week", "month", "course", "instructor", "country", "total"]


class NotADayError(AcademyError):
    """Something that is no day, which is all that figures begin and end with."""

    def __init__(self, option: str, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "value.no-day",
            say("“{}” is no day for {}.", written, option),
            "Write it as 2026-11-26; days are those of the setting stats.time_zone.",
        )


class NoCurrencyError(AcademyError):
    """A rate, and no currency that anything is to be told in."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.rate-for-nothing",
            "--rate says what a currency is worth, and nothing which one it is told in.",
            "Say that as well: --in eur --rate usd=0.92",
        )


def question(  # noqa: PLR0913 - the words of a command
    subject: str,
    by: str,
    since: str | None = None,
    until: str | None = None,
    *,
    compares: bool = False,
    courses: Sequence[str] | None = None,
    instructor: str | None = None,
    country: str | None = None,
    currency: str | None = None,
) -> Question:
    """A question as somebody typed it. Raises NotADayError and UnsoldCurrencyError."""
    from academy_cli.analytics.asking import By, Narrowing, Question, Subject

    if currency is not None and not is_charged(currency):
        raise UnsoldCurrencyError(currency)
    only = Narrowing(tuple(courses or ()), instructor, country, currency)
    begun, ended = day("--from", since), day("--until", until)
    return Question(Subject(subject), By(by), begun, ended, only, compares)


def day(option: str, written: str | None) -> date | None:
    """A day as it was typed. Raises NotADayError."""
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise NotADayError(option, written) from error


def rates(currency: str | None, stated: Sequence[str] | None) -> Rates | None:
    """Rates as they were typed. Raises NoCurrencyError and BadRateError."""
    from academy_cli.analytics.rates import rates as read

    if currency is None:
        if stated:
            raise NoCurrencyError
        return None
    return read(currency, stated or ())
