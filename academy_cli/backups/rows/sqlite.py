"""Rows out of SQLite as the text that PostgreSQL's COPY would write.

SQLite itself puts a row together, with bytes between its values that no UTF-8 has; they and what has to be
escaped are replaced in many rows at once. Refuses values of another kind than their column's, which SQLite
takes without a word.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import chain

from academy_cli.backups.errors import UnfitValueError
from academy_cli.backups.tables import Column, Table, Tag

PIECE_ROWS = 2000
ESCAPED = tuple(
    (letter.encode(), escape.encode())
    for letter, escape in (
        ("\\", "\\\\"),
        ("\b", "\\b"),
        ("\t", "\\t"),
        ("\n", "\\n"),
        ("\v", "\\v"),
        ("\f", "\\f"),
        ("\r", "\\r"),
    )
)
_NULL, _FIELD, _ROW = b"\xff", b"\xfe", b"\xfd"
_NOTHING_THERE = f"cast(x'{_NULL.hex()}' as text)"
_NOTHING = b"\0"
_PUT = bytes.maketrans(_NULL + _FIELD + _ROW, _NOTHING + b"\t\n")
DAY, SECONDS, MICROSECONDS = 10, 19, 26
"""How long moments are, as academy and as other hands write them."""


def rows(connection: sqlite3.Connection, table: Table) -> Iterator[bytes]:
    """The rows of a table in the order of its key, some at a time; each ends with a line feed.

    The connection gives text as bytes, and is in a transaction. Raises UnfitValueError.
    """
    line = _FIELD.join([b"%s"] * len(table.columns)) + _ROW
    values = ", ".join(map(_written, table.columns))
    order = ", ".join(f'"{name}"' for name in table.key)
    unfit = " or ".join(filter(None, map(_unfit, table.columns))) or "0"
    printed = (
        f"case when {unfit} then null else printf(cast(x'{line.hex()}' as text), {values}) end"
    )
    cursor = connection.cursor()
    cursor.execute(f'select {printed} from "{table.name}" order by {order}')
    between = len(table.columns) - 1
    while some := cursor.fetchmany(PIECE_ROWS):
        if (None,) in some:
            _refuse(connection, table)
        text = b"".join(chain.from_iterable(some))
        is_whole = text.count(_FIELD) == between * len(some) and text.count(_ROW) == len(some)
        if not is_whole or not _is_text(copied := _copied(text)):
            raise UnfitValueError(table.name, "", "text that is not UTF-8")
        yield copied.replace(_NOTHING, b"\\N")


def _copied(text: bytes) -> bytes:
    for letter, escape in ESCAPED:
        if letter in text:
            text = text.replace(letter, escape)
    return text.translate(_PUT)


def _is_text(copied: bytes) -> bool:
    """Whether rows are UTF-8, and what stands for nothing stands alone."""
    many = copied.count(_NOTHING)
    ends = copied.count(b"\0\t") + copied.count(b"\0\n")
    begins = copied.count(b"\t\0") + copied.count(b"\n\0") + copied.startswith(_NOTHING)
    if not many == ends == begins:
        return False
    try:
        copied.decode()
    except UnicodeDecodeError:
        return False
    return True


def _written(column: Column) -> str:
    name = text = f'"{column.name}"'
    if column.tag is Tag.BYTES:
        text = f"case when {name} is not null then '\\x' || lower(hex({name})) end"
    elif column.tag is Tag.TIME:
        text = f"""case length({name}) when {DAY} then {name} || ' 00:00:00.000000'
            when {SECONDS} then {name} || '.000000' else {name} end"""
    return f"ifnull({text}, {_NOTHING_THERE})" if column.is_nullable else text


def _unfit(column: Column) -> str:
    """Whether a value is none of its column's; null is left to the column itself."""
    name = f'"{column.name}"'
    match column.tag:
        case Tag.TEXT:
            return f"instr({name}, char(0)) or {name} = {_NOTHING_THERE}"
        case Tag.INTEGER:
            return f"typeof({name}) not in ('integer', 'null')"
        case Tag.BOOLEAN:
            return f"{name} not in (0, 1)"
        case Tag.TIME:
            return f"length({name}) not in ({DAY}, {SECONDS}, {MICROSECONDS})"
        case Tag.BYTES:
            return f"typeof({name}) not in ('blob', 'null')"


def _refuse(connection: sqlite3.Connection, table: Table) -> None:
    """Say which value it is. Raises UnfitValueError."""
    for column in table.columns:
        keys = " || ', ' || ".join(f'"{name}"' for name in table.key)
        query = f'select {keys}, typeof("{column.name}") from "{table.name}" where {_unfit(column)} limit 1'
        if found := connection.execute(query).fetchone():
            key, kind = (
                one.decode(errors="replace") if isinstance(one, bytes) else one for one in found
            )
            raise UnfitValueError(table.name, str(key), f"{kind} in “{column.name}”")
