"""A statement that is under way while something else is done: it was sent, and its answer is heard later.

Only PostgreSQL has that, through libpq's own functions (psycopg.org/psycopg3/docs/api/pq.html; PostgreSQL's
manual, 32.4, Asynchronous Command Processing). Knows them; refuses transactions: a lone statement commits by
itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from select import POLLIN, POLLOUT, poll
from typing import TYPE_CHECKING, Any

from psycopg import OperationalError, errors
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import DiagnosticField, ExecStatus
from sqlalchemy import Connection, Dialect, Update
from sqlalchemy.dialects.postgresql import psycopg as dialects

from academy_cli.db.prepared import Written, in_words

if TYPE_CHECKING:
    from psycopg.pq.abc import PGconn, PGresult

_NAMES = "academy_prepared"
"""Where a connection remembers which statements its server knows."""


def begin(
    connection: Connection, statement: Update, told: Mapping[str, object]
) -> Callable[[], int]:
    """Send a statement with the values of all its parameters; what is given back waits for its end.

    That says how many rows were changed. Until it was called nothing else may be asked on that connection,
    which is PostgreSQL's, and commits each statement by itself. Both raise the driver's own errors.
    """
    driver: Any = connection.connection.driver_connection
    libpq: PGconn = driver.pgconn
    name, written = _numbered(statement)
    known: set[bytes] = connection.info.setdefault(_NAMES, set())
    if name not in known:
        _require(libpq.prepare(name, written.text.encode()))
        known.add(name)
    values = written.values(told)
    made = Transformer(driver).dump_sequence(values, [PyFormat.TEXT] * len(values))
    libpq.send_query_prepared(name, made)
    while libpq.flush():  # what did not fit into the socket's memory
        _wait(libpq, POLLOUT)
    return lambda: _ended(libpq)


@lru_cache(maxsize=64)
def _numbered(statement: Update) -> tuple[bytes, Written]:
    """A statement as the server has it, its parameters being $1 and so on, and a name for it."""
    # SQLAlchemy's dialects have no annotations:
    dialect: Dialect = dialects.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
    written = in_words(statement, dialect)
    return b"academy_" + sha256(written.text.encode()).hexdigest()[:32].encode(), written


def _ended(libpq: PGconn) -> int:
    results: list[PGresult] = []
    while True:
        while libpq.is_busy():
            _wait(libpq, POLLIN)
            libpq.consume_input()
        found = libpq.get_result()
        if found is None:
            return sum([_require(one).command_tuples or 0 for one in results])
        results.append(found)


def _require(result: PGresult) -> PGresult:
    """Insist that all went well; what has no SQLSTATE libpq says itself, of a connection that is gone."""
    if result.status == ExecStatus.COMMAND_OK:
        return result
    if result.error_field(DiagnosticField.SQLSTATE) is None:
        raise OperationalError(result.get_error_message())
    raise errors.error_from_result(result)


def _wait(libpq: PGconn, event: int) -> None:
    """Wait until the socket is ready; Ctrl-C is heard."""
    socket = poll()
    socket.register(libpq.socket, event)
    socket.poll()
