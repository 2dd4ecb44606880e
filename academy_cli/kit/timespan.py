"""Lengths of time as courses give them, ``90 minutes`` or ``12 months``, and what comes after one.

Knows the calendar; refuses to know what lasts so long.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, datetime, timedelta

_SPAN = re.compile(r"([1-9][0-9]{0,4}) (minute|hour|day|week|month|year)s?")
_FIXED = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}


def after(moment: datetime, length: str) -> datetime | None:
    """The moment a length of time later; None for what is no length, or ends beyond the calendar.

    Months and years end on the same day, or the month's last: a month after January 31st is February 28th.
    """
    found = _SPAN.fullmatch(length)
    if found is None:
        return None
    number, unit = int(found[1]), found[2]
    try:
        if unit in _FIXED:
            return moment + number * _FIXED[unit]
        return _months_later(moment, number * (12 if unit == "year" else 1))
    except (ValueError, OverflowError):
        return None


def _months_later(moment: datetime, months: int) -> datetime:
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    if year > MAXYEAR:
        raise OverflowError(year)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
