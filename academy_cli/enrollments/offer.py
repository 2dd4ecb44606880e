"""What a course offers its learners: how many it takes, from when until when, and for how long each.

Knows the keys of course.yaml that say so; refuses rows and clocks.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, NamedTuple

from academy_cli.enrollments.access import Span
from academy_cli.kit.timespan import after


class Offer(NamedTuple):
    """What course.yaml says about who may be in the course, and when."""

    capacity: int | None = None
    span: Span = Span()
    length: str | None = None
    """How long a learner keeps access; None is for ever."""

    @classmethod
    def of(cls, fields: str) -> Offer:
        """Read a course's fields as they are stored, canonical JSON.

        A value that is none was an author's own key before these were; it says nothing.
        """
        said: dict[str, Any] = json.loads(fields)
        capacity, length = said.get("capacity"), said.get("access")
        return cls(
            capacity if isinstance(capacity, int) else None,
            Span(_moment(said.get("starts_at")), _moment(said.get("ends_at"))),
            length if isinstance(length, str) else None,
        )

    def end(self, begin: datetime) -> datetime | None:
        """When access ends that begins at a moment, or when the course does, if it is still to start."""
        return after(self.span.begin(begin), self.length) if self.length else None


def _moment(said: object) -> datetime | None:
    if not isinstance(said, str):
        return None
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found
