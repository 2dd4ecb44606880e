"""Importing enrollments and progress as a person sees it, and exporting them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.imports import told, with_people
from tests.cli.snapshots import Snapshots


@pytest.fixture
def academy(academy: Run, home: Path, snapshots: Snapshots) -> Run:
    """An academy with a course of one lesson, two people, and a file for each command."""
    with_people(academy, home, snapshots)
    assert academy("user", "import", "people.csv", "--yes", "--no-mail").code == 0
    (home / "class.csv").write_text("email\nann@x.org\nbo@x.org\neve@x.org\n", encoding="utf-8")
    (home / "done.csv").write_text("email,lesson\nann@x.org,a\n", encoding="utf-8")
    return academy


def let_in(academy: Run) -> None:
    assert academy("enrollment", "import", "class.csv", "--course", "python", "--yes").code == 8


def test_who_is_let_in_and_told_is_said_before(academy: Run, home: Path) -> None:
    ran = academy("enrollment", "import", "class.csv", "--course", "python", "--dry-run")

    assert ran.code == 3
    assert ran.err.splitlines()[:5] == [
        "Reading class.csv (3)",
        "“class.csv”: 3 rows, utf-8, commas.",
        "Will create 2, update 0, leave 0 as they are, refuse 1.",
        "Will send: 2 “enrolled”.",
        "  line 4: nobody has this address: make the account first, with academy user import",
    ]


def test_refused_rows_are_let_in_when_they_have_an_account(academy: Run, home: Path) -> None:
    let_in(academy)
    assert academy("user", "create", "eve@x.org", "--name", "Eve").code == 0

    ran = academy("enrollment", "import", "class.failed.csv", "--course", "python", "--yes")

    assert ran.code == 0
    assert told(academy("enrollment", "show", "eve@x.org", "python", "--format", "json"))[
        "state"
    ] == ("active")


def test_whoever_has_done_enough_has_completed_the_course(academy: Run) -> None:
    let_in(academy)

    ran = academy("progress", "import", "done.csv", "--course", "python", "--yes")

    assert ran.code == 0
    assert (
        "Will create 0, update 1 (completion 1, state 1), leave 0 as they are, refuse 0." in ran.err
    )
    assert "Will send: 1 “completed”." in ran.err


def test_an_import_is_undone(academy: Run) -> None:
    let_in(academy)
    ran = academy("progress", "import", "done.csv", "--course", "python", "--yes", "--format=json")

    assert academy("progress", "import", "--undo", str(told(ran)["reference"]), "--yes").code == 0
    assert academy("enrollment", "import", "--undo", "B-2026-000002", "--yes").code == 0

    rows = academy("enrollment", "list", "--format", "tsv", "--fields", "state").out.splitlines()
    assert rows == ["removed", "removed"]


def test_a_batch_of_another_kind_is_not_undone(academy: Run) -> None:
    let_in(academy)

    ran = academy("progress", "import", "--undo", "B-2026-000002", "--yes")

    assert ran.code == 2
    assert "“B-2026-000002” is about enrollments, not progress." in ran.err


@pytest.mark.parametrize("noun", ["enrollment", "progress"])
def test_what_is_exported_is_imported_and_changes_nothing(academy: Run, noun: str) -> None:
    let_in(academy)
    assert academy("progress", "import", "done.csv", "--course", "python", "--yes").code == 0

    exported = academy(noun, "export", "out.csv", "--format", "json")
    ran = academy(noun, "import", "out.csv")

    assert exported.code == 0
    assert told(exported)["rows"] == (2 if noun == "enrollment" else 1)
    assert ran.code == 0
    assert "Nothing to do" in ran.err


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_list_of_enrollments_is_no_file_to_import(academy: Run, home: Path, form: str) -> None:
    let_in(academy)
    listed = academy("enrollment", "list", "--format", form).out
    (home / f"list.{form}").write_text(listed, encoding="utf-8")

    ran = academy("enrollment", "import", f"list.{form}", "--yes")

    assert ran.code == 3
    assert f"“list.{form}” is a list to look at: imports know no column “" in ran.err
    assert "academy enrollment export FILE" in ran.err


def test_a_plan_says_that_a_completed_row_brings_no_completion(academy: Run, home: Path) -> None:
    let_in(academy)
    (home / "done.csv").write_text(
        "email,course,state,reference\nann@x.org,python,completed,R-1\n", encoding="utf-8"
    )

    ran = academy("enrollment", "import", "done.csv", "--dry-run")

    assert "Will give: 1 “place without its completion”." in ran.err
    assert "Will send no mail." in ran.err


def test_an_export_goes_to_standard_output_and_says_how_much_it_was(academy: Run) -> None:
    let_in(academy)

    ran = academy("enrollment", "export", "-")

    assert ran.code == 0
    assert ran.out.splitlines()[0].startswith("email,course,state,kind,reference")
    assert len(ran.out.splitlines()) == 3
    assert "2 rows." in ran.err


@pytest.mark.parametrize("noun", ["enrollment", "progress"])
def test_an_export_of_json_lines_is_imported_as_well(academy: Run, home: Path, noun: str) -> None:
    let_in(academy)
    assert academy("progress", "import", "done.csv", "--course", "python", "--yes").code == 0

    piped = academy(noun, "export", "-", "--format", "jsonl")
    assert academy(noun, "export", "out.jsonl").code == 0
    ran = academy(noun, "import", "out.jsonl")

    assert (home / "out.jsonl").read_text(encoding="utf-8") == piped.out
    assert json.loads(piped.out.splitlines()[0])["email"] == "ann@x.org"
    assert "Nothing to do" in ran.err


def test_an_export_is_in_no_format_that_an_import_does_not_read(academy: Run) -> None:
    let_in(academy)

    ran = academy("enrollment", "export", "-", "--format", "yaml")

    assert (ran.code, ran.out) == (2, "")
    assert "An export cannot be “yaml”: no import would read it." in ran.err


def test_an_export_overwrites_nothing(academy: Run, home: Path) -> None:
    let_in(academy)
    before = (home / "class.csv").read_bytes()

    taken = academy("enrollment", "export", "class.csv")
    nowhere = academy("enrollment", "export", "no/such/folder.csv")

    assert (taken.code, nowhere.code) == (5, 6)
    assert (home / "class.csv").read_bytes() == before
    assert list(home.glob("*.partial")) == []


def test_an_exported_file_is_for_nobody_elses_eyes(academy: Run, home: Path) -> None:
    let_in(academy)

    assert academy("enrollment", "export", "out.csv").code == 0

    assert (home / "out.csv").stat().st_mode & 0o777 == 0o600


def test_no_text_of_an_export_runs_as_a_formula(academy: Run, home: Path) -> None:
    (home / "sums.csv").write_text("email,reason\nann@x.org,=1+1\n", encoding="utf-8")
    assert academy("enrollment", "import", "sums.csv", "--course", "python", "--yes").code == 0

    ran = academy("enrollment", "export", "-")

    assert ran.out.splitlines()[1].endswith(",'=1+1")


def test_somebody_who_is_erased_is_in_no_journal_and_no_export(academy: Run, home: Path) -> None:
    (home / "class.csv").write_text("email,reason\nann@x.org,Poor Ann\n", encoding="utf-8")
    assert academy("enrollment", "import", "class.csv", "--course", "python", "--yes").code == 0
    assert academy("progress", "import", "done.csv", "--course", "python", "--yes").code == 0

    words = ("user", "erase", "ann@x.org", "--certificates", "revoke", "--yes")
    assert academy(*words).code == 0

    [database] = home.rglob("*.db")
    with sqlite3.connect(database) as connection:
        told = connection.execute(
            "select before, after, reason from batch_rows where batch_id > 1"
        ).fetchall()
    connection.close()
    assert told == [(None, None, None)] * 2
    assert academy("enrollment", "export", "-").out.splitlines()[1:] == []
    assert academy("progress", "export", "-").out.splitlines()[1:] == []
    for reference in ("B-2026-000002", "B-2026-000003"):
        assert academy("batch", "verify", reference).code == 0
    undone = academy("enrollment", "import", "--undo", "B-2026-000002", "--yes")
    assert undone.code == 8
    assert "whoever it was about was erased since" in undone.err


def test_a_person_is_told_of_the_rows_about_them(academy: Run, home: Path) -> None:
    import zipfile

    let_in(academy)
    assert academy("user", "export", "ann@x.org", "ann.zip").code == 0

    with zipfile.ZipFile(home / "ann.zip") as archive:
        assert archive.read("imports.json").decode().count('"reference"') == 2
