"""SQLite databases that get their schema from migrations once per process, and then as it came out.

All migrations take a fifth of a second of a processor, and every restore, trial and copy begins with them:
that was an eighth of all the time. Knows what an empty database becomes; refuses one that holds tables
already, and torture, in which every migration runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import wraps

from sqlalchemy import Connection, create_engine

from academy_cli.db import upgrade
from academy_cli.db.fulltext import NAME
from academy_cli.db.revision import HISTORY, History, holds_tables
from tests.reliability.chance import SHARE

_OURS = f"name not like 'sqlite_%' and name not glob '{NAME}_*'"
"""The index of documents makes tables of its own."""
_NAMED = f"""select sql from sqlite_master
    where type {{}} 'trigger' and sql is not null and {_OURS} order by rowid"""
_TABLES = f"""select name from sqlite_master
    where type = 'table' and name <> '{NAME}' and name not glob '{NAME}_*' order by rowid"""


def share() -> None:
    """Let empty databases that are migrated from now on have what the first of them got."""
    if SHARE:
        return
    run, made = upgrade.migrate, dict[History, list[str]]()

    def migrate(connection: Connection, history: History) -> None:
        is_ours = history.folder == HISTORY.folder and connection.dialect.name == "sqlite"
        if not is_ours or holds_tables(connection):
            run(connection, history)
            return
        for statement in made.get(history, ()):
            connection.exec_driver_sql(statement)
        if history not in made:
            run(connection, history)
            made[history] = list(statements(connection))

    upgrade.migrate = wraps(run)(migrate)


def warm() -> None:
    """Run all migrations now."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade.migrate(connection, HISTORY)
    engine.dispose()


def statements(connection: Connection) -> Iterator[str]:
    """What makes a database as another is; triggers come last, for some of them let nothing in."""
    yield from _all(connection, _NAMED.format("<>"))
    for table in _all(connection, _TABLES):
        rows = connection.exec_driver_sql(f'select * from "{table}"').all()
        for row in rows:
            values = ", ".join(f"'{one}'" if isinstance(one, str) else str(one) for one in row)
            yield f'insert into "{table}" values ({values})'
    yield from _all(connection, _NAMED.format("="))


def _all(connection: Connection, query: str) -> list[str]:
    return [text for (text,) in connection.exec_driver_sql(query)]
