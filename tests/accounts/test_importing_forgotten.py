"""Whom an undoing takes away is forgotten: nothing tells of them, and everything still proves itself."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from academy_cli.audit.log import AuditLog
from academy_cli.bulk.importer import Wish
from academy_cli.bulk.kinds import Mode, Policy
from academy_cli.bulk.service import Batches
from academy_cli.db.transaction import read
from academy_cli.models import Base, BatchRow
from tests.accounts.rows import OPERATOR, accounts, files
from tests.files import reasons
from tests.school import School

HERS = ("ann@", "lee", "roe", "embroiders", "asked")
SOME = "email,name,bio\nann@x.org,Ann Lee,Embroiders\nbo@x.org,Bo,Sings\n"


@pytest.fixture
def filled(school: School) -> School:
    """A school into which two were imported, one of whom other files and the log tell of, too."""
    quiet = Wish(sends_mail=False)
    files(school).run(SOME, quiet)
    again = "email,name\nann@x.org,Ann Roe\nbo@x.org,Bo Ray\ncy@x.org,Cy\n"
    files(school).run(again, Wish(Policy(mode=Mode.CREATE)))
    accounts(school).export("ann@x.org", reason="Ann asked for it")
    return school


def told(school: School, *words: str) -> list[Any]:
    """Every row of every table in which any of some words stands."""
    with read(school.academy.database.engine) as connection:
        rows = [
            (table.name, *row)
            for table in Base.metadata.sorted_tables
            for row in connection.execute(select(table))
        ]
    return [row for row in rows if any(word in str(row).lower() for word in words)]


def batches(school: School) -> Batches:
    return Batches(school.academy.database, OPERATOR)


def test_nothing_tells_of_whom_an_undoing_took_away(filled: School) -> None:
    assert {row[0] for row in told(filled, *HERS)} == {"users", "batch_rows", "audit_log"}

    files(filled).undo("B-2026-000001")

    assert told(filled, *HERS) == []


def test_journals_and_the_log_prove_themselves_afterwards(filled: School) -> None:
    files(filled).undo("B-2026-000001")

    assert [one.flaws for one in batches(filled).verify()] == [()] * 3
    assert AuditLog(filled.academy.database, OPERATOR).verify().flaws == ()


def test_a_batch_still_says_how_much_it_did(filled: School) -> None:
    before = batches(filled).show("B-2026-000001")

    files(filled).undo("B-2026-000001")

    after, undoing = (batches(filled).show(f"B-2026-00000{n}") for n in (1, 3))
    assert (after.created, after.rows, after.state) == (before.created, 2, "undone")
    assert (undoing.updated, undoing.undoes) == (2, "B-2026-000001")
    assert [row.outcome for row in batches(filled).rows("B-2026-000001")] == ["create"] * 2


def test_who_stays_is_still_told_of(filled: School) -> None:
    accounts(filled).deactivate("bo@x.org")

    undone = files(filled).undo("B-2026-000001")

    assert (undone.update, len(reasons(undone))) == (1, 1)
    rows = filled.rows(BatchRow)
    assert [row.after for row in rows if row.batch_id == 1][1:] == ['{"bio":"Sings","name":"Bo"}']
    assert [row.reason for row in rows if row.batch_id == 2][1:] != [None]
    assert told(filled, *HERS) == []


def test_what_was_left_is_undone_by_undoing_once_more(filled: School) -> None:
    accounts(filled).deactivate("bo@x.org")
    files(filled).undo("B-2026-000001")

    again = files(filled).undo("B-2026-000001")

    assert (again.unchanged, again.refused) == (1, 1)
    assert [one.flaws for one in batches(filled).verify()] == [()] * 3
