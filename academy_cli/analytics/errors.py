"""What can be refused about figures, each with its own sentence.

Knows what was asked; refuses to know how a shell prints it.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.errors import AcademyError, Kind


class NotToldByError(AcademyError):
    """A subject that has no rows of that kind."""

    def __init__(self, subject: str, by: str, offered: Sequence[str]) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.not-by",
            f"There is no {subject} by {by}.",
            f"Choose one of {', '.join(offered)}.",
        )


class NotNarrowedError(AcademyError):
    """A subject that cannot be narrowed by something."""

    def __init__(self, subject: str, option: str) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.not-narrowed",
            f"Nothing says of {subject} which {option} it belongs to.",
            f"Leave out --{option}.",
        )


class NoCountryError(AcademyError):
    """Something that is the code of no country."""

    def __init__(self, said: str) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.no-country",
            f"“{said}” is the code of no country.",
            "Write the two letters of ISO 3166, such as FR or GB.",
        )


class NoCurrencyError(AcademyError):
    """Something that can be the code of no currency."""

    def __init__(self, said: str) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.no-currency",
            f"“{said}” is the code of no currency.",
            "Write its three letters, such as eur; see which there are: academy stats revenue --by currency",
        )


class NoDaysError(AcademyError):
    """Days of which the last comes before the first."""

    def __init__(self, since: str, last: str) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.no-days",
            f"There are no days from {since} through {last}.",
            "Give --until a later date, or the two the other way round.",
        )


class TooManyStretchesError(AcademyError):
    """More rows than anybody reads, most likely by a slip in a year."""

    def __init__(self, many: int, unit: str, most: int) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.too-long",
            f"That is {many:,} rows, one for each {unit}; {most:,} is the most.",
            "Ask for fewer days, or --by month.",
        )


class UnknownTeacherError(AcademyError):
    """An address of whom nothing says that they teach a course."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Kind.MISSING,
            "stats.no-teacher",
            f"“{email}” is instructor of no course.",
            f"See what they may do: academy user show {email}",
        )


class NoRateError(AcademyError):
    """A currency that is to be told in another one, at no stated rate."""

    def __init__(self, currency: str, wanted: str) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.no-rate",
            f"At which rate is {currency.upper()} to be told in {wanted.upper()}?",
            f"State it: --in {wanted} --rate {currency}=0.92",
        )


class BadRateError(AcademyError):
    """Something that is no rate."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.bad-rate",
            f"“{written}” is no rate of a currency.",
            "Write what one of it is worth: --rate usd=0.92",
        )


class BadPlotError(AcademyError):
    """A file that is no kind of picture which can be drawn."""

    def __init__(self, name: str, kinds: Sequence[str]) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.bad-plot",
            f"“{name}” is no file that figures are drawn into.",
            f"Let its name end in {' or '.join(kinds)}.",
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
            f"Line {line} of the visits: {why}.",
            "Give CSV with the columns date, visits and, where it is known, course.",
        )


class VisitsUnknownError(AcademyError):
    """A question about which visits say nothing."""

    def __init__(self, by: str) -> None:
        super().__init__(
            Kind.USAGE,
            "stats.visits-unknown",
            f"The file does not say which visits are of which {by}.",
            "Ask --by day, week, month or total; or give a file with a column course.",
        )
