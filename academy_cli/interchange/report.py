"""The fidelity report of an import: what became of everything in the source, counted and one by one.

Knows the shape of the report, which is a public contract; refuses to print.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from academy_cli.formats.problems import count
from academy_cli.interchange.notes import Fate, counts
from academy_cli.interchange.writing import Imported

REPORT_FORMAT = 1
"""Raised when a report would mean something else."""


class Report(NamedTuple):
    """What an import made of a source; ``later`` counts files of other languages, ``problems`` findings."""

    format: int
    course: str
    title: str
    family: str
    sign: str
    source: str
    folder: str
    order: str
    lessons: int
    counts: tuple[Mapping[str, object], ...]
    later: Mapping[str, int]
    problems: Mapping[str, int]
    notes: tuple[Mapping[str, object], ...]


def report(made: Imported) -> Report:
    """The report of an import."""
    converted = made.converted
    return Report(
        REPORT_FORMAT,
        converted.course,
        converted.title,
        made.family,
        made.sign,
        str(made.source),
        str(made.folder),
        converted.order,
        converted.lessons,
        tuple(one._asdict() for one in sorted(counts(converted.notes))),
        Counter(
            note.name
            for note in converted.notes
            if note.what == "translation" and note.fate is Fate.DROPPED
        ),
        count(made.problems),
        tuple(note._asdict() for note in converted.notes),
    )
