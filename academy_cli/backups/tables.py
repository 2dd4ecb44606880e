"""What tables are to a backup: their columns by name and kind, and the order of their rows.

Values alone; knows neither engine.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Tag(StrEnum):
    """What a column holds, and so how its values are written as text."""

    INTEGER = "int"
    BOOLEAN = "bool"
    TEXT = "text"
    BYTES = "bytes"
    TIME = "time"


class Column(NamedTuple):
    """A column of a table."""

    name: str
    tag: Tag
    is_nullable: bool


class Table(NamedTuple):
    """A table: its columns in the order in which they are written, and the key its rows are sorted by."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def tag(self, column: str) -> Tag:
        """The kind of a column that is there."""
        return next(one.tag for one in self.columns if one.name == column)

    @property
    def is_numbered(self) -> bool:
        """Whether the database gives each row a number."""
        return self.key == ("id",) and self.tag("id") is Tag.INTEGER
