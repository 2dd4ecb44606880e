"""The report of an export: what became of everything in the course, counted and one by one.

Knows the shape of the report, which is a public contract; refuses to print.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from academy_cli.interchange.exporting.writing import Exported
from academy_cli.interchange.notes import counts

REPORT_FORMAT = 1
"""Raised when a report would mean something else."""


class ExportReport(NamedTuple):
    """What an export made of a course; ``has_source`` tells whether the course's own files are in it."""

    format: int
    course: str
    title: str
    family: str
    file: str
    files: int
    lessons: int
    has_source: bool
    counts: tuple[Mapping[str, object], ...]
    notes: tuple[Mapping[str, object], ...]


def report(made: Exported) -> ExportReport:
    """The report of an export."""
    return ExportReport(
        REPORT_FORMAT,
        made.course.slug,
        made.course.title,
        made.wanted.format,
        str(made.file),
        made.files,
        len(made.course.sketch.lessons),
        made.has_source,
        tuple(one._asdict() for one in sorted(counts(made.notes))),
        tuple(note._asdict() for note in made.notes),
    )
