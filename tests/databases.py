"""Databases of one PostgreSQL server that tests use one after another.

Copying a template takes a tenth of a second and thousands of tests ask for a copy; so one of which only rows
were changed is emptied and handed out again. Knows what a fresh copy looks like; refuses to guess: whatever
else was changed, the database is thrown away.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import NamedTuple

import psycopg
from psycopg import sql

from tests import postgres

SCHEMA = "academy"
USES = 40
"""Tests that a database is good for: what was deleted stays on its pages."""
CATALOGS = {"class": "oid", "attribute": "attrelid", "attrdef": "oid", "constraint": "oid",
            "index": "indexrelid", "trigger": "oid", "proc": "oid", "type": "oid",
            "namespace": "oid", "rewrite": "oid", "statistic": "starelid",
            "statistic_ext": "oid"}  # fmt: skip
"""Each catalog, and the column that says whose a row is."""
OWN = 16384
"""What comes with PostgreSQL has lower numbers (``FirstNormalObjectId``); looking at it took longest."""
SETTINGS = """select 'settings', count(*), 0 from pg_db_role_setting, pg_database
    where pg_database.oid = setdatabase and datname = current_database()"""
SHAPE = " union all ".join(
    [
        SETTINGS,
        *(
            f"select '{it}', count(*), sum(xmin::text::bigint) from pg_{it} where {whose} >= {OWN}"
            for it, whose in CATALOGS.items()
        ),
    ]
)
"""What differs as soon as a table, trigger or function was made, changed, analysed or dropped."""
WRITTEN = f"""select relname from pg_class
    where relkind = 'r' and relnamespace = '{SCHEMA}'::regnamespace and pg_relation_size(oid) > 0"""
"""Tables that something was ever written to."""
OTHERS = """select pg_terminate_backend(pid, 5000) from pg_stat_get_activity(null)
    where datid = (select oid from pg_database where datname = current_database())
    and pid <> pg_backend_pid()"""
REWIND = f"""select setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    from pg_sequences where schemaname = '{SCHEMA}' and last_value is not null"""


class _Fresh(NamedTuple):
    """What a fresh copy holds: the shape of its catalogs, and the rows that some tables have."""

    shape: object
    rows: dict[str, bytes]


class _Used(NamedTuple):
    """A database that is free again, how often it was used, and a session that knows its catalogs."""

    name: str
    uses: int
    session: psycopg.Connection


class Databases:
    """Copies of a migrated template."""

    def __init__(self, server: postgres.Server, template: str, prefix: str = "copy") -> None:
        self._server, self._template = server, template
        self._names = (f"{prefix}_{number}" for number in count(1))
        self._free: list[_Used] = []
        self._fresh: _Fresh | None = None

    @contextmanager
    def one(self) -> Iterator[str]:
        """The address of a database as the template is, for the block."""
        used = self._free.pop() if self._free else self._copied()
        yield self._server.url(used.name)
        if used.uses + 1 < USES and self._emptied(used.session):
            self._free.append(used._replace(uses=used.uses + 1))
        else:
            self._drop(used)

    def close(self) -> None:
        """Throw away those that are not in use."""
        while self._free:
            self._drop(self._free.pop())

    def _copied(self) -> _Used:
        name = next(self._names)
        self._server.create(name, self._template)
        session = psycopg.connect(self._server.url(name), autocommit=True)
        if self._fresh is None:
            self._fresh = _seen(session)
        return _Used(name, 0, session)

    def _drop(self, used: _Used) -> None:
        used.session.close()
        self._server.drop(used.name)

    def _emptied(self, session: psycopg.Connection) -> bool:
        """Make a database what it was; whether that could be had."""
        assert self._fresh is not None
        try:
            with session.transaction():
                session.execute(OTHERS)
                if session.execute(SHAPE).fetchall() != self._fresh.shape:
                    return False
                _empty(session, self._fresh)
        except psycopg.Error:
            return False
        return True


def _seen(connection: psycopg.Connection) -> _Fresh:
    rows = {name: _copied_out(connection, name) for name in _holding(connection)}
    return _Fresh(connection.execute(SHAPE).fetchall(), rows)


def _empty(connection: psycopg.Connection, fresh: _Fresh) -> None:
    connection.execute("set local session_replication_role = replica")  # no triggers, no keys
    for name in sorted({*_holding(connection), *fresh.rows}):
        rows = fresh.rows.get(name)
        if rows is not None and rows == _copied_out(connection, name):
            continue
        connection.execute(sql.SQL("delete from {}").format(_table(name)))
        if rows is not None:
            with connection.cursor().copy(sql.SQL("copy {} from stdin").format(_table(name))) as to:
                to.write(rows)
    connection.execute(REWIND)


def _holding(connection: psycopg.Connection) -> list[str]:
    """The tables that have rows."""
    is_held = sql.SQL("select exists (select from {})")
    written = [name for (name,) in connection.execute(WRITTEN)]
    return [
        name
        for name in written
        if connection.execute(is_held.format(_table(name))).fetchone() == (True,)
    ]


def _copied_out(connection: psycopg.Connection, name: str) -> bytes:
    with connection.cursor().copy(sql.SQL("copy {} to stdout").format(_table(name))) as out:
        return b"".join(bytes(part) for part in out)


def _table(name: str) -> sql.Identifier:
    return sql.Identifier(SCHEMA, name)
