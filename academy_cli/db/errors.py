"""What the database service refuses, each with its own sentence.

Knows states of a database that stop a command; refuses drivers' errors, which are faults'.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class OutdatedError(AcademyError):
    """The database is older than this version of academy, or was never set up."""

    def __init__(self, url: str, revision: str | None, head: str) -> None:
        said = (
            say(
                "The database “{}” is at revision {}; this version of academy needs revision {}.",
                url,
                revision,
                head,
            )
            if revision
            else say(
                "The database “{}” has no tables yet; this version of academy needs revision {}.",
                url,
                head,
            )
        )
        super().__init__(
            Kind.REFUSED,
            "database.outdated",
            said,
            say("Run: academy db upgrade")
            if revision
            else say("Run: academy db upgrade; or if it was lost: academy backup restore latest"),
        )


class NewerError(AcademyError):
    """The database was made by a later version of academy."""

    def __init__(self, url: str, revision: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "database.newer",
            say(
                "The database “{}” is at revision {}, which only a later academy knows.",
                url,
                revision,
            ),
            "Install that version of academy; this one is: academy version",
        )


class ForeignError(AcademyError):
    """The database holds somebody else's tables where academy's would be."""

    def __init__(self, url: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "database.foreign",
            say("The database “{}” holds tables that academy did not make.", url),
            "Name another database with --database or in database.url; see: academy config show",
        )


class LostDatabaseError(AcademyError):
    """A database is gone, and what was written into it last is still there."""

    def __init__(self, url: str, log: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "database.lost",
            say(
                "The database “{}” is gone, but “{}”, the log of what was written into it last, is "
                "not: a new database would take it for its own.",
                url,
                log,
            ),
            "Put the file back that it belongs to, or a backup: academy backup restore latest; or, to begin"
            " anew, move the log away.",
        )


class BrokenReferenceError(AcademyError):
    """A migration would have left rows that point at nothing; it was undone."""

    def __init__(self, table: str, count: int) -> None:
        super().__init__(
            Kind.INTERNAL,
            "database.broken-reference",
            say(
                "The upgrade would leave {} rows of “{}” that refer to nothing; it was undone.",
                count,
                table,
            ),
            "The database is as it was; look for broken rows with: academy db check",
        )


class LockHeldError(AcademyError):
    """Somebody else holds the lock and did not let go in time."""

    def __init__(self, name: str, holder: str, wait_s: float) -> None:
        said = (
            say("“{}” is being worked on by {}; waited {:g} s.", name, holder, wait_s)
            if holder
            else say("“{}” is being worked on; waited {:g} s.", name, wait_s)
        )
        super().__init__(
            Kind.CONFLICT,
            "lock.held",
            said,
            say(
                "Run the same command again when that is done; sync.lock_wait_s sets how long to wait."
            )
            if wait_s
            else say("Run the same command again when that is done."),
        )
