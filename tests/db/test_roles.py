"""Who may only read is asked of the server each time: no connection forgets it."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from academy_cli.db.engine import open_engine
from academy_cli.db.transaction import read, write
from academy_cli.errors import AcademyError, Kind


def test_after_a_read_the_role_still_decides_whether_may_be_written(postgres_url: str) -> None:
    engine = open_engine(f"{postgres_url}&options=-c%20default_transaction_read_only%3Don")
    with read(engine) as connection:
        first = connection.scalar(text("select pg_backend_pid()"))

    with write(engine) as connection:
        again = connection.execute(
            text("select pg_backend_pid(), current_setting('transaction_read_only')")
        )
        found = again.one()

    engine.dispose()
    assert found == (first, "on")


def test_after_a_read_a_role_that_may_write_writes(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    with read(engine) as connection:
        assert connection.scalar(text("show transaction_read_only")) == "on"

    with write(engine) as connection:
        found = connection.scalar(text("show transaction_read_only"))

    engine.dispose()
    assert found == "off"


def test_a_replica_is_read_only(postgres_url: str) -> None:
    engine = open_engine(f"{postgres_url}&options=-c%20default_transaction_read_only%3Don")

    with pytest.raises(AcademyError) as refusal, write(engine) as connection:
        connection.execute(text("insert into blobs values ('a', 1, 'a')"))

    engine.dispose()
    assert (refusal.value.kind, refusal.value.code) == (Kind.REFUSED, "database.read-only")
