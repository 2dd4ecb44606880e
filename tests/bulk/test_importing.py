"""A file becomes a plan, and a plan becomes rows: what was said beforehand is what happens."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from academy_cli.access.actor import operator
from academy_cli.audit.log import AuditLog
from academy_cli.bulk import application
from academy_cli.bulk.errors import (
    ChangedMeanwhileError,
    FileChangedError,
    RefusedRowsError,
)
from academy_cli.bulk.importer import Wish
from academy_cli.bulk.kinds import Fill, Mode, Policy
from academy_cli.bulk.service import Batches
from academy_cli.db.transaction import read
from academy_cli.models import AuditEntry, Base
from tests.bulk.folk import Office

TWO = "email,name,language\nann@x.org,Ann,de\nbo@x.org,Bo,\n"


def rows(office: Office) -> dict[str, int]:
    """How many rows each table has."""
    with read(office.engine) as connection:
        return {
            table.name: len(connection.execute(select(table)).all())
            for table in Base.metadata.sorted_tables
        }


def test_a_plan_says_what_will_happen_and_writes_nothing(office: Office) -> None:
    before = rows(office)

    view = office.plan(TWO)

    assert (view.create, view.update, view.unchanged, view.refused) == (2, 0, 0, 0)
    assert (view.mails, view.reference, view.is_done) == ({"invitation": 2}, None, False)
    assert rows(office) == before
    assert [path.name for path in office.folder.iterdir() if "failed" in path.name] == []


def test_what_was_planned_is_done(office: Office) -> None:
    view = office.run(TWO)

    assert (view.create, view.rows, view.is_done) == (2, 2, True)
    assert office.folk() == {"ann@x.org": ("Ann", "de"), "bo@x.org": ("Bo", None)}
    assert office.mails() == 2


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    office.run(TWO)
    before = rows(office)

    view = office.run(TWO)

    assert (view.unchanged, view.changes, view.reference) == (2, 0, None)
    assert rows(office) == before


def test_an_update_says_which_fields_change_and_an_empty_cell_changes_nothing(
    office: Office,
) -> None:
    office.run(TWO)

    view = office.run("email,name,language\nann@x.org,Anna,\nbo@x.org,Bo,en\n")

    assert (view.update, view.fields, view.mails) == (2, {"name": 1, "language": 1}, {})
    assert office.folk() == {"ann@x.org": ("Anna", "de"), "bo@x.org": ("Bo", "en")}


@pytest.mark.parametrize(
    ("policy", "counts"),
    [
        (Policy(Mode.CREATE), (1, 0, 0, 1)),
        (Policy(Mode.UPDATE), (0, 1, 0, 1)),
        (Policy(Mode.UPSERT), (1, 1, 0, 0)),
        (Policy(Mode.UPSERT, Fill.MISSING), (1, 0, 1, 0)),
    ],
)
def test_the_policy_decides_who_is_touched(
    office: Office, policy: Policy, counts: tuple[int, ...]
) -> None:
    office.run("email,name\nann@x.org,Ann\n")

    view = office.run("email,name\nann@x.org,Anna\nbo@x.org,Bo\n", Wish(policy))

    assert (view.create, view.update, view.unchanged, view.refused) == counts


def test_without_mail_none_is_written(office: Office) -> None:
    view = office.run(TWO, Wish(sends_mail=False))

    assert (view.mails, office.mails()) == ({}, 0)


def test_a_row_never_takes_anything_from_the_row_before_it(office: Office) -> None:
    view = office.run("email,name\nann@x.org,Ann\n,Bo\nno address,Cy\nbo@x.org,\n")

    assert office.folk() == {"ann@x.org": ("Ann", None), "bo@x.org": ("", None)}
    assert [(one.line, one.reason) for one in view.refusals] == [
        (3, "email is missing"),
        (4, "“no address” is no address"),
    ]


def test_a_key_that_stands_twice_is_refused_with_the_line_of_the_first(office: Office) -> None:
    view = office.run("email,name\nann@x.org,Ann\nbo@x.org,Bo\nANN@x.org,Eve\n")

    assert [(one.line, one.reason) for one in view.refusals] == [
        (4, "it is about the same one as line 2")
    ]
    assert office.folk()["ann@x.org"] == ("Ann", None)


def test_refused_rows_can_be_mended_and_run_again_as_they_are(office: Office) -> None:
    view = office.run("Name;E-Mail-Adresse\nAnn;ann@x.org\nBö, jr.;bo.x.org\n")
    failed = Path(view.failed_file or "")

    assert failed.name == "people.failed.csv"
    assert failed.read_text(encoding="utf-8").splitlines() == [
        "refused_because;Name;E-Mail-Adresse",
        "“bo.x.org” is no address;Bö, jr.;bo.x.org",
    ]
    mended = failed.read_text(encoding="utf-8").replace("bo.x.org\n", "bo@x.org\n")
    again = office.run(mended.replace("bo.x.org\r\n", "bo@x.org\r\n"), name="people.failed.csv")

    assert (again.create, again.refused, again.unknown_columns) == (1, 0, ())
    assert office.folk()["bo@x.org"] == ("Bö, jr.", None)


def test_a_file_of_refused_rows_is_never_overwritten(office: Office) -> None:
    first = office.run("email\nno address\n")
    second = office.run("email\nno address\n")

    assert [Path(one.failed_file or "").name for one in (first, second)] == [
        "people.failed.csv",
        "people.failed-2.csv",
    ]


def test_all_or_nothing_is_nothing_where_a_row_is_refused(office: Office) -> None:
    before = rows(office)

    with pytest.raises(RefusedRowsError, match="1 of 3 rows cannot be done, so none was"):
        office.run(f"{TWO}no address,,\n", Wish(is_atomic=True))

    assert rows(office) == before


def test_all_or_nothing_is_all_in_one_entry(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("academy_cli.bulk.engine.CHUNK", 2)
    text = "email\n" + "".join(f"a{n}@x.org\n" for n in range(5))

    view = office.run(text, Wish(is_atomic=True))

    assert (view.create, len(office.folk())) == (5, 5)
    assert rows(office)["audit_log"] == 1


def test_very_many_rows_go_in_larger_parts(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("CHUNK", 2), ("LARGE_CHUNK", 4), ("MANY", 6)):
        monkeypatch.setattr(f"academy_cli.bulk.engine.{name}", value)
    few = "email\n" + "".join(f"a{n}@x.org\n" for n in range(5))
    many = "email\n" + "".join(f"b{n}@x.org\n" for n in range(9))

    office.run(few)
    entries = rows(office)["audit_log"]
    office.run(many, name="many.csv")

    assert entries == 3
    assert rows(office)["audit_log"] == 3 + 3
    assert len(office.folk()) == 14


def test_what_changed_meanwhile_is_refused(office: Office) -> None:
    office.run("email,name\nann@x.org,Ann\nbo@x.org,Bo\n")
    path = office.write("email,name\nann@x.org,Anna\nbo@x.org,Bob\n")

    with office.planned(path) as planned:
        office.rename("ann@x.org", "Anne")
        view = office.importer.apply(planned)

    assert (view.update, view.refused) == (1, 1)
    assert view.refusals[0].reason == application.CHANGED_MEANWHILE
    assert office.folk() == {"ann@x.org": ("Anne", None), "bo@x.org": ("Bob", None)}


def test_what_is_as_wanted_by_now_is_no_refusal(office: Office) -> None:
    path = office.write(TWO)

    with office.planned(path) as planned:
        office.run("email,name,language\nann@x.org,Ann,de\n", name="other.csv")
        view = office.importer.apply(planned)

    assert (view.create, view.unchanged, view.refused, office.mails()) == (1, 1, 0, 2)


def test_all_or_nothing_gives_up_when_something_changed_meanwhile(office: Office) -> None:
    office.run("email,name\nann@x.org,Ann\nbo@x.org,Bo\n")
    path = office.write("email,name\nann@x.org,Anna\nbo@x.org,Bob\n")

    with office.planned(path, Wish(is_atomic=True)) as planned:
        office.rename("bo@x.org", "Bodo")
        with pytest.raises(ChangedMeanwhileError, match="What line 3 is about"):
            office.importer.apply(planned)

    assert office.folk()["ann@x.org"] == ("Ann", None)


def test_a_file_that_changes_after_its_plan_is_not_carried_out(office: Office) -> None:
    path = office.write(TWO)

    with office.planned(path) as planned:
        office.write("email\neve@x.org\n")
        with pytest.raises(FileChangedError):
            office.importer.apply(planned)

    assert office.folk() == {}


def test_the_journal_says_what_became_of_each_row(office: Office) -> None:
    office.run("email,name\nann@x.org,Ann\n")
    view = office.run("email,name\nann@x.org,Anna\nbo@x.org,Bo\nno address,Cy\n")
    batches = Batches(office.database, operator("ann"))

    found = batches.rows(view.reference or "")

    assert [(one.number, one.outcome, one.before, one.after, one.reason) for one in found] == [
        (1, "update", {"name": "Ann"}, {"name": "Anna"}, None),
        (2, "create", None, {"name": "Bo"}, None),
        (3, "refused", None, None, "“no address” is no address"),
    ]
    shown = batches.show(view.reference or "")
    assert (shown.state, shown.done, shown.rows, shown.created, shown.refused, shown.mails) == (
        "done", 3, 3, 1, 1, 1,
    )  # fmt: skip


def test_each_chunk_leaves_one_entry_that_names_nobody(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("academy_cli.bulk.engine.CHUNK", 2)
    view = office.run("email\n" + "".join(f"a{n}@x.org\n" for n in range(5)))

    with read(office.engine) as connection:
        entries = connection.execute(select(AuditEntry).order_by(AuditEntry.id)).all()

    assert [entry.subject for entry in entries] == [f"batch:{view.reference}"] * 3
    assert all("@" not in entry.details for entry in entries)
    assert AuditLog(office.database, operator("ann")).verify().flaws == ()
