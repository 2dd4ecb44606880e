"""A short look at a database without SQLAlchemy, for whoever has no time to import it.

Knows both engines' libraries, and how to ask neither for longer than a moment; refuses to write, and to
make a database that is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

PATIENCE_S = 1
"""Seconds to connect in, and to be answered in."""


def rows(url: str, query: str, values: Sequence[object]) -> Sequence[tuple[object, ...]]:
    """What a query gives, whose values are marked with ``?``. Raises whatever the driver does."""
    scheme, _, rest = url.partition("://")
    if scheme.startswith("sqlite"):
        return _of_sqlite(unquote(rest.removeprefix("/").partition("?")[0]), query, values)
    return _of_postgresql(f"postgresql://{rest}", query, values)


def _of_sqlite(file: str, query: str, values: Sequence[object]) -> Sequence[tuple[object, ...]]:
    import sqlite3
    from contextlib import closing
    from urllib.parse import quote

    address = f"file:{quote(file)}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=0.05)) as connection:
        return connection.execute(query, values).fetchall()


def _of_postgresql(
    address: str, query: str, values: Sequence[object]
) -> Sequence[tuple[object, ...]]:
    from academy_cli.db import libpq

    limits = f"-c statement_timeout={PATIENCE_S}s -c default_transaction_read_only=on"
    options = f"{limits} -c search_path=academy"
    if (library := libpq.library()) is not None:
        parameters = {"dbname": address, "client_encoding": "UTF8", "options": options}
        parameters["connect_timeout"] = str(PATIENCE_S)
        return libpq.rows(library, parameters, _numbered(query), values)
    import psycopg

    with psycopg.connect(address, connect_timeout=PATIENCE_S, options=options) as connection:
        return connection.execute(query.replace("?", "%s").encode(), values).fetchall()


def _numbered(query: str) -> str:
    """A query whose values are marked with ``$1``, ``$2`` …"""
    first, *others = query.split("?")
    return first + "".join(f"${number}{text}" for number, text in enumerate(others, 1))
