"""Transactions: one unit of work against the database, whole or not at all.

Knows when work is committed, undone, and how its failure reads; refuses to know what the work is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from academy_cli.db.engine import READ_ONLY
from academy_cli.db.faults import translate


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """Open the transaction of one writing unit of work: committed at the end, undone on any error.

    SQLite's single write lock is taken at once. Raises AcademyError when the database is
    unreachable, busy, full, read-only or gone; every other error passes through.
    """
    with translating(engine.url), engine.connect() as connection, connection.begin():
        yield connection


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
