"""One moment of a database, read as canonical text while others go on writing.

Knows how each engine keeps such a moment; refuses to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from academy_cli.backups.rows import postgresql, sqlite
from academy_cli.backups.tables import Table
from academy_cli.db.engine import CACHE_KIB
from academy_cli.db.transaction import read

READ_ONCE_KIB = 2048


class Snapshot:
    """A moment of a database."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._is_sqlite = connection.dialect.name == "sqlite"

    @property
    def engine(self) -> str:
        """The engine and its version: ``postgresql 18.4``."""
        version = ".".join(map(str, self.connection.dialect.server_version_info or ()))
        return f"{self.connection.dialect.name} {version}"

    def rows(self, table: Table) -> Iterator[bytes]:
        """The rows of a table as canonical text, some at a time. Raises UnfitValueError."""
        if not self._is_sqlite:
            yield from postgresql.rows(self.connection, table)
            return
        driver = self._driver
        before, driver.text_factory = driver.text_factory, bytes
        try:
            yield from sqlite.rows(driver, table)
        finally:
            driver.text_factory = before

    def sequences(self, tables: Sequence[Table]) -> Mapping[str, int]:
        """The last number that each table gave to a row, gone ones included."""
        numbered = [one for one in tables if one.is_numbered]
        given = self._given()
        newest = {one.name: self._newest(one.name) for one in numbered}
        return {name: max(last, given.get(name, 0)) for name, last in newest.items()}

    def _newest(self, name: str) -> int:
        return self.connection.scalar(text(f'select coalesce(max(id), 0) from "{name}"')) or 0

    def _given(self) -> Mapping[str, int]:
        if self._is_sqlite:
            query = "select name, seq from sqlite_sequence"
        else:
            query = """select t.relname, s.last_value from pg_sequences s
                join pg_class q on q.relname = s.sequencename and q.relkind = 'S'
                    and q.relnamespace = s.schemaname::regnamespace
                join pg_depend d on d.objid = q.oid and d.deptype in ('a', 'i')
                join pg_class t on t.oid = d.refobjid
                where s.schemaname = current_schema() and s.last_value is not null"""
        return {name: int(last) for name, last in self.connection.execute(text(query))}

    @property
    def _driver(self) -> Any:
        return self.connection.connection.driver_connection


def archive_mode(connection: Connection) -> str | None:
    """Whether the server archives its log, from which alone what no backup has comes back.

    ``off``, ``on`` or ``always`` (PostgreSQL's manual, 20.5.3, Archiving); None for SQLite.
    """
    if connection.dialect.name == "sqlite":
        return None
    return str(connection.scalar(text("show archive_mode")))


@contextmanager
def _once_through(connection: Connection) -> Iterator[None]:
    """Let SQLite keep few pages of what is read once, and as many as ever afterwards."""
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA cache_size=-{READ_ONCE_KIB}")
    try:
        yield
    finally:
        cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")


@contextmanager
def snapshot(engine: Engine) -> Iterator[Snapshot]:
    """A moment of a database for the block; afterwards SQLite's log, which grew meanwhile, is cut again."""
    with read(engine) as connection, _once_through(connection):
        yield Snapshot(connection)
    if engine.dialect.name == "sqlite":
        with suppress(DBAPIError), engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
