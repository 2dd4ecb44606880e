"""Visits of pages, as a web analysis exports them: how many there were on which day, of which course.

Knows what the columns of Plausible, Matomo and others are called; refuses to guess what is no day or number.
Nothing of it is kept: whoever has the file has the visits.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from academy_cli.analytics.errors import BadVisitsError
from academy_cli.kit.saying import say

DAY = ("date", "day", "period")
COUNT = ("visits", "nb_visits", "visitors", "unique_visitors", "sessions", "nb_uniq_visitors")
COURSE = ("course", "page", "path", "url", "landing_page", "label")
"""What a column may be called, the best first."""
_BREAKS = ",;\t"


class Visit(NamedTuple):
    """Visits on one day, of one course where that is known."""

    day: date
    course: str | None
    visits: int


class Visits(NamedTuple):
    """All rows of a file, and whether they say which course they are of."""

    rows: tuple[Visit, ...]
    knows_courses: bool

    def counted(
        self, key: Callable[[Visit], object], courses: Collection[str] | None
    ) -> Mapping[object, int]:
        """How many there were of each key, of some courses alone."""
        found: dict[object, int] = {}
        for one in self.rows:
            if courses is None or one.course in courses:
                found[key(one)] = found.get(key(one), 0) + one.visits
        return found


def read(lines: Iterable[str], courses: Collection[str]) -> Visits:
    """The visits of a file of CSV, given the courses there are. Raises BadVisitsError.

    A course is named by its slug, or by an address of which one part is its slug; pages of no course count
    for none of them.
    """
    found = iter(lines)
    head = next(found, "").removeprefix("\ufeff").strip()
    mark = max(_BREAKS, key=head.count)
    names = [_plain(name) for name in next(csv.reader([head], delimiter=mark), [])]
    day, count, course = (_place(names, known) for known in (DAY, COUNT, COURSE))
    if day is None or count is None:
        raise BadVisitsError(1, say("no column is called {}, or none {}", DAY[0], COUNT[0]))
    rows = _rows(csv.reader(found, delimiter=mark), (day, count, course), courses)
    return Visits(tuple(rows), course is not None)


def _rows(
    records: Iterable[Sequence[str]],
    places: tuple[int, int, int | None],
    courses: Collection[str],
) -> Iterator[Visit]:
    day, count, course = places
    for number, record in enumerate(records, 2):
        if not any(record):
            continue
        try:
            on, many = date.fromisoformat(record[day].strip()[:10]), int(record[count])
            said = None if course is None else record[course]
        except (ValueError, IndexError) as error:
            why = "its day is no date such as 2026-11-28, or its visits are no whole number"
            raise BadVisitsError(number, why) from error
        if many < 0:
            raise BadVisitsError(number, say("fewer visits than none"))
        yield Visit(on, None if said is None else _course(said, courses), many)


def _course(written: str, courses: Collection[str]) -> str | None:
    """The course that a slug or an address names."""
    parts = urlsplit(written.strip()).path.split("/")
    return next((part for part in parts if part in courses), None)


def _place(names: Sequence[str], known: Sequence[str]) -> int | None:
    return next((names.index(name) for name in known if name in names), None)


def _plain(name: str) -> str:
    return "_".join(name.strip().strip('"').lower().split())
