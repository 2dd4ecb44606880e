"""What is said about enrollments: frozen values that become a table, JSON or a page.

Knows what people ask of them; refuses rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from academy_cli.kit.page import Cut

KINDS = ("order", "gift", "bulk", "staff", "free", "subscription")
"""Why somebody may be in a course."""
BY_HAND = ("gift", "staff", "free")
"""Those that a person gives; the others come with an order, a file or a subscription."""
SORTABLE = (
    "number", "email", "name", "course", "state", "has_access", "enrolled_at", "completed_at",
    "removed_at", "last_seen_at",
)  # fmt: skip
"""What a list of them can be ordered by."""
STATES = ("active", "waiting", "expired", "completed", "removed")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which enrollments somebody wants to see; ``kind`` is that of a grant that is not revoked."""

    course: str | None = None
    email: str | None = None
    state: str | None = None
    kind: str | None = None
    cut: Cut = Cut()


class EnrollmentSummary(NamedTuple):
    """One enrollment in a list; ``starts_at`` is told of those who wait for it."""

    number: int
    email: str
    name: str
    course: str
    state: str
    has_access: bool
    kinds: tuple[str, ...]
    enrolled_at: datetime
    starts_at: datetime | None
    ends_at: datetime | None
    completed_at: datetime | None
    removed_at: datetime | None
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class EnrollmentLine:
    """One enrollment as a row of a file that can be imported.

    Of several grants it is the one that lasts longest; of somebody who was removed, ``reason`` is why.
    Of a completion it says since when; how far the others are is in the file of progress.
    """

    email: str
    course: str
    state: str
    kind: str | None
    reference: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    enrolled_at: datetime
    completed_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class GrantView:
    """Why somebody is, or was, in a course."""

    number: int
    kind: str
    reference: str | None
    reason: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    granted_at: datetime
    revoked_at: datetime | None
    revoke_reason: str | None


@dataclass(frozen=True, slots=True)
class EnrollmentView:
    """One enrollment with all it ever hung on."""

    number: int
    email: str
    name: str
    course: str
    title: str
    state: str
    has_access: bool
    enrolled_at: datetime
    starts_at: datetime | None
    ends_at: datetime | None
    completed_at: datetime | None
    completed_revision: int | None
    removed_at: datetime | None
    last_seen_at: datetime | None
    grants: tuple[GrantView, ...]


@dataclass(frozen=True, slots=True)
class Granting:
    """What somebody is given: why, from when, until when.

    Without ``until`` it is what course.yaml says, and for staff there is no end.
    """

    kind: str = "gift"
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    reference: str | None = None
    reason: str | None = None
    is_over_capacity: bool = False
    tells: bool = True
    """Whether they are told by e-mail."""


@dataclass(frozen=True, slots=True)
class EnrollmentChange:
    """What was done, or would be, to one enrollment.

    ``outcome`` is ``enrolled``, ``restored``, ``granted``, ``removed``, ``extended``, ``completed`` or
    ``unchanged``; ``before`` and ``after`` are states, ``mails`` how many are to leave.
    """

    email: str
    course: str
    outcome: str
    before: str | None
    after: str
    starts_at: datetime | None
    ends_at: datetime | None
    mails: int = 0
    adds_access: bool = True
    """Not of a grant that gives no more than there is: it is kept, for it may matter when others end."""

    @property
    def is_change(self) -> bool:
        """Whether anything is different afterwards."""
        return self.outcome != "unchanged"
