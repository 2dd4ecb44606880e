"""How often backups are made and when, for systemd's calendar and for cron's five fields.

Knows times of a day that both can say; refuses a rhythm that differs from day to day.
Sources: systemd.time(7), Calendar Events; crontab(5) of POSIX, which has lists and no steps.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

from academy_cli.backups.schedule.errors import BadRhythmError, BadTimeError

_AT = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_HOURS = {"day": 24, "hour": 1, **{f"{count}h": count for count in (1, 2, 3, 4, 6, 8, 12, 24)}}
MOST_DELAY = timedelta(minutes=15)
"""So that many machines do not begin in the same second."""


class Rhythm(NamedTuple):
    """Every so many hours, from a time of the day on."""

    every: timedelta
    hour: int
    minute: int

    @property
    def hours(self) -> tuple[int, ...]:
        """The hours of a day in which it happens."""
        step = int(self.every.total_seconds()) // 3600
        return tuple(range(self.hour % step, 24, step))

    @property
    def delay(self) -> timedelta:
        """How much later it may begin, by chance."""
        return min(MOST_DELAY, self.every / 12)

    def calendar(self, zone: str) -> str:
        """``*-*-* 03,15:30:00 UTC``."""
        hours = "*" if len(self.hours) == 24 else ",".join(f"{hour:02}" for hour in self.hours)
        return f"*-*-* {hours}:{self.minute:02}:00 {zone}"

    def fields(self) -> str:
        """``30 3,15 * * *``, in the time of the machine."""
        hours = "*" if len(self.hours) == 24 else ",".join(map(str, self.hours))
        return f"{self.minute} {hours} * * *"

    def check(self, limit: timedelta) -> Rhythm:
        """When somebody looks, once a day.

        Where the first of a day was not made, and none since, the newest is then too old by an hour.
        """
        begin = timedelta(hours=self.hour, minutes=self.minute)
        late = (begin + limit - self.every + timedelta(hours=1)) % timedelta(days=1)
        minutes = int(late.total_seconds()) // 60
        return Rhythm(timedelta(days=1), minutes // 60, minutes % 60)


def read(every: str, at: str) -> Rhythm:
    """A rhythm as it is written: ``day`` or ``6h``, from ``03:30`` on.

    Raises BadRhythmError and BadTimeError.
    """
    if every not in _HOURS:
        raise BadRhythmError(every)
    found = _AT.fullmatch(at)
    if found is None:
        raise BadTimeError(at)
    return Rhythm(timedelta(hours=_HOURS[every]), int(found[1]), int(found[2]))
