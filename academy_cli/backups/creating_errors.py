"""What can keep the courses' files out of a backup, each with its own sentence."""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class StorageAwayError(AcademyError):
    """Storage that does not answer, or lets nobody in, while files of courses are wanted from it."""

    def __init__(self, error: AcademyError) -> None:
        super().__init__(
            error.kind,
            error.code,
            say("{} Without it the courses' files cannot be in a backup.", error.message),
            "To have the rows safe now: academy backup create --no-files; make a whole one when it is back.",
        )


class RowsAloneError(AcademyError):
    """A backup that was made without the courses' files, for storage was away."""

    def __init__(self, backup: str, why: str) -> None:
        super().__init__(
            Kind.PARTIAL,
            "backup.rows-alone",
            say("Backup {} holds all rows and none of the courses' files. {}", backup, why),
            "Make a whole one when storage is back: academy backup create",
        )
