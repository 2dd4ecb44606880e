"""Rows out of SQLite as the text that PostgreSQL's COPY would write.

SQLite itself puts many rows together at a time, with bytes between their values that no UTF-8 has; they and
what has to be escaped are replaced in all of them at once, while SQLite is at the next ones. Refuses values
of another kind than their column's, which SQLite takes without a word.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from queue import SimpleQueue
from typing import Any, NamedTuple, TypeAlias

from academy_cli.backups.errors import UnfitValueError
from academy_cli.backups.tables import Column, Table, Tag
from academy_cli.kit.ahead import ahead
from academy_cli.kit.saying import say

FIRST_ROWS, MOST_ROWS, PIECE_BYTES = 100, 2000, 1 << 20
"""So many rows are asked for at first, at most, and as many as are about so large."""
GROWS = 4
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
_FIELD, _ROW = b"\xfe", b"\xfd"
_PUT = bytes.maketrans(_FIELD + _ROW, b"\t\n")
DAY, SECONDS, MICROSECONDS = 10, 19, 26
"""How long moments are, as academy and as other hands write them."""


_Key: TypeAlias = tuple[Any, ...] | None
"""A row's key; nothing in it for what is before all rows, None for what is behind."""


class _Marks(NamedTuple):
    """Bytes that stand for nothing, and for what is none of its column's: nobody can have written them."""

    nothing: bytes
    unfit: bytes

    @classmethod
    def new(cls) -> _Marks:
        """Others each time."""
        return cls(*(b"\xff" + bytes(0x80 + one % 0x60 for one in _token()) for _ in range(2)))


def _token() -> bytes:
    return secrets.token_bytes(6)


class _Piece(NamedTuple):
    text: bytes
    rows: int


def rows(
    connection: sqlite3.Connection, table: Table, readers: Sequence[sqlite3.Connection] = ()
) -> Iterator[bytes]:
    """The rows of a table in the order of its key, some at a time; each ends with a line feed.

    The connection gives text as bytes, may be used by another thread, and is in a transaction. So are
    ``readers``, which see the same moment: each puts rows together in a thread, while the connection looks
    where the next ones begin. Raises UnfitValueError.
    """
    reading = _Reading(table, _Marks.new())
    at_once = reading.at_once(connection, readers) if readers else reading.in_turn(connection)
    with closing(at_once) as pieces:  # nobody is at work any more when the connections are let go
        for found in pieces:
            if found is None:
                break
            yield found
        else:
            return
    _refuse(connection, table)


class _Reading:
    """How a table is read: rows as SQLite puts them together, about as many bytes each time."""

    def __init__(self, table: Table, marks: _Marks) -> None:
        self._table, self._marks = table, marks
        self._names = ", ".join(f'"{name}"' for name in table.key)
        line = _text(_FIELD.join([b"%s"] * len(table.columns)) + _ROW)
        values = ", ".join(_written(one, table, marks) for one in table.columns)
        self._line = f"printf({line}, {values})"
        places = ("cast(? as text)" if table.tag(one) is Tag.TEXT else "?" for one in table.key)
        self._behind = f"where ({self._names}) > ({', '.join(places)})"
        self._most = FIRST_ROWS

    def in_turn(self, connection: sqlite3.Connection) -> Generator[bytes | None]:
        """Pieces, of which the next one is put together while one is used; None for what is unfit."""
        with closing(ahead(self._pieces(connection), 1)) as pieces:
            yield from map(self._copied, pieces)

    def at_once(
        self, connection: sqlite3.Connection, readers: Sequence[sqlite3.Connection]
    ) -> Generator[bytes | None]:
        """The same, of which each reader has one in hand."""
        idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        for one in readers:
            idle.put(one)

        def read(last: _Key, most: int) -> tuple[bytes | None, int]:
            reader = idle.get()
            try:
                piece = self._piece(reader, last, most)
            finally:
                idle.put(reader)
            self._measure(piece, most)
            return self._copied(piece), piece.rows

        last: _Key = ()
        waiting: deque[Future[tuple[bytes | None, int]]] = deque()
        with ThreadPoolExecutor(len(readers), thread_name_prefix="rows") as threads:
            while waiting or last is not None:
                if last is not None:
                    most = self._most
                    waiting.append(threads.submit(read, last, most))
                    last = self._end(connection, last, most)
                if last is None or len(waiting) > len(readers):
                    found, many = waiting.popleft().result()
                    if many:
                        yield found

    def _pieces(self, connection: sqlite3.Connection) -> Iterator[_Piece]:
        last: _Key = ()
        while last is not None:
            most = self._most
            piece = self._piece(connection, last, most)
            if piece.rows:
                yield piece
            last = self._end(connection, last, most) if piece.rows == most else None
            self._measure(piece, most)

    def _piece(self, connection: sqlite3.Connection, last: _Key, most: int) -> _Piece:
        """So many rows behind a key."""
        lines = f"select {self._line} as line {self._from(last)} {most}"
        query = f"select group_concat(line, ''), count(*) from ({lines})"
        text, many = connection.execute(query, last or ()).fetchone()
        return _Piece(text or b"", many)

    def _end(self, connection: sqlite3.Connection, last: _Key, most: int) -> _Key:
        """The key of the last of so many rows; None if there are fewer."""
        query = f"select {self._names} {self._from(last)} 1 offset {most - 1}"
        found: _Key = connection.execute(query, last or ()).fetchone()
        return found

    def _from(self, last: _Key) -> str:
        where = self._behind if last else ""
        return f'from "{self._table.name}" {where} order by {self._names} limit'

    def _measure(self, piece: _Piece, most: int) -> None:
        """Ask for as many rows next time as are about so large."""
        if piece.rows:
            fitting = PIECE_BYTES * piece.rows // len(piece.text)
            self._most = max(1, min(MOST_ROWS, GROWS * most, fitting))

    def _copied(self, piece: _Piece) -> bytes | None:
        text, many = piece
        fields = (len(self._table.columns) - 1) * many
        is_whole = text.count(_FIELD) == fields and text.count(_ROW) == many
        return _copied(text, self._marks) if is_whole and self._marks.unfit not in text else None


def _copied(text: bytes, marks: _Marks) -> bytes | None:
    """Rows as COPY writes them; None if they are not UTF-8."""
    for letter, escape in ESCAPED:
        if letter in text:
            text = text.replace(letter, escape)
    found = text.replace(marks.nothing, b"\\N").translate(_PUT)
    return found if _is_utf8(found) else None


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _written(column: Column, table: Table, marks: _Marks) -> str:
    """A value's text, or the mark of what is none of its column's."""
    name, nothing, unfit = f'"{column.name}"', _text(marks.nothing), _text(marks.unfit)
    absent = f"when {name} is null then {nothing}" if column.is_nullable else ""
    match column.tag:
        case Tag.TEXT:
            return f"case when {_has_nul(name)} then {unfit} {absent} else {name} end"
        case Tag.INTEGER if table.key == (column.name,):
            return name  # SQLite keeps nothing else there
        case Tag.INTEGER:
            return f"case when typeof({name}) = 'integer' then {name} {absent} else {unfit} end"
        case Tag.BOOLEAN:
            return f"case when {name} in (0, 1) then {name} {absent} else {unfit} end"
        case Tag.TIME:
            return f"""case length({name}) when {MICROSECONDS} then {name}
                when {SECONDS} then {name} || '.000000' when {DAY} then {name} || ' 00:00:00.000000'
                else case {absent or "when 0 then 0"} else {unfit} end end"""
        case Tag.BYTES:
            written = f"'\\x' || lower(hex({name}))"
            return f"case when typeof({name}) = 'blob' then {written} {absent} else {unfit} end"


def _has_nul(name: str) -> str:
    """Whether a text has a NUL, at which printf would end."""
    return f"instr({name}, char(0))"


def _text(value: bytes) -> str:
    return f"cast(x'{value.hex()}' as text)"


def _unfit(column: Column) -> str:
    """Whether a value is none of its column's; null is left to the column itself."""
    name = f'"{column.name}"'
    match column.tag:
        case Tag.TEXT:
            return _has_nul(name)
        case Tag.INTEGER:
            return f"typeof({name}) not in ('integer', 'null')"
        case Tag.BOOLEAN:
            return f"{name} not in (0, 1)"
        case Tag.TIME:
            return f"length({name}) not in ({DAY}, {SECONDS}, {MICROSECONDS})"
        case Tag.BYTES:
            return f"typeof({name}) not in ('blob', 'null')"


def misfit(connection: sqlite3.Connection, table: Table) -> tuple[str, str] | None:
    """The key of a row that holds what a column of its should not, and what that is; None where all fit."""
    keys, any_unfit = _keys(table), " or ".join(map(_unfit, table.columns))
    query = f'select 1 from "{table.name}" where {any_unfit} limit 1'
    if connection.execute(query).fetchone() is None:
        return None
    for column in table.columns:
        query = f'select {keys}, typeof("{column.name}") from "{table.name}" where {_unfit(column)} limit 1'
        if found := connection.execute(query).fetchone():
            key, kind = map(_said, found)
            return key, say("{} in “{}”", kind, column.name)
    return None


def _refuse(connection: sqlite3.Connection, table: Table) -> None:
    """Say which value it is. Raises UnfitValueError."""
    keys = _keys(table)
    if found := misfit(connection, table):
        raise UnfitValueError(table.name, *found)
    for column in table.columns:
        query = f'select {keys}, "{column.name}" from "{table.name}"'
        for key, value in connection.execute(query):
            if isinstance(value, bytes) and column.tag is Tag.TEXT and not _is_utf8(value):
                what = say("text in “{}” that is not UTF-8", column.name)
                raise UnfitValueError(table.name, _said(key), what)
    raise UnfitValueError(table.name, "", say("a value that is none of its column's"))


def _keys(table: Table) -> str:
    return " || ', ' || ".join(f'"{name}"' for name in table.key)


def _said(key: object) -> str:
    return key.decode(errors="replace") if isinstance(key, bytes) else str(key)
