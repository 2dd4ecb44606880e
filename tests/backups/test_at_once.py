"""Whoever works in the database while a backup is made or brought back loses nothing and spoils nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

from academy_cli.backups import service
from academy_cli.backups.restoring import postgresqlplace, sqliteplace
from academy_cli.backups.snapshot import Snapshot
from academy_cli.db.engine import open_engine
from academy_cli.db.transaction import read, write
from academy_cli.errors import AcademyError
from academy_cli.models import User, UserRole
from tests.backups.forging import texts
from tests.backups.vaults import Safe, people
from tests.school import NOW


@pytest.fixture
def other(safe: Safe) -> Iterator[Engine]:
    """Another process's way into the same database."""
    engine = open_engine(safe.url)
    yield engine
    engine.dispose()


def pairs(engine: Engine) -> Any:
    """Adds somebody and their role in one transaction, each time it is called."""
    numbers = count()

    def add(_: int) -> None:
        email = f"pair-{next(numbers)}@x.org"
        with write(engine) as connection:
            row = {"email": email, "name": "Pair", "created_at": NOW}
            connection.execute(insert(User).values(row))
            number = connection.scalar(select(User.id).where(User.email == email))
            role = {"user_id": number, "role": "support", "place": 0, "granted_at": NOW}
            connection.execute(insert(UserRole).values(role))

    return add


def in_backup(safe: Safe, name: str) -> tuple[int, int]:
    """How many of the two there are in an archive."""
    found = texts(safe.folder / name)
    return found["users"].count(b"pair-"), found["user_roles"].count(b"support")


def test_a_writer_meanwhile_is_in_it_whole_or_not_at_all(safe: Safe, other: Engine) -> None:
    add = pairs(other)
    add(0)

    made = safe.backups.create(progress=add)

    assert in_backup(safe, made.archive) == (1, 1)
    later = safe.backups.create()
    many, roles = in_backup(safe, later.archive)
    assert many == roles > 5


def test_it_is_seen_when_tables_are_of_several_moments(
    safe: Safe, other: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: each table read by itself."""

    class Careless(Snapshot):
        def rows(self, table: Any) -> Iterator[bytes]:
            with read(other) as connection:
                yield from list(Snapshot(connection).rows(table))

    @contextmanager
    def careless(engine: Engine) -> Iterator[Snapshot]:
        with read(engine) as connection:
            yield Careless(connection)

    monkeypatch.setattr(service, "snapshot", careless)
    again = open_engine(safe.url)
    made = safe.backups.create(progress=pairs(again))
    again.dispose()

    many, roles = in_backup(safe, made.archive)
    assert many != roles


def test_without_its_locks_a_swap_would_lose_what_others_write(
    safe: Safe, other: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a row that was committed, in the database that is not read any more.

    SQLite has a second guard at the end of each transaction, which is passed by here.
    """
    made = safe.backups.create()
    monkeypatch.setattr(sqliteplace, "_held", lambda _: nullcontext())
    nothing = postgresqlplace._TABLES_OF.replace("where ", "where false and ")
    monkeypatch.setattr(postgresqlplace, "_TABLES_OF", nothing)
    with suppress(AcademyError), write(other) as connection:
        row = {"email": "lost@x.org", "name": "Lost", "created_at": NOW}
        connection.execute(insert(User).values(row))
        safe.restoring.restore(made.id)
        connection.connection.dbapi_connection.commit()

    assert people(safe.url) == ["ann@x.org"]
