"""What bulk work can refuse as a whole, each with its own sentence; a refused row is only a value.

Knows batches and what became of them; refuses to know what the rows are about.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say


class RefusedRowError(Exception):
    """One row that cannot be done, and why; it never leaves the engine."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RefusedRowsError(AcademyError):
    """Rows that were refused where all or nothing was wanted."""

    def __init__(self, refused: int, rows: int) -> None:
        super().__init__(
            Kind.INVALID,
            "batch.refused-rows",
            say("{:,} of {} cannot be done, so none was.", refused, amount(rows, "row")),
            "Mend them; or leave out --atomic, and the others are done.",
        )


class PartialError(AcademyError):
    """Some rows are done; the others are in a file of their own."""

    def __init__(self, refused: int, rows: int, file: str) -> None:
        super().__init__(
            Kind.PARTIAL,
            "batch.partial",
            say(
                "Of {} {:,} could not be done: see “{}” for the reasons.",
                amount(rows, "row"),
                refused,
                file,
            ),
            "Mend them there, and import that file as it is.",
        )


class UndonePartlyError(AcademyError):
    """An undoing that had to leave something as it is."""

    def __init__(self, reference: str, refused: int, rows: int) -> None:
        super().__init__(
            Kind.PARTIAL,
            "batch.undone-partly",
            say("{} of the {} rows of “{}” were left as they are.", refused, rows, reference),
            "Look at each, then undo the rest with the same command.",
        )


class FailedFileError(AcademyError):
    """Nowhere to put the rows that are refused."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "batch.failed-file",
            say("The refused rows cannot be written to “{}”: {}.", path, why),
            "Name another file: --failed FILE",
        )


class FileChangedError(AcademyError):
    """A file that is not what it was when it was planned, or when its batch was begun."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "batch.file-changed",
            say("“{}” has changed in the meantime.", name),
            "Run the command again to see what it would do now.",
        )


class ChangedMeanwhileError(AcademyError):
    """All-or-nothing work that others' changes made impossible as it was planned."""

    def __init__(self, line: int) -> None:
        super().__init__(
            Kind.CONFLICT,
            "batch.changed-meanwhile",
            say("What line {} is about was changed in the meantime, so nothing was done.", line),
            "Run the command again to see what it would do now.",
        )


class TakenOverError(AcademyError):
    """A batch that somebody else works through."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "batch.taken-over",
            say("Somebody else goes on with “{}” right now.", reference),
            say("See how far it is: academy batch show {}", reference),
        )


class UnknownBatchError(AcademyError):
    """A reference that no batch has."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Kind.MISSING,
            "batch.unknown",
            say("There is no batch “{}”.", reference),
            "See them: academy batch list",
        )


class NothingToResumeError(AcademyError):
    """A file of which no batch was left unfinished."""

    def __init__(self, name: str, latest: str = "") -> None:
        if latest:
            said = say("No work on “{}” was left unfinished: {} is done.", name, latest)
        else:
            said = say("No work on “{}” was left unfinished.", name)
        super().__init__(
            Kind.MISSING,
            "batch.nothing-to-resume",
            said,
            "Run it without --resume; what is done already stays as it is.",
        )


class OtherOptionsError(AcademyError):
    """A batch that was begun with other options than it is to go on with."""

    def __init__(self, reference: str, begun_with: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "batch.other-options",
            say("“{}” was begun with other options: {}.", reference, begun_with),
            "Give the same ones, or run it without --resume.",
        )


class OtherKindError(AcademyError):
    """A batch of one kind named where another is meant."""

    def __init__(self, reference: str, kind: str, wanted: str) -> None:
        super().__init__(
            Kind.USAGE,
            "batch.other-kind",
            say("“{}” is about {}, not {}.", reference, kind, wanted),
            say("See it: academy batch show {}", reference),
        )


class AlreadyUndoneError(AcademyError):
    """A batch that was undone, or is itself the undoing of one."""

    def __init__(self, reference: str, *, is_undo: bool) -> None:
        if is_undo:
            said = say("“{}” is itself the undoing of another batch.", reference)
        else:
            said = say("“{}” is undone already.", reference)
        super().__init__(
            Kind.CONFLICT,
            "batch.already-undone",
            said,
            say("See it: academy batch show {}", reference),
        )


class GoesBackError(AcademyError):
    """A batch that is not gone on with, because undoing it was begun."""

    def __init__(self, reference: str, undoing: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "batch.goes-back",
            say("“{}” does not go on: {} has undone some of it.", reference, undoing),
            "Run the file without --resume; what is there already stays as it is.",
        )


class TamperedBatchError(AcademyError):
    """A journal that is not what was written."""

    def __init__(self, reference: str, what: str) -> None:
        super().__init__(
            Kind.ATTENTION,
            "batch.tampered",
            say("The journal of “{}” was changed by other hands: {}.", reference, what),
            "Compare it with a backup, and find out who may write the database.",
        )
