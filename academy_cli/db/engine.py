"""Engines: how a connection to SQLite or PostgreSQL is set up so that both behave alike.

Knows drivers, pragmas and session settings; refuses tables and transactions' outcomes.
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from academy_cli.db.address import parse

BUSY_TIMEOUT_MS = 5000
"""How long a statement waits for another writer, on either engine."""
CONNECT_TIMEOUT_S = 10
CACHE_KIB, CHECKPOINT_PAGES = 16 * 1024, 16_000
"""SQLite's own memory, and the length of its write-ahead log. With its defaults (2 MB, 4 MB) the pages that a
large import comes back to are written at every commit."""
READ_ONLY = "academy_read_only"
"""The execution option by which a connection's next transaction only reads."""
MUTED = "academy_muted"
"""The execution option by which every connection knows the kinds of mail that are not written."""
FILE = "academy_file"
"""Where a connection remembers which file it was opened on."""
WRITER = "academy_writer"
"""Where a connection remembers that it is prepared for writing."""
_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def open_engine(
    url: str | URL, schema: str = "academy", *, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> Engine:
    """Make the engine for a database address; nothing is connected yet.

    ``schema`` is the PostgreSQL schema all tables live in; SQLite has no such thing. One idle
    connection is kept, so the steps of one command share it.
    """
    address = parse(url)
    if address.drivername.startswith("sqlite"):
        return _sqlite(address, busy_timeout_ms)
    return _postgresql(address, schema, busy_timeout_ms)


def _sqlite(address: URL, busy_timeout_ms: int) -> Engine:
    engine = create_engine(
        address,
        pool_size=1,
        hide_parameters=True,
        connect_args={
            "isolation_level": None,
            "check_same_thread": False,
            "timeout": busy_timeout_ms / 1000,
        },
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "checkin", _allow_writing)
    _guard_file(engine, Path(address.database or ""))
    return engine


def _guard_file(engine: Engine, file: Path) -> None:
    """Never commit to a file that is no longer there, which an operating system lets one do."""

    def remember(_connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        entry.info[FILE] = _identity(file)

    def renew(_connection: DBAPIConnection, entry: ConnectionPoolEntry, _: object) -> None:
        if entry.info[FILE] != _identity(file):
            raise DisconnectionError  # so that the pool connects to the file that is there now

    def require(connection: Connection) -> None:
        if connection.info[FILE] != _identity(file):
            error = sqlite3.OperationalError("the file was moved or deleted")
            error.sqlite_errorcode = sqlite3.SQLITE_READONLY_DBMOVED
            raise error

    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", renew)
    event.listen(engine, "commit", require)


def _identity(file: Path) -> tuple[int, int] | None:
    """Which file a path leads to."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _prefer_wal(cursor: Any) -> None:
    """Turn on the write-ahead log where the file system can; it stays on in the file.

    Only for a writer: it changes the file, and looking at one must not.

    A network file system keeps the old journal and says so; a read-only file or one in use by an
    older connection raises, and works as it is.
    """
    if cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",):
        return
    try:
        cursor.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY}:
            raise


def _prepare_writer(cursor: Any) -> None:
    _prefer_wal(cursor)
    cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
    cursor.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")


def _begin_sqlite(connection: Connection) -> None:
    """Begin explicitly; a writer takes its lock at once.

    A deferred transaction that reads and then writes fails immediately when another wrote in
    between, whatever the busy timeout; and Python's own implicit BEGIN leaves DDL outside.
    """
    if connection.get_execution_options().get(READ_ONLY, False):
        connection.exec_driver_sql("PRAGMA query_only=1")
        connection.exec_driver_sql("BEGIN")
    else:
        if WRITER not in connection.info:
            _prepare_writer(connection.connection.cursor())
            connection.info[WRITER] = True
        connection.connection.cursor().execute("BEGIN IMMEDIATE")


def _allow_writing(connection: DBAPIConnection | None, _entry: ConnectionPoolEntry) -> None:
    if connection is not None:  # None when it was lost
        cursor = connection.cursor()
        cursor.execute("PRAGMA query_only=0")
        cursor.close()


def _postgresql(address: URL, schema: str, busy_timeout_ms: int) -> Engine:
    if not _IDENTIFIER.fullmatch(schema):
        message = f"{schema!r} is no PostgreSQL schema name"
        raise ValueError(message)
    session = {"search_path": schema, "timezone": "UTC", "lock_timeout": busy_timeout_ms}
    options = [f"-c {key}={value}" for key, value in session.items()]
    if given := address.query.get("options"):
        options.append(str(given))
    defaults = {"application_name": "academy", "connect_timeout": CONNECT_TIMEOUT_S}
    named = {key: value for key, value in defaults.items() if key not in address.query}
    engine = create_engine(
        address,
        pool_size=1,
        hide_parameters=True,
        use_native_hstore=False,
        connect_args={**named, "options": " ".join(options)},
    )
    event.listen(engine, "checkin", _leave_it_to_the_role)
    return engine


def _leave_it_to_the_role(connection: DBAPIConnection | None, _entry: ConnectionPoolEntry) -> None:
    """Ask for no kind of transaction after one that only read: SQLAlchemy would ask for READ WRITE."""
    if connection is not None and not connection.closed:
        connection.read_only = None
