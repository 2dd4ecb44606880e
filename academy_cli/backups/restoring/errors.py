"""What can be wrong with an archive that is whole, and found only by loading it."""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind


class UnfitRowError(AcademyError):
    """Rows that the database does not take."""

    def __init__(self, table: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.unfit-row",
            f"The database does not take a row of “{table}”: {why}.",
            "Nothing was changed. Use another backup, or restore this one into the engine that it is from.",
        )


class BrokenArchiveError(AcademyError):
    """Rows that contradict each other: a reference to what is not there, or the same thing twice."""

    def __init__(self, table: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "backup.broken",
            f"The rows of “{table}” contradict others: {why}.",
            "Nothing was changed. Use another backup: academy backup list",
        )
