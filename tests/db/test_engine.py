"""Engines: both databases behave alike from the first connection."""

from __future__ import annotations

from pathlib import Path
from traceback import format_exception

import pytest
from sqlalchemy import Engine, create_engine, text

from academy_cli.config.sqlite import sqlite_url
from academy_cli.db.address import parse, shown, sqlite_file, without_secrets
from academy_cli.db.engine import CACHE_KIB, CHECKPOINT_PAGES, open_engine
from academy_cli.db.transaction import read, write
from academy_cli.errors import AcademyError, Kind


def test_sqlite_writes_ahead_checks_references_and_waits(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)

    with read(engine) as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        ]

    engine.dispose()
    assert pragmas == ["wal", 1, 5000, 1]


def test_every_connection_to_sqlite_is_prepared_for_writing_and_stays_so(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    found = []

    for is_new in (True, False, True):
        if is_new:
            engine.dispose()
        with write(engine) as connection:
            names = ("cache_size", "wal_autocheckpoint")
            found.append(
                [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names]
            )

    engine.dispose()
    assert found == [[-CACHE_KIB, CHECKPOINT_PAGES]] * 3


def test_sqlite_works_without_a_write_ahead_log_while_an_older_reader_is_there(
    tmp_path: Path,
) -> None:
    path = tmp_path / "old.db"
    older = create_engine(f"sqlite:///{path}")
    engine = open_engine(f"sqlite:///{path}", busy_timeout_ms=50)
    with older.begin() as connection:
        connection.execute(text("create table t (x integer)"))
    with older.begin() as connection:
        connection.execute(text("select * from t"))

        with read(engine) as reading:
            mode = reading.exec_driver_sql("PRAGMA journal_mode").scalar_one()

    engine.dispose()
    older.dispose()
    assert mode in {"delete", "wal"}


def test_postgresql_works_in_its_own_schema_in_utc(postgres_url: str) -> None:
    engine = open_engine(postgres_url)

    with read(engine) as connection:
        session = [
            connection.exec_driver_sql(f"show {name}").scalar_one()
            for name in ("search_path", "timezone", "application_name", "lock_timeout")
        ]

    engine.dispose()
    assert session == ["academy", "UTC", "academy", "5s"]


def test_options_of_the_address_win_over_ours(postgres_url: str) -> None:
    engine = open_engine(f"{postgres_url}&application_name=mine&options=-c%20lock_timeout%3D7s")

    with read(engine) as connection:
        name = connection.exec_driver_sql("show application_name").scalar_one()
        timeout = connection.exec_driver_sql("show lock_timeout").scalar_one()

    engine.dispose()
    assert (name, timeout) == ("mine", "7s")


def test_what_is_written_can_be_read(engine: Engine) -> None:
    with write(engine) as connection:
        connection.execute(text("insert into blobs values ('a', 1, 'Ünïcode')"))

    with read(engine) as connection:
        assert connection.scalar(text("select text from blobs")) == "Ünïcode"


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("postgres://ann@db/academy", "postgresql+psycopg"),
        ("postgresql://ann@db/academy", "postgresql+psycopg"),
        ("postgresql+psycopg2://ann@db/academy", "postgresql+psycopg"),
        ("sqlite:///academy.db", "sqlite+pysqlite"),
    ],
)
def test_every_spelling_of_an_engine_means_our_driver(url: str, part: str) -> None:
    assert parse(url).drivername == part


@pytest.mark.parametrize(
    "url", ["mysql://h/d", "academy.db", "", "sqlite://", "sqlite:///:memory:", "postgres://h:x/d"]
)
def test_an_unusable_address_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(AcademyError) as refusal:
        open_engine(url)

    assert (refusal.value.kind, refusal.value.code) == (Kind.INVALID, "database.address")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ann:geh@im@db/academy",
        "postgresql://ann:@geheim@db/academy",
        "postgresql://ann:geh@im/x@db/academy",
        "postgresql://ann:geh@im?x@db/academy",
        "postgresql://ann@corp:geh@im@db/academy",
        "postgresql://ann:geheim@db/academy?application_name=a@b",
        "postgresql://ann:\ngeh@im@db/academy",
    ],
)
def test_an_address_whose_password_may_end_at_two_places_is_refused(url: str) -> None:
    with pytest.raises(AcademyError) as refusal:
        parse(url)

    assert (refusal.value.kind, refusal.value.code) == (Kind.INVALID, "database.address")
    assert "%40" in refusal.value.hint
    assert "geh" not in f"{refusal.value.message} {refusal.value.hint}"


@pytest.mark.parametrize(
    ("url", "password", "host"),
    [
        ("postgresql://ann:geh%40im@db/academy", "geh@im", "db"),
        ("postgresql://ann:g/e?h#e%im@db/academy", "g/e?h#e%im", "db"),
        ("postgresql://ann@corp:geheim@db/academy", "geheim", "db"),
        ("postgresql://ann:geheim@db/academy?application_name=a%40b", "geheim", "db"),
        ("postgresql://ann@db/academy", None, "db"),
    ],
)
def test_an_address_whose_password_has_one_end_is_read(
    url: str, password: str | None, host: str
) -> None:
    assert (parse(url).password, parse(url).host) == (password, host)


@pytest.mark.parametrize("url", ["postgresql://ann:geheim/academy", "postgresql:ann:geheim@db/a"])
def test_not_even_a_traceback_shows_what_could_not_be_read(url: str) -> None:
    with pytest.raises(AcademyError) as refusal:
        parse(url)

    assert "geheim" not in "".join(format_exception(refusal.value))


@pytest.mark.parametrize(
    "url", ["sqlite:///a%00b", "postgresql://db/a\0", "postgresql://ann:\udce9@db/academy"]
)
def test_what_no_driver_takes_is_refused(url: str) -> None:
    with pytest.raises(AcademyError) as refusal:
        parse(url)

    assert refusal.value.code == "database.address"


def test_a_drivers_words_hold_no_password() -> None:
    url = parse("postgresql://ann:geheim@db/academy?sslpassword=wort&port=5")

    said = without_secrets("no host “geheim” for ann on port 5 with wort", url)

    assert said == "no host “***” for ann on port 5 with ***"


@pytest.mark.parametrize("name", ["what?.db", "100%25.db", "#1.db", "Größe 2.db", "caf\udce9.db"])
def test_a_shown_file_is_the_same_file(tmp_path: Path, name: str) -> None:
    url = parse(sqlite_url(tmp_path / name))

    assert sqlite_file(url) == tmp_path / name
    assert parse(shown(url)) == url


def test_a_shown_file_keeps_its_options_and_its_letters() -> None:
    url = "sqlite:////srv/Größe 2/academy.db?timeout=3"

    assert shown(parse(url)) == url


def test_a_shown_address_holds_no_password() -> None:
    url = "postgresql://ann:geheim@db/academy?password=geheim&host=/run/pg"

    assert shown(parse(url)) == "postgresql://ann:***@db/academy?host=/run/pg&password=***"


def test_a_schema_name_cannot_smuggle_options(postgres_url: str) -> None:
    with pytest.raises(ValueError, match="no PostgreSQL schema name"):
        open_engine(postgres_url, schema="a -c fsync=off")
