"""What can keep backups from being dropped, each with its own sentence."""

from __future__ import annotations

from datetime import datetime

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.clock import iso
from academy_cli.kit.saying import say


class BadRulesError(AcademyError):
    """Rules of what is kept that cannot be read."""

    def __init__(self, why: str) -> None:
        super().__init__(
            Kind.USAGE,
            "backup.bad-keep",
            say("That is no rule of what is kept: {}", why)
            if why.endswith("?")
            else say("That is no rule of what is kept: {}.", why),
            "Write it as: --keep 'last=3 within=48h daily=7 weekly=4 monthly=12 yearly=2'",
        )


class ClockBehindError(AcademyError):
    """A clock that is earlier than a backup: how old any of them is cannot be told."""

    def __init__(self, now: datetime, name: str, at: datetime) -> None:
        super().__init__(
            Kind.REFUSED,
            "backup.clock-behind",
            say(
                "By this machine's clock it is {}, and “{}” was finished at {}.",
                iso(now),
                name,
                iso(at),
            ),
            "Set the clock right; a backup that a wrong clock made can be moved away. Nothing was dropped.",
        )
