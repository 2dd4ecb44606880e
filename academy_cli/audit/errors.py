"""What can be refused when the audit log is looked at, each with its own sentence.

Knows entries' numbers; refuses to know how a shell prints them.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class UnknownEntryError(AcademyError):
    """A number that no entry has."""

    def __init__(self, number: int, newest: int) -> None:
        there = say("the newest is {}", newest) if newest else say("it has none yet")
        super().__init__(
            Kind.MISSING,
            "audit.unknown",
            say("The audit log has no entry {}; {}.", number, there),
            "See them: academy audit list",
        )


class NoHeadError(AcademyError):
    """Something that is not the head of a chain as `audit verify` prints it."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "audit.no-head",
            say("“{}” is no head of an audit log.", written),
            "Note down what academy audit verify prints as head: NUMBER:DIGEST, or its first 12 digits",
        )


class TamperedError(AcademyError):
    """An audit log that is not what was written."""

    def __init__(self, flaws: int, first: int, what: str) -> None:
        more = say(" There are {} more.", flaws - 1) if flaws > 1 else ""
        super().__init__(
            Kind.ATTENTION,
            "audit.tampered",
            say("The audit log was changed by other hands: entry {}: {}.{}", first, what, more),
            "Compare it with a backup, and find out who may write the database.",
        )
