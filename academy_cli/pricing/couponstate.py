"""What holds of a coupon at a moment: it waits, is active, has ended, is used up or was removed.

The one rule for lists and orders alike, a function of values; refuses rows and clocks.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

ACTIVE, WAITING, ENDED, USED_UP, REMOVED = "active", "waiting", "ended", "used-up", "removed"
STATES = (ACTIVE, WAITING, ENDED, USED_UP, REMOVED)


class Terms(NamedTuple):
    """When a coupon can be used, and how often: from its beginning, and until before its end."""

    starts_at: datetime | None
    ends_at: datetime | None
    uses: int
    most_uses: int | None
    removed_at: datetime | None

    def state(self, at: datetime) -> str:
        """What holds at a moment; what can never change again comes first."""
        if self.removed_at is not None:
            return REMOVED
        if self.ends_at is not None and self.ends_at <= at:
            return ENDED
        if self.most_uses is not None and self.uses >= self.most_uses:
            return USED_UP
        return WAITING if self.starts_at is not None and self.starts_at > at else ACTIVE
