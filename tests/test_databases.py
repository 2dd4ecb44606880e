"""A database that tests share in turn is as fresh as a copy, or is not handed out again."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests import postgres
from tests.databases import USES, Databases


def content(url: str) -> dict[str, object]:
    """Every row of every table of a database, and where its sequences are."""
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'academy'::regnamespace"
        ).fetchall()
        held: dict[str, object] = {
            table: connection.execute(
                f"select t::text from academy.{table} t order by 1"
            ).fetchall()  # type: ignore[call-overload]
            for (table,) in tables
        }
        held["sequences"] = connection.execute(
            "select sequencename, last_value from pg_sequences order by 1"
        ).fetchall()
    return held


ROWS = (
    "insert into academy.users (email, name, created_at) values ('a@x.org', 'A', now())",
    "delete from academy.alembic_version",
    "update academy.alembic_version set version_num = '0001'",
)
SHAPES = (
    "alter table academy.invoices disable trigger all",
    "drop trigger invoices_no_update on academy.invoices",
    "create table academy.more (id int)",
    "create index more on academy.users (name)",
    "alter table academy.users alter name set default 'x'",
    "create or replace function academy.more() returns int language sql as 'select 1'",
    "do $$ begin execute format('alter database %I set timezone = 0', current_database()); end $$",
    "analyze academy.alembic_version",
)


@pytest.fixture
def databases(postgres_server: postgres.Server, postgres_template: str) -> Iterator[Databases]:
    """Databases of this test's own."""
    own = Databases(postgres_server, postgres_template, prefix="own")
    yield own
    own.close()


def changed(databases: Databases, *statements: str) -> str:
    """The address of a database that was used for some statements and given back."""
    with databases.one() as url, psycopg.connect(url) as connection:
        # psycopg takes literals alone; these are constants of this file.
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]
    return url


def test_rows_and_numbers_are_as_in_a_fresh_copy(databases: Databases) -> None:
    with databases.one() as url:
        fresh = content(url)

    again = changed(databases, *ROWS)

    with databases.one() as url:
        assert url == again
        assert content(url) == fresh


@pytest.mark.parametrize("statement", SHAPES)
def test_whatever_else_was_changed_is_not_handed_out_again(
    databases: Databases, statement: str
) -> None:
    used = changed(databases, statement)

    with databases.one() as url:
        assert url != used


def test_who_is_still_connected_is_sent_away(databases: Databases) -> None:
    with databases.one() as used:
        forgotten = psycopg.connect(used)
        forgotten.execute(
            "insert into academy.users (email, name, created_at) values ('a', 'A', now())"
        )

    with databases.one() as url:
        assert url == used
        with pytest.raises(psycopg.OperationalError):
            forgotten.execute("select 1")
    forgotten.close()


def test_a_database_is_thrown_away_in_the_end(databases: Databases) -> None:
    seen = set()
    for _ in range(USES + 1):
        with databases.one() as url:
            seen.add(url)

    assert len(seen) == 2
