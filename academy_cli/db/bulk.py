"""Bulk writes: thousands of rows at the speed of the driver.

Knows each engine's fastest way in (executemany; COPY on PostgreSQL); refuses to know which rows
changed, which its callers find out by reading first. Rows are tuples of Python values; a row that
another row of the same call refers to comes before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, TypeAlias, cast

from sqlalchemy import Connection, Table, Text, func, select, text
from sqlalchemy.types import Boolean

from academy_cli.models import Base

Row: TypeAlias = tuple[Any, ...]
COPY_FROM_ROWS = 200
"""From here PostgreSQL's COPY beats executemany."""
INCOMING = "incoming"
"""The temporary table that rows are copied into when they must then be merged."""


def insert_rows(
    connection: Connection,
    model: type[Base],
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    skip_existing: bool = False,
) -> int:
    """Insert rows, given in the order of ``columns``; returns how many were inserted.

    ``skip_existing`` leaves rows alone whose primary or unique key is there already.
    """
    names = _quoted(connection, columns)
    into = f"insert into {_table(model).name} ({names})"
    conflict = " on conflict do nothing" if skip_existing else ""
    statement = f"{into} values ({_places(connection, columns)}){conflict}"
    few, many = _split(connection, _converted(connection, model, columns, rows))
    if not many:
        return _executemany(connection, statement, few)
    if not skip_existing:
        return _copy(connection, f"{_table(model).name} ({names})", chain(few, many))
    _copy_incoming(connection, model, columns, chain(few, many))
    return _merge(connection, f"{into} select {names} from {INCOMING}{conflict}")


def update_rows(
    connection: Connection,
    model: type[Base],
    key: str,
    columns: Sequence[str],
    rows: Iterable[Row],
) -> int:
    """Update rows by one key column; each row is its key, then the values of ``columns``.

    Returns how many rows the database changed: a key that is not there changes nothing.
    """
    table, place = _table(model).name, _place(connection)
    quoted = [_quoted(connection, [column]) for column in (key, *columns)]
    values = _converted(connection, model, [key, *columns], rows)
    few, many = _split(connection, values)
    if not many:
        changes = ", ".join(f"{column} = {place}" for column in quoted[1:])
        statement = f"update {table} set {changes} where {quoted[0]} = {place}"
        return _executemany(connection, statement, (row[1:] + row[:1] for row in few))
    _copy_incoming(connection, model, [key, *columns], chain(few, many))
    changes = ", ".join(f"{column} = {INCOMING}.{column}" for column in quoted[1:])
    where = f"{table}.{quoted[0]} = {INCOMING}.{quoted[0]}"
    return _merge(connection, f"update {table} set {changes} from {INCOMING} where {where}")


def upsert_rows(
    connection: Connection,
    model: type[Base],
    keys: Sequence[str],
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    kept: Sequence[str] = (),
) -> int:
    """Insert rows, or update those whose ``keys`` are there; returns how many were written.

    Each row is its keys, the ``columns`` that are written, and those ``kept`` as they are where it is there.
    """
    every = [*keys, *columns, *kept]
    names, key = _quoted(connection, every), _quoted(connection, keys)
    quoted = [_quoted(connection, [column]) for column in columns]
    changes = ", ".join(f"{column} = excluded.{column}" for column in quoted)
    into = f"insert into {_table(model).name} ({names})"
    conflict = f" on conflict ({key}) do update set {changes}"
    few, many = _split(connection, _converted(connection, model, every, rows))
    if not many:
        statement = f"{into} values ({_places(connection, every)}){conflict}"
        return _executemany(connection, statement, few)
    _copy_incoming(connection, model, every, chain(few, many))
    return _merge(connection, f"{into} select {names} from {INCOMING}{conflict}")


def allocate_ids(connection: Connection, model: type[Base], count: int) -> Sequence[int]:
    """Reserve integer keys for rows about to be inserted; ascending, not always contiguous.

    On SQLite they are safe only inside ``write``, whose lock keeps other writers out.
    """
    table = _table(model)
    if not count:
        return ()
    if connection.dialect.name == "sqlite":
        newest = _newest(connection, table)
        return range(newest + 1, newest + 1 + count)
    sequence = "nextval(pg_get_serial_sequence(:table, 'id')) from generate_series(1, :count)"
    asked = {"table": table.name, "count": count}
    ends = text(f"select min(id), max(id) from (select {sequence}) as taken (id)")
    first, last = connection.execute(ends, asked).one()
    if last - first + 1 == count:
        return range(first, last + 1)
    # Somebody took some in between, and those of the first answer are not known one by one.
    return list(connection.scalars(text(f"select {sequence}"), asked))


def _newest(connection: Connection, table: Table) -> int:
    """The last number that SQLite gave; where numbers are given once, also to what is gone by now."""
    newest: int = connection.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0
    if not table.dialect_options["sqlite"]["autoincrement"]:
        return newest
    given = text("select max(seq) from sqlite_sequence where name = :table")
    return max(newest, connection.scalar(given, {"table": table.name}) or 0)


def _table(model: type[Base]) -> Table:
    return cast("Table", model.__table__)


def _cursor(connection: Connection) -> Any:
    """The driver's own cursor; outside a transaction SQLite would commit every row by itself."""
    if not connection.in_transaction():
        message = "bulk writes belong inside a transaction"
        raise RuntimeError(message)
    return connection.connection.cursor()


def _place(connection: Connection) -> str:
    return "?" if connection.dialect.name == "sqlite" else "%s"


def _places(connection: Connection, columns: Sequence[str]) -> str:
    return ", ".join([_place(connection)] * len(columns))


def _quoted(connection: Connection, columns: Sequence[str]) -> str:
    return ", ".join(connection.dialect.identifier_preparer.quote(name) for name in columns)


def _converted(
    connection: Connection, model: type[Base], columns: Sequence[str], rows: Iterable[Row]
) -> Iterator[Row]:
    """The rows as the driver wants them; untouched when no column needs it."""
    found = [(at, _converter(connection, model, name)) for at, name in enumerate(columns)]
    needed = [(at, _remembering(convert)) for at, convert in found if convert]
    return _with(needed, rows) if needed else iter(rows)


def _with(needed: Sequence[tuple[int, Callable[[Any], Any]]], rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        cells = list(row)
        for at, convert in needed:
            cells[at] = convert(cells[at])
        yield tuple(cells)


def _remembering(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same conversion, done once for rows in a row that hold the very same value."""
    last = converted = None

    def remembered(value: Any) -> Any:
        nonlocal last, converted
        if value is not last:
            last, converted = value, convert(value)
        return converted

    return remembered


def _converter(
    connection: Connection, model: type[Base], column: str
) -> Callable[[Any], Any] | None:
    """How SQLAlchemy would bind a column; both drivers take Python's own booleans as they are."""
    kind = _table(model).c[column].type
    if isinstance(kind, Boolean):
        return None
    return kind.dialect_impl(connection.dialect).bind_processor(connection.dialect)


def _split(connection: Connection, rows: Iterator[Row]) -> tuple[Iterable[Row], Iterable[Row]]:
    """Rows for executemany and, only when PostgreSQL should copy, the rest after them."""
    if connection.dialect.name == "sqlite":
        return rows, ()
    first = list(islice(rows, COPY_FROM_ROWS))
    return (first, rows) if len(first) == COPY_FROM_ROWS else (first, ())


def _executemany(connection: Connection, statement: str, rows: Iterable[Row]) -> int:
    cursor = _cursor(connection)
    cursor.executemany(statement, rows)
    return max(0, int(cursor.rowcount))


def _copy(connection: Connection, target: str, rows: Iterable[Row]) -> int:
    cursor = _cursor(connection)
    with cursor.copy(f"copy {target} from stdin") as copy:
        for row in rows:
            copy.write_row(row)
    return int(cursor.rowcount)


def _copy_incoming(
    connection: Connection, model: type[Base], columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Copy rows into a temporary table, long texts as they are: compressing them twice costs double."""
    names = _quoted(connection, columns)
    shape = f"select {names} from {_table(model).name} with no data"
    cursor = _cursor(connection)
    cursor.execute(f"create temporary table {INCOMING} on commit drop as {shape}")
    texts = [name for name in columns if isinstance(_table(model).c[name].type, Text)]
    for name in texts:
        column = _quoted(connection, [name])
        cursor.execute(f"alter table {INCOMING} alter column {column} set storage external")
    _copy(connection, f"{INCOMING} ({names})", rows)


def _merge(connection: Connection, statement: str) -> int:
    cursor = _cursor(connection)
    cursor.execute(statement)
    changed = int(cursor.rowcount)
    cursor.execute(f"drop table {INCOMING}")
    return changed
