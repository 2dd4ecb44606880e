"""What can be wrong with the backups there are: each is done as far as possible, and a person must look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from shlex import quote

from academy_cli.backups.views import BackupView
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.clock import iso
from academy_cli.kit.saying import say, say_joined
from academy_cli.kit.timespan import told


class BadAgeError(AcademyError):
    """An age that is no length, or differs each time, as months do."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "backup.bad-age",
            say("“{}” is no age that a backup may have.", written),
            "Write it in hours, days or weeks: --max-age 26h",
        )


class NoBackupError(AcademyError):
    """An academy without any backup; ``other`` is one of another academy, or an archive that may be one."""

    def __init__(self, other: str = "") -> None:
        back = f"academy backup restore {quote(other)}"
        hint = say("Make one: academy backup create")
        if other:
            hint = say("Make one: academy backup create; or if its database was lost: {}", back)
        super().__init__(Kind.ATTENTION, "backup.none", "There is no backup of this academy.", hint)


class LostDatabaseError(AcademyError):
    """Backups of an academy that is not there."""

    def __init__(self, newest: Sequence[BackupView]) -> None:
        words = ["latest"] if len(newest) == 1 else [one.id for one in newest]
        ways = say_joined("; or ", (f"academy backup restore {one}" for one in words))
        super().__init__(
            Kind.ATTENTION,
            "backup.lost-database",
            "There is no academy here, but there are backups of one: its database may be lost.",
            say("Bring it back: {}", ways),
        )


class AllDamagedError(AcademyError):
    """Backups none of which is whole."""

    def __init__(self, newest: str) -> None:
        super().__init__(
            Kind.ATTENTION,
            "backup.all-damaged",
            say(
                "Every backup was found damaged when it was verified, also the newest one, “{}”.",
                newest,
            ),
            "Make one: academy backup create",
        )


class NeverVerifiedError(AcademyError):
    """Backups of which nobody knows whether they are good."""

    def __init__(self, newest: str) -> None:
        super().__init__(
            Kind.ATTENTION,
            "backup.never-verified",
            say("No backup was ever verified, also not the newest one, “{}”.", newest),
            "Verify it: academy backup verify --latest",
        )


class StaleBackupError(AcademyError):
    """The newest verified backup is too old."""

    def __init__(self, name: str, age: timedelta, limit: timedelta, newest: str) -> None:
        old = say(
            "The newest verified backup, “{}”, is {} old, and may be {}",
            name,
            told(age),
            told(limit),
        )
        if newest != name:
            said = say("{}; “{}” is newer, and was not verified.", old, newest)
            hint = say(
                "academy backup verify --latest; then see why nobody did: academy backup schedule"
            )
        else:
            said = say("{}.", old)
            hint = say("academy backup create; then see why nobody did: academy backup schedule")
        super().__init__(Kind.ATTENTION, "backup.stale", said, hint)


class AheadError(AcademyError):
    """A backup of a moment that is still to come: how old the newest one is cannot be told."""

    def __init__(self, name: str, at: datetime, now: datetime) -> None:
        super().__init__(
            Kind.ATTENTION,
            "backup.ahead",
            say(
                "“{}” was made at {}, which is still to come: it is {} here.",
                name,
                iso(at),
                iso(now),
            ),
            "Set the clock right; a backup that a wrong clock made can be moved away.",
        )
