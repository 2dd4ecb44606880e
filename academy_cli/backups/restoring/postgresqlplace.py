"""The schema that an academy lives in, and the moment in which another takes its name.

Knows that renaming is part of a transaction (PostgreSQL's manual, ALTER SCHEMA); refuses to fill one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from secrets import token_hex

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from academy_cli.backups.restoring import filling
from academy_cli.backups.restoring.errors import InUseError
from academy_cli.backups.restoring.places import Kept, reading
from academy_cli.backups.restoring.postgresql import PostgresqlScratch
from academy_cli.db.address import shown
from academy_cli.db.engine import open_engine
from academy_cli.db.transaction import read, write
from academy_cli.errors import AcademyError

_OTHERS_AT_WORK = frozenset({"55P03", "40P01"})
"""A lock that was not to be had in time, or only by breaking another's."""


class PostgresqlPlace:
    """The schema that an academy lives in."""

    def __init__(self, address: URL, schema: str) -> None:
        self._address, self._schema = address, schema

    @property
    def is_empty(self) -> bool:
        """Whether there is no database yet."""
        with self._connected(read) as connection:
            return not _has(connection, self._schema)

    @contextmanager
    def replacing(self, at: str) -> Iterator[PostgresqlScratch]:
        """A schema that takes the live one's name when the block has ended well."""
        schema = f"{self._schema}_new_{at.lower()}"
        with self._opened(schema) as engine, filling.at_once(engine, schema) as crew:
            yield PostgresqlScratch(crew, schema)
            self._exchange(crew.connection, schema, at)

    @contextmanager
    def trial(self) -> Iterator[PostgresqlScratch]:
        """A schema that is gone at the end of the block."""
        schema = f"{self._schema}_trial_{token_hex(4)}"
        with (
            self._opened(schema) as engine,
            suppress(_OverError),
            filling.alone(engine, schema) as crew,
        ):
            yield PostgresqlScratch(crew, schema)
            raise _OverError

    def tidy(self, engine: Engine) -> None:
        """Drop schemas that were being filled by whoever is no more."""
        with suppress(AcademyError):
            filling.drop_abandoned(engine, f"{self._schema}_new_")

    def kept(self) -> Sequence[Kept]:
        """Schemas that were replaced, the newest first."""
        query = "select nspname from pg_namespace where nspname ~ :like order by nspname desc"
        with self._connected(read) as connection:
            like = {"like": f"^{self._schema}_old_[0-9]{{8}}t[0-9]{{6}}z$"}
            names = connection.scalars(text(query), like).all()
        return [Kept(name, name.rpartition("_")[2].upper()) for name in names]

    def reading(self, kept: Kept) -> AbstractContextManager[Connection]:
        """A schema that was replaced, to be read."""
        return reading(open_engine(self._address, kept.name))

    def swap_back(self, kept: Kept, at: str) -> None:
        """Put a schema that was replaced in the live one's place."""
        with self._connected(write) as connection:
            self._exchange(connection, kept.name, at)

    def forget(self, kept: Kept) -> None:
        """Drop a schema that was replaced."""
        with self._connected(write) as connection:
            connection.exec_driver_sql(f"drop schema {kept.name} cascade")

    def _exchange(self, connection: Connection, new: str, at: str) -> None:
        """Rename the live schema and another, in the caller's transaction.

        Its tables are locked before: whoever writes there would commit into what is not read any more.
        """
        live = self._schema
        if _has(connection, live):
            tables = connection.scalars(text(_TABLES_OF), {"schema": live}).all()
            try:
                if tables:
                    named = ", ".join(f"{live}.{one}" for one in tables)
                    connection.exec_driver_sql(f"lock table {named} in access exclusive mode")
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) not in _OTHERS_AT_WORK:
                    raise
                raise InUseError(shown(self._address)) from error
            connection.exec_driver_sql(f"alter schema {live} rename to {live}_old_{at.lower()}")
        connection.exec_driver_sql(f"alter schema {new} rename to {live}")

    @contextmanager
    def _opened(self, schema: str) -> Iterator[Engine]:
        engine = open_engine(self._address, schema)
        try:
            yield engine
        finally:
            engine.dispose()

    @contextmanager
    def _connected(
        self, way: Callable[[Engine], AbstractContextManager[Connection]]
    ) -> Iterator[Connection]:
        with self._opened(self._schema) as engine, way(engine) as connection:
            yield connection


class _OverError(Exception):
    """A trial has ended, and its transaction is undone."""


_TABLES_OF = """select quote_ident(relname) from pg_class
    where relnamespace = cast(:schema as regnamespace) and relkind in ('r', 'p') order by relname"""


def _has(connection: Connection, schema: str) -> bool:
    query = text("select to_regnamespace(:schema) is not null")
    return bool(connection.scalar(query, {"schema": schema}))
