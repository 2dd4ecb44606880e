"""Rows out of PostgreSQL as canonical text, by COPY.

PostgreSQL writes that text itself: it is its own text format (its manual, COPY, “Text Format”), with
times and truth values cast so that another engine can write the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from academy_cli.backups.tables import Column, Table, Tag

PIECE_ROWS = 2000
TIME = "YYYY-MM-DD HH24:MI:SS.US"


def rows(connection: Connection, table: Table) -> Iterator[bytes]:
    """The rows of a table in the order of its key, some at a time; each ends with a line feed."""
    names = ", ".join(map(_written, table.columns))
    order = ", ".join(_sorted(table, name) for name in table.key)
    query = f'copy (select {names} from "{table.name}" order by {order}) to stdout'
    driver = connection.connection.driver_connection
    assert driver is not None
    some: list[bytes] = []
    with driver.cursor() as cursor, cursor.copy(query) as copy:
        for row in copy:
            some.append(bytes(row))
            if len(some) == PIECE_ROWS:
                yield b"".join(some)
                some.clear()
    if some:
        yield b"".join(some)


def _written(column: Column) -> str:
    name = f'"{column.name}"'
    match column.tag:
        case Tag.BOOLEAN:
            return f"{name}::int"
        case Tag.TIME:
            return f"to_char({name} at time zone 'UTC', '{TIME}')"
        case _:
            return name


def _sorted(table: Table, name: str) -> str:
    return f'"{name}" collate "C"' if table.tag(name) is Tag.TEXT else f'"{name}"'
