"""What there is of somebody in a course, before a row about them is looked at.

Pure: knows an enrollment with its grants as values; refuses to decide anything.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from academy_cli.enrollments.access import Held, Span
from academy_cli.kit.clock import iso


class Given(NamedTuple):
    """A grant that is there."""

    id: int
    kind: str
    reference: str | None
    reason: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    revoked_at: datetime | None
    revoke_reason: str | None

    @property
    def held(self) -> Held:
        """As far as access follows from it."""
        return Held(Span(self.starts_at, self.ends_at), self.revoked_at is not None)

    def said(self, name: str) -> str | None:
        """A field as a row writes it."""
        value = getattr(self, name)
        return iso(value) if isinstance(value, datetime) else value

    def exact(self, name: str) -> str | None:
        """A field as it can be put back."""
        value = getattr(self, name)
        return value.isoformat() if isinstance(value, datetime) else value


class There(NamedTuple):
    """Somebody's enrollment, and every grant it ever had."""

    id: int
    removed_at: datetime | None
    completed_at: datetime | None
    grants: tuple[Given, ...]

    @property
    def live(self) -> tuple[Given, ...]:
        """The grants that were not revoked."""
        return tuple(one for one in self.grants if one.revoked_at is None)

    @property
    def is_out(self) -> bool:
        """Whether nothing is left of their place in the course."""
        return not self.live and (self.removed_at is not None or self.completed_at is None)
