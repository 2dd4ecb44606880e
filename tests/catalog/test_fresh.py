"""What is searched is what the courses say now, whatever happened since anybody searched."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from academy_cli.authoring.history.service import History
from academy_cli.catalog import indexing, search, sources
from academy_cli.catalog.documents import Document, Said, document
from academy_cli.catalog.errors import NotIndexedError
from academy_cli.db.errors import LockHeldError
from academy_cli.db.lock import named_lock
from academy_cli.db.transaction import read, write
from academy_cli.errors import Kind
from academy_cli.models import SearchCourse, SearchDocument, SearchWord
from tests.authoring.academy import ACTOR
from tests.catalog.shelves import COURSES, Shelves

READER = """
    do $$ begin create role reader login; exception when duplicate_object then null; end $$;
    grant usage on schema academy to reader;
    grant select on all tables in schema academy to reader;
"""
TEA: Mapping[str, str] = {"a.md": "# Tea\n\nLeaves.\n", "b.md": "# Milk\n\nWhite.\n"}


def test_a_change_is_found_at_once(shelves: Shelves) -> None:
    shelves.put("tea", "title: Drinks\n", TEA)
    assert shelves.found("leaves") == ["tea"]

    shelves.put("tea", "title: Beverages\n", {"a.md": "# Tea\n\nBags.\n"})

    assert shelves.found("leaves") == shelves.found("drinks") == []
    assert shelves.found("bags") == shelves.found("beverages") == shelves.found("milk") == ["tea"]


def test_without_looking_for_changes_the_old_words_would_be_found(
    shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelves.put("tea", "title: Drinks\n", TEA)
    shelves.found("leaves")
    shelves.put("tea", "title: Drinks\n", {"a.md": "# Tea\n\nBags.\n"})

    monkeypatch.setattr(search, "stale", lambda _: [])

    assert shelves.found("leaves") == ["tea"]


def test_only_what_changed_is_read_again(shelves: Shelves, monkeypatch: pytest.MonkeyPatch) -> None:
    shelves.put("tea", "title: Drinks\n", TEA)
    shelves.found("tea")
    seen: list[str] = []

    def reading(said: Said, body: str) -> Document:
        seen.append(said.title)
        return document(said, body)

    monkeypatch.setattr(indexing, "document", reading)
    shelves.put("tea", "title: Drinks\n", {"b.md": "# Milk\n\nWarm.\n"})

    assert shelves.found("warm") == ["tea"]
    assert seen == ["Milk"]


def test_going_back_to_a_revision_is_found(shelves: Shelves) -> None:
    shelves.put("tea", "title: Drinks\n", TEA)
    shelves.put("tea", "title: Drinks\n", {"a.md": "# Tea\n\nBags.\n"})
    assert shelves.found("bags") == ["tea"]
    academy = shelves.school.academy
    history = History(academy.database, academy.assets, ACTOR)

    academy.courses.apply(history.rollback("tea", 1))

    assert shelves.found("leaves") == ["tea"]
    assert shelves.found("bags") == []


def test_an_index_that_is_gone_is_made_anew(shelves: Shelves) -> None:
    shelves.fill()
    before = shelves.search("python function")

    with write(shelves.database.engine) as connection:
        for model in (SearchCourse, SearchDocument, SearchWord):
            connection.execute(delete(model))

    assert shelves.search("python function") == before


def test_another_reader_reads_everything_again(
    shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelves.fill("python")
    shelves.found("python")
    with read(shelves.database.engine) as connection:
        before = set(connection.scalars(select(SearchDocument.digest)))

    monkeypatch.setattr(sources, "READER", 99)
    monkeypatch.setattr("academy_cli.catalog.documents.READER", 99)
    shelves.found("python")

    with read(shelves.database.engine) as connection:
        assert before.isdisjoint(connection.scalars(select(SearchDocument.digest)))


def test_reading_that_was_cut_short_is_gone_on_with(
    shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelves.put("tea", "title: Drinks\n", TEA)
    monkeypatch.setattr(indexing, "AT_ONCE", 1)
    left = [2]

    def failing(said: Said, body: str) -> Document:
        left[0] -= 1
        if left[0] < 0:
            raise InterruptedError
        return document(said, body)

    with monkeypatch.context() as broken:
        broken.setattr(indexing, "document", failing)
        with pytest.raises(InterruptedError):
            shelves.found("leaves")
    with read(shelves.database.engine) as connection:
        assert connection.scalars(select(SearchCourse.course_id)).all() == []

    assert shelves.found("leaves") == shelves.found("white") == ["tea"]


def test_whoever_reads_meanwhile_is_waited_for(shelves: Shelves) -> None:
    shelves.fill("python")
    shelves.wait_s = 0.1

    with (
        named_lock(shelves.database.engine, indexing.LOCK, 1),
        pytest.raises(LockHeldError),
    ):
        shelves.found("python")

    assert shelves.found("python") == ["python"]


def test_a_course_that_changes_while_it_is_read_is_read_again(
    shelves: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelves.put("tea", "title: Drinks\n", TEA)
    changes = [lambda: shelves.put("tea", "title: Drinks\n", {"a.md": "# Tea\n\nBags.\n"})]

    def meanwhile(said: Said, body: str) -> Document:
        if changes:
            changes.pop()()
        return document(said, body)

    monkeypatch.setattr(indexing, "document", meanwhile)

    assert shelves.found("leaves") == []
    assert shelves.found("bags") == ["tea"]


def test_where_nothing_can_be_written_it_is_said_until_somebody_did(
    postgres_url: str, tmp_path: Path
) -> None:
    shelves = Shelves(postgres_url, tmp_path)
    readers = Shelves(postgres_url.replace("academy@", "reader@"), tmp_path)
    shelves.fill("python")
    shelves.found("python")
    with write(shelves.database.engine) as connection:
        connection.exec_driver_sql(READER)
    assert readers.found("python") == ["python"]
    shelves.fill("networks")

    with pytest.raises(NotIndexedError) as refusal:
        readers.found("python")

    assert refusal.value.kind is Kind.UNAVAILABLE
    assert shelves.found("packets") == readers.found("packets") == ["networks"]
    readers.close()
    with write(shelves.database.engine) as connection:
        connection.exec_driver_sql("drop owned by reader")
    shelves.close()


def test_both_engines_hold_the_same_documents(both: tuple[Shelves, Shelves]) -> None:
    held = []
    for one in both:
        one.fill()
        one.put("python", COURSES["python"][0], {"a.md": "# Names\n\nOf values.\n"})
        one.found("python")
        with read(one.database.engine) as connection:
            columns = (SearchDocument.kind, SearchDocument.language, SearchDocument.terms)
            documents = sorted(map(tuple, connection.execute(select(*columns))))
            words = sorted(map(tuple, connection.execute(select(SearchWord.word, SearchWord.stem))))
        held.append((documents, words))

    assert held[0] == held[1]
