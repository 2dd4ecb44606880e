"""Days, weeks and months as an academy's own clock has them: where each begins, and which one came before.

Knows time zones and when their clocks change; refuses to know what is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from academy_cli.kit.saying import say

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


class Unit(Enum):
    """How long a stretch of time is that figures are told for; weeks begin on Mondays (ISO 8601)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def start(self, day: date) -> date:
        """The first day of the stretch that a day is in."""
        match self:
            case Unit.DAY:
                return day
            case Unit.WEEK:
                return day - day.weekday() * DAY
            case Unit.MONTH:
                return day.replace(day=1)

    def later(self, start: date, count: int) -> date:
        """The first day of the stretch so many later, given the first day of one; earlier for less than 0."""
        match self:
            case Unit.DAY:
                return start + count * DAY
            case Unit.WEEK:
                return start + count * 7 * DAY
            case Unit.MONTH:
                return months_later(start, count)

    def label(self, start: date) -> str:
        """What people call a stretch: ``2026-11-28``, ``2026-W48``, ``2026-11``."""
        match self:
            case Unit.DAY:
                return start.isoformat()
            case Unit.WEEK:
                year, week, _ = start.isocalendar()
                return f"{year}-W{week:02d}"
            case Unit.MONTH:
                return f"{start:%Y-%m}"


def months_later(day: date, count: int) -> date:
    """The same day of a month so many later, or that month's last."""
    years, month = divmod(day.month - 1 + count, 12)
    first = date(day.year + years, month + 1, 1)
    return min(first + (day.day - 1) * DAY, _last_of(first))


def _last_of(first: date) -> date:
    return (first + 31 * DAY).replace(day=1) - DAY


class Shift(NamedTuple):
    """How far a clock is ahead of UTC, in seconds, until a moment; None is for good."""

    seconds: int
    until: datetime | None


class Period(NamedTuple):
    """Days from one on up to another, which is not part of it, as a clock has them.

    ``ends_at`` is the end of its last day, or now where that day is not over.
    """

    since: date
    end: date
    starts_at: datetime
    ends_at: datetime

    @property
    def last(self) -> date:
        """Its last day."""
        return self.end - DAY

    @property
    def said(self) -> str:
        """Its first and last day: ``2026-11-01 to 2026-11-28``."""
        return say("{} to {}", self.since, self.last)


class Clock(NamedTuple):
    """The time zone that an academy counts days in, and the present moment."""

    zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.astimezone(self.zone).date()

    def instant(self, day: date) -> datetime:
        """When a day begins, in UTC; where its midnight is left out, with the first minute there is."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def period(self, since: date, last: date) -> Period:
        """All from one day through another, up to now."""
        end = last + DAY
        starts_at, whole = self.instant(since), self.instant(end)
        return Period(since, end, starts_at, max(starts_at, min(whole, self.now)))

    def before(self, period: Period) -> Period:
        """What a period is compared with: as many months or days right before it, and no more of the last.

        From the first of a month on it is months that are counted, so November is compared with October;
        from a Monday on, weeks. Of a period that is not over, as much as has passed.
        """
        since = _earlier(period, period.since)
        last = _earlier(period, period.last)
        if period.since.day == 1 and period.end.day == 1:
            last = period.since - DAY  # whole months, however long each of them is
        found = self.period(since, max(since, min(last, period.since - DAY)))
        if period.ends_at == self.instant(period.end):
            return found
        local = period.ends_at.astimezone(self.zone)
        cut = datetime.combine(_earlier(period, local.date()), local.time(), self.zone)
        return found._replace(ends_at=max(found.starts_at, min(found.ends_at, cut.astimezone(UTC))))

    def shifts(self, period: Period) -> Sequence[Shift]:
        """How far the clock is ahead of UTC during a period, one after another, the last for good."""
        changes = [at for a, b in pairwise(_days(period)) if (at := self._change(a, b))]
        moments = [period.starts_at, *changes]
        untils = [*changes, None]
        return [Shift(self._ahead(at), end) for at, end in zip(moments, untils, strict=True)]

    def _change(self, begin: datetime, end: datetime) -> datetime | None:
        """The second at which the clock changes within a day, if it does."""
        before = self._ahead(begin)
        if self._ahead(end) == before:
            return None
        low, high = begin, end
        while high - low > SECOND:
            middle = low + ((high - low) / SECOND // 2) * SECOND
            low, high = (middle, high) if self._ahead(middle) == before else (low, middle)
        return high

    def _ahead(self, at: datetime) -> int:
        offset = at.astimezone(self.zone).utcoffset()
        return round(offset.total_seconds()) if offset else 0


def starts(unit: Unit, period: Period) -> Sequence[date]:
    """The first days of the stretches that a period has days in, the earliest first."""
    found, start = [], unit.start(period.since)
    while start < period.end:
        found.append(start)
        start = unit.later(start, 1)
    return found


def is_whole(unit: Unit, start: date, period: Period, clock: Clock) -> bool:
    """Whether all of a stretch lies in a period and is over."""
    end = unit.later(start, 1)
    return start >= period.since and end <= period.end and clock.instant(end) <= clock.now


def _days(period: Period) -> Iterator[datetime]:
    """Moments a day apart, from the beginning of a period through its end."""
    at = period.starts_at.replace(microsecond=0)
    while at < period.ends_at:
        yield at
        at += DAY
    yield period.ends_at.replace(microsecond=0) + SECOND


def _earlier(period: Period, day: date) -> date:
    """A day of a period as it was in the period before."""
    if period.since.day == 1:
        months = (period.last.year - period.since.year) * 12
        months += period.last.month - period.since.month + 1
        return months_later(day, -months)
    days = (period.end - period.since).days
    if not period.since.weekday():
        days = -(-days // 7) * 7
    return day - days * DAY
