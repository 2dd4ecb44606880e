"""A report as a value: sections with words, charts and the tables that say the same.

Knows nothing but texts, charts and their language; refuses to know their source and their looks.
"""

from __future__ import annotations

from typing import NamedTuple

from academy_cli.analytics.charts.values import Chart
from academy_cli.analytics.voice import Voice
from academy_cli.kit.saying import say

MEANING = say("What the figures mean")
"""What stands above the meanings."""


class Table(NamedTuple):
    """Rows of text below their heads; columns of numbers stand to the right."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int]


class Highlight(NamedTuple):
    """One figure that is told in large letters, and a line on how it was before."""

    name: str
    value: str
    before: str


class Section(NamedTuple):
    """A part of a report."""

    title: str
    words: tuple[str, ...]
    charts: tuple[Chart, ...] = ()
    table: Table | None = None


class Report(NamedTuple):
    """All of it: in which language, whose, of which days, what stands out, and what the figures mean."""

    voice: Voice
    title: str
    days: str
    highlights: tuple[Highlight, ...]
    sections: tuple[Section, ...]
    meanings: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
