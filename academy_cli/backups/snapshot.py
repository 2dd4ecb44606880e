"""One moment of a database, read as canonical text while others go on writing.

Knows how each engine keeps such a moment; refuses to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from academy_cli.backups.rows import postgresql, sqlite
from academy_cli.backups.tables import Table
from academy_cli.db.engine import CACHE_KIB
from academy_cli.db.transaction import read, translating
from academy_cli.errors import AcademyError

READ_ONCE_KIB = 2048
READERS = 1
"""How many connections put rows of SQLite's together, beside the one that looks where the next ones begin.

A second one gains nothing: SQLite's memory has one lock for the whole process, so that two of them took half
as long again as one after the other.
"""
SHARED_PAGES = 4096
"""Files of fewer pages are read by one connection as fast."""
_LOOK = "select count(*) from sqlite_master"


class Snapshot:
    """A moment of a database."""

    def __init__(self, connection: Connection, readers: Sequence[Connection] = ()) -> None:
        self.connection, self._readers = connection, readers
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
        with ExitStack() as stack:
            driver, *readers = (
                stack.enter_context(_as_bytes(one)) for one in (self.connection, *self._readers)
            )
            yield from sqlite.rows(driver, table, readers)

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


@contextmanager
def _as_bytes(connection: Connection) -> Iterator[Any]:
    """SQLite's own connection, which gives text as bytes for the block."""
    driver: Any = connection.connection.driver_connection
    before, driver.text_factory = driver.text_factory, bytes
    try:
        yield driver
    finally:
        driver.text_factory = before


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
    with ExitStack() as stack:
        connection, *readers = _begun(stack, engine)
        yield Snapshot(connection, readers)
    if engine.dialect.name == "sqlite":
        with suppress(DBAPIError), engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _begun(stack: ExitStack, engine: Engine) -> Sequence[Connection]:
    """Connections that see one moment; one alone where more are not worth it, or cannot be.

    None of several looks before nobody can write, so that all see what was committed last.
    """
    if engine.dialect.name == "sqlite" and _pages(engine) >= SHARED_PAGES:
        with suppress(AcademyError), _nobody_writing(engine):
            found = [_reading(stack, engine) for _ in range(1 + READERS)]
            for one in found:
                one.exec_driver_sql(_LOOK)
            return found
    return (_reading(stack, engine),)


def _reading(stack: ExitStack, engine: Engine) -> Connection:
    connection = stack.enter_context(read(engine))
    stack.enter_context(_once_through(connection))
    return connection


@contextmanager
def _nobody_writing(engine: Engine) -> Iterator[None]:
    """SQLite's write lock for the block. Raises an AcademyError where it is not to be had."""
    with translating(engine.url), engine.connect() as connection, connection.begin() as lock:
        yield
        lock.rollback()


def _pages(engine: Engine) -> int:
    """How large a file of SQLite's is."""
    with read(engine) as connection:
        return int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
