"""Describing a database: what runs it, how far it is migrated, how large it is.

Knows where each engine keeps these answers; refuses to judge them.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy import Connection

from academy_cli.db.revision import HEAD, current
from academy_cli.db.views import DatabaseStatus

SQLITE_SIZE = "select page_count * page_size from pragma_page_count(), pragma_page_size()"
POSTGRESQL_SIZE = "select pg_database_size(current_database())"


def of(connection: Connection, url: str) -> DatabaseStatus:
    """Describe the database of a connection; ``url`` is its masked address."""
    is_sqlite = connection.dialect.name == "sqlite"
    ask = connection.exec_driver_sql
    version = "select sqlite_version()" if is_sqlite else "show server_version"
    revision = current(connection)
    return DatabaseStatus(
        url=url,
        engine=connection.dialect.name,
        engine_version=str(ask(version).scalar_one()),
        revision=revision,
        head=HEAD,
        is_current=revision == HEAD,
        size_bytes=int(ask(SQLITE_SIZE if is_sqlite else POSTGRESQL_SIZE).scalar_one()),
        journal_mode=str(ask("PRAGMA journal_mode").scalar_one()) if is_sqlite else None,
    )


def of_absent_file(url: str) -> DatabaseStatus:
    """Describe a SQLite database that nobody has used yet."""
    return DatabaseStatus(
        url=url,
        engine="sqlite",
        engine_version=sqlite3.sqlite_version,
        revision=None,
        head=HEAD,
        is_current=False,
        size_bytes=0,
        journal_mode=None,
    )
