"""What cannot be scheduled, each with its own sentence."""

from __future__ import annotations

from datetime import timedelta

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say
from academy_cli.kit.timespan import told


class BadRhythmError(AcademyError):
    """A rhythm that no day is divided by."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "backup.bad-rhythm",
            say("Nothing happens every “{}”.", written),
            "Write --every day, hour, 2h, 3h, 4h, 6h, 8h or 12h.",
        )


class BadTimeError(AcademyError):
    """A time of no day."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "backup.bad-time",
            say("“{}” is no time of a day.", written),
            "Write it as --at 03:30",
        )


class BadNameError(AcademyError):
    """A name that no unit can have."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "backup.bad-name",
            say("“{}” is no name for what is scheduled.", written),
            "Use small letters, digits and hyphens: --name academy-backup",
        )


class AlarmTooEarlyError(AcademyError):
    """An age that good backups are beyond before the next one is made."""

    def __init__(self, limit: timedelta, every: timedelta) -> None:
        super().__init__(
            Kind.USAGE,
            "backup.alarm-too-early",
            say(
                "Backups that are made every {} are often older than {}.", told(every), told(limit)
            ),
            say(
                "Give it an hour more at least: --max-age {}h",
                int(every.total_seconds()) // 3600 + 1,
            ),
        )


class UnfitWordError(AcademyError):
    """A path, or another word, that the scheduler would read as something else."""

    def __init__(self, word: str, what: str, where: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "backup.unfit-path",
            say("“{}” has {} in it, which {} reads in its own way.", word, what, where),
            "Move it to a plainer place, or schedule with the other one: --cron, --systemd",
        )


class LineTooLongError(AcademyError):
    """A line beyond what every cron takes."""

    def __init__(self, length: int, most: int) -> None:
        super().__init__(
            Kind.REFUSED,
            "backup.line-too-long",
            say(
                "The line for cron would have {} characters, and some take {} at most.",
                length,
                most,
            ),
            "Use shorter paths, or systemd: academy backup schedule --systemd",
        )
