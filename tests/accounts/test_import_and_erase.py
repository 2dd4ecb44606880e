"""Somebody who was imported is erased: nothing tells of them, and the journal still proves itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from academy_cli.access.actor import operator
from academy_cli.accounts.importing.service import UserImports
from academy_cli.accounts.people import People
from academy_cli.accounts.signin.onetime import Links, Purpose
from academy_cli.audit.log import AuditLog
from academy_cli.bulk.service import Batches
from academy_cli.bulk.source import source
from academy_cli.db.service import Database
from academy_cli.enrollments.admitting import CourseAdmission
from academy_cli.models import BatchRow

ANN = operator("ann")


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A database into which three people were imported."""
    opened = Database(database_url)
    file = tmp_path / "people.csv"
    file.write_text("email,name\nada@x.org,Ada Lovelace\nbo@x.org,Bo\ncy@x.org,Cy\n")
    links = Links("", {Purpose.INVITATION: timedelta(days=7)})
    imports = UserImports(opened, ANN, links, CourseAdmission())
    with source(str(file)) as given:
        imports.apply(imports.plan(given))
    yield opened
    opened.close()


def test_a_journal_proves_itself_without_those_who_were_erased(database: Database) -> None:
    people, batches = People(database, ANN), Batches(database, ANN)

    for email in ("ada@x.org", "cy@x.org"):
        people.erase(email, revokes_certificates=False)

    told = [row.after for row in batches.rows("B-2026-000001")]
    assert told == [None, {"name": "Bo"}, None]
    [proof] = batches.verify(["B-2026-000001"])
    assert proof.flaws == ()
    assert AuditLog(database, ANN).verify().flaws == ()


def test_what_was_emptied_by_other_hands_is_still_found(database: Database) -> None:
    people, batches = People(database, ANN), Batches(database, ANN)
    people.erase("ada@x.org", revokes_certificates=False)

    with database.engine.begin() as connection:
        connection.execute(update(BatchRow).where(BatchRow.number == 2).values(after=None))

    [proof] = batches.verify(["B-2026-000001"])
    assert proof.flaws == ("rows 1 to 3 are not what was written",)
