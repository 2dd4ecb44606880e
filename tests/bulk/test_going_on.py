"""Work that was interrupted goes on, and the journal proves itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from academy_cli.access.actor import Actor, operator
from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Role
from academy_cli.bulk import engine as planning
from academy_cli.bulk.errors import (
    NothingToResumeError,
    OtherOptionsError,
    TakenOverError,
)
from academy_cli.bulk.importer import Importer, Planned, Wish
from academy_cli.bulk.reading import Limits
from academy_cli.db.service import Database
from academy_cli.models import AuditEntry, Batch, BatchRow
from tests.bulk.folk import Folk, Office
from tests.bulk.interruptions import SOME, batches, interrupted, proof, resumed

MIXED = "email,name\n" + "".join(f"a{n}{'' if n % 3 == 0 else '@x.org'},A{n}\n" for n in range(10))


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "CHUNK", 3)


@pytest.mark.parametrize("after", [3, 6, 9])
def test_interrupted_work_goes_on_and_does_everything_once(office: Office, after: int) -> None:
    path = interrupted(office, SOME, after)
    assert len(office.folk()) == after

    view = resumed(office, path)

    assert (len(office.folk()), office.mails()) == (10, 10)
    assert (view.create, view.unchanged, view.rows) == (10, 0, 10)
    [batch] = batches(office).find()
    assert (batch.state, batch.done, batch.created, batch.mails) == ("done", 10, 10, 10)
    assert proof(office, batch.reference).flaws == ()


def test_all_refused_rows_are_in_the_file_however_often_the_work_was_interrupted(
    office: Office,
) -> None:
    path = interrupted(office, MIXED, 6)
    assert list(office.folder.glob("*failed*")) == []

    view = resumed(office, path)

    failed = Path(view.failed_file).read_text(encoding="utf-8").splitlines()
    assert [line.partition(",")[2] for line in failed[1:]] == ["a0,A0", "a3,A3", "a6,A6", "a9,A9"]
    assert (view.create, view.refused) == (6, 4)


def test_without_resume_the_rest_is_done_too_but_as_another_batch(office: Office) -> None:
    interrupted(office, SOME, 3)

    view = office.run(SOME)

    assert (view.create, view.unchanged, office.mails()) == (7, 3, 10)
    assert len(batches(office).find()) == 2


def test_only_the_same_file_with_the_same_options_goes_on(office: Office) -> None:
    path = interrupted(office, SOME, 3)

    with pytest.raises(OtherOptionsError, match="options: mail yes"):
        resumed(office, path, Wish(sends_mail=False))
    office.write(SOME + "b@x.org,B\n")
    with pytest.raises(NothingToResumeError):
        resumed(office, path)


def test_what_is_done_does_not_go_on(office: Office) -> None:
    view = office.run(SOME)

    with pytest.raises(NothingToResumeError, match=f"{view.reference} is done"):
        resumed(office, office.folder / "people.csv")


def test_a_batch_of_which_others_did_the_rest_ends_as_done(office: Office) -> None:
    path = interrupted(office, SOME, 3)
    office.run(SOME, name="other.csv")

    resumed(office, path)

    assert {one.state for one in batches(office).find()} == {"done"}


def test_two_that_go_on_with_the_same_batch_do_nothing_twice(office: Office) -> None:
    path = interrupted(office, SOME, 3)

    with office.planned(path, Wish(resumes=True)) as first:
        resumed(office, path)
        with pytest.raises(TakenOverError):
            office.importer.apply(first)

    assert (len(office.folk()), office.mails()) == (10, 10)


def test_two_that_go_on_are_told_so_also_where_rows_are_refused(office: Office) -> None:
    path = interrupted(office, SOME.replace("\na", "\nno address,X\na"), 6)

    with office.planned(path, Wish(resumes=True)) as first:
        resumed(office, path)
        with pytest.raises(TakenOverError):
            office.importer.apply(first)


@pytest.mark.parametrize(
    "tamper",
    [
        update(BatchRow).where(BatchRow.number == 5).values(after='{"name":"Eve"}'),
        update(BatchRow).where(BatchRow.number == 5).values(subject_id=99),
        delete(BatchRow).where(BatchRow.number == 5),
        delete(BatchRow).where(BatchRow.number > 9),
        insert(BatchRow).values(batch_id=1, number=11, outcome="create"),
    ],
)
def test_a_journal_that_was_changed_by_other_hands_is_found(office: Office, tamper: Any) -> None:
    view = office.run(SOME)
    assert proof(office, view.reference or "").flaws == ()

    with office.engine.begin() as connection:
        connection.execute(tamper.values(batch_id=_id(connection)) if tamper.is_insert else tamper)

    assert proof(office, view.reference or "").flaws


def _id(connection: Any) -> int:
    return int(connection.scalar(Batch.__table__.select().with_only_columns(Batch.id)))


def test_a_journal_without_its_entries_in_the_log_is_found(office: Office) -> None:
    view = office.run(SOME)

    with office.engine.begin() as connection:
        connection.execute(delete(AuditEntry).where(AuditEntry.id == 2))

    assert proof(office, view.reference or "").flaws == (
        "3 rows before 7 are in no entry of the log",
    )


def test_batches_are_for_staff(office: Office) -> None:
    student = Actor("user:9", "eve@x.org", 9, frozenset({Role.STUDENT}))

    for act in (
        lambda one: one.find(),
        lambda one: one.show("B-2026-000001"),
        lambda one: one.rows("B-2026-000001"),
        lambda one: one.verify(["B-2026-000001"]),
    ):
        with pytest.raises(NotPermittedError):
            act(batches(office, student))


def test_imports_at_the_same_time_make_nobody_twice(office: Office, database_url: str) -> None:
    """Each of eight knows some people of the others, in another order, and planned on its own."""
    failures: list[BaseException] = []
    plans: list[tuple[Any, Planned, Database]] = []
    for number in range(8):
        names = [f"p{(n * (3 if number % 2 else 1)) % 20 + number * 5}" for n in range(20)]
        path = office.write(
            "email,name\n" + "".join(f"{name}@x.org,{name}\n" for name in names), f"{number}.csv"
        )
        opened = Database(database_url)
        theirs = Office(office.folder, opened)
        context = theirs.planned(path)
        plans.append((context, context.__enter__(), opened))

    def carry_out(planned: Planned, database: Database) -> Callable[[], None]:
        def run() -> None:
            try:
                Importer(database, operator("ann"), Folk(), Limits()).apply(planned)
            except BaseException as error:
                failures.append(error)

        return run

    threads = [Thread(target=carry_out(planned, opened)) for _, planned, opened in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for context, _, opened in plans:
        context.__exit__(None, None, None)
        opened.close()

    assert failures == []
    assert len(office.folk()) == office.mails() == 55
    assert {one.state for one in batches(office).find()} == {"done"}
