"""Charts of learners who come back, and of lessons where they stop.

Knows cohorts and stops; refuses to draw.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.analytics.charts.values import Bar, Chart, Form
from academy_cli.analytics.definitions import percent
from academy_cli.analytics.retention import returning
from academy_cli.analytics.views import Cohort, Stop

MOST_STOPS, MOST_COURSES = 15, 6
"""Lessons of a chart, and charts, those with the most; whoever wants all reads the table."""


def who_comes_back(cohorts: Sequence[Cohort], unit: str, least: int = 1) -> Sequence[Chart]:
    """One chart of all cohorts together, by how many weeks or months later; none without learners.

    Fewer people than a least number are not told.
    """
    bars = []
    for one in returning(cohorts):
        part = percent(one.active, one.enrolled)
        is_few = 0 < one.active < least or 0 < one.enrolled < least
        text = "hidden" if is_few else f"{part} % of {one.enrolled:,}"
        bars.append(Bar(f"+{one.later}", None if is_few else part, text))
    title = f"Learners who came back, in percent, by {unit}s after enrolling"
    return [Chart(title, Form.COLUMNS, tuple(bars))] if bars else []


def where_they_stop(stops: Sequence[Stop], least: int = 1) -> Sequence[Chart]:
    """A chart for each course of the lessons where the most learners stop; none where nobody does.

    Fewer people than a least number are not told.
    """
    of_courses: dict[str, list[Bar]] = {}
    for one in stops:
        if one.stopped >= least:
            text = f"{one.stopped:,} of {one.reached:,}"
            made = Bar(one.title, float(one.stopped), text)
            of_courses.setdefault(one.course, []).append(made)
    return [
        Chart(f"Learners who stopped, {course}", Form.ROWS, tuple(bars[:MOST_STOPS]))
        for course, bars in list(of_courses.items())[:MOST_COURSES]
    ]
