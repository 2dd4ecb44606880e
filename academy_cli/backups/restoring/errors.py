"""What can be wrong with an archive that is whole, and found only by loading it."""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class UnfitRowError(AcademyError):
    """Rows that the database does not take."""

    def __init__(self, table: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.unfit-row",
            say("The database does not take a row of “{}”: {}.", table, why),
            "Nothing was changed. Where it is from, academy db check may name the row: correct it there. Else"
            " use another backup, or restore this one into the engine that it is from.",
        )


class BrokenArchiveError(AcademyError):
    """Rows that contradict each other: a reference to what is not there, or the same thing twice."""

    def __init__(self, table: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.broken",
            say("The rows of “{}” contradict others: {}.", table, why),
            "Nothing was changed. Use another backup: academy backup list",
        )


class NotAsWrittenError(AcademyError):
    """A table that is not, in the database, what the archive has of it."""

    def __init__(self, table: str) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.not-as-written",
            say("“{}” is not in the database as it is in the backup.", table),
            "Nothing was changed. Keep this output: it is a fault of academy or of the database.",
        )


class InUseError(AcademyError):
    """A database that others are working with at the moment of the swap."""

    def __init__(self, url: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "backup.in-use",
            say("Others are at work in {}, so it was not replaced.", url),
            "Stop what runs in the background (mail, payment sync), then try again.",
        )


class NoKeptError(AcademyError):
    """A database that was not kept, or is not any more."""

    def __init__(self, word: str) -> None:
        super().__init__(
            Kind.MISSING,
            "backup.nothing-kept",
            say("No database is kept that was replaced at “{}”.", word)
            if word
            else say("None is kept."),
            "They are kept for seven days: academy backup rollback --list",
        )
