"""Rows out of PostgreSQL as canonical text, by COPY.

PostgreSQL writes that text itself: it is its own text format (its manual, COPY, “Text Format”), with
times and truth values cast so that another engine can write the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, text

from academy_cli.backups.tables import Column, Table, Tag

PIECE_BYTES = 1 << 18
TIME = "YYYY-MM-DD HH24:MI:SS.US"


def rows(connection: Connection, table: Table) -> Iterator[bytes]:
    """The rows of a table in the order of its key, some at a time; each ends with a line feed."""
    names = ", ".join(map(_written, table.columns))
    order = ", ".join(_sorted(table, name) for name in table.key)
    query = f'copy (select {names} from "{table.name}" order by {order}) to stdout'
    connection.execute(text("select 1"))  # begins the transaction, if nothing did before
    driver = connection.connection.driver_connection
    assert driver is not None
    some: list[memoryview] = []
    size = 0
    for row in _copied(driver.pgconn, query.encode()):
        some.append(row)
        size += len(row)
        if size >= PIECE_BYTES:
            yield b"".join(some)
            some.clear()
            size = 0
    if some:
        yield b"".join(some)


def _copied(server: Any, query: bytes) -> Iterator[memoryview]:
    """The rows of a COPY, each as it comes (libpq's PQgetCopyData): a third of what a cursor's copy takes.

    Whoever stops early gets what is left read all the same, so that the connection can go on.
    """
    from psycopg import errors, pq

    result = server.exec_(query)
    if result.status != pq.ExecStatus.COPY_OUT:
        raise errors.error_from_result(result)
    read = server.get_copy_data
    try:
        size, row = read(0)
        while size > 0:
            yield row
            size, row = read(0)
    finally:
        while size > 0:
            size, _ = read(0)
        while (result := server.get_result()) is not None:
            if result.status != pq.ExecStatus.COMMAND_OK:
                raise errors.error_from_result(result)


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
