"""Rows whose column has one of some values: every text is itself, on both engines."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from academy_cli.db.among import among
from academy_cli.db.bulk import insert_rows
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import utc_now
from academy_cli.models import User

ODD = [
    "NULL",
    "null",
    "",
    " ",
    "a,b",
    "{}",
    "{",
    'a"b',
    '"',
    "\\",
    "\\\\",
    "\\n",
    "line\nend",
    "é\u0301",
    "%s",
    ":x",
]


@pytest.fixture
def odd_people(engine: Engine) -> Engine:
    rows = ((f"{at}@x.org", name, utc_now()) for at, name in enumerate([*ODD, "another"]))
    with write(engine) as connection:
        insert_rows(connection, User, ("email", "name", "created_at"), rows)
    return engine


def test_every_text_finds_itself(odd_people: Engine) -> None:
    with read(odd_people) as connection:
        found = connection.scalars(select(User.name).where(among(connection, User.name, ODD)))
        assert sorted(found) == sorted(ODD)


@pytest.mark.parametrize("name", ODD)
def test_a_text_finds_no_other(odd_people: Engine, name: str) -> None:
    with read(odd_people) as connection:
        found = connection.scalars(select(User.name).where(among(connection, User.name, [name])))
        assert list(found) == [name]


def test_numbers_are_found_and_nothing_finds_nothing(odd_people: Engine) -> None:
    with read(odd_people) as connection:
        ids = list(connection.scalars(select(User.id).order_by(User.id)))
        some = select(User.id).where(among(connection, User.id, ids[:3])).order_by(User.id)
        assert list(connection.scalars(some)) == ids[:3]
        none = select(User.id).where(among(connection, User.id, []))
        assert not list(connection.scalars(none))
