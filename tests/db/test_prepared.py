"""Prepared statements: the same rows as by SQLAlchemy, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, NamedTuple

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    bindparam,
    insert,
    select,
    update,
)

from academy_cli.db.engine import open_engine
from academy_cli.db.prepared import rows_written
from academy_cli.db.transaction import OneByOne, read, write
from academy_cli.errors import AcademyError
from academy_cli.models import UTCDateTime

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MOMENTS = Table(
    "moments",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", UTCDateTime()),
    Column("is_past", Boolean()),
)
SET = (
    update(MOMENTS)
    .where(MOMENTS.c.id == bindparam("number"))
    .values(at=bindparam("moment"), is_past=bindparam("past"))
)


@pytest.fixture
def moments(engine: Engine) -> Iterator[Engine]:
    with write(engine) as connection:
        MOMENTS.create(connection)
        connection.execute(insert(MOMENTS), [{"id": number} for number in (1, 2, 3)])
    yield engine
    with write(engine) as connection:
        MOMENTS.drop(connection)


def told(number: int, moment: datetime | None = NOON) -> dict[str, object]:
    return {"number": number, "moment": moment, "past": True}


def kept(engine: Engine) -> list[tuple[int, datetime | None, bool | None]]:
    with read(engine) as connection:
        return [tuple(row) for row in connection.execute(select(MOMENTS).order_by(MOMENTS.c.id))]


def test_values_are_kept_as_sqlalchemy_keeps_them(moments: Engine) -> None:
    abroad = NOON.astimezone(timezone(timedelta(hours=9)))

    with write(moments) as connection:
        rows_written(connection, SET, [told(1, abroad)])
        connection.execute(SET, told(2, abroad))

    assert kept(moments) == [(1, NOON, True), (2, NOON, True), (3, None, None)]


def test_rows_are_counted_over_all_values(moments: Engine) -> None:
    with write(moments) as connection:
        assert rows_written(connection, SET, [told(1), told(7), told(3)]) == 2
        assert rows_written(connection, SET, [told(7)]) == 0


def test_no_values_change_nothing(moments: Engine) -> None:
    with write(moments) as connection:
        rows_written(connection, SET, [])

    assert kept(moments) == [(1, None, None), (2, None, None), (3, None, None)]


def test_a_moment_without_a_zone_is_refused(moments: Engine) -> None:
    with pytest.raises(ValueError, match="naive"), write(moments) as connection:
        rows_written(connection, SET, [told(1, NOON.replace(tzinfo=None))])

    assert kept(moments)[0] == (1, None, None)


def test_what_is_written_is_undone_with_its_transaction(moments: Engine) -> None:
    with pytest.raises(ZeroDivisionError), write(moments) as connection:
        rows_written(connection, SET, [told(1)])
        raise ZeroDivisionError

    assert kept(moments)[0] == (1, None, None)


def test_a_session_that_was_ended_is_said_and_the_next_statement_connects_anew(
    postgres_url: str,
) -> None:
    engine = open_engine(postgres_url)
    with write(engine) as connection:
        MOMENTS.create(connection)
    notes = OneByOne(engine)
    with notes.statement() as connection:
        number = backend(connection)
    postgres_end(postgres_url, number)

    with pytest.raises(AcademyError) as caught, notes.statement() as connection:
        rows_written(connection, SET, [told(1)])
    with notes.statement() as connection:
        assert rows_written(connection, SET, [told(1)]) == 0

    assert caught.value.code == "database.gone"
    notes.close()
    engine.dispose()


def test_what_was_begun_is_there_once_its_end_was_waited_for(moments: Engine) -> None:
    notes = OneByOne(moments)

    changed = notes.begin(SET, [told(1)])
    again = changed()
    none = notes.begin(SET, [told(7)])()

    assert (again, none) == (1, 0)
    assert kept(moments)[0] == (1, NOON, True)
    notes.close()


class Two(NamedTuple):
    """Who writes down one by one, and somebody else, who may hold what that changes."""

    notes: OneByOne
    other: Engine


@pytest.fixture
def two(postgres_url: str) -> Iterator[Two]:
    mine, other = open_engine(postgres_url, busy_timeout_ms=3000), open_engine(postgres_url)
    with write(other) as connection:
        MOMENTS.create(connection)
        connection.execute(insert(MOMENTS), [{"id": 1}])
    notes = OneByOne(mine)
    yield Two(notes, other)
    notes.close()
    mine.dispose()
    other.dispose()


HELD = select(MOMENTS).with_for_update()


def test_what_was_begun_is_not_waited_for(two: Two) -> None:
    with write(two.other) as connection:
        connection.execute(HELD)
        changed = two.notes.begin(SET, [told(1)])

    assert changed() == 1


def test_what_goes_wrong_with_what_was_begun_is_said_and_the_next_goes_on(two: Two) -> None:
    with write(two.other) as connection, pytest.raises(AcademyError) as caught:
        connection.execute(HELD)
        two.notes.begin(SET, [told(1)])()
    changed = two.notes.begin(SET, [told(1)])()

    assert (caught.value.code, changed) == ("database.busy", 1)


def test_a_session_that_ends_while_something_is_under_way_is_said(
    two: Two, postgres_url: str
) -> None:
    with two.notes.statement() as connection:
        number = backend(connection)

    with write(two.other) as connection:
        connection.execute(HELD)
        changed = two.notes.begin(SET, [told(1)])
        postgres_end(postgres_url, number)
        with pytest.raises(AcademyError) as caught:
            changed()
    again = two.notes.begin(SET, [told(1)])()

    assert (caught.value.code, again) == ("database.gone", 1)


def test_what_nobody_waited_for_disturbs_nobody(two: Two) -> None:
    two.notes.begin(SET, [told(7)])
    two.notes.close()

    assert kept(two.other) == [(1, None, None)]
    assert two.notes.begin(SET, [told(1)])() == 1


def backend(connection: Connection) -> int:
    """The number of a session's process at the server."""
    driver: Any = connection.connection.driver_connection
    return int(driver.info.backend_pid)


def postgres_end(url: str, number: int) -> None:
    other = open_engine(url)
    with write(other) as connection:
        connection.exec_driver_sql(f"select pg_terminate_backend({number}, 5000)")
    other.dispose()
