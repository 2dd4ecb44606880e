"""What a command that imports refuses by itself: mappings that say nothing, and rows that a dry run found.

Knows how it was asked; refuses to know what became of any row.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount


class BadMappingError(AcademyError):
    """A ``--map`` that does not say field and column."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "batch.bad-map",
            f"“{written}” does not say which column means a field.",
            "Write it like --map email='E-Mail-Adresse'.",
        )


class TwoColumnsError(AcademyError):
    """A field that two columns are to mean."""

    def __init__(self, field: str, one: str, other: str) -> None:
        super().__init__(
            Kind.USAGE,
            "batch.bad-map",
            f"“{field}” is mapped twice: to “{one}” and to “{other}”.",
            "Name one column for each field.",
        )


class UndoAloneError(AcademyError):
    """Something said of a file, beside a batch that is to be undone."""

    def __init__(self, said: str, reference: str) -> None:
        super().__init__(
            Kind.USAGE,
            "batch.undo-alone",
            f"“{said}” is about a file, and --undo about a batch.",
            f"Leave one of them out; --undo {reference} undoes all that the batch did.",
        )


class RowsRefusedError(AcademyError):
    """Rows that would be refused, found by a dry run."""

    def __init__(self, refused: int, rows: int) -> None:
        super().__init__(
            Kind.INVALID,
            "batch.would-refuse",
            f"{refused:,} of {amount(rows, 'row')} would be refused.",
            "Mend them first, or run it without --dry-run and mend the file that they go to.",
        )


class RowsStayError(AcademyError):
    """Rows that an undoing would leave as they are, found by a dry run."""

    def __init__(self, refused: int, rows: int) -> None:
        super().__init__(
            Kind.INVALID,
            "batch.would-refuse",
            f"{refused:,} of {amount(rows, 'row')} would be left as they are.",
            "Look at each; without --dry-run the others are undone.",
        )
