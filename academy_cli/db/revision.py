"""The schema's revisions by name, so that ordinary commands need not load the migrations.

Knows which revisions this version was made for and how to ask a database for its own; refuses to
change one.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, text


class History(NamedTuple):
    """A line of migrations: revisions oldest first, and the folder their files are in."""

    revisions: tuple[str, ...]
    folder: str = "academy_cli.db:migrations/versions"

    @property
    def head(self) -> str:
        """The newest revision."""
        return self.revisions[-1]

    def pending(self, revision: str | None) -> tuple[str, ...]:
        """The revisions an upgrade from ``revision`` would run, oldest first."""
        if revision is None:
            return self.revisions
        return self.revisions[self.revisions.index(revision) + 1 :]

    def until(self, revision: str) -> History:
        """The same up to a revision that is one of them."""
        return self._replace(revisions=self.revisions[: self.revisions.index(revision) + 1])


HISTORY = History(
    (
        *("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010"),
        *("0011", "0012", "0013", "0014", "0015", "0016", "0017", "0018"),
        *("0019", "0020", "0021", "0022", "0023", "0024", "0025", "0026"),
    )
)
"""Every revision this version knows (tests compare it with the migrations)."""
HEAD = HISTORY.head
VERSION_TABLE = "alembic_version"


def current(connection: Connection) -> str | None:
    """The database's revision; None for one that has never been migrated."""
    if connection.dialect.name == "sqlite":
        exists = "select name from sqlite_master where type = 'table' and name = :name"
    else:
        exists = "select to_regclass(:name)"
    if connection.scalar(text(exists), {"name": VERSION_TABLE}) is None:
        return None
    found: str | None = connection.scalar(text(f"select version_num from {VERSION_TABLE}"))
    return found


def holds_tables(connection: Connection) -> bool:
    """Whether there is any table where academy's tables would be."""
    if connection.dialect.name == "sqlite":
        tables = "select 1 from sqlite_master where type = 'table' limit 1"
    else:
        tables = (
            "select 1 from pg_class where relkind in ('r', 'p')"
            " and relnamespace = to_regnamespace(current_setting('search_path')) limit 1"
        )
    return connection.scalar(text(tables)) is not None
