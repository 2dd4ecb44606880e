"""Checking a database: is the file whole, do references hold, is the schema the one we expect.

Knows how each engine proves itself; refuses to repair.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, OperationalError, SAWarning

from academy_cli.db import calendar, fulltext
from academy_cli.db.views import DatabaseFinding
from academy_cli.kit.saying import say

CHANGED = say("Somebody changed the schema by hand; undo that, or restore a backup.")
RESTORE = say("Restore a backup, or ask for help with this output.")
INTEGRITY_LIMIT = 100
_KINDS = {
    "column": say("column"),
    "constraint": say("constraint"),
    "fk": say("foreign key"),
    "index": say("index"),
    "table": say("table"),
}
"""What differs, in Alembic's words."""


def findings(connection: Connection) -> Iterator[DatabaseFinding]:
    """Everything wrong with a database that is at this version's revision."""
    if connection.dialect.name == "sqlite":
        damage = list(_damage(connection))
        yield from damage
        if damage:
            return  # nothing read from such a file can be believed
        yield from _broken_references(connection)
    else:
        yield from _unproven_constraints(connection)
    drift = [*_drift(connection), *_lost_index(connection)]
    yield from drift
    if connection.dialect.name == "sqlite" and not drift:
        yield from calendar.findings(connection)


def _damage(connection: Connection) -> Iterator[DatabaseFinding]:
    for said in _integrity(connection):
        if said != "ok":
            yield DatabaseFinding("database.corrupt", None, say("SQLite says: {}.", said), RESTORE)


def _integrity(connection: Connection) -> list[str]:
    try:
        checked = connection.exec_driver_sql(f"PRAGMA integrity_check({INTEGRITY_LIMIT})")
        return list(checked.scalars())
    except OperationalError:
        raise  # the check could not run
    except DatabaseError as error:  # the damage stopped the check
        return [str(error.orig)]


def _broken_references(connection: Connection) -> Iterator[DatabaseFinding]:
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        said = say("Row {} of “{}” refers to a row of “{}” that is not there.", row, table, parent)
        yield DatabaseFinding("database.broken-reference", table, said, RESTORE)


def _unproven_constraints(connection: Connection) -> Iterator[DatabaseFinding]:
    """Constraints and indexes that PostgreSQL keeps but does not vouch for."""
    unproven = (
        "select conrelid::regclass::text, conname from pg_constraint"
        " where connamespace = current_schema()::regnamespace and not convalidated"
        " union all select indrelid::regclass::text, indexrelid::regclass::text from pg_index"
        " join pg_class on pg_class.oid = indexrelid"
        " where relnamespace = current_schema()::regnamespace and not indisvalid order by 1, 2"
    )
    for table, name in connection.exec_driver_sql(unproven):
        said = say("“{}” of “{}” was never completed, so rows may break it.", name, table)
        yield DatabaseFinding("database.broken-reference", table, said, RESTORE)


def _drift(connection: Connection) -> Iterator[DatabaseFinding]:
    """Tables, columns, indexes and constraints that differ from the models."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from academy_cli.db.migrations import OPTIONS

    context = MigrationContext.configure(connection, opts=OPTIONS)
    with warnings.catch_warnings():
        # Reflecting a constraint that is NOT VALID warns about an option of no dialect.
        warnings.simplefilter("ignore", SAWarning)
        differences = compare_metadata(context, OPTIONS["target_metadata"])
    for difference in differences:
        steps = difference if isinstance(difference, list) else [difference]
        for step in steps:
            table, said = _difference(step)
            yield DatabaseFinding("database.drift", table, said, CHANGED)


def _lost_index(connection: Connection) -> Iterator[DatabaseFinding]:
    """The index of documents, of which the models do not know."""
    if not fulltext.is_there(connection):
        said = say("The index “{}” is missing.", fulltext.NAME)
        yield DatabaseFinding("database.drift", "search_documents", said, CHANGED)


def _difference(step: tuple[Any, ...]) -> tuple[str | None, str]:
    """One step Alembic would take to make the database right, as a sentence about what is wrong."""
    action, *operands = step
    verb, _, kind = str(action).partition("_")
    if verb == "modify":
        _schema, table, column = operands[:3]
        return table, say(
            "The {} of “{}.{}” is {}, not {}.", kind, table, column, operands[-2], operands[-1]
        )
    thing = operands[-1]
    table = thing.name if kind == "table" else getattr(getattr(thing, "table", None), "name", None)
    table = operands[1] if kind == "column" else table
    kind = _KINDS.get(kind, kind)
    if verb == "add":
        return table, say("The {} “{}” is missing.", kind, thing.name)
    return table, say("The {} “{}” is there but not expected.", kind, thing.name)
