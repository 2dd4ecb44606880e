"""Running migrations: one at a time, whole or not at all, with a copy taken first.

Knows how each engine must be held while its tables change; refuses to decide when to upgrade.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from academy_cli.db.address import shown, sqlite_file
from academy_cli.db.errors import BrokenReferenceError
from academy_cli.db.faults import file_refusal
from academy_cli.db.lock import named_lock
from academy_cli.db.revision import HISTORY, History, current
from academy_cli.db.transaction import read, translating
from academy_cli.db.views import UpgradeReport
from academy_cli.kit.clock import compact, utc_now
from academy_cli.kit.saying import say

LOCK = say("database upgrade")


def upgrade(
    engine: Engine, schema: str, *, wait_s: float, history: History = HISTORY
) -> UpgradeReport:
    """Bring a database to this version's schema; does nothing when it is there already.

    Two upgrades at once are safe: the second waits, and finds nothing to do. A failing migration
    leaves everything as it was. An existing SQLite file is copied first.
    """
    with named_lock(engine, LOCK, wait_s):
        with read(engine) as connection:
            before = current(connection)
        revisions = history.pending(before)
        backup = _back_up(engine, before) if revisions and before is not None else None
        if revisions:
            with _schema_change(engine, schema) as connection:
                migrate(connection, history)
    return UpgradeReport(
        shown(engine.url), before, history.head, revisions, backup, is_dry_run=False
    )


def migrate(connection: Connection, history: History) -> None:
    """Run the migrations of a history that a database has not seen, in the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "academy_cli.db:migrations")
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", history.folder)
    command.upgrade(config, history.head)


@contextmanager
def _schema_change(engine: Engine, schema: str) -> Iterator[Connection]:
    """Open the one transaction a whole upgrade runs in."""
    change = (
        _sqlite_change(engine) if sqlite_file(engine.url) else _postgresql_change(engine, schema)
    )
    with translating(engine.url), change as connection:
        yield connection


@contextmanager
def _sqlite_change(engine: Engine) -> Iterator[Connection]:
    """Hold SQLite with foreign keys off, and check every reference before committing.

    Altering a table there means copying and dropping it, and the drop would cascade to its
    children. The pragma does nothing inside a transaction, so it comes before.
    """
    with engine.connect() as connection:
        connection.detach()  # never back to the pool with foreign keys off
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            yield connection
            _refuse_broken_references(connection)


@contextmanager
def _postgresql_change(engine: Engine, schema: str) -> Iterator[Connection]:
    with engine.begin() as connection:
        connection.execute(text(f"create schema if not exists {schema}"))
        yield connection


def _refuse_broken_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        table = str(broken[0][0])
        raise BrokenReferenceError(table, sum(row[0] == table for row in broken))


def _back_up(engine: Engine, revision: str) -> Path | None:
    """Copy a SQLite file beside itself, whole and consistent even while others write."""
    file = sqlite_file(engine.url)
    if file is None:
        return None
    copy = file.with_name(
        f"{file.stem}-before-upgrade-{revision}-{compact(utc_now())}{file.suffix}"
    )
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL, 0o600))  # learners' data: only for the owner
    except OSError as error:
        raise file_refusal(error, copy) from error
    with translating(engine.url), engine.connect() as connection:
        connection.connection.cursor().execute("VACUUM INTO ?", (str(copy),))
    with copy.open("rb") as written:
        os.fsync(written.fileno())
    return copy
