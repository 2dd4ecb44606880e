"""What is said in figures: frozen values that become a table, JSON, a chart or a page.

Knows the answers' shapes; refuses to know where figures come from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from academy_cli.analytics.asking import By, Subject
from academy_cli.analytics.calendar import Period
from academy_cli.analytics.definitions import Figure

Row = Mapping[str, object]
"""What a row is for, its currency if it has one, and its figures, by name."""


class Answer(NamedTuple):
    """Figures of a subject in a period: the columns people see and all there are, and a row for each group.

    ``before`` is what it is compared with. ``notes`` are what has to be known to read it right.
    """

    subject: Subject
    by: By
    period: Period
    before: Period | None
    time_zone: str
    figures: Sequence[Figure]
    shown: tuple[str, ...]
    known: tuple[str, ...]
    lead: str
    rows: Sequence[Row]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explained:
    """What a figure means, and the very query that tells it, with its values."""

    figure: str
    measure: str
    meaning: str
    query: str | None
    """None where it follows from others of its row, as the meaning says."""


class Cohort(NamedTuple):
    """Learners who were enrolled in one week or month, and how many of them learnt so many later.

    ``active`` begins with the stretch they were enrolled in; ``percent`` is the same of all of them.
    ``is_over`` says whether all of the last stretch is counted.
    """

    cohort: str
    enrolled: int
    active: tuple[int, ...]
    percent: tuple[float | None, ...]
    is_over: bool


@dataclass(frozen=True)
class Stop:
    """A lesson, and how many learners touched it last and came no further."""

    course: str
    lesson: str
    title: str
    reached: int
    """Learners who began it."""
    stopped: int
    """Of these, those who are not complete, touched it last, and have not been seen for so long."""
    stop_rate: float | None
