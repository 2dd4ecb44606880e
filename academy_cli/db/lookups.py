"""Rows that are looked up by their keys, however small their tables were a moment ago.

Knows what PostgreSQL has to be told for that; refuses to know whose rows they are.
"""

from __future__ import annotations

from sqlalchemy import Connection, text


def look_up_by_keys(connection: Connection) -> None:
    """Let indexes be used until the transaction ends, for whoever asks by keys alone.

    PostgreSQL plans its checks of foreign keys when a session needs them first, and keeps the plan: for a
    table that was nearly empty then, to read it whole, for each of thousands of rows that come in later.
    Where a table is read whole all the same, that counts as so dear that the plan would be compiled first.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("set local enable_seqscan = off"))
        connection.execute(text("set local jit = off"))
