"""What a report says: answers become highlights, sections, tables and charts, in one language.

Knows which figures an owner shows; refuses to ask for any.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from academy_cli.analytics.answering import head
from academy_cli.analytics.asking import IDLE_DAYS, By
from academy_cli.analytics.charts.choosing import charts
from academy_cli.analytics.charts.learning import where_they_stop, who_comes_back
from academy_cli.analytics.charts.values import Chart
from academy_cli.analytics.labels import SUBJECTS, label
from academy_cli.analytics.report.hiding import hidden
from academy_cli.analytics.report.telling import Telling
from academy_cli.analytics.report.values import Highlight, Report, Section, Table
from academy_cli.analytics.views import Answer, Cohort, Row, Stop
from academy_cli.analytics.voice import PLAIN, Voice
from academy_cli.kit.saying import say

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


def report(name: str, told: Told, least: int, voice: Voice = PLAIN) -> Report:
    """A report of an academy, with no number of people below a least one."""
    telling, says = Telling(voice, least), voice.says
    sections = [
        *([_revenue(told.revenue, telling)] if told.revenue else []),
        _section(
            say("Learning"),
            say(
                "People who began, completed or looked at a lesson, or took a quiz, month by month."
            ),
            told.engagement,
            telling,
        ),
        _section(
            say("From enrolling to a certificate"),
            say("How far those have come until now who were enrolled in these days."),
            told.conversions,
            telling,
        ),
        _section(say("Courses"), say("The courses beside each other."), told.courses, telling),
        _retention(told.cohorts, telling),
        *_stops(told.stops, telling),
    ]
    return Report(
        voice,
        says(say("{} in figures", name) if name else say("The academy in figures")),
        voice.period(told.engagement.period),
        tuple(_highlights(told, telling)),
        tuple(sections),
        tuple(_meanings(told, voice)),
        tuple(_notes(told, telling)),
    )


def _meanings(told: Told, voice: Voice) -> Sequence[tuple[str, str]]:
    found = {
        say("{} ({})", label(one.name), SUBJECTS[answer.subject]): one.meaning
        for answer in told
        if isinstance(answer, Answer)
        for one in answer.figures
        if one.name in answer.shown
    }
    return [(voice.says(name), voice.says(meaning)) for name, meaning in found.items()]


def _highlights(told: Told, telling: Telling) -> Sequence[Highlight]:
    found = []
    for answer, names in (
        (told.earned, {"net": say("Net")}),
        (
            told.conversions,
            {"enrolled": say("Enrolled"), "completion_rate": say("Of these, completed")},
        ),
        (told.certificates, {"issued": say("Certificates issued")}),
    ):
        for row in answer.rows if answer else ():
            assert answer is not None
            was = {one.name: row.get(f"before_{one.name}") for one in answer.figures}
            [now], [then] = (hidden([one], answer.figures, telling.least) for one in (row, was))
            for name, called in names.items():
                before = say("before: {}", telling.measured(answer, then, name))
                value = telling.measured(answer, now, name)
                found.append(Highlight(telling.says(called), value, telling.says(before)))
    return found


def _revenue(answer: Answer, telling: Telling) -> Section:
    title = telling.says(say("Revenue"))
    words = say("What came in, what went back, and what is left, each currency for itself.")
    table = _table(title, answer, answer.rows, telling)
    return Section(title, (telling.says(words),), tuple(charts(answer, telling.voice)), table)


def _section(title: str, words: str, answer: Answer, telling: Telling) -> Section:
    called = telling.says(title)
    rows = hidden(answer.rows, answer.figures, telling.least)
    drawn = [_whole(one, telling) for one in charts(answer, telling.voice)]
    table = _table(called, answer, rows, telling)
    return Section(called, (telling.says(words),), tuple(drawn), table)


def _whole(chart: Chart, telling: Telling) -> Chart:
    """A chart without bars of fewer people than are told."""
    least = telling.least
    bars = [
        one._replace(size=None, text=f"<{least}") if one.size and one.size < least else one
        for one in chart.bars
    ]
    return chart._replace(bars=tuple(bars))


def _table(title: str, answer: Answer, rows: Sequence[Row], telling: Telling) -> Table:
    names = [name for name in answer.shown if name not in {"before", "change"}]
    firsts = {head(answer.by), "currency"}
    heads = tuple(telling.headed(answer, name) for name in names)
    told = tuple(tuple(telling.cell(answer, row, name) for name in names) for row in rows)
    numbers = frozenset(at for at, name in enumerate(names) if name not in firsts)
    return Table(f"{title}, {telling.voice.period(answer.period)}", heads, told, numbers)


def _retention(cohorts: Sequence[Cohort], telling: Telling) -> Section:
    newest = cohorts[-MOST_COHORTS:]
    longest = max((len(one.percent) for one in newest), default=0)
    heads = (say("Cohort"), say("Enrolled"), *(f"+{number}" for number in range(longest)))
    rows = tuple(telling.cohort(one, longest) for one in newest)
    words = say(
        "Of the learners who were enrolled in a month, how many percent learnt in that month (+0), in the "
        "next one (+1), and so on; the chart is of all of them, as far as months are over."
    )
    table = Table(
        telling.says(say("Cohorts")),
        tuple(map(telling.says, heads)),
        rows,
        frozenset(range(1, longest + 2)),
    )
    drawn = tuple(who_comes_back(newest, By.MONTH, telling.least, telling.voice))
    title = telling.says(say("Learners who come back"))
    return Section(title, (telling.says(words),), drawn, table)


def _stops(stops: Sequence[Stop], telling: Telling) -> Sequence[Section]:
    """Where enough learners stop to be told; nothing where nobody does."""
    many = [one for one in stops if one.stopped >= telling.least]
    if not many:
        return ()
    words = say(
        "The lessons that learners touched last who did not complete the course and were not seen in it for "
        "{} days, of those enrolled in these days.",
        IDLE_DAYS,
    )
    heads = (say("Course"), say("Lesson"), say("Reached"), say("Stopped"), say("Of those %"))
    rows = tuple(
        (one.course, one.title, *map(telling.text, (one.reached, one.stopped, one.stop_rate)))
        for one in many[:MOST_STOPS]
    )
    table = Table(
        telling.says(say("Lessons where the most learners stop")),
        tuple(map(telling.says, heads)),
        rows,
        frozenset((2, 3, 4)),
    )
    drawn = tuple(where_they_stop(stops, telling.least, telling.voice))
    title = telling.says(say("Where learners stop"))
    return (Section(title, (telling.says(words),), drawn, table),)


def _notes(told: Told, telling: Telling) -> Sequence[str]:
    notes = [
        say("Days are those of {}; weeks and months begin with them.", told.engagement.time_zone)
    ]
    if told.earned is not None and told.earned.before is not None:
        notes.append(say("Compared with {}.", telling.voice.period(told.earned.before)))
    notes += told.engagement.notes[1:]
    if told.revenue is not None:
        notes += [note for note in told.revenue.notes[1:] if note not in notes]
        notes.append(say("Amounts of different currencies are not added."))
    if telling.least > 1:
        notes.append(
            say(
                "Numbers of people from 1 through {} are not told; what follows from them is hidden.",
                telling.least - 1,
            )
        )
    return [telling.says(note) for note in notes]
