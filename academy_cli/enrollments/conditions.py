"""Whether somebody has access to a course, as SQL says it: for lists that the database filters and sorts.

The same as `access`, which a test proves on both engines. Knows the tables; refuses to run anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    and_,
    case,
    column,
    exists,
    func,
    literal,
    or_,
    values,
)

from academy_cli.enrollments.access import ALWAYS, NEVER, Span, State
from academy_cli.models import Enrollment, Grant, UTCDateTime

NOWHERE = 0
"""The row of no course: the table of dates has a line even where no course has any."""


def dates(spans: Mapping[int, Span]) -> CTE:
    """The dates of those courses that have any, by row, as a table of the statement."""
    rows = [(NOWHERE, ALWAYS, NEVER)]
    rows += [(row, one.starts_at or ALWAYS, one.ends_at or NEVER) for row, one in spans.items()]
    named = (
        column("course_id", Integer),
        column("starts_at", UTCDateTime()),
        column("ends_at", UTCDateTime()),
    )
    return values(*named, name="dates").data(rows).cte("course_dates")


def is_removed() -> ColumnElement[bool]:
    """Whether somebody took the learner out, or revoked every grant; dates have no say in it."""
    had = exists().where(Grant.enrollment_id == Enrollment.id)
    return or_(Enrollment.removed_at.is_not(None), and_(had, ~_granted()))


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions on enrollments at a moment; the query joins ``courses`` where ``joined`` says."""

    courses: CTE
    now: datetime

    @property
    def joined(self) -> ColumnElement[bool]:
        """How an enrollment finds its course's dates, which not every course has."""
        return self.courses.c.course_id == Enrollment.course_id

    @property
    def has_access(self) -> ColumnElement[bool]:
        """Whether the course is open to the learner."""
        return and_(Enrollment.removed_at.is_(None), self._is_live)

    @property
    def state(self) -> ColumnElement[str]:
        """The word of the state."""
        return case(
            (Enrollment.removed_at.is_not(None), State.REMOVED.value),
            (Enrollment.completed_at.is_not(None), State.COMPLETED.value),
            (self._is_live, State.ACTIVE.value),
            (self._is_coming, State.WAITING.value),
            (_granted(), State.EXPIRED.value),
            else_=State.REMOVED.value,
        )

    @property
    def takes_a_seat(self) -> ColumnElement[bool]:
        """Whether a learner has access, or will have."""
        return and_(Enrollment.removed_at.is_(None), or_(self._is_live, self._is_coming))

    @property
    def _is_live(self) -> ColumnElement[bool]:
        opened, closed = self._course
        now = self._moment
        return and_(opened <= now, now < closed, _granted(_begin() <= now, now < _end()))

    @property
    def _is_coming(self) -> ColumnElement[bool]:
        opened, closed = self._course
        now = self._moment
        is_later = or_(_begin() > now, opened > now)
        overlaps = and_(_begin() < closed, opened < _end(), opened < closed)
        return _granted(is_later, overlaps)

    @property
    def _moment(self) -> ColumnElement[datetime]:
        return literal(self.now, UTCDateTime())

    @property
    def _course(self) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        return (
            func.coalesce(self.courses.c.starts_at, _bound(ALWAYS)),
            func.coalesce(self.courses.c.ends_at, _bound(NEVER)),
        )


def _granted(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is a grant of the enrollment, not revoked, of which this holds."""
    return exists().where(
        Grant.enrollment_id == Enrollment.id, Grant.revoked_at.is_(None), *conditions
    )


def _begin() -> ColumnElement[Any]:
    return func.coalesce(Grant.starts_at, _bound(ALWAYS))


def _end() -> ColumnElement[Any]:
    return func.coalesce(Grant.ends_at, _bound(NEVER))


def _bound(moment: datetime) -> ColumnElement[datetime]:
    return literal(moment, UTCDateTime())
