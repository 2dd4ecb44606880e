"""A schema that two connections fill is gone when that fails, and dropped by the next where nobody could."""

from __future__ import annotations

from collections.abc import Iterator
from secrets import token_hex

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from academy_cli.app.backups import place
from academy_cli.backups.restoring import filling
from academy_cli.backups.restoring.crew import Alone, Pair
from academy_cli.backups.restoring.errors import BrokenArchiveError, UnfitRowError
from academy_cli.backups.restoring.postgresqlplace import PostgresqlPlace
from academy_cli.backups.tables import Column, Table, Tag
from academy_cli.db.engine import open_engine
from academy_cli.db.lock import keep
from academy_cli.db.revision import HEAD
from academy_cli.db.transaction import read, write
from academy_cli.errors import AcademyError
from tests.postgres import Server

AT = "20261127T120000Z"
_NAMES = {"user_id": Tag.INTEGER, "role": Tag.TEXT, "place": Tag.INTEGER, "granted_at": Tag.TIME}
ROLES = Table(
    "user_roles",
    tuple(Column(name, tag, is_nullable=False) for name, tag in _NAMES.items()),
    ("user_id",),
)
ROW = b"%s\tsupport\t0\t2026-11-27 08:05:03.000000\n"
ABANDONED = "academy_new_20261101t000000z"


@pytest.fixture
def impatient(postgres_url: str) -> Iterator[Engine]:
    """A way into the database that hardly waits for others."""
    engine = open_engine(postgres_url, busy_timeout_ms=50)
    yield engine
    engine.dispose()


def schemas(url: str) -> set[str]:
    """What there is in a database."""
    engine = open_engine(url)
    with read(engine) as connection:
        query = text("select nspname from pg_namespace where nspname like 'academy%'")
        found = set(connection.scalars(query))
    engine.dispose()
    return found


def ours(url: str) -> PostgresqlPlace:
    """The place of an academy on PostgreSQL."""
    found = place(url)
    assert isinstance(found, PostgresqlPlace)
    return found


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit, ValueError])
def test_nothing_is_left_however_it_ends(postgres_url: str, end: type[BaseException]) -> None:
    with pytest.raises(end), ours(postgres_url).replacing(AT) as scratch:
        scratch.prepare(HEAD)
        assert f"academy_new_{AT.lower()}" in schemas(postgres_url)
        raise end

    assert schemas(postgres_url) == {"academy"}


def test_without_dropping_it_would_be(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(filling, "_drop", lambda *_: None)
    with pytest.raises(KeyboardInterrupt), ours(postgres_url).replacing(AT) as scratch:
        scratch.prepare(HEAD)
        raise KeyboardInterrupt

    assert schemas(postgres_url) == {"academy", f"academy_new_{AT.lower()}"}


def test_what_either_of_two_connections_is_refused_is_said(postgres_url: str) -> None:
    with pytest.raises(UnfitRowError, match="user_roles"), ours(postgres_url).replacing(AT) as one:
        one.prepare(HEAD)
        for number in (b"1", b"x", b"2", b"3"):
            one.load(ROLES, ROW % number)
        one.finish({})
    assert schemas(postgres_url) == {"academy"}


def test_nothing_that_either_of_them_has_taken_keeps_it_from_going(postgres_url: str) -> None:
    with pytest.raises(KeyboardInterrupt), ours(postgres_url).replacing(AT) as one:
        one.prepare(HEAD)
        for number in (b"1", b"2"):  # they take turns
            one.load(ROLES, ROW % number)
        one._crew.join()
        raise KeyboardInterrupt

    assert schemas(postgres_url) == {"academy"}


def test_a_reference_to_nothing_is_found(postgres_url: str) -> None:
    with (
        pytest.raises(BrokenArchiveError, match="user_roles"),
        ours(postgres_url).replacing(AT) as one,
    ):
        one.prepare(HEAD)
        one.load(ROLES, ROW % b"7")
        one.finish({})
    assert schemas(postgres_url) == {"academy"}


def test_what_is_not_being_filled_any_more_is_dropped(postgres_url: str, impatient: Engine) -> None:
    others = {"academy_new_term", "academy_old_20261101t000000z", "academy_news_20261101t000000z"}
    with write(impatient) as connection:
        for name in (ABANDONED, *others):
            connection.execute(text(f"create schema {name}"))
            connection.execute(text(f"create table {name}.users (id int)"))

    ours(postgres_url).tidy(impatient)

    assert schemas(postgres_url) == {"academy", *others}


def test_what_somebody_is_filling_stays(postgres_url: str, impatient: Engine) -> None:
    with write(impatient) as connection:
        connection.execute(text(f"create schema {ABANDONED}"))
    other = open_engine(postgres_url)
    with other.connect() as connection:
        keep(connection, ABANDONED)
        ours(postgres_url).tidy(impatient)
        assert ABANDONED in schemas(postgres_url)
    other.dispose()

    ours(postgres_url).tidy(impatient)

    assert schemas(postgres_url) == {"academy"}


@pytest.fixture
def few(postgres_url: str, postgres_server: Server) -> Iterator[str]:
    """The address by which somebody comes who may be connected once."""
    role, address = f"few_{token_hex(4)}", make_url(postgres_url)
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"create role {role} login connection limit 1")  # type: ignore[call-overload]
        admin.execute(f"grant create on database {address.database} to {role}")  # type: ignore[call-overload]
    yield address.set(username=role).render_as_string()
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"drop owned by {role}; drop role {role}")  # type: ignore[call-overload]


def test_one_connection_is_enough(few: str, postgres_url: str) -> None:
    with PostgresqlPlace(make_url(few), "own").replacing(AT) as scratch:
        assert isinstance(scratch._crew, Alone)
        scratch.prepare(HEAD)
        scratch.finish({})
    with PostgresqlPlace(make_url(postgres_url), "others").replacing(AT) as scratch:
        assert isinstance(scratch._crew, Pair)


def test_whoever_may_make_no_schema_is_told(few: str, postgres_url: str) -> None:
    database = make_url(postgres_url).database
    role = make_url(few).username
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"revoke create on database {database} from {role}")  # type: ignore[call-overload]
        admin.execute(f"alter role {role} connection limit 9")  # type: ignore[call-overload]

    with pytest.raises(AcademyError), PostgresqlPlace(make_url(few), "own").replacing(AT):
        pass


def test_nothing_waits_in_a_transaction_while_rows_are_long_in_coming(postgres_url: str) -> None:
    address = make_url(postgres_url).update_query_dict(
        {"options": "-c idle_in_transaction_session_timeout=200ms"}
    )
    with PostgresqlPlace(address, "other").replacing(AT) as scratch:
        scratch.prepare(HEAD)
        scratch.load(ROLES, b"")
        scratch._crew.join()
        with psycopg.connect(postgres_url) as watch:
            query = """select count(*) from pg_stat_activity where state like 'idle in transaction%'
                and datname = current_database()"""
            assert watch.execute(query).fetchone() == (0,)
        scratch.finish({})
