"""Charts of learners who come back, and of lessons where they stop.

Knows cohorts and stops; refuses to draw.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.analytics.asking import By
from academy_cli.analytics.charts.values import Bar, Chart, Form
from academy_cli.analytics.definitions import percent
from academy_cli.analytics.retention import returning
from academy_cli.analytics.views import Cohort, Stop
from academy_cli.analytics.voice import PLAIN, Voice
from academy_cli.kit.saying import say

_CAME_BACK = {
    By.DAY: say("Learners who came back, in percent, by days after enrolling"),
    By.WEEK: say("Learners who came back, in percent, by weeks after enrolling"),
    By.MONTH: say("Learners who came back, in percent, by months after enrolling"),
}
MOST_STOPS, MOST_COURSES = 15, 6
"""Lessons of a chart, and charts, those with the most; whoever wants all reads the table."""


def who_comes_back(
    cohorts: Sequence[Cohort], by: By, least: int = 1, voice: Voice = PLAIN
) -> Sequence[Chart]:
    """One chart of all cohorts together, by how many weeks or months later; none without learners.

    Fewer people than a least number are not told.
    """
    bars = []
    for one in returning(cohorts):
        part = percent(one.active, one.enrolled)
        is_few = 0 < one.active < least or 0 < one.enrolled < least
        text = say("hidden") if is_few else say("{:,} % of {:,}", part, one.enrolled)
        bars.append(Bar(f"+{one.later}", None if is_few else part, voice.says(text)))
    title = voice.says(_CAME_BACK[by])
    return [Chart(title, Form.COLUMNS, tuple(bars), voice)] if bars else []


def where_they_stop(stops: Sequence[Stop], least: int = 1, voice: Voice = PLAIN) -> Sequence[Chart]:
    """A chart for each course of the lessons where the most learners stop; none where nobody does.

    Fewer people than a least number are not told.
    """
    of_courses: dict[str, list[Bar]] = {}
    for one in stops:
        if one.stopped >= least:
            text = voice.says(say("{:,} of {:,}", one.stopped, one.reached))
            made = Bar(one.title, float(one.stopped), text)
            of_courses.setdefault(one.course, []).append(made)
    return [
        Chart(
            voice.says(say("Learners who stopped, {}", course)),
            Form.ROWS,
            tuple(bars[:MOST_STOPS]),
            voice,
        )
        for course, bars in list(of_courses.items())[:MOST_COURSES]
    ]
