"""Database addresses: what a URL names, and how it may be shown.

Knows the two engines and which words of a URL are secret; refuses to open anything.
"""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from academy_cli.config.secrets import MASK, masked
from academy_cli.config.sqlite import sqlite_url
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say

HINT = say("Write sqlite:///academy.db or postgresql://user@host/name; see: academy config show")
DOUBTFUL = re.compile(r"://[^:/]*:[^@]*@.*@", re.DOTALL)
"""A password, its end, and another sign like its end."""
SECRET = re.compile("password", re.IGNORECASE)
_UNSPEAKABLE = re.compile("\0|%00|^(?!sqlite).*[\ud800-\udfff]", re.DOTALL)
"""What no driver takes; a file may be called by bytes that are not UTF-8."""
DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}


def parse(url: str | URL) -> URL:
    """Read a database address; raises AcademyError for one that academy cannot use.

    What it could not read may be a password, so no error is chained.
    """
    if isinstance(url, str):
        _require_clear(url)
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise _unusable(say("The database URL is not a database address.")) from None
    driver = DRIVERS.get(parsed.drivername.partition("+")[0])
    if driver is None:
        raise _unusable(
            say(
                "The database URL names “{}”, which is neither sqlite nor postgresql.",
                parsed.drivername,
            )
        )
    if driver.startswith("sqlite") and parsed.database in {None, "", ":memory:"}:
        raise _unusable(
            say("The database URL names no file, and a database in memory would be lost at once.")
        )
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


def without_secrets(words: str, url: URL) -> str:
    """Somebody else's words about a database, with every password of its address masked."""
    query = url.normalized_query
    named = (secret for key in query if SECRET.search(key) for secret in query[key])
    for secret in filter(None, (url.password, *named)):
        words = words.replace(secret, MASK)
    return words


def _require_clear(url: str) -> None:
    """Refuse an address of which nobody can say where its password ends.

    SQLAlchemy ends it at the first ``@`` and takes what follows for a host, which drivers then quote.
    """
    if DOUBTFUL.search(url):
        hint = say("Write %40 for an @ in a password, a user's name or an option.")
        raise _unusable(
            say("The database URL holds an “@” that may be part of its password."), hint
        )
    if _UNSPEAKABLE.search(url):
        raise _unusable(say("The database URL holds a NUL character or is not UTF-8."))


def _unusable(said: str, hint: str = HINT) -> AcademyError:
    return AcademyError(Kind.INVALID, "database.address", said, hint)
