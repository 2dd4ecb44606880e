"""A scratch schema of PostgreSQL's, filled by COPY.

All of it is one transaction, so that nothing is left of it however it ends. Constraints and indexes are
dropped before and made again behind, as the server wrote them down: the fastest way in, and it proves them
all. Refuses to touch the live schema.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from academy_cli.backups.restoring.errors import BrokenArchiveError, UnfitRowError
from academy_cli.backups.rows import postgresql
from academy_cli.backups.tables import Table
from academy_cli.db.revision import HISTORY, VERSION_TABLE
from academy_cli.db.upgrade import migrate

LIMITS = "54"
"""The class of states in which something is larger than the server can take, such as an index's row."""
SORTED_IN_KB = 128 * 1024
"""Memory for building an index."""
SAMPLED = 20
"""How closely the server looks at what it got: enough to begin with; it looks again by itself."""
COMPARED_IN_KB = 64 * 1024
"""Memory for comparing references with what they refer to."""
_MINE = f"""from pg_class t where t.relnamespace = current_schema()::regnamespace
    and t.relname <> '{VERSION_TABLE}'"""
_TABLES = f"select quote_ident(t.relname) {_MINE} and t.relkind = 'r' order by t.relname"
_CONSTRAINTS = """select c.conrelid::regclass::text as of, quote_ident(c.conname) as name,
        pg_get_constraintdef(c.oid) as rule
    from pg_constraint c join pg_class t on t.oid = c.conrelid
    where c.connamespace = current_schema()::regnamespace and t.relname <> 'alembic_version'
        and c.contype in ('f', 'u', 'p')
    order by array_position(array['p', 'u', 'f'], c.contype::text), t.relname, c.conname"""
_INDEXES = """select quote_ident(i.relname) as name, pg_get_indexdef(x.indexrelid) as made
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
    where i.relnamespace = current_schema()::regnamespace and t.relname <> 'alembic_version'
        and not exists (select from pg_constraint c
            where c.conindid = x.indexrelid and c.contype in ('u', 'p'))
    order by i.relname"""


class PostgresqlScratch:
    """A schema that is being filled."""

    def __init__(self, connection: Connection, schema: str) -> None:
        self.connection, self.schema = connection, schema
        self._tables: Sequence[str] = ()
        self._behind: list[str] = []
        self._filled: set[str] = set()
        self._how = ""

    def prepare(self, revision: str) -> Collection[str]:
        """Make its tables as they were at a revision, empty and without what slows loading down.

        Gives their names.
        """
        migrate(self.connection, HISTORY.until(revision))
        self._run(f"set local maintenance_work_mem = {SORTED_IN_KB}")
        self._run(f"set local work_mem = {COMPARED_IN_KB}")
        self._tables = self.connection.scalars(text(_TABLES)).all()
        self._run_all(f"alter table {one} disable trigger user" for one in self._tables)
        self._run(f"truncate {', '.join(self._tables)}")
        self._how = " with (freeze)"  # nobody else sees them before they are whole
        constraints = self.connection.execute(text(_CONSTRAINTS)).all()
        indexes = self.connection.execute(text(_INDEXES)).all()
        self._run_all(
            f"alter table {rule.of} drop constraint {rule.name}" for rule in reversed(constraints)
        )
        self._run_all(f"drop index {index.name}" for index in indexes)
        rules = [f"alter table {c.of} add constraint {c.name} {c.rule}" for c in constraints]
        keys = [rule for rule in rules if " FOREIGN KEY " not in rule]
        self._behind = [*keys, *(index.made for index in indexes), *rules[len(keys) :]]
        return [one.strip('"') for one in self._tables]

    def load(self, table: Table, text: bytes) -> None:
        """Take some rows of a table as canonical text. Raises UnfitRowError."""
        self._filled.add(table.name)
        names = ", ".join(f'"{one.name}"' for one in table.columns)
        driver = self._driver
        try:
            into = f'copy "{table.name}" ({names}) from stdin{self._how}'
            with driver.cursor() as cursor, cursor.copy(into) as copy:
                copy.write(text)
        except driver_errors() as error:
            raise UnfitRowError(table.name, _said(error)) from error

    def finish(self, sequences: Mapping[str, int]) -> None:
        """Put back what was left out, which proves every reference. Raises BrokenArchiveError."""
        for is_filled, some in groupby(self._behind, lambda one: _table_of(one) in self._filled):
            if is_filled:
                for one in some:
                    self._prove(one)
            else:
                self._run_all(some)
        self._run_all(f"alter table {one} enable trigger user" for one in self._tables)
        for name, last in sequences.items():
            known = {"table": f'"{name}"', "last": last}
            try:
                self.connection.execute(text(_NUMBER), known)
            except DataError as error:
                raise BrokenArchiveError(name, _said(error.orig)) from error
        self._run(f"set local default_statistics_target = {SAMPLED}")
        self._run_all(f'analyze "{name}"' for name in sorted(self._filled))

    def _prove(self, statement: str) -> None:
        """Make a constraint or an index of a table that has rows."""
        try:
            self._run(statement)
        except IntegrityError as error:
            raise BrokenArchiveError(_table_of(statement), _said(error.orig)) from error
        except OperationalError as error:
            if not str(getattr(error.orig, "sqlstate", "")).startswith(LIMITS):
                raise
            raise UnfitRowError(_table_of(statement), _said(error.orig)) from error

    def rows(self, table: Table) -> Iterator[bytes]:
        """What was loaded, as canonical text again."""
        return postgresql.rows(self.connection, table)

    def upgrade(self) -> None:
        """Bring it to this version's revision."""
        migrate(self.connection, HISTORY)

    @property
    def _driver(self) -> Any:
        return self.connection.connection.driver_connection

    def _run(self, statement: str) -> None:
        self.connection.exec_driver_sql(statement.replace("%", "%%"))

    def _run_all(self, statements: Iterable[str]) -> None:
        """Run statements in one message: those of empty tables take no longer than it is under way."""
        if joined := ";\n".join(statements):
            self._run(joined)


_NUMBER = """select setval(pg_get_serial_sequence(:table, 'id'), greatest(:last, 1), :last > 0)
    where pg_get_serial_sequence(:table, 'id') is not null"""


def _table_of(statement: str) -> str:
    """The table that a constraint or an index is made for."""
    words = statement.split()
    named = words[words.index("ON") + 1] if words[0] == "CREATE" else words[2]
    return named.rpartition(".")[2].strip('"')


def driver_errors() -> tuple[type[Exception], ...]:
    """What the driver raises for rows that do not fit."""
    import psycopg

    unknown = psycopg.errors.UndefinedColumn
    return (psycopg.errors.DataError, psycopg.errors.IntegrityError, unknown)


def _said(error: BaseException | None) -> str:
    """The server's first words."""
    return str(error).splitlines()[0].removeprefix("ERROR: ").strip().rstrip(".")
