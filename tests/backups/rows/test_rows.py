"""The same rows are the same text on both engines, whatever stands there, and the text becomes them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Engine,
    LargeBinary,
    MetaData,
    Text,
    delete,
    insert,
    text,
)
from sqlalchemy import (
    Column as SqlColumn,
)
from sqlalchemy import (
    Table as SqlTable,
)

from academy_cli.backups.errors import UnfitValueError
from academy_cli.backups.restoring import postgresql as into_postgresql
from academy_cli.backups.restoring import sqlite as into_sqlite
from academy_cli.backups.restoring.crew import Alone
from academy_cli.backups.rows import sqlite
from academy_cli.backups.snapshot import Snapshot, snapshot
from academy_cli.backups.tables import Column, Table, Tag
from academy_cli.db.engine import open_engine
from academy_cli.db.transaction import read, write
from academy_cli.models.base import UTCDateTime
from tests.reliability.chance import SHARE

pytestmark = [pytest.mark.torture] if SHARE else []

ODD = SqlTable(
    "odd",
    MetaData(),
    SqlColumn("name", Text, primary_key=True),
    SqlColumn("id", BigInteger, primary_key=True),
    SqlColumn("said", Text),
    SqlColumn("raw", LargeBinary),
    SqlColumn("is_so", Boolean),
    SqlColumn("at", UTCDateTime),
)
TAGS = {
    "name": Tag.TEXT,
    "id": Tag.INTEGER,
    "said": Tag.TEXT,
    "raw": Tag.BYTES,
    "is_so": Tag.BOOLEAN,
    "at": Tag.TIME,
}
TABLE = Table(
    "odd",
    tuple(Column(name, tag, name not in ("name", "id")) for name, tag in TAGS.items()),
    ("name", "id"),
)
NOT_UTF8 = "text in “said” that is not UTF-8"
LETTERS = st.text(
    st.one_of(
        st.sampled_from("\\\b\t\n\v\f\rN.x'\"%"),
        st.characters(exclude_characters="\0", codec="utf-8"),
    ),
    max_size=12,
)
TIMES = st.datetimes(
    datetime(1, 1, 1),  # noqa: DTZ001 - it gets its zone below
    datetime(9999, 12, 31, 23, 59, 59, 999999),  # noqa: DTZ001 - as above
).map(lambda one: one.replace(tzinfo=UTC))
ROW = st.fixed_dictionaries(
    {
        "name": LETTERS,
        "id": st.integers(-(2**63), 2**63 - 1),
        "said": st.none() | LETTERS,
        "raw": st.none() | st.binary(max_size=9),
        "is_so": st.none() | st.booleans(),
        "at": st.none() | TIMES,
    }
)


@pytest.fixture
def engines(
    sqlite_url: str, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sequence[Engine]]:
    """One database on each engine, with a table of everything, of which two rows are read at a time."""
    monkeypatch.setattr(sqlite, "FIRST_ROWS", 2)
    monkeypatch.setattr(sqlite, "MOST_ROWS", 2)
    opened = [open_engine(sqlite_url), open_engine(postgres_url)]
    for engine in opened:
        with write(engine) as connection:
            ODD.create(connection)
    yield opened
    for engine in opened:
        engine.dispose()


def put(engine: Engine, rows: Sequence[dict[str, Any]]) -> None:
    with write(engine) as connection:
        connection.execute(delete(ODD))
        for row in rows:
            connection.execute(insert(ODD).values(**row))


def taken(engine: Engine) -> bytes:
    with snapshot(engine) as moment:
        return b"".join(moment.rows(TABLE))


@settings(
    max_examples=2000 if SHARE else 60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(ROW, max_size=6, unique_by=lambda one: (one["name"], one["id"])))
def test_both_engines_give_the_same_text_and_take_it_back(
    engines: Sequence[Engine], rows: list[dict[str, Any]]
) -> None:
    for engine in engines:
        put(engine, rows)
    texts = [taken(engine) for engine in engines]

    assert texts[0] == texts[1]
    assert texts[0].count(b"\n") == len(rows)
    for engine in engines:
        put(engine, [])
        with write(engine) as connection:
            _scratch(connection).load(TABLE, texts[0])
        assert taken(engine) == texts[0]


def _scratch(connection: Connection) -> Any:
    if connection.dialect.name == "sqlite":
        return into_sqlite.SqliteScratch(connection)
    return into_postgresql.PostgresqlScratch(Alone(connection), "academy")


def test_the_text_is_the_one_that_is_documented(engines: Sequence[Engine]) -> None:
    moment = datetime(2026, 11, 27, 8, 5, 3, tzinfo=UTC)
    row = {
        "name": "a\\b\tc\nd\re\bf\vg\fh",
        "id": -7,
        "said": "\\N",
        "raw": b"\x00\xff",
        "is_so": True,
    }
    put(engines[0], [{**row, "at": moment}, {"name": "Z", "id": 1}, {"name": "é", "id": 1}])

    assert taken(engines[0]).decode() == (
        "Z\t1\t\\N\t\\N\t\\N\t\\N\n"
        "a\\\\b\\tc\\nd\\re\\bf\\vg\\fh\t-7\t\\\\N\t\\\\x00ff\t1\t2026-11-27 08:05:03.000000\n"
        "é\t1\t\\N\t\\N\t\\N\t\\N\n"
    )


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("2026-11-27 08:05:03", b"2026-11-27 08:05:03.000000"),
        ("2026-11-27", b"2026-11-27 00:00:00.000000"),
    ],
)
def test_a_time_of_other_hands_is_completed(
    engines: Sequence[Engine], said: str, whole: bytes
) -> None:
    put(engines[0], [{"name": "a", "id": 1}])
    with write(engines[0]) as connection:
        connection.execute(text("update odd set at = :said"), {"said": said})

    assert taken(engines[0]).endswith(b"\t" + whole + b"\n")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("update odd set said = 'a' || char(0) || 'b'", "text in “said”"),
        ("update odd set said = cast(x'61ff62' as text)", NOT_UTF8),
        ("update odd set said = cast(x'ff' as text)", NOT_UTF8),
        ("update odd set said = cast(x'fe' as text)", NOT_UTF8),
        ("update odd set said = cast(x'eda080' as text)", NOT_UTF8),
        ("update odd set at = 'yesterday'", "text in “at”"),
        ("update odd set at = 20261127", "integer in “at”"),
        ("update odd set is_so = 2", "integer in “is_so”"),
        ("update odd set is_so = 'yes'", "text in “is_so”"),
        ("update odd set raw = 'text'", "text in “raw”"),
        ("update odd set id = 'seven'", "text in “id”"),
        ("update odd set id = 1.5", "real in “id”"),
    ],
)
def test_what_sqlite_took_without_a_word_is_named(
    engines: Sequence[Engine], change: str, what: str
) -> None:
    put(engines[0], [{"name": "a", "id": 1}])
    with write(engines[0]) as connection:
        connection.execute(text(change))

    with pytest.raises(UnfitValueError) as refused:
        taken(engines[0])
    assert str(refused.value).endswith(f" of “odd” holds {what}.")


def test_without_that_look_a_text_would_end_early(
    engines: Sequence[Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    put(engines[0], [{"name": "a", "id": 1}])
    with write(engines[0]) as connection:
        connection.execute(text("update odd set said = 'a' || char(0) || 'b'"))
    monkeypatch.setattr(sqlite, "_has_nul", lambda _: "0")

    assert taken(engines[0]) == b"a\t1\ta\t\\N\t\\N\t\\N\n"


def test_what_is_written_meanwhile_is_not_in_it(engines: Sequence[Engine], tmp_path: Path) -> None:
    for engine in engines:
        put(engine, [{"name": "a", "id": n} for n in range(3)])
        with read(engine) as connection:
            moment = Snapshot(connection)
            first = b"".join(moment.rows(TABLE))
            other = open_engine(engine.url)
            put(other, [{"name": "b", "id": 1}])
            other.dispose()
            assert b"".join(moment.rows(TABLE)) == first
        assert taken(engine) == b"b\t1\t\\N\t\\N\t\\N\t\\N\n"
