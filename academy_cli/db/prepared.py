"""A statement that is asked thousands of times: written for a driver once, and handed to it with its values.

Knows how SQLAlchemy writes for each driver; refuses transactions, and rows that come back. Going through
SQLAlchemy every time takes longer than SQLite takes for a row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Update


def rows_written(
    connection: Connection, statement: Update, told: Sequence[Mapping[str, object]]
) -> int:
    """Execute a statement with each of some values; returns how many rows it changed in all.

    The values are those of all parameters that have none yet. Raises the driver's own errors.
    """
    written = in_words(statement, connection.dialect)
    cursor = connection.connection.cursor()
    try:
        if len(told) == 1:
            cursor.execute(written.text, written.values(told[0]))
        else:
            cursor.executemany(written.text, [written.values(one) for one in told])
        return cursor.rowcount
    finally:
        cursor.close()


@dataclass(frozen=True, slots=True)
class Written:
    """A statement in a driver's words; ``order`` is there where it knows parameters by their positions."""

    text: str
    known: Mapping[str, object]
    converters: Mapping[str, Callable[[Any], object]]
    order: Sequence[str] | None

    def values(self, told: Mapping[str, object]) -> Any:
        """What one is asked with, as the driver takes it."""
        given = {**self.known, **told}
        for name, convert in self.converters.items():
            given[name] = convert(given[name])
        return given if self.order is None else [given[name] for name in self.order]


@lru_cache(maxsize=64)
def in_words(statement: Update, dialect: Dialect) -> Written:
    """A statement as a driver takes it."""
    compiled = statement.compile(dialect=dialect)
    found = {
        name: bind.type.dialect_impl(dialect).bind_processor(dialect)
        for name, bind in compiled.binds.items()
    }
    converters = {name: convert for name, convert in found.items() if convert is not None}
    return Written(str(compiled), compiled.params, converters, compiled.positiontup)
