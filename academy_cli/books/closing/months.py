"""Months, from their first moment until just before the next one's, in UTC.

Knows the calendar; refuses a month that is not over.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from academy_cli.books.errors import BadMonthError, MonthOpenError

_WRITTEN = re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])")


class Month(NamedTuple):
    """A month: as it is written, its first moment, and the first one after it."""

    name: str
    begins: datetime
    ends: datetime

    def has(self, moment: datetime | None) -> bool:
        """Whether a moment is in it."""
        return moment is not None and self.begins <= moment < self.ends


def past(written: str, now: datetime) -> Month:
    """A month that is over. Raises BadMonthError and MonthOpenError."""
    found = month(written)
    if now < found.ends:
        last = found.ends - timedelta(days=1)
        raise MonthOpenError(found.name, f"{last:%Y-%m-%d}")
    return found


def month(written: str) -> Month:
    """A month. Raises BadMonthError."""
    found = _WRITTEN.fullmatch(written.strip())
    if found is None or int(found["year"]) == 0:
        raise BadMonthError(written)
    begins = datetime(int(found["year"]), int(found["month"]), 1, tzinfo=UTC)
    return Month(written.strip(), begins, (begins + timedelta(days=31)).replace(day=1))
