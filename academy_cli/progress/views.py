"""What is said about progress: frozen values that become a table, JSON or a page.

Knows what people ask of it; refuses rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from academy_cli.kit.page import Cut

SORTABLE = (
    "email", "name", "state", "has_access", "percent", "seconds", "enrolled_at", "last_seen_at",
    "completed_at",
)  # fmt: skip
"""What a list of students can be ordered by."""


@dataclass(frozen=True, slots=True)
class OutlineStep:
    """A module or lesson with how far a learner has come in it.

    ``state`` is ``done``, ``started``, ``open`` or ``coming`` for a lesson, None for a module; ``percent`` is
    a module's, None where nothing in it counts.
    """

    kind: str
    key: str
    title: str
    depth: int
    state: str | None
    percent: int | None
    counts: bool
    seconds: int
    opens_at: datetime | None
    completed_at: datetime | None
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProgressView:
    """How far one learner has come in one course.

    ``done`` of ``lessons`` are those that count and can be seen; ``credit`` is for lessons that were done and
    are no longer there.
    """

    email: str
    name: str
    course: str
    title: str
    state: str
    has_access: bool
    percent: int
    done: int
    lessons: int
    credit: int
    seconds: int
    last_seen_at: datetime | None
    completed_at: datetime | None
    completed_revision: int | None
    outline: tuple[OutlineStep, ...]


@dataclass(frozen=True, slots=True)
class ProgressChange:
    """What was done, or would be, to one lesson of one learner.

    ``completion`` is ``gained`` or ``reopened`` where the change completes the course or takes that back.
    """

    email: str
    course: str
    lesson: str
    before: str
    after: str
    percent_before: int
    percent: int
    completion: str | None
    seconds: int
    mails: int = 0

    @property
    def is_change(self) -> bool:
        """Whether the lesson is in another state afterwards."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """One lesson of a learner as a row of a file that can be imported."""

    email: str
    course: str
    lesson: str
    state: str
    completed_at: datetime | None
    seconds: int


@dataclass(frozen=True, slots=True)
class Recounted:
    """What a recount found: how many learners are complete who were not, and how many mails leave."""

    course: str
    learners: int
    completed_before: int
    gained: int
    mails: int


@dataclass(frozen=True, slots=True)
class StudentsWanted:
    """Which learners of a course somebody wants to see; percents exclude their own bound."""

    state: str | None = None
    below: int | None = None
    above: int | None = None
    cut: Cut = Cut()


@dataclass(frozen=True, slots=True)
class StudentView:
    """A learner of a course, and how far they have come."""

    email: str
    name: str
    state: str
    has_access: bool
    percent: int
    seconds: int
    enrolled_at: datetime
    last_seen_at: datetime | None
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CourseOfUser:
    """A course that somebody is in, and how far they have come."""

    course: str
    title: str
    state: str
    has_access: bool
    percent: int
    seconds: int
    enrolled_at: datetime
    ends_at: datetime | None
    last_seen_at: datetime | None
    completed_at: datetime | None
