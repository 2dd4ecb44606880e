"""Named locks: one holder at a time for work longer than a transaction, such as syncing a course.

Knows how each engine keeps a lock that a killed holder loses at once; refuses to know what is
locked. On SQLite the lock is a file beside the database, so its processes must share a machine.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from academy_cli.db.address import sqlite_file
from academy_cli.db.errors import LockHeldError
from academy_cli.db.faults import file_refusal
from academy_cli.db.transaction import translating
from academy_cli.kit.clock import iso, utc_now
from academy_cli.kit.saying import say

FIRST_PAUSE_S = 0.01
LONGEST_PAUSE_S = 0.25


@contextmanager
def named_lock(engine: Engine, name: str, wait_s: float) -> Iterator[None]:
    """Hold a lock for the block; raises LockHeldError after waiting ``wait_s`` seconds.

    The lock is the process's, not a transaction's: work inside may open as many as it likes. It is
    free again as soon as the holder ends, however it ends. Not reentrant.
    """
    file = sqlite_file(engine.url)
    with _advisory(engine, name, wait_s) if file is None else _flock(file, name, wait_s):
        yield


def outlast(connection: Connection, name: str) -> None:
    """Wait, in a transaction under a lock, for one that a dead holder of the same lock began.

    PostgreSQL may end the session with a killed holder's lock while the one with its work is still
    committing. On SQLite both end with the process.
    """
    hold(connection, f"{name}, in a transaction")


def hold(connection: Connection, name: str) -> None:
    """Keep whoever holds the same name out until the transaction ends.

    On SQLite every writing transaction keeps all others out already.
    """
    if connection.dialect.name != "sqlite":
        query = text("select pg_advisory_xact_lock(:key)")
        connection.execute(query, {"key": _key(name)})


def keep(connection: Connection, name: str) -> None:
    """Hold a name that nobody else has, against ``hold``, as long as a session of PostgreSQL's lasts."""
    connection.execute(text("select pg_advisory_lock(:key)"), {"key": _key(name)})


def _pauses(wait_s: float) -> Iterator[None]:
    """Yield once per try: at once, then ever less often until the time is over."""
    deadline = time.monotonic() + wait_s
    pause = FIRST_PAUSE_S
    yield
    while (left := deadline - time.monotonic()) > 0:
        time.sleep(min(pause, left))
        pause = min(pause * 2, LONGEST_PAUSE_S)
        yield


# PostgreSQL: a session's advisory lock


@contextmanager
def _advisory(engine: Engine, name: str, wait_s: float) -> Iterator[None]:
    key = _key(name)
    with translating(engine.url):
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    with closing(connection):
        with translating(engine.url):
            connection.detach()  # closing it ends the session, and with it the lock
            _acquire_advisory(connection, key, name, wait_s)
        try:
            yield
        finally:
            _release_advisory(connection, key)


def _key(name: str) -> int:
    """The number that PostgreSQL knows a lock by."""
    return int.from_bytes(sha256(f"academy:{name}".encode()).digest()[:8], signed=True)


def _acquire_advisory(connection: Connection, key: int, name: str, wait_s: float) -> None:
    label = f"academy {_myself()}".encode("ascii", "replace")[:63].decode()
    connection.execute(
        text("select set_config('application_name', :label, false)"), {"label": label}
    )
    attempt = text("select pg_try_advisory_lock(:key)")
    for _ in _pauses(wait_s):
        if connection.scalar(attempt, {"key": key}):
            return
    raise LockHeldError(name, _advisory_holder(connection, key), wait_s)


def _release_advisory(connection: Connection, key: int) -> None:
    """Let go before the session ends: the server notices that only a little later."""
    with suppress(DBAPIError):  # a lost session has let go already
        connection.execute(text("select pg_advisory_unlock(:key)"), {"key": key})


def _advisory_holder(connection: Connection, key: int) -> str:
    found = connection.execute(
        text(
            "select a.application_name, a.pid, a.usename from pg_locks l join pg_stat_activity a"
            " using (pid) where l.locktype = 'advisory' and l.granted and l.objsubid = 1"
            " and l.classid::bigint = :high and l.objid::bigint = :low"
            " and l.database = (select oid from pg_database where datname = current_database())"
        ),
        {"high": key >> 32 & 0xFFFFFFFF, "low": key & 0xFFFFFFFF},
    ).first()
    if found is None:
        return ""
    return say("{}, database user {}, backend {}", found[0], found[2], found[1])


# SQLite: a locked file beside the database


@contextmanager
def _flock(database: Path, name: str, wait_s: float) -> Iterator[None]:
    folder = database.with_name(f"{database.name}.locks")
    path = folder / _file_name(name)
    try:
        descriptor = _acquire_file(path, name, wait_s)
    except OSError as error:
        raise file_refusal(error, folder) from error
    try:
        yield
    finally:
        _release_file(descriptor, path)


def _acquire_file(path: Path, name: str, wait_s: float) -> int:
    for _ in _pauses(wait_s):
        descriptor = _try_file(path)
        if descriptor is not None:
            with suppress(OSError):  # a full disk keeps nobody from holding a lock
                os.write(descriptor, f"{_myself()}, since {iso(utc_now())}".encode())
            return descriptor
    raise LockHeldError(name, _file_holder(path), wait_s)


def _try_file(path: Path) -> int | None:
    """Lock the file, or give None when another holds it or has just removed it."""
    import fcntl  # absent where there is no flock

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        return None
    except FileExistsError:
        if path.parent.is_file():
            raise
        return None  # the folder was there, and then it was not
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_current = os.fstat(descriptor).st_ino == path.stat().st_ino
    except (BlockingIOError, FileNotFoundError):
        is_current = False
    if is_current:
        os.ftruncate(descriptor, 0)
        return descriptor
    os.close(descriptor)
    return None


def _release_file(descriptor: int, path: Path) -> None:
    """Remove the file while it is still locked, so nobody can lock what is about to vanish."""
    path.unlink(missing_ok=True)
    os.close(descriptor)
    try:
        path.parent.rmdir()
    except OSError:
        return  # others hold locks there


def _file_holder(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _file_name(name: str) -> str:
    readable = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:80]
    return f"{readable}-{sha256(name.encode()).hexdigest()[:8]}"


def _myself() -> str:
    return f"process {os.getpid()} on {os.uname().nodename}"
