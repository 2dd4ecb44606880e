"""What a command that imports refuses by itself: mappings that say nothing, and rows that a dry run found.

Knows how it was asked; refuses to know what became of any row.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say


class BadMappingError(AcademyError):
    """A ``--map`` that does not say field and column."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "batch.bad-map",
            say("“{}” does not say which column means a field.", written),
            "Write it like --map email='E-Mail-Adresse'.",
        )


class TwoColumnsError(AcademyError):
    """A field that two columns are to mean."""

    def __init__(self, field: str, one: str, other: str) -> None:
        super().__init__(
            Kind.USAGE,
            "batch.bad-map",
            say("“{}” is mapped twice: to “{}” and to “{}”.", field, one, other),
            "Name one column for each field.",
        )


class UndoAloneError(AcademyError):
    """Something said of a file, beside a batch that is to be undone."""

    def __init__(self, said: str, reference: str) -> None:
        super().__init__(
            Kind.USAGE,
            "batch.undo-alone",
            say("“{}” is about a file, and --undo about a batch.", said),
            say("Leave one of them out; --undo {} undoes all that the batch did.", reference),
        )


class RowsRefusedError(AcademyError):
    """Rows that would be refused, found by a dry run."""

    def __init__(self, refused: int, rows: int) -> None:
        super().__init__(
            Kind.INVALID,
            "batch.would-refuse",
            say("{:,} of {} would be refused.", refused, amount(rows, "row")),
            "Mend them first, or run it without --dry-run and mend the file that they go to.",
        )


class RowsStayError(AcademyError):
    """Rows that an undoing would leave as they are, found by a dry run."""

    def __init__(self, refused: int, rows: int) -> None:
        super().__init__(
            Kind.INVALID,
            "batch.would-refuse",
            say("{:,} of {} would be left as they are.", refused, amount(rows, "row")),
            "Look at each; without --dry-run the others are undone.",
        )
