"""A schema for as long as it is filled: who works at it, and that nothing stays of it where that fails.

In one transaction nothing can. What two connections do is committed on the way, so the schema is dropped
where it ends badly; what a killed one leaves, the next one drops. Refuses to know what it is filled with.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from academy_cli.backups.restoring.crew import Alone, Crew, Pair, second
from academy_cli.backups.restoring.lifted import run
from academy_cli.backups.restoring.postgresql import SESSION
from academy_cli.db.lock import hold, keep
from academy_cli.db.transaction import read, translating, write

_BEGUN = "select nspname from pg_namespace where nspname ~ :like order by nspname"
UNHURRIED = "set synchronous_commit = off"
"""What is committed on the way need not be on the disk before the swap, which comes behind it in the log."""
HURRIED = "reset synchronous_commit"
_MOMENT = "[0-9]{8}t[0-9]{6}z$"


@contextmanager
def alone(engine: Engine, schema: str) -> Iterator[Crew]:
    """A new schema in one transaction, which ends with the block."""
    with write(engine) as connection:
        yield _one(connection, schema)


@contextmanager
def at_once(engine: Engine, schema: str) -> Iterator[Crew]:
    """A new schema that two connections can work at, where the server has room for another one.

    What is done by the first of them at the end is one transaction.
    """
    with (
        translating(engine.url),
        engine.connect() as connection,
        second(engine) as other,
        connection.begin() if other is None else _two(connection, other, schema) as pair,
    ):
        yield pair if isinstance(pair, Pair) else _one(connection, schema)


def _one(connection: Connection, schema: str) -> Alone:
    run(connection, f"create schema {schema}", *_session())
    return Alone(connection)


@contextmanager
def _two(connection: Connection, other: Connection, schema: str) -> Iterator[Pair]:
    keep(connection, schema)
    run(other, *_session(), UNHURRIED)
    other.commit()
    pair = Pair(connection, other)
    try:
        run(connection, f"create schema {schema}", *_session(), UNHURRIED)
        connection.commit()
        yield pair
        run(connection, HURRIED)
        connection.commit()
    except BaseException:
        pair.stop()
        _drop(connection, schema)
        raise
    finally:
        pair.close()


def drop_abandoned(engine: Engine, prefix: str) -> None:
    """Drop schemas of a kind that were being filled by whoever is no more.

    One that is filled now is left alone; a statement that still runs for the dead is waited for a little, for
    the last of all may yet give the schema its place.
    """
    with read(engine) as connection:
        like = {"like": f"^{prefix}{_MOMENT}"}
        names = connection.scalars(text(_BEGUN), like).all()
    for name in names:
        with suppress(DBAPIError), engine.begin() as connection:
            hold(connection, name)
            run(connection, f"drop schema if exists {name} cascade")


def _drop(connection: Connection, schema: str) -> None:
    """Drop a schema; with a lost connection, that is left to the next one who comes."""
    with suppress(DBAPIError):
        run(connection, f"drop schema if exists {schema} cascade")
        connection.commit()


def _session() -> Iterator[str]:
    return (f"set {name} = {value}" for name, value in SESSION.items())
