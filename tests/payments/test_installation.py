"""An academy is one to the provider, and its money of one kind, whoever asks first at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select, text

from academy_cli.db.transaction import write
from academy_cli.models import Installation
from academy_cli.payments import installation
from academy_cli.payments.errors import LiveModeError

Work = Callable[[Connection], Any]
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
"""SQLite has one writer: whoever comes second there has not begun."""
WAITING = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"


def meanwhile(engine: Engine, first: Work, second: Work) -> tuple[Any, Any]:
    """What both give, where the second asks while the first is not committed."""
    begun = Event()

    def do_second() -> Any:
        with write(engine) as connection:
            connection.execute(text("select 1"))
            begun.set()
            return second(connection)

    with ThreadPoolExecutor(1) as pool:
        with write(engine) as connection:
            given = first(connection)
            later = pool.submit(do_second)
            assert begun.wait(20)
            while not connection.scalar(text(WAITING)) and not later.done():
                pass
        return given, later.result(20)


@ON_POSTGRESQL
def test_two_who_ask_first_at_the_same_moment_get_one_key(engine: Engine) -> None:
    one, other = meanwhile(engine, installation.key, installation.key)

    assert one == other
    with engine.connect() as connection:
        assert connection.scalars(select(Installation.key)).all() == [one]


@ON_POSTGRESQL
def test_of_two_first_keys_of_both_kinds_of_money_one_is_refused(engine: Engine) -> None:
    with write(engine) as connection:
        installation.key(connection)
    test, live = (partial(installation.require_mode, is_live=kind) for kind in (False, True))

    with pytest.raises(LiveModeError):
        meanwhile(engine, test, live)


def test_the_key_is_made_once(engine: Engine) -> None:
    with write(engine) as connection:
        one = installation.key(connection)
    with write(engine) as connection:
        assert (installation.key(connection), installation.mode(connection)) == (one, None)
    assert len(one) == 32
