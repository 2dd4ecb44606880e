"""Database addresses: what a URL names, and how it may be shown.

Knows the two engines and which words of a URL are secret; refuses to open anything.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from academy_cli.config.secrets import masked
from academy_cli.config.sqlite import sqlite_url
from academy_cli.errors import AcademyError, Kind

DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}


def parse(url: str | URL) -> URL:
    """Read a database address; raises AcademyError for one that academy cannot use."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise _unusable("is not a database address") from error
    driver = DRIVERS.get(parsed.drivername.partition("+")[0])
    if driver is None:
        raise _unusable(f"names “{parsed.drivername}”, which is neither sqlite nor postgresql")
    if driver.startswith("sqlite") and parsed.database in {None, "", ":memory:"}:
        raise _unusable("names no file, and a database in memory would be lost at once")
    return parsed.set(drivername=driver)


def sqlite_file(url: URL) -> Path | None:
    """The database file of a SQLite address; None on PostgreSQL."""
    return Path(url.database) if url.drivername.startswith("sqlite") and url.database else None


def shown(url: URL) -> str:
    """The address as people may see it: their words, the password masked."""
    plain = url.set(drivername=url.drivername.partition("+")[0])
    file = sqlite_file(url)
    if file is None:
        return masked(plain.render_as_string(hide_password=False).replace("%2F", "/"))
    _, mark, query = plain.set(database="").render_as_string().partition("?")
    return masked(f"{sqlite_url(file)}{mark}{query}")


def _unusable(why: str) -> AcademyError:
    hint = "Write sqlite:///academy.db or postgresql://user@host/name; see: academy config show"
    return AcademyError(Kind.INVALID, "database.address", f"The database URL {why}.", hint)
