"""A report as a value: sections with words, charts and the tables that say the same.

Knows nothing but texts and charts; refuses to know where figures come from, and how a page looks.
"""

from __future__ import annotations

from typing import NamedTuple

from academy_cli.analytics.charts.values import Chart


class Table(NamedTuple):
    """Rows of text below their heads; columns of numbers stand to the right."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int]


class Highlight(NamedTuple):
    """One figure that is told in large letters, and how it was before."""

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
    """All of it: whose, of which days, what stands out, the sections, and what the figures mean."""

    title: str
    days: str
    highlights: tuple[Highlight, ...]
    sections: tuple[Section, ...]
    meanings: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
