"""A scratch schema of PostgreSQL's, filled by COPY.

Keys, indexes and references are made behind the rows, as the server or the models have them: the fastest way
in, and it proves them all. Where there are two connections, both are at it. Refuses to touch the live schema.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from academy_cli.backups.restoring import lifted
from academy_cli.backups.restoring.crew import Crew
from academy_cli.backups.restoring.errors import BrokenArchiveError, UnfitRowError
from academy_cli.backups.restoring.lifted import run
from academy_cli.backups.rows import postgresql
from academy_cli.backups.tables import Table
from academy_cli.db import bare
from academy_cli.db.bare import Reference, Rules
from academy_cli.db.revision import HEAD, HISTORY
from academy_cli.db.upgrade import migrate

LIMITS = "54"
"""The class of states in which something is larger than the server can take, such as an index's row."""
SORTED_IN_KB = 128 * 1024
"""Memory for building an index."""
SAMPLED = 20
"""How closely the server looks at what it got: enough to begin with; it looks again by itself."""
COMPARED_IN_KB = 64 * 1024
"""Memory for comparing references with what they refer to."""
SESSION = {
    "maintenance_work_mem": SORTED_IN_KB,
    "work_mem": COMPARED_IN_KB,
    "default_statistics_target": SAMPLED,
}
"""How a connection is set that fills one."""
_NOTHING = Rules((), (), ())


class PostgresqlScratch:
    """A schema that is being filled."""

    def __init__(self, crew: Crew, schema: str) -> None:
        self.connection, self.schema = crew.connection, schema
        self._crew = crew
        self._revision = ""
        self._tables: Sequence[str] = ()
        self._lacks = _NOTHING
        self._filled: Counter[str] = Counter()
        self._how = ""

    def prepare(self, revision: str) -> Collection[str]:
        """Make its tables as they were at a revision, empty and without what slows loading down.

        Gives their names.
        """
        self._revision = revision
        if revision == HEAD:
            self._lacks = bare.make_tables(self.connection)
        else:
            migrate(self.connection, HISTORY.until(revision))
        self._tables = lifted.tables(self.connection)
        if revision != HEAD:
            self._triggers("disable")
            run(self.connection, f"truncate {', '.join(map(_quoted, self._tables))}")
            self._lacks = lifted.lift(self.connection)
        if self._crew.is_one:
            self._how = " with (freeze)"  # nobody else sees them before they are whole
        self._crew.join()
        return self._tables

    def load(self, table: Table, text: bytes) -> None:
        """Take some rows of a table as canonical text. Raises UnfitRowError, also for earlier ones."""
        self._filled[table.name] += len(text)
        names = ", ".join(f'"{one.name}"' for one in table.columns)
        into = f'copy "{table.name}" ({names}) from stdin{self._how}'
        self._crew.do(partial(_copy, into=into, table=table.name, rows=text))

    def finish(self, sequences: Mapping[str, int]) -> None:
        """Put back what was left out, which proves every reference. Raises BrokenArchiveError."""
        self._crew.join()
        self._index()
        self._refer()
        if self._revision == HEAD:
            bare.guard_tables(self.connection)
        else:
            self._triggers("enable")
        for name, last in sequences.items():
            known = {"table": f'"{name}"', "last": last}
            try:
                self.connection.execute(text(_NUMBER), known)
            except DataError as error:
                raise BrokenArchiveError(name, _said(error.orig)) from error

    def _index(self) -> None:
        """Make every index, and keys of those that are for one."""
        keys = self._lacks.keys
        made = [*((one.table, one.made) for one in keys), *self._lacks.indexes]
        run(self.connection, *(index for table, index in made if table not in self._filled))
        self._crew.join()
        for table in self._largest_first():
            for index in (index for of, index in made if of == table):
                self._crew.do(partial(_prove, statement=index, table=table))
        self._crew.join()
        run(
            self.connection,
            *(
                f'alter table "{one.table}" add constraint {one.name} {one.kind} using index {one.name}'
                for one in keys
            ),
        )

    def _refer(self) -> None:
        """Let tables refer to others, which is believed of those without rows and looked up in the rest.

        Looking up locks nothing that looking up for another table does.
        """
        rules = self._lacks.references
        later = {one for one in rules if one.table in self._filled}
        run(self.connection, *(f"{one.made}{' not valid' * (one in later)}" for one in rules))
        self._crew.join()
        for table in self._largest_first():
            of = [one for one in rules if one.table == table]
            self._crew.do(partial(_look_up, table=table, rules=of))
        self._crew.join()

    def rows(self, table: Table) -> Iterator[bytes]:
        """What was loaded, as canonical text again."""
        return postgresql.rows(self.connection, table)

    def upgrade(self) -> None:
        """Bring it to this version's revision."""
        if self._revision != HEAD:
            migrate(self.connection, HISTORY)

    def _largest_first(self) -> Sequence[str]:
        """The tables that have rows; what takes longest is begun first."""
        return [name for name, _ in self._filled.most_common()]

    def _triggers(self, verb: str) -> None:
        names = map(_quoted, self._tables)
        run(self.connection, *(f"alter table {one} {verb} trigger user" for one in names))


_NUMBER = """select setval(pg_get_serial_sequence(:table, 'id'), greatest(:last, 1), :last > 0)
    where pg_get_serial_sequence(:table, 'id') is not null"""


def _copy(connection: Connection, into: str, table: str, rows: bytes) -> None:
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(into) as copy:
            copy.write(rows)
    except driver_errors() as error:
        raise UnfitRowError(table, _said(error)) from error


def _prove(connection: Connection, statement: str, table: str) -> None:
    """Run what is refused where a table's rows contradict each other."""
    try:
        run(connection, statement)
    except IntegrityError as error:
        raise BrokenArchiveError(table, _said(error.orig)) from error
    except OperationalError as error:
        if not str(getattr(error.orig, "sqlstate", "")).startswith(LIMITS):
            raise
        raise UnfitRowError(table, _said(error.orig)) from error


def _look_up(connection: Connection, table: str, rules: Sequence[Reference]) -> None:
    """Look up what a table refers to, and take its measure."""
    for one in rules:
        _prove(connection, f'alter table "{table}" validate constraint {one.name}', table)
    run(connection, f'analyze "{table}"')


def _quoted(name: str) -> str:
    return f'"{name}"'


def driver_errors() -> tuple[type[Exception], ...]:
    """What the driver raises for rows that do not fit."""
    import psycopg

    unknown = psycopg.errors.UndefinedColumn
    return (psycopg.errors.DataError, psycopg.errors.IntegrityError, unknown)


def _said(error: BaseException | None) -> str:
    """The server's first words."""
    return str(error).splitlines()[0].removeprefix("ERROR: ").strip().rstrip(".")
