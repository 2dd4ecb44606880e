"""What a report says: answers become highlights, sections, tables and charts.

Knows which figures an owner shows; refuses to ask for any.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from academy_cli.analytics.answering import head
from academy_cli.analytics.asking import IDLE_DAYS
from academy_cli.analytics.charts.choosing import charts
from academy_cli.analytics.charts.learning import where_they_stop, who_comes_back
from academy_cli.analytics.charts.values import Chart
from academy_cli.analytics.definitions import Figure, Measure
from academy_cli.analytics.report.hiding import Hidden, hidden
from academy_cli.analytics.report.values import Highlight, Report, Section, Table
from academy_cli.analytics.views import Answer, Cohort, Row, Stop
from academy_cli.kit.money import Money, written

UNKNOWN = "–"
MOST_COHORTS, MOST_STOPS = 12, 20


class Told(NamedTuple):
    """Everything a report is made of; without money where that is for nobody else."""

    revenue: Answer | None
    earned: Answer | None
    conversions: Answer
    engagement: Answer
    courses: Answer
    certificates: Answer
    cohorts: Sequence[Cohort]
    stops: Sequence[Stop]


def report(name: str, told: Told, least: int) -> Report:
    """A report of an academy, with no number of people below a least one."""
    answers = [one for one in told if isinstance(one, Answer)]
    days = told.engagement.period.said
    sections = [
        *([_revenue(told.revenue)] if told.revenue else []),
        _section(
            "Learning",
            "People who began, completed or looked at a lesson, or took a quiz, month by month.",
            told.engagement,
            least,
        ),
        _section(
            "From enrolling to a certificate",
            "How far those have come until now who were enrolled in these days.",
            told.conversions,
            least,
        ),
        _section("Courses", "The courses beside each other.", told.courses, least),
        _retention(told.cohorts, least),
        *_stops(told.stops, least),
    ]
    meanings = {
        f"{_called(one.name)} ({answer.subject.value})": one.meaning
        for answer in answers
        for one in answer.figures
        if one.name in answer.shown
    }
    return Report(
        f"{name} in figures" if name else "The academy in figures",
        days,
        tuple(_highlights(told, least)),
        tuple(sections),
        tuple(meanings.items()),
        tuple(_notes(told, least)),
    )


def text(value: object) -> str:
    """A value as a report writes it."""
    match value:
        case None:
            return UNKNOWN
        case Money():
            return written(value)
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return f"{value:,}"
        case tuple() if not isinstance(value, Hidden):
            return ", ".join(map(text, value)) or UNKNOWN
        case _:
            return str(value)


def _highlights(told: Told, least: int) -> Sequence[Highlight]:
    found = []
    for answer, names in (
        (told.earned, {"net": "Net"}),
        (told.conversions, {"enrolled": "Enrolled", "completion_rate": "Of these, completed"}),
        (told.certificates, {"issued": "Certificates issued"}),
    ):
        for row in answer.rows if answer else ():
            assert answer is not None
            was = {one.name: row.get(f"before_{one.name}") for one in answer.figures}
            [now], [then] = (hidden([one], answer.figures, least) for one in (row, was))
            found += [
                Highlight(called, *(_measured(answer, one, name) for one in (now, then)))
                for name, called in names.items()
            ]
    return found


def _revenue(answer: Answer) -> Section:
    words = "What came in, what went back, and what is left, each currency for itself."
    return Section(
        "Revenue", (words,), tuple(charts(answer)), _table("Revenue", answer, answer.rows)
    )


def _section(title: str, words: str, answer: Answer, least: int) -> Section:
    rows = hidden(answer.rows, answer.figures, least)
    drawn = [_whole(one, least) for one in charts(answer)]
    return Section(title, (words,), tuple(drawn), _table(title, answer, rows))


def _whole(chart: Chart, least: int) -> Chart:
    """A chart without bars of fewer people than are told."""
    bars = [
        one._replace(size=None, text=f"<{least}") if one.size and one.size < least else one
        for one in chart.bars
    ]
    return chart._replace(bars=tuple(bars))


def _table(title: str, answer: Answer, rows: Sequence[Row]) -> Table:
    names = [name for name in answer.shown if name not in {"before", "change"}]
    firsts = {head(answer.by), "currency"}
    heads = tuple(f"{_called(name)}{_unit(answer.figures, name)}" for name in names)
    told = tuple(tuple(text(row.get(name)) for name in names) for row in rows)
    numbers = frozenset(at for at, name in enumerate(names) if name not in firsts)
    return Table(f"{title}, {answer.period.said}", heads, told, numbers)


def _retention(cohorts: Sequence[Cohort], least: int) -> Section:
    newest = cohorts[-MOST_COHORTS:]
    longest = max((len(one.percent) for one in newest), default=0)
    heads = ("Cohort", "Enrolled", *(f"+{number}" for number in range(longest)))
    rows = tuple(_cohort(one, longest, least) for one in newest)
    words = (
        "Of the learners who were enrolled in a month, how many percent learnt in that month (+0), in the "
        "next one (+1), and so on; the chart is of all of them, as far as months are over."
    )
    table = Table("Cohorts", heads, rows, frozenset(range(1, longest + 2)))
    drawn = tuple(who_comes_back(newest, "month", least))
    return Section("Learners who come back", (words,), drawn, table)


def _cohort(one: Cohort, longest: int, least: int) -> tuple[str, ...]:
    """A cohort's row; of few people, or where few came back, no percentage is told."""
    is_few = 0 < one.enrolled < least
    parts = [
        str(Hidden(0)) if 0 < many < least or (is_few and many) else text(part)
        for many, part in zip(one.active, one.percent, strict=True)
    ]
    enrolled = str(Hidden(least)) if is_few else text(one.enrolled)
    return (one.cohort, enrolled, *parts, *[""] * (longest - len(parts)))


def _stops(stops: Sequence[Stop], least: int) -> Sequence[Section]:
    """Where enough learners stop to be told; nothing where nobody does."""
    many = [one for one in stops if one.stopped >= least]
    if not many:
        return ()
    words = (
        f"The lessons that learners touched last who did not complete the course and were not seen in it for "
        f"{IDLE_DAYS} days, of those enrolled in these days."
    )
    heads = ("Course", "Lesson", "Reached", "Stopped", "Of those %")
    rows = tuple(
        (one.course, one.title, text(one.reached), text(one.stopped), text(one.stop_rate))
        for one in many[:MOST_STOPS]
    )
    table = Table("Lessons where the most learners stop", heads, rows, frozenset((2, 3, 4)))
    drawn = tuple(where_they_stop(stops, least))
    return (Section("Where learners stop", (words,), drawn, table),)


def _notes(told: Told, least: int) -> Sequence[str]:
    notes = [f"Days are those of {told.engagement.time_zone}; weeks and months begin with them."]
    if told.earned is not None and told.earned.before is not None:
        notes.append(f"Compared with {told.earned.before.said}.")
    notes += told.engagement.notes[1:]
    if told.revenue is not None:
        notes += [note for note in told.revenue.notes[1:] if note not in notes]
        notes.append("Amounts of different currencies are not added.")
    if least > 1:
        notes.append(
            f"Numbers of people from 1 through {least - 1} are not told; what follows from them is hidden."
        )
    return notes


def _called(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _measured(answer: Answer, row: Row, name: str) -> str:
    """A figure with its unit, if it is known."""
    said = text(row[name])
    return said if said == UNKNOWN else f"{said}{_unit(answer.figures, name)}"


def _unit(figures: Sequence[Figure], name: str) -> str:
    measures = {one.name: one.measure for one in figures}
    return " %" if measures.get(name) is Measure.PERCENT else ""
