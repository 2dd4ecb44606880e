"""What can be refused about figures, each with its own sentence.

Knows what was asked; refuses to know how a shell prints it.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.analytics.asking import By
from academy_cli.analytics.labels import BY
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, say_joined


class NotToldByError(AcademyError):
    """A subject that has no rows of that kind."""

    def __init__(self, subject: str, by: By, offered: Sequence[str]) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.not-by",
            say("There is no {} by {}.", subject, BY[by]),
            say("Choose one of {}.", ", ".join(offered)),
        )


class NotNarrowedError(AcademyError):
    """A subject that cannot be narrowed by something."""

    def __init__(self, subject: str, option: str) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.not-narrowed",
            say("Nothing says of {} which {} it belongs to.", subject, BY[By(option)]),
            say("Leave out --{}.", option),
        )


class NoCountryError(AcademyError):
    """Something that is the code of no country."""

    def __init__(self, said: str) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.no-country",
            say("“{}” is the code of no country.", said),
            "Write the two letters of ISO 3166, such as FR or GB.",
        )


class NoCurrencyError(AcademyError):
    """Something that can be the code of no currency."""

    def __init__(self, said: str) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.no-currency",
            say("“{}” is the code of no currency.", said),
            "Write its three letters, such as eur; see which there are: academy stats revenue --by currency",
        )


class NoDaysError(AcademyError):
    """Days of which the last comes before the first."""

    def __init__(self, since: str, last: str) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.no-days",
            say("There are no days from {} through {}.", since, last),
            "Give --until a later date, or the two the other way round.",
        )


class TooManyStretchesError(AcademyError):
    """More rows than anybody reads, most likely by a slip in a year."""

    def __init__(self, many: int, unit: By, most: int) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.too-long",
            say("That is {:,} rows, one for each {}; {:,} is the most.", many, BY[unit], most),
            "Ask for fewer days, or --by month.",
        )


class UnknownTeacherError(AcademyError):
    """An address of whom nothing says that they teach a course."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Kind.MISSING,
            "stats.no-teacher",
            say("“{}” is instructor of no course.", email),
            say("See what they may do: academy user show {}", email),
        )


class NoRateError(AcademyError):
    """A currency that is to be told in another one, at no stated rate."""

    def __init__(self, currency: str, wanted: str) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.no-rate",
            say("At which rate is {} to be told in {}?", currency.upper(), wanted.upper()),
            say("State it: --in {} --rate {}=0.92", wanted, currency),
        )


class BadRateError(AcademyError):
    """Something that is no rate."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.bad-rate",
            say("“{}” is no rate of a currency.", written),
            "Write what one of it is worth: --rate usd=0.92",
        )


class BadPlotError(AcademyError):
    """A file that is no kind of picture which can be drawn."""

    def __init__(self, name: str, kinds: Sequence[str]) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.bad-plot",
            say("“{}” is no file that figures are drawn into.", name),
            say("Let its name end in {}.", say_joined(" or ", kinds)),
        )


class NowhereToReportError(AcademyError):
    """A report that is to be written into no file."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.report-nowhere",
            "Nothing says which file the report is to be written into.",
            "Name one: --html report.html, --pdf report.pdf, or both.",
        )


class NothingToDrawError(AcademyError):
    """Figures of nothing, of which there is no picture."""

    def __init__(self) -> None:
        super().__init__(
            Kind.MISSING,
            "stats.nothing-to-draw",
            "Nothing happened in these days, so there is nothing to draw.",
            "Ask for others: --from DATE --until DATE",
        )


class BadVisitsError(AcademyError):
    """A file of visits that cannot be read; says on which line, and why."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "stats.bad-visits",
            say("Line {} of the visits: {}.", line, why),
            "Give CSV with the columns date, visits and, where it is known, course.",
        )


class VisitsUnknownError(AcademyError):
    """A question about which visits say nothing."""

    def __init__(self, by: By) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.visits-unknown",
            say("The file does not say which visits are of which {}.", BY[by]),
            "Ask --by day, week, month or total; or give a file with a column course.",
        )
