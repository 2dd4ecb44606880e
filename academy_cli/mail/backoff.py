"""When a message that did not leave is tried again, and when that is given up.

Pure. The pauses are those of the outbox: 1 minute, 5 minutes, half an hour, 2 and 12 hours.
"""

from __future__ import annotations

from datetime import datetime, timedelta

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
LONGEST_WISH = timedelta(days=1)
"""The other side may ask for a longer pause than ours, but not for ever."""


def next_try(attempts: int, at: datetime, wait_s: float | None = None) -> datetime | None:
    """When to try again after so many attempts, None for never; ``wait_s`` is what the other side wants."""
    if attempts > len(PAUSES):
        return None
    asked = min(timedelta(seconds=wait_s or 0), LONGEST_WISH)
    return at + max(PAUSES[max(attempts, 1) - 1], asked)
