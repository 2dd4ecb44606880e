"""Transactions: one unit of work against the database, whole or not at all.

Knows when work is committed, undone, and how its failure reads; refuses to know what the work is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Update
from sqlalchemy.engine import URL

from academy_cli.db.engine import READ_ONLY
from academy_cli.db.faults import translate
from academy_cli.db.prepared import rows_written


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """Open the transaction of one writing unit of work: committed at the end, undone on any error.

    SQLite's single write lock is taken at once. Raises AcademyError when the database is
    unreachable, busy, full, read-only or gone; every other error passes through.
    """
    with translating(engine.url), engine.connect() as connection, connection.begin():
        yield connection


class OneByOne:
    """Statements that are each a transaction, one after another, on a connection that is kept.

    For whoever writes down a little very often: PostgreSQL commits a lone statement by itself, so it is asked
    once instead of three times, and SQLite is spared what it takes to connect.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: Connection | None = None
        self._is_under_way = False

    @property
    def has_several_in_one(self) -> bool:
        """Whether a statement may change rows within another (PostgreSQL's manual, 7.8.4)."""
        return self._is_postgresql

    @property
    def _is_postgresql(self) -> bool:
        return self._engine.dialect.name == "postgresql"

    @contextmanager
    def statement(self) -> Iterator[Connection]:
        """A connection for a single statement. Raises what ``write`` does; after that it connects anew."""
        with self._losing(), self._connected().begin():
            yield self._connected()

    def begin(self, statement: Update, told: Sequence[Mapping[str, object]]) -> Callable[[], int]:
        """Begin a statement with each of some values; what is given back says how many rows it changed.

        Where it is a single one and the database lets that be, its end is waited for only then, and nothing
        else is asked before. Both raise what ``write`` does; after that it connects anew.
        """
        if len(told) != 1 or not self._is_postgresql:
            with self.statement() as connection:
                changed = rows_written(connection, statement, told)
            return lambda: changed
        from academy_cli.db import underway

        with self._losing():
            wait = underway.begin(self._connected(), statement, told[0])
        self._is_under_way = True
        return lambda: self._ended(wait)

    def _ended(self, wait: Callable[[], int]) -> int:
        with self._losing():
            changed = wait()
        self._is_under_way = False
        return changed

    @contextmanager
    def _losing(self) -> Iterator[None]:
        """Never use a connection again on which something went wrong."""
        with translating(self._engine.url):
            try:
                yield
            except BaseException:
                self._is_under_way = True
                self.close()
                raise

    def close(self) -> None:
        """Give the connection back; one on which something is still under way is ended."""
        if self._kept is not None:
            if self._is_under_way:
                self._kept.invalidate()
            self._kept.close()
        self._kept, self._is_under_way = None, False

    def _connected(self) -> Connection:
        if self._kept is None:
            self._kept = self._engine.connect()
            if self._is_postgresql:
                self._kept.execution_options(isolation_level="AUTOCOMMIT")
        return self._kept


@contextmanager
def read(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that sees one moment of the database and cannot write.

    The database itself refuses writes, so a dry run is dry by construction.
    """
    with translating(engine.url, may_write=False), engine.connect() as connection:
        connection.execution_options(**_read_options(engine))
        connection.begin()
        yield connection  # closing it rolls back: there is nothing to commit


@contextmanager
def translating(address: URL, *, may_write: bool = True) -> Iterator[None]:
    """Turn the driver's errors of the block into AcademyErrors that name the database."""
    try:
        yield
    except Exception as error:
        refusal = translate(error, address, may_write=may_write)
        if refusal is None:
            raise
        raise refusal from error


def _read_options(engine: Engine) -> dict[str, object]:
    if engine.dialect.name == "sqlite":
        return {READ_ONLY: True}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
