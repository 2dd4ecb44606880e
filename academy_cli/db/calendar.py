"""Values of a SQLite file that are no moments, in columns that hold nothing else.

Knows that SQLite takes any text there, and PostgreSQL none that is not in the calendar; refuses to guess what
one should have been.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Connection, Table

from academy_cli.db.views import DatabaseFinding
from academy_cli.kit.saying import say, say_so_many
from academy_cli.models import metadata
from academy_cli.models.base import UTCDateTime

CORRECT = say(
    "Correct it there: no backup with it comes back into PostgreSQL, and no copy of the database."
)
_FRACTION = f".{'[0-9]' * 6}"


def findings(connection: Connection) -> Iterator[DatabaseFinding]:
    """Each column that holds such values, with the first row that does."""
    for table in metadata().sorted_tables:
        for column in table.columns:
            if isinstance(column.type, UTCDateTime):
                yield from _finding(connection, table, column)


def _finding(
    connection: Connection, table: Table, column: Column[object]
) -> Iterator[DatabaseFinding]:
    keys = " || ', ' || ".join(f'"{one.name}"' for one in table.primary_key)
    which = f'from "{table.name}" where {_is_none(column.name)}'
    query = f"select count(*), min({keys}) {which}"
    many, key = connection.exec_driver_sql(query).one()
    if many:
        written = connection.exec_driver_sql(
            f'select "{column.name}" {which} and {keys} = ?', (key,)
        )
        said = _said(many, key, table.name, written.scalar(), column.name)
        yield DatabaseFinding("database.no-date", table.name, said, CORRECT)


def _said(many: int, *found: object) -> str:
    if many == 1:
        return say("Row {} of “{}” holds “{}” in “{}”, which is no date.", *found)
    return say_so_many(
        "Row {1} of “{2}” holds “{3}” in “{4}”, which is no date, and {0:,} more row of it holds such.",
        "Row {1} of “{2}” holds “{3}” in “{4}”, which is no date, and {0:,} more rows of it hold such.",
        many - 1,
        *found,
    )


def _is_none(name: str) -> str:
    """Whether a value is anything but a day, a second or a microsecond of the calendar.

    SQLite reads the 30th of February as one in March, so what it reads has to be what is written.
    """
    read = f"datetime(substr(\"{name}\", 1, 19), '+0 days')"
    return f"""("{name}" is not null and (
        {read} is not substr("{name}" || ' 00:00:00', 1, 19)
        or length("{name}") not in (10, 19, 26)
        or length("{name}") = 26 and substr("{name}", 20) not glob '{_FRACTION}'
        or substr("{name}", 1, 4) = '0000'))"""
