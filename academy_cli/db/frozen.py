"""Tables whose rows are never changed and never go: the database itself refuses it, to whoever asks.

Knows how each engine is told; refuses to decide which tables. SQLite forgets it for a table that is made
anew, so a migration that copies one has to say it again.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

FROZEN = ("invoices", "closings", "refund_events", "ledger")
"""Which they are at this version's revision, as migrations made them so."""
WHY = "is written once: its rows are never changed and never deleted"


def freeze(connection: Connection, table: str) -> None:
    """Let a table take new rows and nothing else, in the caller's transaction."""
    if connection.dialect.name == "sqlite":
        for verb in ("update", "delete"):
            connection.execute(
                text(
                    f"create trigger {table}_no_{verb} before {verb} on {table}"
                    f" begin select raise(abort, '{table} {WHY}'); end"
                )
            )
        return
    connection.execute(
        text(
            f"create function {table}_refuse() returns trigger language plpgsql as $$"
            f" begin raise exception '{table} {WHY}'; end $$"
        )
    )
    for verb, each in (("update", "row"), ("delete", "row"), ("truncate", "statement")):
        connection.execute(
            text(
                f"create trigger {table}_no_{verb} before {verb} on {table}"
                f" for each {each} execute function {table}_refuse()"
            )
        )
