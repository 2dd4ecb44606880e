"""By what the documents of courses are found: an FTS5 table on SQLite, an index of vectors on PostgreSQL.

Knows how each engine is told, and asked; refuses to know what a word is. Terms are cut at spaces and nowhere
else: SQLite's tokenizer takes every letter beyond ASCII as it is, and the rows have no other marks. Neither
index is of the models, which are the same on both engines.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    cast,
    column,
    literal,
    literal_column,
    select,
    table,
    text,
)

NAME = "search_index"
_VECTOR = "array_to_tsvector(string_to_array(search_documents.terms, ' '))"
_POSTGRESQL = f"""
    create index {NAME} on search_documents
    using gin (array_to_tsvector(string_to_array(terms, ' '))) with (fastupdate = off)"""
_TABLE = f"""create virtual table {NAME} using fts5(
    terms, content='search_documents', content_rowid='id', tokenize='ascii', detail='none')"""
_ADD = f"insert into {NAME} (rowid, terms) values (new.id, new.terms);"
_TAKE = f"insert into {NAME} ({NAME}, rowid, terms) values ('delete', old.id, old.terms);"
_TRIGGER = "create trigger search_documents_{} after {} on search_documents begin {} end"
_SQLITE = (
    _TABLE,
    _TRIGGER.format("added", "insert", _ADD),
    _TRIGGER.format("gone", "delete", _TAKE),
    _TRIGGER.format("changed", "update of terms", _TAKE + _ADD),
)


def follow(connection: Connection) -> None:
    """Make the index that follows `search_documents`, in the caller's transaction."""
    made = _SQLITE if connection.dialect.name == "sqlite" else (_POSTGRESQL,)
    for statement in made:
        connection.exec_driver_sql(statement)


def is_there(connection: Connection) -> bool:
    """Whether the index is there at all."""
    if connection.dialect.name == "sqlite":
        found = f"select 1 from sqlite_master where name = '{NAME}'"
    else:
        found = f"select to_regclass('{NAME}')::text"
    return connection.exec_driver_sql(found).scalar() is not None


def prefer(connection: Connection) -> None:
    """Let the transaction ask the index, which PostgreSQL would pass over.

    It takes making a vector of every row for as cheap as any function.
    """
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("set local enable_seqscan = off")


def is_inside(name: str) -> bool:
    """Whether a table or index is a part of it."""
    return name == NAME or name.startswith(f"{NAME}_")


def has_any(connection: Connection, terms: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a row of `search_documents` has one of some terms."""
    return _has(connection, terms, " OR ", " | ")


def has_all(connection: Connection, terms: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a row of `search_documents` has all of some terms."""
    return _has(connection, terms, " AND ", " & ")


def _has(
    connection: Connection, terms: Sequence[str], fts5: str, tsquery: str
) -> ColumnElement[bool]:
    """Terms joined as each engine writes it: SQLite's manual on FTS5, 3; PostgreSQL's, 8.11.2."""
    if connection.dialect.name == "sqlite":
        asked = fts5.join(f'"{one}"' for one in terms)
        matching = text(f"{NAME} match :asked").bindparams(asked=asked)
        found = select(table(NAME, column("rowid")).c.rowid).where(matching)
        return literal_column("search_documents.id").in_(found)
    from sqlalchemy.dialects.postgresql import TSQUERY  # whoever asks it has loaded its dialect

    asked = tsquery.join(f"'{one}'" for one in terms)
    return literal_column(_VECTOR).bool_op("@@")(cast(literal(asked), TSQUERY))
