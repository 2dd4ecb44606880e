"""What is written once stays: invoices, the ledger, steps of refunds, closed months."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from academy_cli.db.frozen import FROZEN, freeze
from academy_cli.db.transaction import write
from academy_cli.models import metadata


@pytest.mark.parametrize("change", ["update notes set words = 'other'", "delete from notes"])
def test_a_row_of_a_frozen_table_is_neither_changed_nor_deleted(
    engine: Engine, change: str
) -> None:
    with write(engine) as connection:
        connection.execute(text("create table notes (words varchar(20))"))
        freeze(connection, "notes")
        connection.execute(text("insert into notes values ('as it was')"))

    with pytest.raises(DBAPIError, match="notes is written once"), engine.begin() as connection:
        connection.execute(text(change))

    with engine.connect() as connection:
        assert connection.scalar(text("select words from notes")) == "as it was"


def test_a_table_that_is_not_frozen_can_be_changed(engine: Engine) -> None:
    with write(engine) as connection:
        connection.execute(text("create table notes (words varchar(20))"))
        connection.execute(text("insert into notes values ('as it was')"))

        assert connection.execute(text("delete from notes")).rowcount == 1


@pytest.mark.parametrize("table", FROZEN)
def test_what_money_is_proved_by_is_frozen(engine: Engine, table: str) -> None:
    triggers = (
        "select name from sqlite_master where type = 'trigger' and tbl_name = :table"
        if engine.dialect.name == "sqlite"
        else "select tgname from pg_trigger where tgrelid = to_regclass(:table) and not tgisinternal"
    )

    with engine.connect() as connection:
        found = set(connection.scalars(text(triggers), {"table": table}))

    assert table in metadata().tables
    assert {f"{table}_no_update", f"{table}_no_delete"} <= found
