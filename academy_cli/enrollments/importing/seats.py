"""The seats that rows take one after the other, in courses that take only so many.

Counts a course once, and exactly only where that decides; refuses to know who sits there.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection

from academy_cli.enrollments.importing import tables
from academy_cli.enrollments.importing.tables import Offered
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say


class Seats:
    """What the rows of a file took so far, and what each course takes."""

    def __init__(self) -> None:
        self._taken: Counter[int] = Counter()
        self._least: dict[int, int] = {}
        self._exact: dict[int, int] = {}

    def take(self, connection: Connection, course: Offered, seats: int, now: datetime) -> bool:
        """Take seats, or set some free where there are less than none; False where the course is full."""
        if not self.has(connection, course, seats, now):
            return False
        self._taken[course.id] += seats
        return True

    def has(self, connection: Connection, course: Offered, seats: int, now: datetime) -> bool:
        """Whether a course has so many seats left."""
        return seats <= 0 or self._has(connection, course, self._taken[course.id] + seats, now)

    def _has(self, connection: Connection, course: Offered, wanted: int, now: datetime) -> bool:
        if course.id not in self._least:
            self._least[course.id] = tables.seats_at_least(connection, course)
        if wanted <= self._least[course.id]:
            return True
        if course.id not in self._exact:
            self._exact[course.id] = tables.seats_left(connection, course, now)
        return wanted <= self._exact[course.id]


def full(course: Offered) -> str:
    """Why nobody else gets in, as the reason of a row."""
    capacity = course.offer.capacity or 0
    return say("“{}” is full: it takes {}", course.slug, amount(capacity, "learner"))
