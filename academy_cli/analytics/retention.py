"""Cohorts: of those who were enrolled in one week or month, how many learnt in each one after it.

Knows enrollments and traces of learning; a learner counts once in each course.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func

from academy_cli.analytics.activity import traces
from academy_cli.analytics.calendar import Unit, is_whole, starts
from academy_cli.analytics.definitions import percent
from academy_cli.analytics.grouping import Asked, Piece, Source, count_distinct, piece
from academy_cli.analytics.views import Cohort
from academy_cli.kit.saying import say
from academy_cli.models import Enrollment


def meaning(unit: str) -> str:
    """What is told of a cohort, in words."""
    return say(
        "of the learners who were enrolled in a cohort's days, how many left a trace so many days, weeks or "
        "months later; the first column is the {} itself in which they were enrolled",
        unit,
    )


def sizes(asked: Asked) -> Piece:
    """How many were enrolled in each cohort."""
    enrolled = Source(
        Enrollment.__table__,
        Enrollment.enrolled_at,
        Enrollment.course_id,
        person=Enrollment.user_id,
    )
    return piece(asked, enrolled, enrolled=func.count())


def returns(asked: Asked) -> Piece:
    """How many of each cohort learnt in each stretch of the period, which stands beside the cohort."""
    found = traces(asked)
    rows = found.join(Enrollment.__table__, Enrollment.id == found.c.enrollment_id)
    enrolled = Source(
        rows,
        Enrollment.enrolled_at,
        Enrollment.course_id,
        person=Enrollment.user_id,
        beside=found.c.stretch,
    )
    return piece(asked, enrolled, learners=count_distinct(Enrollment.id))


def cohorts(
    asked: Asked, many: Iterable[tuple[date, int]], found: Iterable[tuple[date, date, int]]
) -> Sequence[Cohort]:
    """The cohorts of a period, given how many each has, and how many of each learnt in which stretch."""
    unit = asked.by.unit
    assert unit is not None
    order = starts(unit, asked.period)
    places = {start: number for number, start in enumerate(order)}
    active = [[0] * (len(order) - number) for number in range(len(order))]
    for cohort, at, learners in found:
        begun, later = places.get(cohort), places.get(at)
        if begun is not None and later is not None and later >= begun:
            active[begun][later - begun] = learners
    sizes_of = dict(many)
    is_over = is_whole(unit, order[-1], asked.period, asked.clock)
    return [
        _cohort(unit, start, sizes_of.get(start, 0), active[number], is_over=is_over)
        for number, start in enumerate(order)
    ]


def _cohort(
    unit: Unit, start: date, enrolled: int, active: Sequence[int], *, is_over: bool
) -> Cohort:
    parts = tuple(percent(count, enrolled) for count in active)
    return Cohort(unit.label(start), enrolled, tuple(active), parts, is_over)


class Return(NamedTuple):
    """Of the learners of all cohorts that are old enough, how many came back so much later."""

    later: int
    active: int
    enrolled: int


def returning(cohorts: Sequence[Cohort]) -> Sequence[Return]:
    """All cohorts as one, by how much later; of each only stretches that are over."""
    over = [(one.enrolled, one.active if one.is_over else one.active[:-1]) for one in cohorts]
    longest = max((len(active) for _, active in over), default=0)
    found = []
    for later in range(longest):
        old = [(size, active[later]) for size, active in over if len(active) > later]
        enrolled = sum(size for size, _ in old)
        if enrolled:
            found.append(Return(later, sum(many for _, many in old), enrolled))
    return found
