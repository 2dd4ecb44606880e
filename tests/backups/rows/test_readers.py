"""Several connections to SQLite put the rows of one moment together, as one of them alone would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import count
from pathlib import Path
from threading import enumerate as enumerate_threads

import pytest
from sqlalchemy import Engine, text

from academy_cli.backups import snapshot as snapshots
from academy_cli.backups.errors import UnfitValueError
from academy_cli.backups.rows import sqlite
from academy_cli.backups.snapshot import snapshot
from academy_cli.backups.tables import Column, Table, Tag
from academy_cli.db.engine import open_engine
from academy_cli.db.transaction import write

TABLE = Table(
    "notes",
    (
        Column("name", Tag.TEXT, is_nullable=False),
        Column("number", Tag.INTEGER, is_nullable=False),
        Column("said", Tag.TEXT, is_nullable=True),
    ),
    ("name", "number"),
)
MADE = "create table notes (name text, number integer, said text, primary key (name, number))"


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A file that is worth several readers, small as it is."""
    monkeypatch.setattr(snapshots, "SHARED_PAGES", 1)
    monkeypatch.setattr(snapshots, "READERS", 2)
    monkeypatch.setattr(sqlite, "FIRST_ROWS", 3)
    monkeypatch.setattr(sqlite, "MOST_ROWS", 7)
    opened = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with write(opened) as connection:
        connection.execute(text(MADE))
    yield opened
    opened.dispose()


def put(engine: Engine, many: int, said: str) -> None:
    """Have so many rows, and no others."""
    rows = [{"name": f"n{one % 9}", "number": one, "said": said} for one in range(many)]
    with write(engine) as connection:
        connection.execute(text("delete from notes"))
        if rows:
            connection.execute(text("insert into notes values (:name, :number, :said)"), rows)


def taken(engine: Engine) -> bytes:
    """All rows as a backup has them."""
    with snapshot(engine) as moment:
        return b"".join(moment.rows(TABLE))


@pytest.mark.parametrize("many", [0, 1, 2, 3, 4, 10, 997])
def test_several_give_what_one_does(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    put(engine, many, "a\tb")
    found = taken(engine)
    monkeypatch.setattr(snapshots, "SHARED_PAGES", 1 << 60)

    assert found == taken(engine)
    assert found.count(b"\n") == many


def test_all_of_them_see_one_moment(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody tries to write whenever one has begun, and is kept out."""
    put(engine, 500, "before")
    told = writing_in_between(engine, monkeypatch)

    assert len({line.split(b"\t")[2] for line in taken(engine).splitlines()}) == 1
    assert set(told) == {False}


def test_without_the_lock_they_would_see_several(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    put(engine, 500, "before")
    told = writing_in_between(engine, monkeypatch)
    monkeypatch.setattr(snapshots, "_nobody_writing", lambda _: nullcontext())

    assert len({line.split(b"\t")[2] for line in taken(engine).splitlines()}) > 1
    assert set(told) == {True}


def writing_in_between(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Let every row be another one each time a reader has begun; whether that could be."""
    once_through, numbers, told = snapshots._once_through, count(), list[bool]()
    other = open_engine(engine.url, busy_timeout_ms=1)

    @contextmanager
    def begun(connection: object) -> Iterator[None]:
        with once_through(connection):  # type: ignore[arg-type]
            connection.exec_driver_sql("select count(*) from notes")  # type: ignore[attr-defined]
            told.append(changed(other, f"after {next(numbers)}"))
            yield

    monkeypatch.setattr(snapshots, "_once_through", begun)
    return told


def changed(engine: Engine, said: str) -> bool:
    """Change every row, if nobody is in the way."""
    try:
        with write(engine) as connection:
            connection.execute(text("update notes set said = :said"), {"said": said})
    except Exception:
        return False
    return True


def test_where_somebody_writes_for_long_one_is_enough(engine: Engine) -> None:
    put(engine, 100, "before")
    impatient = open_engine(engine.url, busy_timeout_ms=1)
    with write(engine) as connection:
        connection.execute(text("update notes set said = 'after'"))
        found = taken(impatient)
    impatient.dispose()

    assert found.count(b"\tbefore\n") == 100


def test_a_value_that_fits_nowhere_is_named(engine: Engine) -> None:
    put(engine, 100, "before")
    with write(engine) as connection:
        connection.execute(text("update notes set number = 'x' where number = 50"))

    with pytest.raises(UnfitValueError, match="text in “number”"):
        taken(engine)


@pytest.mark.parametrize("pages", [1, 1 << 60], ids=["several", "one"])
def test_nobody_is_at_work_when_it_is_refused(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    """A thread that reads from a connection that was let go ends the whole process."""
    monkeypatch.setattr(snapshots, "SHARED_PAGES", pages)
    put(engine, 100, "before")
    with write(engine) as connection:
        connection.execute(text("update notes set number = 'x' where number = 5"))

    with pytest.raises(UnfitValueError) as caught:
        taken(engine)

    assert caught.tb is not None  # it holds on to every frame, and so to whoever is at work in one
    assert not [one for one in enumerate_threads() if one.name.startswith(("rows", "ahead"))]


def test_whoever_stops_early_leaves_nobody_at_work(engine: Engine) -> None:
    put(engine, 997, "before")
    with snapshot(engine) as moment:
        rows = moment.rows(TABLE)
        assert isinstance(rows, Iterator)
        next(rows)
        rows.close()  # type: ignore[attr-defined]

    assert taken(engine).count(b"\n") == 997
