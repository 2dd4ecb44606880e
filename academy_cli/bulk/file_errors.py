"""What can be wrong with a file of rows as a whole, each with its own sentence.

Knows bytes, encodings and columns; refuses to know what the rows are about.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, say_joined


class NoFileError(AcademyError):
    """A file that is not there or cannot be read."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            Kind.MISSING,
            "batch.no-file",
            say("The file “{}” cannot be read: {}.", name, why),
            "Name a CSV file or JSON lines, or - for standard input.",
        )


class NotTextError(AcademyError):
    """A file that holds no text."""

    def __init__(self, name: str, *, what: str = "") -> None:
        is_ = (
            say("is {}, and no list of rows", what)
            if what
            else say("is no text in any encoding known here")
        )
        super().__init__(
            Kind.INVALID,
            "batch.not-text",
            say("The file “{}” {}.", name, is_),
            "Save it as CSV (UTF-8) from the program that made it.",
        )


class UnknownEncodingError(AcademyError):
    """A name that no encoding has."""

    def __init__(self, said: str) -> None:
        super().__init__(
            Kind.USAGE,
            "batch.unknown-encoding",
            say("There is no encoding “{}”.", said),
            "Try --encoding utf-8, utf-16 or windows-1252, or leave it out.",
        )


class WrongEncodingError(AcademyError):
    """A file that is not in the encoding that was named."""

    def __init__(self, name: str, said: str, line: int) -> None:
        super().__init__(
            Kind.INVALID,
            "batch.wrong-encoding",
            say("“{}” is not in the encoding “{}”: line {} does not fit.", name, said, line),
            "Leave --encoding out, and it is found.",
        )


class MixedEncodingsError(AcademyError):
    """A file of which one part is UTF-8 and another is not."""

    def __init__(self, name: str, line: int) -> None:
        super().__init__(
            Kind.INVALID,
            "batch.mixed-encodings",
            say("“{}” is UTF-8 in one place and something else in line {}.", name, line),
            "Save it again as CSV (UTF-8), or say what it is: --encoding windows-1252",
        )


class NoHeaderError(AcademyError):
    """A file whose first line does not name columns."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "batch.no-header",
            say("The first line of “{}” does not name its columns: {}.", name, why),
            "Write the names of the columns into the first line.",
        )


class JsonListError(AcademyError):
    """A file that is one list of JSON, which would have to be read whole."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.INVALID,
            "batch.json-list",
            say("“{}” is one list of JSON, and rows are JSON lines: an object on each line.", name),
            "Write it so: jq -c '.[]' FILE > ROWS.jsonl",
        )


class TooManyRowsError(AcademyError):
    """A file with more rows than the settings allow."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(
            Kind.INVALID,
            "batch.too-many-rows",
            say("“{}” has more than {:,} rows.", name, most),
            "Split it, or raise bulk.rows: academy config show",
        )


class UnreadableRowError(AcademyError):
    """A row that cannot be read, in a file where several make one: nobody knows which it belongs to."""

    def __init__(self, name: str, line: int, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "batch.unreadable-row",
            say("Line {} of “{}” cannot be read: {}.", line, name, why),
            "Nobody knows which row it belongs to, so nothing is done: mend it and run the command again.",
        )


class UnknownFieldError(AcademyError):
    """A field in ``--map`` that rows of this kind do not have."""

    def __init__(self, field: str, known: Sequence[str]) -> None:
        super().__init__(
            Kind.USAGE,
            "batch.unknown-field",
            say("“{}” is nothing that can be imported here.", field),
            say("The fields are {}: --map email='E-Mail'", ", ".join(known)),
        )


class UnknownColumnError(AcademyError):
    """A column in ``--map`` that the file does not have."""

    def __init__(self, column: str, known: Sequence[str]) -> None:
        super().__init__(
            Kind.USAGE,
            "batch.unknown-column",
            say("The file has no column “{}”.", column),
            say("Its columns are {}.", ", ".join(known)),
        )


class TwoColumnsError(AcademyError):
    """Two columns that both say the same field."""

    def __init__(self, field: str, columns: Sequence[str]) -> None:
        both = say_joined(" and ", (say("“{}”", column) for column in columns))
        super().__init__(
            Kind.INVALID,
            "batch.two-columns",
            say("The columns {} both mean {}.", both, field),
            say("Say which: --map {}='{}'", field, columns[0]),
        )


class MissingColumnError(AcademyError):
    """A file without a column that every row needs."""

    def __init__(self, field: str, columns: Sequence[str]) -> None:
        super().__init__(
            Kind.INVALID,
            "batch.missing-column",
            say("No column of the file means {}: it has {}.", field, ", ".join(columns))
            if columns
            else say("No column of the file means {}: it has none.", field),
            say("Say which does: --map {}='COLUMN'", field),
        )
