"""Statements compiled once for all engines of a test run.

Every test opens engines of its own, and SQLAlchemy compiles each statement anew for each: a fifth of all the
time. Knows where SQLAlchemy keeps what it compiled; refuses to let engines share it that differ in anything
a statement's text depends on.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, event, util
from sqlalchemy.engine.interfaces import Dialect

STATEMENTS = 5000


def share() -> None:
    """Let engines that are opened from now on share what they compiled."""
    first: dict[tuple[object, ...], Dialect] = {}
    caches: dict[tuple[object, ...], util.LRUCache[object, object]] = {}

    def join(connection: Connection) -> None:
        # SQLAlchemy has no public way to share what was compiled, so the types do not know these attributes.
        dialect = connection.dialect
        kind = (type(dialect), dialect.default_schema_name, dialect.server_version_info)
        if first.setdefault(kind, dialect) is dialect:
            cache = caches.setdefault(kind, util.LRUCache(STATEMENTS))
            connection.engine._compiled_cache = cache  # type: ignore[assignment]
            return
        connection.dialect = connection.engine.dialect = first[kind]
        connection.engine._compiled_cache = caches[kind]  # type: ignore[assignment]

    event.listen(Engine, "engine_connect", join)
