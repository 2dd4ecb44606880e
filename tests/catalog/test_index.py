"""The index that documents are found by: asked, and the same as the documents, whatever becomes of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, delete, select, text, update

from academy_cli.db.findings import findings
from academy_cli.db.fulltext import has_all, has_any, prefer
from academy_cli.db.transaction import read, write
from academy_cli.models import SearchDocument
from tests.catalog.shelves import Shelves


def plan(connection: Connection) -> str:
    """How PostgreSQL finds a term."""
    query = select(SearchDocument.id).where(has_any(connection, ["python"]))
    said = query.compile(connection, compile_kwargs={"literal_binds": True})
    return "\n".join(connection.scalars(text(f"explain {said}".replace(":", "\\:"))))


def test_postgresql_asks_its_index_and_makes_no_vector_of_every_row(
    postgres_url: str, tmp_path: Path
) -> None:
    shelves = Shelves(postgres_url, tmp_path)
    shelves.fill()
    shelves.found("python")

    with read(shelves.database.engine) as connection:
        without = plan(connection)
        prefer(connection)
        preferred = plan(connection)

    shelves.close()
    assert "search_index" in preferred
    assert "Seq Scan" in without


def found(connection: Connection, *terms: str, every: bool = False) -> list[int]:
    condition = (has_all if every else has_any)(connection, terms)
    query = select(SearchDocument.id).where(condition).order_by(SearchDocument.id)
    return list(connection.scalars(query))


@pytest.fixture
def filled(shelves: Shelves) -> Engine:
    """A database with documents."""
    shelves.fill()
    shelves.found("python")
    return shelves.database.engine


def test_a_document_is_found_by_any_and_by_all_of_its_terms(filled: Engine) -> None:
    with read(filled) as connection:
        one, other = found(connection, "decor"), found(connection, "rout")

        assert len(one) == len(other) == 1
        assert found(connection, "decor", "rout") == sorted(one + other)
        assert found(connection, "decor", "rout", every=True) == []
        assert found(connection, "decor", "wrap", every=True) == one
        assert found(connection, "nothing") == []


def test_the_index_follows_documents_that_change_and_go(filled: Engine) -> None:
    with write(filled) as connection:
        (number,) = found(connection, "decor")
        mine = SearchDocument.id == number
        connection.execute(update(SearchDocument).where(mine).values(terms="paint paint wall"))

        assert found(connection, "decor") == []
        assert found(connection, "paint") == [number]
        connection.execute(delete(SearchDocument).where(mine))
        assert found(connection, "paint") == []


def test_an_index_that_somebody_dropped_is_found_by_checking(filled: Engine) -> None:
    kind = "table" if filled.dialect.name == "sqlite" else "index"
    with write(filled) as connection:
        before = [one.message for one in findings(connection)]
        connection.exec_driver_sql(f"drop {kind} search_index")
        after = [one.message for one in findings(connection)]

    assert (before, after) == ([], ["The index “search_index” is missing."])


def test_sqlite_vouches_for_its_index(sqlite_url: str, tmp_path: Path) -> None:
    shelves = Shelves(sqlite_url, tmp_path)
    shelves.fill()
    shelves.found("python")
    shelves.put("python", "title: Other\n", {"a.md": "# Else\n\nNothing.\n"})
    shelves.found("python")

    with write(shelves.database.engine) as connection:
        check = "insert into search_index (search_index, rank) values ('integrity-check', 1)"
        connection.exec_driver_sql(check)

    shelves.close()
