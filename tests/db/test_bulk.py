"""Bulk writes: the same rows on both engines, however many there are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from itertools import chain
from threading import Barrier

import pytest
from sqlalchemy import Connection, Engine, Integer, String, Text, func, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from academy_cli.db.bulk import COPY_FROM_ROWS, allocate_ids, insert_rows, update_rows, upsert_rows
from academy_cli.db.engine import open_engine
from academy_cli.db.listed import paired
from academy_cli.db.transaction import read, write
from academy_cli.models import Blob, Content, Course, User, UTCDateTime

FEW, MANY = 3, COPY_FROM_ROWS + 5
BLOB = ("sha256", "size", "text")
ODD = "tab\t line\n return\r back\\slash \\N \\. quote' “ü” 🎓 %s ? :name"
CONTENT = [
    *("id", "course_id", "parent_id", "kind", "key", "path", "position", "title", "fields"),
    *("is_archived", "created_revision", "updated_revision"),
]


sizes = pytest.mark.parametrize("rows", [FEW, MANY])


def blobs(rows: int, text: str = "text") -> list[tuple[str, int, str]]:
    return [(f"{number:064}", number, f"{text} {number}") for number in range(rows)]


def stored(engine: Engine) -> list[tuple[str, int, str]]:
    with read(engine) as connection:
        found = connection.execute(select(Blob.sha256, Blob.size, Blob.text).order_by(Blob.sha256))
        return [(row[0], row[1], row[2]) for row in found]


def add_course(connection: Connection) -> None:
    """A course with number 1 and something in every column that must have it."""
    something = {Integer: 1, String: "a", Text: "a", UTCDateTime: datetime(2026, 1, 1, tzinfo=UTC)}
    columns = [column for column in Course.__table__.columns if not column.nullable]
    row = {column.name: something[type(column.type)] for column in columns}
    connection.execute(insert(Course), row | {"status": "draft"})


def content(number: int, parent: int | None) -> tuple[object, ...]:
    return (number, 1, parent, "module", f"m{number}", f"m{number}", 0, "M", "{}", False, 1, 1)


@sizes
def test_rows_that_are_there_are_updated_and_others_inserted(engine: Engine, rows: int) -> None:
    with write(engine) as connection:
        insert_rows(connection, Blob, BLOB, [(f"{1:064}", 9, "old")])
        new = ((digest, text, size) for digest, size, text in blobs(rows, ODD))
        assert upsert_rows(connection, Blob, ["sha256"], ["text"], new, kept=["size"]) == rows

    expected = blobs(rows, ODD)
    expected[1] = (expected[1][0], 9, expected[1][2])
    assert stored(engine) == expected


@sizes
def test_pairs_are_a_table_of_one_statement(engine: Engine, rows: int) -> None:
    wanted = [(number, rows - number) for number in range(rows)]
    with read(engine) as connection:
        these = paired(connection, wanted)
        found = connection.execute(select(these.c.first, these.c.second)).all()

    assert sorted(map(tuple, found)) == wanted


@sizes
def test_rows_arrive_as_they_are(engine: Engine, rows: int) -> None:
    wanted = blobs(rows, ODD)
    with write(engine) as connection:
        assert insert_rows(connection, Blob, BLOB, iter(wanted)) == rows

    assert stored(engine) == wanted


def test_no_rows_are_no_work(engine: Engine) -> None:
    with write(engine) as connection:
        assert insert_rows(connection, Blob, BLOB, []) == 0
        assert update_rows(connection, Blob, "sha256", ["size"], []) == 0

    assert stored(engine) == []


@sizes
def test_rows_that_are_there_can_be_skipped(engine: Engine, rows: int) -> None:
    old = blobs(rows - 1, "old")
    with write(engine) as connection:
        insert_rows(connection, Blob, BLOB, old)

    with write(engine) as connection:
        assert insert_rows(connection, Blob, BLOB, blobs(rows), skip_existing=True) == 1

    assert stored(engine) == [*old, blobs(rows)[-1]]


@sizes
def test_a_duplicate_undoes_the_whole_load(engine: Engine, rows: int) -> None:
    with pytest.raises(Exception, match="(?i)unique"), write(engine) as connection:
        insert_rows(connection, Blob, BLOB, [*blobs(rows), *blobs(1)])

    assert stored(engine) == []


@sizes
def test_rows_change_by_key_and_only_in_the_named_columns(engine: Engine, rows: int) -> None:
    with write(engine) as connection:
        insert_rows(connection, Blob, BLOB, blobs(rows))
        changes = [(f"{number:064}", number + 7) for number in range(rows)]
        changed = update_rows(connection, Blob, "sha256", ["size"], [*changes, ("absent", 1)])

    assert changed == rows
    assert stored(engine) == [(digest, size + 7, text) for digest, size, text in blobs(rows)]


@sizes
def test_two_bulk_writes_fit_in_one_transaction(engine: Engine, rows: int) -> None:
    with write(engine) as connection:
        insert_rows(connection, Blob, BLOB, blobs(rows), skip_existing=True)
        insert_rows(connection, Blob, BLOB, blobs(rows), skip_existing=True)
        update_rows(connection, Blob, "sha256", ["text"], [(f"{0:064}", "new")] * rows)

    assert len(stored(engine)) == rows


@sizes
def test_moments_are_stored_as_the_orm_stores_them(engine: Engine, rows: int) -> None:
    at = datetime(2026, 3, 29, 2, 30, 15, 123456, tzinfo=timezone(timedelta(hours=2)))
    with write(engine) as connection:
        people = ((number, f"{number}@x.org", "", at) for number in range(1, rows + 1))
        insert_rows(connection, User, ("id", "email", "name", "created_at"), people)
        with Session(connection) as session:
            session.add(User(id=rows + 1, email="a@x.org", name="", created_at=at))
            session.flush()

    with read(engine) as connection:
        same = select(func.count(func.distinct(User.created_at)), func.count(User.id))
        assert connection.execute(same).one() == (1, rows + 1)
        assert set(connection.scalars(select(User.created_at))) == {at}


def test_a_naive_moment_is_refused(engine: Engine) -> None:
    row = (1, "a@x.org", "", datetime(2026, 1, 1))  # noqa: DTZ001
    columns = ("id", "email", "name", "created_at")

    with pytest.raises(ValueError, match="naive"), write(engine) as connection:
        insert_rows(connection, User, columns, [row])


@sizes
def test_a_tree_arrives_parents_first(engine: Engine, rows: int) -> None:
    with write(engine) as connection:
        add_course(connection)
        ids = list(allocate_ids(connection, Content, rows))
        parents = [None, *ids]
        tree = [content(number, parent) for number, parent in zip(ids, parents, strict=False)]
        insert_rows(connection, Content, CONTENT, tree)

    with read(engine) as connection:
        assert connection.scalar(select(func.count(Content.parent_id))) == rows - 1


@sizes
def test_a_row_without_its_parent_is_refused(engine: Engine, rows: int) -> None:
    with pytest.raises(Exception, match="(?i)foreign key"), write(engine) as connection:
        add_course(connection)
        insert_rows(connection, Content, CONTENT, [content(n, 99_999) for n in range(1, rows)])


def test_allocated_ids_are_never_given_twice(engine: Engine) -> None:
    with write(engine) as connection:
        add_course(connection)
        first = list(allocate_ids(connection, Content, 3))
        insert_rows(connection, Content, CONTENT, [content(number, None) for number in first])
        with Session(connection) as session:
            entry = dict(zip(CONTENT[1:], content(0, None)[1:], strict=True))
            by_orm = Content(**entry)
            session.add(by_orm)
            session.flush()
            taken = {*first, by_orm.id}
        second = set(allocate_ids(connection, Content, 3))

    assert len(taken) == 4
    assert not taken & second


def test_ids_that_are_taken_at_the_same_time_are_nobody_elses(postgres_url: str) -> None:
    engine, start = open_engine(postgres_url), Barrier(4)

    def take() -> list[int]:
        taken: list[int] = []
        with write(engine) as connection:
            start.wait()
            for _ in range(5):
                taken += allocate_ids(connection, Content, 20_000)
        return taken

    with ThreadPoolExecutor(4) as several:
        everybody = [one.result() for one in [several.submit(take) for _ in range(4)]]
    engine.dispose()

    assert all(taken == sorted(taken) for taken in everybody)
    assert [len(taken) for taken in everybody] == [5 * 20_000] * 4
    assert len(set(chain(*everybody))) == 4 * 5 * 20_000


def test_no_ids_are_taken_where_none_are_wanted(engine: Engine) -> None:
    with write(engine) as connection:
        assert not allocate_ids(connection, Content, 0)


def test_bulk_writes_outside_a_transaction_are_a_bug(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(RuntimeError, match="inside a transaction"):
        insert_rows(connection, Blob, BLOB, blobs(1))


def test_a_reader_cannot_write_in_bulk(engine: Engine) -> None:
    with pytest.raises((DBAPIError, Exception), match="(?i)read.?only"), read(engine) as connection:
        insert_rows(connection, Blob, BLOB, blobs(1))
