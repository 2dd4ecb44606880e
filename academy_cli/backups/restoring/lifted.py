"""Keys, indexes and references of tables, taken off before rows come and put back behind them.

Knows where PostgreSQL writes them down; refuses to know rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

from academy_cli.db.bare import Index, Key, Reference, Rules
from academy_cli.db.revision import VERSION_TABLE

_MINE = f"t.relnamespace = current_schema()::regnamespace and t.relname <> '{VERSION_TABLE}'"
_TABLES = f"select t.relname from pg_class t where {_MINE} and t.relkind = 'r' order by t.relname"
_CONSTRAINTS = f"""select t.relname as of, quote_ident(c.conname) as name, c.contype::text as kind,
        pg_get_constraintdef(c.oid) as rule, pg_get_indexdef(c.conindid) as made
    from pg_constraint c join pg_class t on t.oid = c.conrelid
    where {_MINE} and c.contype in ('f', 'u', 'p')
    order by array_position(array['p', 'u', 'f'], c.contype::text), t.relname, c.conname"""
_INDEXES = f"""select t.relname as of, quote_ident(i.relname) as name, pg_get_indexdef(x.indexrelid) as made
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
    where {_MINE} and not exists (select from pg_constraint c
            where c.conindid = x.indexrelid and c.contype in ('u', 'p'))
    order by i.relname"""
_KINDS = {"p": "primary key", "u": "unique"}


def tables(connection: Connection) -> Sequence[str]:
    """The names of all tables in a schema."""
    return connection.scalars(text(_TABLES)).all()


def lift(connection: Connection) -> Rules:
    """Take everything off the tables of a schema that makes rows come slowly; what that was."""
    constraints = connection.execute(text(_CONSTRAINTS)).all()
    indexes = connection.execute(text(_INDEXES)).all()
    drops = [f'alter table "{c.of}" drop constraint {c.name}' for c in reversed(constraints)]
    drops += [f"drop index {one.name}" for one in indexes]
    run(connection, *drops)
    return Rules(
        [Key(c.of, c.name, c.made, _KINDS[c.kind]) for c in constraints if c.kind in _KINDS],
        [Index(one.of, one.made) for one in indexes],
        [
            Reference(c.of, c.name, f'alter table "{c.of}" add constraint {c.name} {c.rule}')
            for c in constraints
            if c.kind not in _KINDS
        ],
    )


def run(connection: Connection, *statements: str) -> None:
    """Run statements in one message: those of empty tables take no longer than it is under way."""
    if statements:
        connection.exec_driver_sql(";\n".join(statements).replace("%", "%%"))
