"""Importing people as a person sees it: what is said first, what is done, and how it ends."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from academy_cli.cli.format import Format
from academy_cli.cli.lines import list_lines
from tests.cli.conftest import Run
from tests.cli.imports import PEOPLE, names, told, with_people
from tests.cli.screen import Screen
from tests.cli.snapshots import Snapshots


@pytest.fixture
def academy(academy: Run, home: Path, snapshots: Snapshots) -> Run:
    """An academy with a course, and a file of people."""
    return with_people(academy, home, snapshots)


def test_what_will_happen_is_said_before_it_does(academy: Run, home: Path) -> None:
    ran = academy("user", "import", "people.csv", "--enroll", "python", "--dry-run")

    assert ran.code == 0
    assert ran.err.splitlines() == [
        "Reading people.csv (2)",
        "“people.csv”: 2 rows, utf-8, semicolons.",
        "warning: The column “Telefon” means nothing here and is left out.",
        "Will create 2, update 0, leave 0 as they are, refuse 0.",
        "Will give: 2 “course python”.",
        "Will send: 2 “invitation”.",
        "Nothing was written: it was a dry run.",
    ]
    assert names(home) == []


def test_without_a_terminal_somebody_has_to_agree_beforehand(academy: Run, home: Path) -> None:
    ran = academy("user", "import", "people.csv")

    assert (ran.code, names(home)) == (6, [])


def test_what_was_said_is_done(academy: Run, home: Path) -> None:
    ran = academy("user", "import", "people.csv", "--enroll", "python", "--yes", "--format=json")

    assert ran.code == 0
    assert names(home) == [("ann@x.org", "Ann Lee"), ("bo@x.org", "Bo Ng")]
    view = told(ran)
    assert (view["create"], view["mails"], view["reference"]) == (
        2, {"invitation": 2}, "B-2026-000001",
    )  # fmt: skip


def test_the_same_file_again_says_that_there_is_nothing_to_do(academy: Run) -> None:
    academy("user", "import", "people.csv", "--yes")

    ran = academy("user", "import", "people.csv")

    assert ran.code == 0
    assert ran.err.splitlines()[-1] == "Nothing to do: all 2 rows are as they should be."


def test_refused_rows_end_with_8_and_are_run_again_when_mended(academy: Run, home: Path) -> None:
    (home / "people.csv").write_text(PEOPLE.replace("bo@x.org", "bo at x.org"), encoding="utf-8")

    ran = academy("user", "import", "people.csv", "--yes")

    assert ran.code == 8
    assert "  line 3: “bo at x.org” is no e-mail address" in ran.err
    assert ran.err.splitlines()[-2:] == [
        "error: Of 2 rows 1 could not be done: see “people.failed.csv” for the reasons.",
        "hint: Mend them there, and import that file as it is.",
    ]
    failed = home / "people.failed.csv"
    failed.write_text(failed.read_text("utf-8").replace(";bo at", ";bo@").replace("@ x", "@x"))
    assert academy("user", "import", "people.failed.csv", "--yes").code == 0
    assert [email for email, _ in names(home)] == ["ann@x.org", "bo@x.org"]


def test_a_dry_run_that_finds_refused_rows_ends_with_3(academy: Run, home: Path) -> None:
    (home / "people.csv").write_text("email,name\nno,Ann\n", encoding="utf-8")

    ran = academy("user", "import", "people.csv", "--dry-run")

    assert (ran.code, list(home.glob("*.failed*"))) == (3, [])


def test_all_or_nothing(academy: Run, home: Path) -> None:
    (home / "people.csv").write_text("email,name\nann@x.org,Ann\nno,Bo\n", encoding="utf-8")

    ran = academy("user", "import", "people.csv", "--atomic", "--yes")

    assert (ran.code, names(home)) == (3, [])
    assert "1 of 2 rows cannot be done, so none was." in ran.err


def test_rows_come_from_standard_input_too(academy: Run, home: Path) -> None:
    lines = '{"email": "ann@x.org", "name": "Ann"}\n{"email": "bo@x.org", "name": "Bo"}\n'

    ran = academy("user", "import", "-", "--yes", "--no-mail", given=lines)

    assert ran.code == 0
    assert "“-”: 2 rows, utf-8, JSON lines." in ran.err
    assert "Will send no mail." in ran.err
    assert len(names(home)) == 2


def test_a_column_is_named_by_hand(academy: Run, home: Path) -> None:
    (home / "odd.csv").write_text("Kontakt,Wer\nann@x.org,Ann\n", encoding="utf-8")

    refused = academy("user", "import", "odd.csv", "--yes")
    ran = academy(
        "user", "import", "odd.csv", "--map", "email=Kontakt", "--map", "name=wer", "--yes"
    )

    assert (refused.code, ran.code, names(home)) == (3, 0, [("ann@x.org", "Ann")])
    assert academy("user", "import", "odd.csv", "--map", "email").code == 2


def test_batches_are_listed_shown_and_proved(academy: Run) -> None:
    academy("user", "import", "people.csv", "--yes")

    listed = academy("batch", "list", "--format", "csv", "--fields", "reference,state,created")
    rows = academy("batch", "show", "b-2026-000001", "--rows", "--format", "json")
    proved = academy("batch", "verify", "B-2026-000001", "--format", "json")
    everything = academy("batch", "verify", "--format", "json")

    assert listed.out == "reference,state,created\nB-2026-000001,done,2\n"
    assert [one["after"] for one in json.loads(rows.out)] == [
        {"name": "Ann Lee"},
        {"name": "Bo Ng"},
    ]
    assert (proved.code, [one["rows"] for one in json.loads(proved.out)]) == (0, [2])
    assert (everything.code, everything.out) == (0, proved.out)
    assert academy("batch", "show", "B-2026-000009").code == 4


def test_a_journal_that_was_changed_ends_with_9(academy: Run, home: Path) -> None:
    academy("user", "import", "people.csv", "--yes")
    [database] = home.rglob("*.db")
    with sqlite3.connect(database) as connection:
        connection.execute("update batch_rows set subject_id = 7 where number = 2")
    connection.close()

    ran = academy("batch", "verify")

    assert ran.code == 9
    assert "rows 1 to 2 are not what was written" in ran.out
    assert "The journal of “B-2026-000001” was changed by other hands" in ran.err


def test_the_reason_is_on_record(academy: Run) -> None:
    academy("user", "import", "people.csv", "--yes", "--reason", "term begins")

    listed = academy("audit", "list", "--action", "user.import", "--fields", "reason")

    assert listed.out == "term begins\n"


def test_a_reason_for_a_refusal_is_one_line(academy: Run, home: Path) -> None:
    (home / "odd.csv").write_text('email,name\nann@x.org,"two\nlines"\n', encoding="utf-8")

    ran = academy("user", "import", "odd.csv", "--dry-run")

    assert "  line 2: “two lines” is no name: it has control characters" in ran.err


def test_a_file_is_asked_for_on_a_terminal(academy: Run, screen: Callable[..., Screen]) -> None:
    assert academy("version").code == 0

    ran = screen("user", "import", answers="people.csv\ny\n")

    assert (ran.code, len(names(Path.cwd()))) == (0, 2)
    assert "Do this?" in ran.text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nowhere.csv"], 4),
        (["people.csv", "--encoding", "klingon"], 2),
        (["people.csv", "--mode", "replace"], 2),
        (["people.csv", "--resume"], 4),
        (["python"], 4),
        ([], 2),
    ],
)
def test_what_cannot_be_is_refused(academy: Run, words: list[str], code: int) -> None:
    assert academy("user", "import", *words, "--yes").code == code


def test_an_export_runs_nowhere_and_reads_back_as_it_was(academy: Run, home: Path) -> None:
    written = ["=cmd()", "+49 30", "'=quoted", "plain"]
    records = [{"email": f"p{at}@x.org", "name": name} for at, name in enumerate(written)]
    lines = list(list_lines(Format.CSV, records, ("email", "name")))
    (home / "export.csv").write_text("\n".join(lines), encoding="utf-8")

    academy("user", "import", "export.csv", "--yes")

    assert lines[1:] == [
        "p0@x.org,'=cmd()", "p1@x.org,'+49 30", "p2@x.org,''=quoted", "p3@x.org,plain",
    ]  # fmt: skip
    assert [name for _, name in names(home)] == written


def test_numbers_in_an_export_stay_numbers() -> None:
    assert list(list_lines(Format.CSV, [{"balance": -5}], ("balance",))) == ["balance", "-5"]


def test_a_kind_of_rows_that_there_is_not_is_refused_with_those_there_are(academy: Run) -> None:
    ran = academy("batch", "list", "--kind", "user")

    assert ran.code == 2
    assert "users" in ran.err
    assert academy("batch", "list", "--kind", "users").code == 0
