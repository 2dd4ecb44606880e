"""Whether somebody has access to a course: what follows from the grants, the course's dates and the time.

The one rule, as a function of values; `conditions` says the same in SQL. Refuses rows and clocks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import Enum
from typing import NamedTuple

ALWAYS = datetime.min.replace(tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)
"""The beginning of what never began and the end of what never ends."""


class State(Enum):
    """What an enrollment is."""

    ACTIVE = "active"
    WAITING = "waiting"
    """It gives access later."""
    EXPIRED = "expired"
    COMPLETED = "completed"
    REMOVED = "removed"
    """Somebody took the learner out, or revoked every grant."""


class Span(NamedTuple):
    """From a moment until just before another; None where it has always been so, or is for ever."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def begin(self, earliest: datetime) -> datetime:
        """Its beginning, but not before a moment."""
        return max(self.starts_at or ALWAYS, earliest)

    def within(self, other: Span) -> Span:
        """The part of it that is in another one too; it may be empty."""
        begins = max(self.starts_at or ALWAYS, other.starts_at or ALWAYS)
        ends = min(self.ends_at or NEVER, other.ends_at or NEVER)
        return Span(begins, ends)


class Held(NamedTuple):
    """A grant as far as access follows from it."""

    span: Span
    is_revoked: bool = False


class Access(NamedTuple):
    """What follows: the state, whether the course is open to the learner, from when and until when.

    ``starts_at`` is told while they wait for it; ``ends_at`` is the last end of any grant, None for no end.
    """

    state: State
    has_access: bool
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def is_covered(span: Span, grants: Iterable[Held], course: Span, now: datetime) -> bool:
    """Whether other grants give all the access from now on that a grant of a span would give."""
    wanted = span.within(course)
    reached, end = wanted.begin(now), wanted.ends_at or NEVER
    held = (one.span.within(course) for one in grants if not one.is_revoked)
    for begins, ends in sorted((one.starts_at or ALWAYS, one.ends_at or NEVER) for one in held):
        if begins <= reached < ends:
            reached = ends
    return reached >= end


def access(
    grants: Iterable[Held],
    course: Span,
    now: datetime,
    *,
    removed_at: datetime | None = None,
    completed_at: datetime | None = None,
) -> Access:
    """What an enrollment is at a moment. Who completed a course keeps the access that the grants give."""
    opened, closed = course.starts_at or ALWAYS, course.ends_at or NEVER
    is_valid = is_live = False
    last, first = ALWAYS, NEVER
    for (starts_at, ends_at), is_revoked in grants:  # one pass: lists ask this of millions
        if is_revoked:
            continue
        begin = opened if starts_at is None else max(starts_at, opened)
        end = closed if ends_at is None else min(ends_at, closed)
        is_valid, last = True, max(last, end)
        if begin <= now < end:
            is_live = True
        elif now < begin < end:
            first = min(first, begin)
    if removed_at is not None or (not is_valid and completed_at is None):
        state = State.REMOVED
    elif completed_at is not None:
        state = State.COMPLETED
    elif is_live:
        state = State.ACTIVE
    else:
        state = State.WAITING if first < NEVER else State.EXPIRED
    has_access = is_live and removed_at is None
    waits = first if state is State.WAITING else None
    return Access(state, has_access, waits, last if is_valid and last < NEVER else None)
