"""Drivers' errors as sentences: what SQLite's codes and PostgreSQL's states mean to a person.

Knows each engine's vocabulary of trouble; refuses errors that are academy's own mistakes, such as a
broken constraint, which pass through untouched.
"""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from academy_cli.db.address import shown, sqlite_file, without_secrets
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.paths import is_there
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words


class Fault(NamedTuple):
    """What is wrong with a database, told of its address and with the driver's words."""

    kind: Kind
    code: str
    sentence: Callable[[str, str], str]
    hint: str

    def error(self, at: str, why: str) -> AcademyError:
        """Say it of one database."""
        return AcademyError(self.kind, self.code, self.sentence(at, why), self.hint)


UNREACHABLE = Fault(
    Kind.UNAVAILABLE,
    "database.unreachable",
    lambda at, why: say("The database “{}” cannot be reached: {}.", at, why),
    "Check the address with: academy config show; then try again.",
)
GONE = Fault(
    Kind.UNAVAILABLE,
    "database.gone",
    lambda at, _: say(
        "The database “{}” went away in the middle; what was not committed is undone.", at
    ),
    "See whether it is back with: academy db status; then run the same command again.",
)
BUSY = Fault(
    Kind.UNAVAILABLE,
    "database.busy",
    lambda at, why: say("The database “{}” is busy with somebody else's change: {}.", at, why),
    "Run the same command again in a moment.",
)
CROWDED = Fault(
    Kind.UNAVAILABLE,
    "database.crowded",
    lambda at, why: say("The database “{}” takes no more connections now: {}.", at, why),
    "Run the same command again in a moment; max_connections of the server says how many it takes.",
)
EXHAUSTED = Fault(
    Kind.UNAVAILABLE,
    "database.exhausted",
    lambda at, why: say(
        "The database “{}” has run out of what this takes: {}; nothing was changed.", at, why
    ),
    "Run the same command again in a moment; memory and limits are those of the machine it runs on.",
)
STOPPED = Fault(
    Kind.UNAVAILABLE,
    "database.stopped",
    lambda at, why: say(
        "The database “{}” stopped in the middle: {}; what was not committed is undone.", at, why
    ),
    "Run the same command again; if it took too long, statement_timeout of the server says how long it may.",
)
FULL = Fault(
    Kind.UNAVAILABLE,
    "database.full",
    lambda at, _: say("There is no space left for the database “{}”; nothing was changed.", at),
    "Free some space, then run the same command again.",
)
FAILING_DISK = Fault(
    Kind.UNAVAILABLE,
    "database.disk",
    lambda at, _: say(
        "The disk under the database “{}” refused a read or write; nothing was changed.", at
    ),
    "Check the disk and its quota, then see whether the file is whole with: academy db check",
)
READ_ONLY = Fault(
    Kind.REFUSED,
    "database.read-only",
    lambda at, why: say("The database “{}” may not be written: {}.", at, why),
    "Check who may write the file and its folder; see: academy config show",
)
DENIED = Fault(
    Kind.REFUSED,
    "database.denied",
    lambda at, why: say("The database “{}” does not let this user in: {}.", at, why),
    "Check the user and password in database.url with: academy config show",
)
ABSENT = Fault(
    Kind.MISSING,
    "database.absent",
    lambda at, _: say("The database “{}” does not exist.", at),
    "Create it with createdb, then run: academy db upgrade",
)
MISCONFIGURED = Fault(
    Kind.INVALID,
    "database.address",
    lambda at, why: say("The database “{}” has an option that its driver refuses: {}.", at, why),
    "Check what follows the ? of database.url: academy config show",
)
CORRUPT = Fault(
    Kind.INVALID,
    "database.corrupt",
    lambda at, why: say("The file “{}” is not a whole SQLite database: {}.", at, why),
    "Bring a backup back, which keeps the file beside it for a week: academy backup restore latest",
)

PRIMARY = 0xFF
"""The bits of SQLite's result codes that say what, the others say why."""
SQLITE_FAULTS = {
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_READONLY_DBMOVED: GONE,
    sqlite3.SQLITE_IOERR: FAILING_DISK,
    sqlite3.SQLITE_CORRUPT: CORRUPT,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_CANTOPEN: UNREACHABLE,
    sqlite3.SQLITE_NOTADB: CORRUPT,
    sqlite3.SQLITE_PROTOCOL: BUSY,
    sqlite3.SQLITE_NOMEM: EXHAUSTED,
}
"""By extended or primary result code (sqlite.org/rescode.html)."""

POSTGRESQL_FAULTS: Mapping[str, Fault | None] = {
    "08": GONE,
    "57P01": GONE,
    "57P02": GONE,
    "57P03": UNREACHABLE,
    "57P04": GONE,
    "57P05": GONE,
    "25P03": GONE,
    "25P04": STOPPED,
    "57": STOPPED,
    "53100": FULL,
    "53300": CROWDED,
    "53": EXHAUSTED,
    "54": None,
    "55006": BUSY,
    "55P03": BUSY,
    "58": FAILING_DISK,
    "40": BUSY,
    "25006": READ_ONLY,
    "42501": DENIED,
    "28": DENIED,
    "3D000": ABSENT,
    "XX001": CORRUPT,
    "XX002": CORRUPT,
}
"""By SQLSTATE or its class (postgresql.org/docs/current/errcodes-appendix.html).

A statement beyond the server's limits (54) is a bug; every other trouble of the server's has stopped it.
"""

CONNECT_FAULTS = (
    (re.compile(r"password|authentication|pg_hba|role .* does not exist"), DENIED),
    (re.compile(r"database .* does not exist"), ABSENT),
    (re.compile(r"too many clients|too many connections|connection slots"), CROWDED),
)
"""By the server's words; a failed connection carries no SQLSTATE."""


def translate(error: BaseException, address: URL, *, may_write: bool = True) -> AcademyError | None:
    """The sentence for a driver's error, or None when it is not the database's trouble.

    ``may_write`` is false inside a read-only transaction, where a refused write is a bug.
    """
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    fault = MISCONFIGURED if _is_of_options(error, cause) else _fault(cause, lost=lost)
    file = sqlite_file(address)
    if fault is None or (fault is READ_ONLY and not may_write and not _is_of_file(cause)):
        return None
    if (
        fault is UNREACHABLE
        and file
        and is_there(file.parent)
        and not os.access(file.parent, os.W_OK)
    ):
        fault = READ_ONLY  # SQLite keeps its log beside the file, so the folder counts
    return fault.error(shown(address), without_secrets(_words(cause), address))


def file_refusal(error: OSError, path: Path) -> AcademyError:
    """The sentence for a file or folder of the database that cannot be made or written."""
    is_full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    fault = FULL if is_full else READ_ONLY
    return fault.error(str(path), system_words(error))


def _fault(cause: BaseException, *, lost: bool) -> Fault | None:
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0)
        return SQLITE_FAULTS.get(code) or SQLITE_FAULTS.get(code & PRIMARY)
    if not type(cause).__module__.startswith("psycopg"):
        return None
    is_trouble = any(one.__name__ == "OperationalError" for one in type(cause).__mro__)
    if state := getattr(cause, "sqlstate", None):
        usual = STOPPED if is_trouble else None
        return POSTGRESQL_FAULTS.get(state, POSTGRESQL_FAULTS.get(state[:2], usual))
    if lost:
        return GONE
    return _connect_fault(cause) if is_trouble else None


def _is_of_options(error: BaseException, cause: BaseException) -> bool:
    """Whether psycopg refused to connect before it asked anybody."""
    is_connecting = isinstance(error, DBAPIError) and error.statement is None
    return is_connecting and type(cause).__name__ == "ProgrammingError"


def _is_of_file(cause: BaseException) -> bool:
    """Whether it is the file that SQLite cannot write, even to read it, and not a statement's fault."""
    return getattr(cause, "sqlite_errorcode", 0) > PRIMARY


def _connect_fault(cause: BaseException) -> Fault:
    words = str(cause)
    for pattern, fault in CONNECT_FAULTS:
        if pattern.search(words):
            return fault
    return (
        GONE if "connection is lost" in words or "closed the connection" in words else UNREACHABLE
    )


def _words(cause: BaseException) -> str:
    """The driver's first line, without where it was said and its full stop."""
    lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
    first = lines[0] if lines else type(cause).__name__
    return first.rpartition("failed:")[2].rpartition("FATAL:")[2].strip().rstrip(".")
