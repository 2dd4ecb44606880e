"""The newest schema's tables on PostgreSQL, made from the models at once instead of by every migration.

Knows a table without its keys and indexes, and what makes those; refuses older revisions, which only
migrations know. A test proves that what comes out is what migrations make.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import CheckConstraint, Connection, Table, UniqueConstraint
from sqlalchemy.dialects.postgresql.base import PGDDLCompiler
from sqlalchemy.schema import (
    AddConstraint,
    Constraint,
    CreateIndex,
    CreateTable,
    ExecutableDDLElement,
)

from academy_cli.db.frozen import FROZEN, freeze
from academy_cli.db.fulltext import follow
from academy_cli.db.revision import HEAD, VERSION_TABLE
from academy_cli.db.signed import seal
from academy_cli.models import metadata


class Key(NamedTuple):
    """A primary key or a unique constraint: the table's, its name, what makes its index, and which it is."""

    table: str
    name: str
    made: str
    kind: str


class Index(NamedTuple):
    """An index by itself."""

    table: str
    made: str


class Reference(NamedTuple):
    """A foreign key."""

    table: str
    name: str
    made: str


class Rules(NamedTuple):
    """What tables are without as long as they are bare."""

    keys: Sequence[Key]
    indexes: Sequence[Index]
    references: Sequence[Reference]


class _Bare(PGDDLCompiler):
    """Writes tables down with what is asked of each row alone."""

    def create_table_constraints(self, table: Table, *_: Any, **__: Any) -> str:
        checks = [one for one in table.constraints if isinstance(one, CheckConstraint)]
        return ", ".join(self.process(one) for one in sorted(checks, key=lambda one: str(one.name)))


def make_tables(connection: Connection) -> Rules:
    """Make every table as it is at this version's revision, in the caller's transaction; what they lack."""
    tables = metadata().sorted_tables
    made = [_plain(_Bare(connection.dialect, CreateTable(one))) for one in tables]
    version = f"""create table {VERSION_TABLE} (version_num varchar(32) not null,
        constraint {VERSION_TABLE}_pkc primary key (version_num));
        insert into {VERSION_TABLE} values ('{HEAD}')"""
    connection.exec_driver_sql(";\n".join((*made, version)).replace("%", "%%"))
    return Rules(
        [key for one in tables for key in _keys(connection, one)],
        [
            Index(one.name, _written(connection, CreateIndex(index)))
            for one in tables
            for index in sorted(one.indexes, key=lambda index: str(index.name))
        ],
        [
            Reference(
                one.name,
                str(rule.name),
                _written(connection, AddConstraint(rule, isolate_from_table=False)),
            )
            for one in tables
            for rule in one.foreign_key_constraints
        ],
    )


def guard_tables(connection: Connection) -> None:
    """Let rows that are written once stay as they are, and courses be found; for tables made bare."""
    for table in FROZEN:
        freeze(connection, table)
    seal(connection)
    follow(connection)


def _keys(connection: Connection, table: Table) -> Sequence[Key]:
    uniques = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    rules: list[tuple[Constraint, str]] = [(table.primary_key, "primary key")]
    rules += [(one, "unique") for one in sorted(uniques, key=lambda one: str(one.name))]
    quote = connection.dialect.identifier_preparer
    found = []
    for rule, kind in rules:
        columns = ", ".join(quote.format_column(one) for one in rule.columns)  # type: ignore[attr-defined]  # both kinds have them
        name = quote.format_constraint(rule) or ""
        of = quote.format_table(table)
        found.append(Key(table.name, name, f"create unique index {name} on {of} ({columns})", kind))
    return found


def _written(connection: Connection, element: ExecutableDDLElement) -> str:
    return _plain(element.compile(dialect=connection.dialect))


def _plain(compiled: Any) -> str:
    """A statement by itself, in which a percent sign is one."""
    return str(compiled).strip().replace("%%", "%")
