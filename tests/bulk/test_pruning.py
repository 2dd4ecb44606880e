"""Refused rows say why, which quotes the file; after a while they say it no more, and the journal holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from academy_cli.access.actor import operator
from academy_cli.accounts.importing.service import UserImports
from academy_cli.accounts.people import People
from academy_cli.accounts.profile import Profile
from academy_cli.accounts.signin.onetime import Links, Purpose
from academy_cli.audit.log import AuditLog
from academy_cli.bulk.service import Batches
from academy_cli.bulk.source import source
from academy_cli.db.service import Database
from academy_cli.enrollments.admitting import CourseAdmission
from academy_cli.models import Batch, BatchRow

ANN = operator("ann")
ROWS = "email,name,role\nada@x.org,Ada,\nno address,Eve Evil,\nBO@x.org,Bo,king\n"


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """A database into which one person was imported, and two were not."""
    opened = Database(database_url)
    file = tmp_path / "people.csv"
    file.write_text(ROWS)
    links = Links("", {Purpose.INVITATION: timedelta(days=7)})
    imports = UserImports(opened, ANN, links, CourseAdmission())
    with source(str(file)) as given:
        imports.apply(imports.plan(given))
    yield opened
    opened.close()


def batches(database: Database, days: int) -> Batches:
    later = datetime.now(UTC) + timedelta(days=days)
    return Batches(database, ANN, keeps=timedelta(days=90), clock=lambda: later)


@pytest.fixture
def reference(database: Database) -> str:
    """The reference of the batch, whatever year it is."""
    return batches(database, 0).find()[0].reference


def why(database: Database, reference: str) -> list[str | None]:
    return [row.reason for row in batches(database, 0).rows(reference)]


def test_reasons_go_after_a_while_and_the_journal_holds(database: Database, reference: str) -> None:
    before = why(database, reference)
    assert "no address" in str(before)

    early = batches(database, 89).prune()
    planned = batches(database, 91).prune(dry_run=True)
    done = batches(database, 91).prune()

    assert (early.rows, planned.rows, done.rows, done.batches) == (0, 2, 2, 1)
    assert why(database, reference) == [None, None, None]
    assert batches(database, 0).rows(reference)[0].after == {"name": "Ada"}
    (proof,) = batches(database, 0).verify([reference])
    assert proof.flaws == ()
    assert AuditLog(database, ANN).verify().flaws == ()
    assert batches(database, 91).prune().rows == 0


def test_what_is_not_finished_keeps_what_it_has_to_repeat(
    database: Database, reference: str
) -> None:
    with database.engine.begin() as connection:
        connection.execute(update(Batch).values(state="running", finished_at=None))

    assert batches(database, 91).prune().rows == 0


def test_a_refused_row_that_names_somebody_goes_with_them(
    database: Database, reference: str
) -> None:
    people = People(database, ANN)
    people.create(Profile(email="no-address@x.org", name="Eve"))
    with database.engine.begin() as connection:
        told = update(BatchRow).where(BatchRow.number == 2)
        connection.execute(told.values(reason="“No-Address@X.org” was changed since"))
    imports = people.export("no-address@x.org").files["imports.json"].decode()
    assert "was changed since" in imports

    erased = people.erase("no-address@x.org", revokes_certificates=False)

    assert erased.removed["imported_rows"] == 1
    assert why(database, reference)[1] is None
    assert why(database, reference)[2] is not None
