"""Outgoing mail: written once, with what it tells of."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, select

from academy_cli.db.transaction import read, write
from academy_cli.mail.service import Message, enqueue
from academy_cli.models import OutboxMessage

AT = datetime(2026, 11, 22, tzinfo=UTC)


def message(event: str) -> Message:
    return Message(event, "invitation", "ann@x.org", None, "en", {"name": "Ann"})


def count(engine: Engine) -> int:
    with read(engine) as connection:
        return connection.scalar(select(func.count()).select_from(OutboxMessage)) or 0


@pytest.mark.parametrize("many", [1, 1500])
def test_one_event_is_told_once(engine: Engine, many: int) -> None:
    told = [message(f"invitation:{number}") for number in range(many)]
    with write(engine) as connection:
        first = enqueue(connection, [*told, told[0]], AT)
        again = enqueue(connection, told, AT)

    assert (first, again, count(engine)) == (many, 0, many)


def test_what_is_undone_is_not_told(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), write(engine) as connection:
        enqueue(connection, [message("invitation:1")], AT)
        raise ZeroDivisionError

    assert count(engine) == 0


def test_it_waits_with_what_it_is_filled_with(engine: Engine) -> None:
    with write(engine) as connection:
        enqueue(connection, [message("invitation:1")], AT)

    with read(engine) as connection:
        row = connection.execute(select(OutboxMessage.__table__)).one()
    assert (row.state, row.next_try_at, row.attempts) == ("waiting", AT, 0)
    assert row._mapping["values"] == '{"name":"Ann"}'
