"""Whether learners see a course: the status that holds, from what is stored of it and the time.

The one rule for every slice that shows or sells a course. Needs nothing but the standard library; refuses
rows and clocks.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Publication(NamedTuple):
    """What is stored of a course's status; ``unpublished_at`` is when it was last taken back by hand."""

    status: str
    publish_at: datetime | None = None
    unpublished_at: datetime | None = None

    def status_at(self, now: datetime) -> str:
        """The status that holds at a moment: a draft is published from its ``publish_at`` on.

        Not one that was taken back since: that takes a later ``publish_at``, or publishing by hand.
        """
        if self.status != "draft" or self.publish_at is None or self.publish_at > now:
            return self.status
        is_taken_back = self.unpublished_at is not None and self.unpublished_at >= self.publish_at
        return "draft" if is_taken_back else "published"

    def due(self, now: datetime) -> datetime | None:
        """When a draft will become public by itself; None when it will not."""
        if self.status != "draft" or self.publish_at is None or self.publish_at <= now:
            return None
        return self.publish_at
