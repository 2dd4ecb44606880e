"""Each subject as one value: its figures, which of them people see first, and the queries that tell them.

Knows which module counts what; refuses to count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from academy_cli.analytics import certificates, conversions, courses, engagement, revenue, users
from academy_cli.analytics.asking import Subject
from academy_cli.analytics.definitions import Figure
from academy_cli.analytics.grouping import Asked, Piece


class Told(NamedTuple):
    """What a subject tells: figures, those shown first, the one it is compared by, and its queries."""

    figures: Sequence[Figure]
    shown: tuple[str, ...]
    lead: str
    pieces: Callable[[Asked], Sequence[Piece]]

    def without(self, *names: str) -> Told:
        """The same less some figures."""
        kept = tuple(one for one in self.figures if one.name not in names)
        return self._replace(
            figures=kept, shown=tuple(name for name in self.shown if name not in names)
        )


SUBJECTS: Mapping[Subject, Told] = {
    Subject.REVENUE: Told(revenue.FIGURES, revenue.SHOWN, revenue.LEAD, revenue.pieces),
    Subject.CONVERSIONS: Told(
        conversions.FIGURES, conversions.SHOWN, conversions.LEAD, conversions.pieces
    ),
    Subject.USERS: Told(users.FIGURES, users.SHOWN, users.LEAD, users.pieces),
    Subject.COURSES: Told(courses.FIGURES, courses.SHOWN, courses.LEAD, courses.pieces),
    Subject.ENGAGEMENT: Told(
        engagement.FIGURES, engagement.SHOWN, engagement.LEAD, engagement.pieces
    ),
    Subject.CERTIFICATES: Told(
        certificates.FIGURES, certificates.SHOWN, certificates.LEAD, certificates.pieces
    ),
}


def visited(found: Told) -> Told:
    """The same with visits, where they are known."""
    figures = (*conversions.VISITED, *found.figures)
    return found._replace(figures=figures, shown=("visits", *found.shown, "visit_rate"))


def told(subject: Subject, asked: Asked, *, money: bool) -> Told:
    """What a subject tells of a question; of courses without money, where that is not for whoever asks."""
    found = SUBJECTS[subject]
    if subject is Subject.COURSES and not money:
        return found.without("net")._replace(pieces=_unpaid)
    if subject is Subject.REVENUE and asked.is_by_course:
        return found.without("tax")
    return found


def _unpaid(asked: Asked) -> Sequence[Piece]:
    return courses.pieces(asked, money=False)
