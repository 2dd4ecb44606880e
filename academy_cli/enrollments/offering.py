"""Whether a course still takes somebody.

Works in the caller's transaction, which holds the course; refuses to enroll anybody.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from academy_cli.enrollments import enrolling, store
from academy_cli.enrollments.errors import CourseEndedError, CourseFullError
from academy_cli.enrollments.seats import Seat


def require_seat(connection: Connection, place: Seat, now: datetime) -> None:
    """Insist that somebody could be let into a course. Raises CourseFullError and CourseEndedError."""
    ended, slug = place.offer.span.ends_at, place.course.slug
    if ended is not None and ended <= now:
        raise CourseEndedError(slug, ended)
    is_in = place.enrollment is not None and enrolling.is_in(place.access(now))
    capacity = place.offer.capacity
    if is_in or capacity is None:
        return
    if store.seats_taken(connection, place.course.id, place.offer.span, now) >= capacity:
        raise CourseFullError(slug, capacity)
