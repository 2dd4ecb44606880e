"""How long an account takes no password after wrong ones.

Knows numbers and moments; refuses to know whose account it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta

FREE = 5
"""Wrong passwords in a row that cost nothing."""
FIRST, LONGEST = timedelta(seconds=30), timedelta(hours=1)


def locked_until(failures: int, at: datetime) -> datetime | None:
    """Until when nothing is accepted after so many failures in a row: 30 s after the fifth, then doubling."""
    if failures < FREE:
        return None
    doublings = min(failures - FREE, 20)
    return at + min(LONGEST, FIRST * (1 << doublings))
