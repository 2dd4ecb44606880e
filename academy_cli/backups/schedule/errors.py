"""What cannot be scheduled, each with its own sentence."""

from __future__ import annotations

from datetime import timedelta

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.timespan import told


class BadRhythmError(AcademyError):
    """A rhythm that no day is divided by."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "backup.bad-rhythm",
            f"Nothing happens every “{written}”.",
            "Write --every day, hour, 2h, 3h, 4h, 6h, 8h or 12h.",
        )


class BadTimeError(AcademyError):
    """A time of no day."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "backup.bad-time",
            f"“{written}” is no time of a day.",
            "Write it as --at 03:30",
        )


class BadNameError(AcademyError):
    """A name that no unit can have."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "backup.bad-name",
            f"“{written}” is no name for what is scheduled.",
            "Use small letters, digits and hyphens: --name academy-backup",
        )


class AlarmTooEarlyError(AcademyError):
    """An age that good backups are beyond before the next one is made."""

    def __init__(self, limit: timedelta, every: timedelta) -> None:
        super().__init__(
            Kind.USAGE,
            "backup.alarm-too-early",
            f"Backups that are made every {told(every)} are often older than {told(limit)}.",
            f"Give it an hour more at least: --max-age {int(every.total_seconds()) // 3600 + 1}h",
        )


class UnfitWordError(AcademyError):
    """A path, or another word, that the scheduler would read as something else."""

    def __init__(self, word: str, what: str, where: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "backup.unfit-path",
            f"“{word}” has {what} in it, which {where} reads in its own way.",
            "Move it to a plainer place, or schedule with the other one: --cron, --systemd",
        )


class LineTooLongError(AcademyError):
    """A line beyond what every cron takes."""

    def __init__(self, length: int, most: int) -> None:
        super().__init__(
            Kind.REFUSED,
            "backup.line-too-long",
            f"The line for cron would have {length} characters, and some take {most} at most.",
            "Use shorter paths, or systemd: academy backup schedule --systemd",
        )
