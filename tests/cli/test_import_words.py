"""What an import says beforehand, and what it refuses as a whole, in words that help."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.imports import names, told, with_people
from tests.cli.snapshots import Snapshots


@pytest.fixture
def academy(academy: Run, home: Path, snapshots: Snapshots) -> Run:
    """An academy with a course, and a file of people."""
    return with_people(academy, home, snapshots)


def test_courses_and_roles_that_rows_give_are_in_the_plan_and_in_the_report(
    academy: Run, home: Path
) -> None:
    (home / "staff.csv").write_text(
        "email,name,role,courses\nann@x.org,Ann,support,python\nbo@x.org,Bo,,python\ncy@x.org,Cy,,\n"
    )

    planned = academy("user", "import", "staff.csv", "--dry-run")
    done = academy("user", "import", "staff.csv", "--yes", "--format", "json")
    again = academy("user", "import", "staff.csv", "--dry-run")

    assert "Will give: 2 “course python”, 1 “role support”." in planned.err.splitlines()
    assert told(done)["gives"] == {"course python": 2, "role support": 1}
    assert "Will give" not in again.err


def test_a_course_for_everybody_that_is_not_there_is_one_mistake(academy: Run, home: Path) -> None:
    ran = academy("user", "import", "people.csv", "--enroll", "pyton", "--yes")

    assert ran.code == 4
    assert ran.err.splitlines()[-2:] == [
        "error: There is no course “pyton”.",
        "hint: Did you mean “python”?",
    ]
    assert (names(home), list(home.glob("*failed*"))) == ([], [])


def test_rows_that_are_refused_for_one_reason_are_told_together(academy: Run, home: Path) -> None:
    rows = [f"a{at}@x.org,A,nowhere" for at in range(30)]
    rows[7] = "no address,A,"
    (home / "many.csv").write_text("\n".join(["email,name,courses", *rows]) + "\n")

    ran = academy("user", "import", "many.csv", "--dry-run")

    assert [line for line in ran.err.splitlines() if line.startswith("  ")] == [
        "  lines 2, 3, 4 and 26 more: there is no course “nowhere”",
        "  line 9: “no address” is no e-mail address: an email address must have an @-sign",
    ]


def test_a_file_of_which_a_batch_is_unfinished_is_warned_of(academy: Run, home: Path) -> None:
    academy("user", "import", "people.csv", "--yes")
    [database] = home.rglob("*.db")
    with sqlite3.connect(database) as connection:
        connection.execute("update batches set state = 'running', finished_at = null, done = 1")
    connection.close()

    anew = academy("user", "import", "people.csv", "--dry-run")
    on = academy("user", "import", "people.csv", "--resume", "--dry-run")
    other = academy("user", "import", "people.csv", "--resume", "--enroll", "python", "--dry-run")

    said = "B-2026-000001 began with this very file and has not come to its end"
    assert said in anew.err
    assert said not in on.err
    assert other.code == 5
    assert "“B-2026-000001” was begun with other options: enroll nothing." in other.err


def test_a_field_is_mapped_to_one_column(academy: Run) -> None:
    ran = academy(
        "user", "import", "people.csv", "--map", "email=E-Mail", "--map", "email=Vorname", "--yes"
    )

    assert ran.code == 2
    assert "“email” is mapped twice: to “E-Mail” and to “Vorname”." in ran.err


def test_refused_rows_take_no_file_from_anybody(academy: Run, home: Path) -> None:
    (home / "victim").write_text("precious\n")
    (home / "bad.csv").write_text("email,name\nno address,A\n")
    (home / "bad.failed.csv.partial").symlink_to(home / "victim")

    ran = academy("user", "import", "bad.csv", "--yes")

    assert ran.code == 8
    assert (home / "victim").read_text() == "precious\n"
    assert sorted(path.name for path in home.glob("bad.*")) == [
        "bad.csv",
        "bad.failed.csv",
        "bad.failed.csv.partial",
    ]


def test_json_says_no_more_than_a_cell_can(academy: Run, home: Path) -> None:
    lines = (
        '{"email": "a@x.org", "name": NaN}',
        '{"email": "b@x.org", "name": {"first": "B"}}',
        '{"email": "c@x.org", "name": "C", "metadata": {"team": "red"}}',
        '{"email": "d@x.org", "name": "{\\"D\\"}"}',
    )
    (home / "people.jsonl").write_text("\n".join(lines) + "\n")

    ran = academy("user", "import", "people.jsonl", "--yes", "--format", "json")

    assert [one["reason"] for one in told(ran)["refusals"]] == [
        "NaN is no value in JSON",
        "name is no text but has parts",
    ]
    assert names(home) == [("c@x.org", "C"), ("d@x.org", '{"D"}')]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("user", "create", "--lang", "de"), "hint: Did you mean `--language`?"),
        (("user", "show", "--roles", "x"), "hint: Run: academy user show --help"),
    ],
)
def test_a_hint_names_an_option_only_if_it_is_like_what_was_written(
    academy: Run, words: tuple[str, ...], hint: str
) -> None:
    ran = academy(*words)

    assert (ran.code, ran.err.splitlines()[-1]) == (2, hint)
