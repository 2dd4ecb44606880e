"""Lengths of time, ``90 minutes`` or ``12 months``, in short ``26h``: what comes after one, and before it.

Knows the calendar; refuses to know what lasts so long.
"""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta

_SPAN = re.compile(r"([1-9][0-9]{0,4}) (minute|hour|day|week|month|year)s?")
_SHORT = re.compile(r"([0-9]{1,5})([hdwmy])")
_UNITS = {"h": "hour", "d": "day", "w": "week", "m": "month", "y": "year"}
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


def short(written: str) -> timedelta | None:
    """``26h``, ``2d`` or ``1w``; None for what is none, is nothing, or differs each time (``2m``)."""
    found = _SHORT.fullmatch(written)
    unit = _FIXED.get(_UNITS[found[2]]) if found else None
    return int(found[1]) * unit or None if found and unit else None


def is_short(written: str) -> bool:
    """Whether it is a length in short: hours, days, weeks, months or years, also none of them (``0h``)."""
    return _SHORT.fullmatch(written) is not None


def before(moment: datetime, length: str) -> datetime | None:
    """The moment a length in short earlier, in UTC: ``1d`` is 24 hours, ``2m`` goes by the moment's calendar.

    None for what is no length, or begins before the calendar does. The moment has a zone.
    """
    found = _SHORT.fullmatch(length)
    if found is None:
        return None
    number, unit = int(found[1]), _UNITS[found[2]]
    try:
        if unit in _FIXED:
            return moment.astimezone(UTC) - number * _FIXED[unit]
        months = -number * (12 if unit == "year" else 1)
        return _months_later(moment, months).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def told(span: timedelta) -> str:
    """A length for people, its two largest units: ``3d 4h``, ``26m``; less than a minute is ``0m``."""
    minutes = max(0, int(span.total_seconds() // 60))
    parts = ((minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "m"))
    first = next((place for place, (count, _) in enumerate(parts) if count), 2)
    said = [f"{count}{unit}" for count, unit in parts[first : first + 2] if count]
    return " ".join(said) or "0m"


def _months_later(moment: datetime, months: int) -> datetime:
    from calendar import monthrange  # every command reads settings, and few count months

    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(year)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
