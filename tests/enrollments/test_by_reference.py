"""What one order, subscription or list gave is found by its reference, however many grants there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from academy_cli.db.transaction import write
from academy_cli.enrollments import store

AT = datetime(2026, 11, 27, tzinfo=UTC)
INDEX = "ix_grants_reference"
Work = Callable[[Connection], object]
WORK: tuple[Work, ...] = (
    lambda connection: store.revoke(connection, "order", "O-2026-000001", AT, "why"),
    lambda connection: store.give_again(connection, "order", "O-2026-000001", "why"),
    lambda connection: store.change_end(connection, "subscription", "S-2026-000001", AT),
)


@pytest.mark.parametrize("work", WORK)
def test_the_grants_of_a_reference_are_found_along_an_index(engine: Engine, work: Work) -> None:
    with write(engine) as connection:
        steps = [plan(connection, *one) for one in asked(connection, work)]

    assert len(steps) == 2
    assert all(INDEX in one for one in steps), steps


def test_without_it_they_are_not(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text(f"drop index {INDEX}"))
        steps = [plan(connection, *one) for one in asked(connection, WORK[0])]
        connection.rollback()

    assert not any(INDEX in one for one in steps)


def asked(connection: Connection, work: Work) -> list[tuple[str, Any]]:
    """The statements that some work asks, with their values."""
    found: list[tuple[str, Any]] = []

    def hear(*said: Any) -> None:
        found.append((said[2], said[3]))

    event.listen(connection, "before_cursor_execute", hear)
    work(connection)
    event.remove(connection, "before_cursor_execute", hear)
    return found


def plan(connection: Connection, statement: str, values: Any) -> str:
    """How the database means to do it, though its tables are small enough to be read whole."""
    is_lite = connection.dialect.name == "sqlite"
    if not is_lite:
        connection.execute(text("set local enable_seqscan = off"))
    how = "explain query plan" if is_lite else "explain"
    return str(connection.exec_driver_sql(f"{how} {statement}", values).all())
